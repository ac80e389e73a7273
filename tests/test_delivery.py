"""Stored pages as readers, robots and attackers ask for them: one page each, the right status, nothing of anybody's."""

import gzip
import time
from unittest import mock
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.utils import translation

from delivery import wsgi
from delivery.changes import EVERYTHING, TRUSTED_SECONDS, Changes, changes, gone
from delivery.models import Redirect
from delivery.pages import Page, Store, accepted_encoding
from tests.factories import make_article, make_author, make_image, make_section, make_topic, make_user
from tests.stored_pages import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article(authors=[make_author()], lead_image=make_image())


def test_a_page_is_made_once_and_then_served_without_django_or_a_query(site, article, django_assert_num_queries):
    first = site.get(article.get_absolute_url())
    assert first.how == "fwd=miss; stored"
    with django_assert_num_queries(0), mock.patch.object(site.pages, "_application") as django:
        again = site.get(article.get_absolute_url())
    assert not django.called
    assert again.how == "hit"
    assert (again.status, again.body) == (first.status, first.body)


def test_what_a_stored_page_says_of_itself(site, article):
    page = site.get(article.get_absolute_url())
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert page.headers["Vary"] == "Accept-Encoding"
    assert page.headers["Content-Language"] == "ar"
    assert {f"article:{article.pk}", f"card:{article.pk}:ar", "site"} <= set(page.headers["Surrogate-Key"].split())
    assert page.headers["Content-Length"] == str(len(page.body))
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "nonce" not in page.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("*", "br"),
        ("br;q=x, GZIP", "gzip"),
        ("", "identity"),
        ("identity", "identity"),
        ("*;q=0", "identity"),
        ("br; q=0.5 , gzip", "br"),
    ],
)
def test_which_encoding_is_sent(header, encoding):
    assert accepted_encoding(header) == encoding


def test_each_encoding_says_the_same_and_has_a_name_of_its_own(site, article):
    answers = [site.get(article.get_absolute_url(), accept_encoding=name) for name in ("br", "gzip", "identity")]
    assert len({answer.text for answer in answers}) == 1
    assert len({answer.headers["ETag"] for answer in answers}) == 3


