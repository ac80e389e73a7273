"""What readers read most: counted without keeping who they are, ranked now and then, shown by sections and topics."""

import http.client
import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from unittest import mock
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.db.models import Sum
from django.utils import timezone, translation

from articles import most_read, workflow
from articles.models import MostRead
from delivery import counting
from delivery.counting import Reads, is_person
from delivery.models import ReadCount
from delivery.wsgi import StoredPages
from tests.factories import make_article, make_section, make_topic, make_user
from tests.stored_pages import AtOnce, ask
from tests.test_renditions import login
from tests.test_serve import free_port

pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"
ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


def counted():
    """{(kind, key): how often it was read}, of what is written down."""
    sums = ReadCount.objects.values_list("kind", "key").annotate(Sum("number"))
    return {(kind, key): number for kind, key, number in sums}


def have_read(article, times, *, hours_ago=0, language="ar"):
    hour = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(hours=hours_ago)
    ReadCount.objects.create(hour=hour, kind=f"article:{language}", key=article.pk, number=times)


# Counting -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def reads():
    return Reads()


@pytest.fixture
def pages(site, reads):
    """The site's stored pages, in a process that counts into `reads`."""
    site.pages = StoredPages(site.django, counted=reads, django=AtOnce())
    return site


def test_a_reader_counts_whether_the_page_is_made_stored_or_known_to_them(pages, reads):
    article = make_article()
    path = article.get_absolute_url()
    made = pages.get(path, user_agent=BROWSER)
    stored = pages.get(f"{path}?utm_source=x", user_agent=BROWSER)
    known = pages.get(path, user_agent=BROWSER, if_none_match=made.headers["ETag"], sec_fetch_mode="navigate")
    assert (made.how, stored.how, known.status) == ("fwd=miss; stored", "hit", 304)
    reads.write()
    assert counted() == {("article:ar", article.pk): 3}


def test_who_does_not_read_does_not_count(pages, reads, client):
    article = make_article()
    path = article.get_absolute_url()
    client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
    session = {"cookie": f"sessionid={client.cookies['sessionid'].value}"}
    others = [{"user_agent": ROBOT}, {"user_agent": ""}, {}, {"method": "HEAD"}, session, {"sec_purpose": "prefetch"}]
    others += [{"purpose": "prefetch"}, {"sec_purpose": "prefetch;prerender"}, {"sec_fetch_mode": "cors"}]
    for other in others:
        assert pages.get(path, **({} if other == {} else {"user_agent": BROWSER} | other)).status == 200
    for elsewhere in ("/", article.section.get_absolute_url(), "/archive/"):
        assert pages.get(elsewhere, user_agent=BROWSER).status == 200
    reads.write()
    assert counted() == {}


@pytest.mark.parametrize(
    ("agent", "person"),
    [
        (BROWSER, True),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 [FBAN/FBIOS;FBAV/480.0]", True),
        ("Mozilla/5.0 (Linux; Android 9; CUBOT_X18_Plus) AppleWebKit/537.36 Chrome/99.0 Mobile", True),
        ("Opera/9.80 (J2ME/MIDP; Opera Mini/7.1/37.9; U; ar) Presto/2.12", True),
        (ROBOT, False),
        ("Mozilla/5.0 (Macintosh) AppleWebKit/600.2.5 Version/8.0.2 Safari/600.2.5 (Applebot/0.1)", False),
        ("Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.2; +https://openai.com/gptbot)", False),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/131.0 Safari/537.36", False),
        ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", False),
        ("WhatsApp/2.23.20.0", False),
        ("TelegramBot (like TwitterBot)", False),
        ("curl/8.5.0", False),
        ("python-requests/2.32", False),
        ("", False),
    ],
)
def test_who_is_a_person(agent, person):
    assert is_person(agent) is person


def test_a_hit_that_counts_asks_the_database_nothing(pages, django_assert_num_queries):
    path = make_article().get_absolute_url()
    pages.get(path, user_agent=BROWSER)
    with django_assert_num_queries(0), mock.patch.object(pages.pages, "_application") as django:
        assert pages.get(path, user_agent=BROWSER).how == "hit"
    assert not django.called


def test_a_page_that_another_process_made_counts_in_this_one(pages, reads, transactional_db):
    article = make_article()
    pages.get(article.get_absolute_url(), user_agent=BROWSER)
    other = Reads()
    taken = ask(
        StoredPages(pages.django, counted=other, django=AtOnce()), article.get_absolute_url(), user_agent=BROWSER
    )
    assert taken.how == "fwd=miss; collapsed"
    for process in (reads, other, Reads()):
        process.write()
    assert counted() == {("article:ar", article.pk): 2}


def test_while_the_database_is_away_reads_wait_in_their_hour(reads):
    reads.add("article:ar:7")
    began = timezone.now().replace(minute=0, second=0, microsecond=0)
    with mock.patch.object(counting, "connection") as away, pytest.raises(OperationalError):
        away.cursor.side_effect = OperationalError("away")
        reads.write()
    with mock.patch("django.utils.timezone.now", return_value=began + timedelta(hours=2, minutes=5)):
        reads.add("article:ar:7")
        reads.add("article:ar:7")
        reads.write()
        reads.write()
    found = dict(ReadCount.objects.values_list("hour", "number"))
    assert found == {began: 1, began + timedelta(hours=2): 2}


def test_of_days_long_past_one_row_a_day_is_left_and_then_none():
    now = datetime(2026, 3, 20, 12, 30, tzinfo=UTC)
    for number, (days, hour) in enumerate([(0, 11), (1, 3), (5, 0), (5, 3), (5, 23), (6, 4), (40, 3)]):
        at = now.replace(hour=hour, minute=0) - timedelta(days=days)
        ReadCount.objects.create(hour=at, kind="article:ar", key=1, number=10**number)
    with mock.patch("django.utils.timezone.now", return_value=now):
        for _again in range(2):
            counting.put_together()
    days = {(f"{row.hour:%d %H}", row.number) for row in ReadCount.objects.all()}
    assert days == {("20 11", 1), ("19 03", 10), ("15 00", 11_100), ("14 00", 100_000)}


def test_workers_count_together_and_write_it_down_before_they_end(transactional_db):
    """The server itself, which is stopped before the next round of writing."""
    article, port = make_article(), free_port()
    options = ["--interface", "wsgi", "--port", str(port), "--no-ws", "--workers", "2", "--blocking-threads", "8"]
    options += ["--workers-kill-timeout", "3"]  # a worker that is still starting does not hear that it is to end
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", *options, "--log-level", "error", "newsroom.wsgi:application"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": login()},
    )
    try:
        while not is_listening(port):
            assert server.poll() is None
            time.sleep(0.05)
        for _reader in range(20):
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            line.request("GET", quote(article.get_absolute_url(), safe="/%"), headers={"User-Agent": BROWSER})
            assert line.getresponse().status == 200
    finally:
        server.terminate()
        server.wait()
    assert counted() == {("article:ar", article.pk): 20}


def is_listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


# Ranking ------------------------------------------------------------------------------------------------------------


def make_read(count, times=20, **given):
    """Articles of which each is read more than the next."""
    articles = [make_article(**given) for _ in range(count)]
    for number, article in enumerate(articles):
        have_read(article, times + count - number)
    return articles


def test_what_is_read_now_leads_and_what_is_rarely_read_has_no_place():
    now, early, yesterday, rarely, not_out = (make_article() for _ in range(5))
    others = make_read(3)
    have_read(now, 100)
    have_read(early, 150, hours_ago=12)
    have_read(yesterday, 9_999, hours_ago=25)
    have_read(rarely, 9)
    have_read(not_out, 500)
    workflow.withdraw(not_out, by=make_user())
    most_read.rank()
    assert most_read.most_read() == [now, early, *others]
    assert most_read.most_read()[:1] == [now]


def test_too_few_are_no_ranking():
    articles = make_read(4)
    assert most_read.rank() == set() and most_read.most_read() == []
    articles += make_read(1, times=10)
    most_read.rank()
    assert most_read.most_read() == articles


def test_sections_topics_and_editions_have_rankings_of_their_own(django_assert_num_queries):
    politics, culture, rain = make_section(), make_section(), make_topic()
    english = {"headline_en": "Rain", "body_en": "<p>It rains.</p>"}
    here = make_read(5, times=50, section=politics, **english)
    there = make_read(5, section=culture, topics=[rain])
    have_read(there[4], 500, hours_ago=48)  # long ago for news, not for a topic
    for article in here[:4]:
        have_read(article, 900, language="en")
    most_read.rank()
    assert most_read.most_read() == [*here, *there]
    assert most_read.most_read(section=politics) == here
    assert most_read.most_read(section=culture) == there
    assert most_read.most_read(topic=rain) == [there[4], *there[:4]]
    assert most_read.most_read(topic=make_topic()) == []
    with translation.override("en"):
        assert most_read.most_read() == []
        have_read(here[4], 950, language="en")
        most_read.rank()
        assert most_read.most_read()[:1] == [here[4]]
    with django_assert_num_queries(2):
        [(str(article), str(article.section)) for article in most_read.most_read(section=culture)]