def test_who_has_the_page_already_is_told_so(site, article):
    path = article.get_absolute_url()
    page = site.get(path)
    tag = page.headers["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = site.get(path, if_none_match=known)
        assert (answer.status, answer.body) == (304, b""), known
        assert answer.headers["ETag"] == tag and answer.headers["Vary"] == "Accept-Encoding"
        assert "Content-Length" not in answer.headers
    assert site.get(path, if_none_match='"other"').status == 200
    assert site.get(path, if_none_match=tag, accept_encoding="gzip").status == 200


def test_gzip_is_made_once_for_who_needs_it_and_not_at_all_for_who_has_it(site, article):
    path = article.get_absolute_url()
    site.get(path)
    packing = mock.patch.dict("delivery.pages._PACK", gzip=mock.Mock(side_effect=gzip.compress))
    with packing as packers:
        first, again = (site.get(path, accept_encoding="gzip") for _ in range(2))
        known = site.get(path, accept_encoding="gzip", if_none_match=first.headers["ETag"])
        assert (known.status, known.headers["ETag"]) == (304, first.headers["ETag"])
        assert site.get(path, method="HEAD", accept_encoding="gzip").headers == first.headers
        assert packers["gzip"].call_count == 1
    assert (again.body, again.headers) == (first.body, first.headers)
    assert first.headers["Content-Encoding"] == "gzip" and first.headers["Content-Length"] == str(len(first.body))


def test_the_first_to_ask_may_ask_for_anything(site, article):
    """Conditions, ranges and HEAD of who makes the page do not get into what others are served."""
    path = article.get_absolute_url()
    asked = {"if_none_match": "*", "range": "bytes=0-9", "if_modified_since": "Sat, 28 Nov 2037 12:00:00 GMT"}
    assert site.get(path, method="HEAD", **asked).status in (200, 304)
    page = site.get(path)
    assert (page.how, page.status) == ("hit", 200)
    assert page.text == site.rebuilt(path).text
    head = site.get(path, method="HEAD")
    assert (head.status, head.body) == (200, b"") and head.headers == page.headers
    assert site.get(path, range="bytes=0-9").body == page.body


@pytest.mark.parametrize("query", ["utm_source=x", "page=7", "a=1&b=2&a=3", "%00%ff", "x" * 8_000, "page[]=1", "=&&=;"])
def test_no_query_makes_a_second_page_of_an_article(site, article, query):
    path = article.get_absolute_url()
    page = site.get(path)
    assert site.get(f"{path}?{query}").how == "hit"
    assert site.get(f"{path}?{query}").body == page.body
    assert len(site.pages.store) == 1


def test_no_query_makes_a_second_page_when_it_comes_first(site, article):
    path = article.get_absolute_url()
    assert site.get(f"{path}?fbclid=1&page=3").how.startswith("fwd=miss")
    assert [site.get(f"{path}{query}").how for query in ("", "?fbclid=2", "?page=9")] == ["hit"] * 3
    assert "fbclid" not in site.get(path).text


def test_the_pages_of_a_list_are_stored_under_their_numbers(site):
    section = make_section()
    with mock.patch("fronts.views.SECTION_PAGE", 1):
        articles = [make_article(section=section) for _ in range(2)]
        path = section.get_absolute_url()
        first, second = site.get(path), site.get(f"{path}?page=2")
        for query in ("?page=1", "?page=01", "?page=2&page=1", "?utm=1&page=1", "?PAGE=2"):
            assert site.get(path + query).body == first.body, query
        for query in ("?page=02", "?page=1&page=2", "?x=1&page=2&y=2"):
            assert site.get(path + query).body == second.body, query
        assert site.get(f"{path}%3Fpage=2").status == 404  # no page's address, though it reads like one
    assert articles[0].headline in second.text and articles[0].headline not in first.text
    assert len(site.pages.store) == 2


@pytest.mark.parametrize("number", ["3", "0", "-1", "9999", "99999", "٢", "x", "", "1e3", "1" * 500])
def test_a_page_that_is_not_there_is_not_stored(site, number):
    section = make_section()
    make_article(section=section)
    answer = site.get(f"{section.get_absolute_url()}?page={quote(number)}")
    assert answer.status == 404 and "الصفحة" in answer.text
    assert len(site.pages.store) == 0


def junk(article):
    path = article.get_absolute_url()
    return {
        "/nothing/at/all/": 404,
        "/wp-login.php": 404,
        "/nothing": 404,
        "/topic/nothing": 404,
        "/%00/": 404,
        "/%ff%fe/": 404,
        "/%D8%A8%D9/": 404,
        "/%E2%80%AE/%2e%2e/%2e%2e/etc/passwd": 404,
        "/" + "ب" * 1_300 + "/": 404,
        "/" + "a/" * 4_000: 404,
        "//example.com/": 404,
        path.rstrip("/"): 301,
        path.replace(f"/{article.pk}-", f"/0{article.pk}-"): 404,
        path.replace(f"/{article.pk}-", f"/{'9' * 40}-"): 404,
        f"{path[:-1]}x/": 301,
        f"/a/{article.pk}": 302,
        "/archive/02026/1/": 404,
        "/archive/2026/13/": 404,
        "/archive/999999999999/1/": 404,
        f"/media/{'a' * 300}": 404,
        f"/media/{'a/' * 3_000}x.jpg": 404,
        "/sitemap-nothing-ar.xml": 404,
        "/sitemap-articles-ar.xml?p=2": 404,
        "/sitemap-articles-ar.xml?p=x": 404,
        "/search/?q=%00%ff&page=x": 200,
        f"/search/?q={'ب' * 3_000}": 200,
        "/feed/nothing/": 404,
        "/desk/login/": 200,
    }


def test_junk_has_the_right_status_an_arabic_page_and_no_place_in_the_store(site, article):
    for path, status in junk(article).items():
        answer = site.get(path)
        assert answer.status == status, path[:80]
        if status == 404:
            assert 'lang="ar-LB"' in answer.text, path[:80]
    assert len(site.pages.store) == 0
    assert len(site.pages._being_made) == 0


def test_what_is_remembered_of_requests_stays_small_whatever_they_bring(site, article):
    long = "x" * 5_000
    for sent in ({"host": long}, {"accept_encoding": long}, {"user_agent": long}):
        site.get(article.get_absolute_url(), **sent)
    site.get(f"/{long}/")
    kept = [key for known in vars(site.pages).values() if isinstance(known, dict) for key in known]
    assert kept and max(map(len, kept)) <= 500


def test_a_wrong_slug_a_forgotten_slash_or_both_lead_to_the_right_address_at_once(site, article):
    right = article.get_absolute_url()
    for asked in (f"{right[:-1]}-x/", right[:-1], f"{right[:-1]}-x", f"/elsewhere/{article.pk}-", f"/x/{article.pk}-/"):
        answer = site.get(f"{asked}?utm_source=x")
        assert (answer.status, answer.headers["Location"]) == (301, f"{right}?utm_source=x"), asked
    Redirect.objects.leave("/قديم", "/search/")  # as somebody typed it: one that may be a section's but for the slash
    moved = site.get("/قديم")
    assert (moved.status, moved.headers["Location"]) == (301, "/search/")
    assert site.get(article.section.get_absolute_url()[:-1], method="POST").status == 301  # as Django does


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "NONSENSE"])
def test_nothing_but_reading_is_answered_405_even_of_a_stored_page(site, article, method):
    path = article.get_absolute_url()
    site.get(path)
    answer = site.get(path, method=method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert "405" in answer.text
    assert site.get(path).how == "hit"


@pytest.mark.parametrize("host", ["example.com", "localhost.example.com", "", "localhost:x", "a b", "[::1", "ل" * 300])
def test_hosts_that_are_not_ours_get_no_page(site, article, host):
    path = article.get_absolute_url()
    site.get(path)
    answer = site.get(path, host=host.encode().decode("latin-1"))
    assert answer.status == 400
    assert article.headline not in answer.text
    assert site.get(path, host="LOCALHOST:8000").how == "hit"


def test_who_is_refused_before_a_language_is_chosen_is_told_in_that_of_the_address(settings):
    settings.SECURE_SSL_REDIRECT, site = True, Site()
    for path, language in {"/": "ar-LB", "/en/": "en"}.items():
        with translation.override("fr"):  # of the reader before, in the same thread
            answer = site.get(path, host="example.com")
        assert answer.status == 400 and f'<html lang="{language}"' in answer.text


def test_under_https_a_page_is_stored_for_those_alone_who_come_by_it(settings, article):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = True, ("HTTP_X_FORWARDED_PROTO", "https")
    site, path = Site(), article.get_absolute_url()
    assert site.get(path, x_forwarded_proto="https").status == 200
    assert site.get(path, x_forwarded_proto="https").how == "hit"
    for plain in ({}, {"x_forwarded_proto": "http"}):
        answer = site.get(path, **plain)
        assert (answer.status, answer.headers["Location"][:8]) == (301, "https://")


def test_the_desk_s_people_get_pages_of_the_moment_and_readers_no_cookie(site, article, client):
    client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
    path = article.get_absolute_url()
    site.get(path)
    signed_in = site.get(path, cookie=f"sessionid={client.cookies['sessionid'].value}")
    assert signed_in.status == 200 and signed_in.how == ""
    assert len(site.pages.store) == 1
    for visited in (path, "/", "/search/?q=ماء", "/feed/"):
        assert "Set-Cookie" not in site.get(visited).headers, visited
    assert site.get(path, cookie="theme=dark").how == "hit"


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_what_is_not_stored_is_packed_too(site, article, encoding):
    for path in ("/search/?q=ماء", "/nothing/at/all/", "/desk/login/"):
        packed = site.get(path, accept_encoding=encoding)
        plain = site.get(path, accept_encoding="identity")
        assert packed.headers["Content-Encoding"] == encoding and "Content-Encoding" not in plain.headers, path
        assert packed.headers["Content-Length"] == str(len(packed.body)), path
        assert len(packed.body) < len(plain.body) and packed.text[:100] == plain.text[:100], path
        head = site.get(path, method="HEAD", accept_encoding=encoding)
        assert (head.status, head.body, set(head.headers)) == (packed.status, b"", set(packed.headers)), path
        assert head.headers["Content-Encoding"] == encoding, path
        for answer in (packed, plain):
            assert answer.headers["Vary"].count("Accept-Encoding") == 1, path
    for path in (f"/a/{article.pk}", "/search/suggest/?q=ماء", article.lead_image.url):  # small, or packed already
        assert "Content-Encoding" not in site.get(path, accept_encoding=encoding).headers, path


def test_an_article_page_takes_few_queries(site, django_assert_max_num_queries):
    section, author = make_section(), make_author()
    told = [make_article(section=section, authors=[author], lead_image=make_image()) for _ in range(6)]
    text = f'<p>نصّ.</p><aside data-article="{told[0].pk}"></aside><figure data-image="{make_image().pk}"></figure>'
    article = make_article(section=section, authors=[author], topics=[make_topic()], body=text)
    site.get(told[0].get_absolute_url())  # what stands on every page is remembered from now on
    # Itself with its authors, topics and links; what stands under it; and pictures, since its text has one.
    with django_assert_max_num_queries(3):
        assert site.rebuilt(article.get_absolute_url()).status == 200


# While nothing is heard ---------------------------------------------------------------------------------------------


@pytest.fixture
def silence():
    """Nothing was heard from PostgreSQL for too long."""
    with mock.patch.object(Changes, "is_fresh", return_value=False):
        yield


@pytest.fixture
def old(site, article):
    """A page that was stored before that."""
    site.get(article.get_absolute_url())
    for _key, page in site.pages.store.items():
        page.born_at -= TRUSTED_SECONDS
    return article.get_absolute_url()


DOWN = ("503 Service Unavailable", [("Retry-After", "30")], [b"503"])


def test_in_silence_a_page_is_made_anew_every_few_seconds(site, old, silence):
    assert site.get(old).how == "fwd=miss; stored"
    assert site.get(old).how == "hit"  # of just now


def test_in_silence_and_without_a_database_the_stored_page_is_served_and_says_so(site, old, silence):
    with mock.patch("delivery.wsgi._run", return_value=DOWN) as django:
        answers = [site.get(old) for _ in range(3)]
    assert [(answer.status, answer.how) for answer in answers] == [(200, 'hit; detail="database away"')] * 3
    assert django.call_count == 1  # the others did not try again at once
    assert site.get("/archive/").status == 200


def test_every_page_is_made_anew_on_command(site, article, django_capture_on_commit_callbacks):
    path = article.get_absolute_url()
    site.get(path)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("renew_pages")
    assert site.get(path).how == "fwd=miss; stored"
    assert site.get(path).how == "hit"


def test_what_is_asked_for_most_is_made_anew_before_somebody_asks(site, article):
    often, sometimes, once = article.get_absolute_url(), article.section.get_absolute_url(), "/archive/"
    for path, times in ((often, 9), (sometimes, 4), (once, 1)):
        for _ in range(times):
            site.get(path)
    changes.mark([EVERYTHING], time.monotonic_ns())
    with mock.patch.object(wsgi, "MOST_RENEWED", 1):
        site.renew()
    assert site.get(often).how == "hit"
    assert site.get(sometimes).how == "fwd=miss; stored"
    changes.mark([EVERYTHING], time.monotonic_ns())
    site.renew()
    assert site.get(often).how == "hit"
    assert site.get(once).how == "fwd=miss; stored"  # nobody asked for it again


def test_what_did_not_change_is_left_as_it_is(site, article):
    for _ in range(2):
        site.get("/archive/")
    changes.mark([f"article:{article.pk}"], time.monotonic_ns())
    with mock.patch("delivery.wsgi._run") as django:
        site.renew()
    assert not django.called


def test_without_a_database_a_page_that_changed_is_served_as_it_was(site, article, old, silence):
    changes.mark([f"article:{article.pk}", gone("card:0:ar")], time.monotonic_ns())
    with mock.patch("delivery.wsgi._run", return_value=DOWN) as django:
        answers = [site.get(old) for _ in range(3)]
    assert [(answer.status, answer.how) for answer in answers] == [(200, 'hit; detail="database away"')] * 3
    assert django.call_count == 1


@pytest.mark.parametrize("is_noticed", [True, False])
def test_without_a_database_a_page_that_shows_what_was_taken_away_is_not_served(site, article, old, is_noticed):
    """Neither while the database is known to be away nor in the seconds before."""
    for page in (old, article.section.get_absolute_url()):
        site.get(page)
        changes.mark(["section:0:ar", f"card:{article.pk}:ar", gone(f"card:{article.pk}:ar")], time.monotonic_ns())
        with (
            mock.patch.object(Changes, "is_fresh", return_value=not is_noticed),
            mock.patch("delivery.wsgi._run", return_value=DOWN),
        ):
            answer = site.get(page)
        assert (answer.status, answer.headers["Retry-After"]) == (503, "30")


def test_nothing_is_stored_before_anything_was_heard(site, article):
    with mock.patch.object(Changes, "is_known", return_value=False):
        site.get(article.get_absolute_url())
    assert len(site.pages.store) == 0


# The parts ----------------------------------------------------------------------------------------------------------


def make_page(size=1_000, tags=("a",), made_at=0):
    return Page([], b"b" * size, tags, made_at=made_at)


def test_a_store_keeps_what_is_asked_for_and_no_more_than_it_may():
    store = Store(most_bytes=10 * make_page().size)
    for number in range(20):
        store.put(number, make_page())
        store.get(0)
    assert len(store) == 10 and store.bytes == 10 * make_page().size
    assert store.get(0) and store.get(19) and not store.get(5)
    store.put(0, make_page(size=10))
    store.drop(19)
    assert store.bytes == sum(page.size for _key, page in store.items())
    store.put("huge", make_page(size=10**6))
    assert [key for key, _page in store.items()] == ["huge"]


def test_a_store_knows_what_is_asked_for_most():
    store = Store(most_bytes=10**6)
    for key, times in {"never": 0, "often": 3, "once": 1, "long ago": 9}.items():
        store.put(key, make_page())
        for _ in range(times):
            store.get(key)
    store.get("long ago").born_at -= 3_600
    assert [key for key, _page in store.most_used(2)] == ["often", "once"]
    assert [key for key, _page in store.most_used(9)] == ["often", "once", "long ago"]


def test_a_change_that_is_told_twice_counts_once():
    known = Changes()
    page = make_page(tags=["a", "b"])
    known.mark(["b", "c"], 7)
    assert known.has_changed(page)
    renewed = make_page(tags=["a", "b"], made_at=known.count)
    known.mark(["b"], 7)
    assert not known.has_changed(renewed) and not known.has_changed(renewed)
    known.mark(["c"], 8)
    assert not known.has_changed(renewed)
    known.mark(["a"], 8)
    assert known.has_changed(renewed)


def test_another_database_makes_every_page_anew():
    known = Changes()
    page = make_page(tags=["a", EVERYTHING])
    known.forget()
    assert known.has_changed(page)