class Paper:
    """Two sections and a topic, and articles in one of them that are read."""

    def __init__(self):
        self.politics, self.culture, self.rain = make_section(), make_section(), make_topic()
        self.read = make_read(5, section=self.politics, topics=[self.rain])
        self.newer = [make_article(section=self.politics) for _ in range(9)]
        things = [self.politics, self.culture, self.rain, make_article(section=self.culture), *self.read]
        self.paths = [thing.get_absolute_url() for thing in things]
        self.listed = {self.politics.get_absolute_url(), self.rain.get_absolute_url()}


def test_only_pages_on_which_the_order_changed_are_made_anew(pages, django_capture_on_commit_callbacks):
    paper = Paper()
    with pages.changing(paper.paths, django_capture_on_commit_callbacks) as difference:
        assert len(most_read.rank()) == 3
    assert difference.renewed == paper.listed and difference.needlessly == set()
    assert "الأكثر قراءة" in pages.get(paper.politics.get_absolute_url()).text
    assert "الأكثر قراءة في هذا الملفّ" in pages.get(paper.rain.get_absolute_url()).text
    assert "الأكثر قراءة" not in pages.get(paper.culture.get_absolute_url()).text
    ReadCount.objects.filter(key=paper.read[0].pk).update(number=5_000)
    assert most_read.rank() == set()  # more reads, the same order


def test_what_is_read_most_of_a_section_stands_nowhere_else_on_its_page(client):
    paper = Paper()
    head, listed = paper.newer[:4:-1], paper.newer[4::-1]
    have_read(head[1], 99)
    most_read.rank()
    page = client.get(paper.politics.get_absolute_url())
    assert page.context["front"].placed == head and page.context["front"].most_read == paper.read
    assert page.context["listed"] == listed
    text = page.content.decode()
    for article in [*head, *paper.read, *listed]:
        assert len(re.findall(f'href="{article.get_absolute_url()}"', text)) == 1
    for article in listed[:1]:
        workflow.withdraw(article, by=make_user())
    few = client.get(paper.politics.get_absolute_url())  # too little would be left of the list
    assert few.context["front"].most_read == [] and few.context["listed"] == [*listed[1:], *paper.read[::-1]]


def test_what_leads_a_topic_is_not_in_its_ranking(client):
    paper = Paper()
    most_read.rank()
    paper.rain.leads.create(article=paper.read[0], position=0)
    text = client.get(paper.rain.get_absolute_url()).content.decode()
    ranking = text.partition('class="most-read"')[2]
    assert paper.read[1].get_absolute_url() in ranking and paper.read[0].get_absolute_url() not in ranking
    assert paper.read[1].get_absolute_url() in text.partition('class="most-read"')[0]  # its list has all


def renamed(article):
    article.refresh_from_db()
    content = {**article.newest_revision.content, "headline_ar": "عنوان آخر للأكثر قراءة"}
    editor = make_user()
    workflow.publish(workflow.save_revision(article, content, by=editor), by=editor)


#: What goes before, and what happens to an article that is listed.
HAPPENING = {
    "withdrawn": (None, lambda article: workflow.withdraw(article, by=make_user())),
    "back": (
        lambda article: workflow.withdraw(article, by=make_user()),
        lambda article: workflow.publish(article.newest_revision, by=make_user()),
    ),
    "renamed": (None, renamed),
}


@pytest.mark.parametrize("name", HAPPENING)
def test_what_is_listed_changes_with_its_article(name, pages, django_capture_on_commit_callbacks):
    paper = Paper()
    most_read.rank()
    first, change = HAPPENING[name]
    if first is not None:
        first(paper.read[1])
    with pages.changing(paper.paths, django_capture_on_commit_callbacks) as difference:
        change(paper.read[1])
    assert paper.listed <= difference.renewed and paper.culture.get_absolute_url() not in difference.renewed


def test_two_workers_do_not_rank_at_once():
    make_read(5)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, 0)", [most_read._LOCK])
        assert most_read.rank() == set() and not MostRead.objects.exists()
        cursor.execute("SELECT pg_advisory_unlock(%s, 0)", [most_read._LOCK])
    other.close()
    assert Counter(most_read.rank())["most-read:ar"] == 1
