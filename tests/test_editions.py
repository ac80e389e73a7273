"""The English and French editions: the same pages from the left, with nothing of the Arabic one but what is marked."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser as TagReader

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from html5lib import HTMLParser
from html5lib.html5parser import ParseError

from articles import workflow
from articles.models import StaticPage
from tests.factories import make_article, make_author, make_image, make_section, make_topic, make_user

pytestmark = pytest.mark.django_db

ARABIC_LETTER = re.compile(r"[\u0621-\u064a\u066e-\u06d3]")
#: What is read to those who do not see, or shown to those who point.
SAID = {"alt", "aria-label", "title", "placeholder", "value"}
WITHOUT_END = {"br", "hr", "img", "input", "link", "meta", "source"}


class Leftovers(TagReader):
    """Collects, in `found`, what is in Arabic letters in a page's body and in no element that says so.

    The head cannot say so: the title of an author's page is the name, in whichever letters there is one.
    """

    def __init__(self):
        super().__init__()
        self.open, self.found = [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        language = attributes.get("lang") or (self.open[-1][1] if self.open else "")
        if tag == "html":
            self.direction, self.language = attributes["dir"], language
        self.look(language, *(attributes.get(name) for name in SAID))
        if tag not in WITHOUT_END:
            self.open.append((tag, language))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, text):
        if self.open and self.open[-1][0] not in ("script", "style", "title"):
            self.look(self.open[-1][1], text)

    def look(self, language, *texts):
        if self.open and self.open[-1][0] != "head" and not language.startswith("ar"):
            self.found += [text.strip() for text in texts if text and ARABIC_LETTER.search(text)]


def leftovers(html):
    page = Leftovers()
    page.feed(html)
    return page


def test_the_search_for_leftovers_finds_them():
    page = leftovers(
        '<html lang="en" dir="ltr"><p>A <bdi lang="ar">اسم</bdi> and<br> <b title="عنوان">نصّ</b></p>'
        '<img alt="صورة"><script>"كلمة"</script>'
    )
    assert page.found == ["عنوان", "نصّ", "صورة"]


@pytest.fixture
def article():
    """An article in three languages whose author, topic and picture have Arabic words alone; beside one in Arabic."""
    with translation.override("ar"):
        names = {"name_en": "Politics", "name_fr": "Politique", "slug_en": "politics", "slug_fr": "politique"}
        section = make_section("سياسة", **names)
        StaticPage.objects.create(
            title_ar="من نحن", title_en="About us", title_fr="Qui sommes-nous", slug_ar="من-نحن",
            slug_en="about", slug_fr="a-propos", body_ar="<p>نصّ.</p>", body_en="<p>Text.</p>", body_fr="<p>Texte.</p>",
        )  # fmt: skip
        author = make_author(
            "ميسان الرّافعي", bio_ar="تكتب في السياسة.", beat_ar="سياسة", portrait=make_image(alt_ar="وجه")
        )
        topic = make_topic("الحدود", description_ar="بحر وخطوط.", image=make_image(alt_ar="حدود"))
        picture = make_image(alt_ar="البحر", caption_ar="البحر عند الفجر", credit_ar="ريم", alt_en="", alt_fr="")
        shared = {"section": section, "authors": [author], "topics": [topic], "lead_image": picture}
        make_article(headline="في العربيّة وحدها", **shared)
        other = make_article(
            headline="خبر", headline_en="Rain at last", headline_fr="Enfin la pluie", **shared,
            body_en="<p>It rained.</p>", body_fr="<p>Il a plu.</p>",
        )  # fmt: skip
        blocks = f'<aside data-article="{other.pk}"></aside><figure data-image="{picture.pk}"></figure>'
        blocks += '<aside data-pull-quote="قائل">نصّ من الأصل.</aside>'
        article = make_article(
            headline="خطّ في البحر", headline_en="A line in the sea", headline_fr="Une ligne en mer", **shared,
            body_en=f"<p>The city waited.</p>{blocks}", body_fr=f"<p>La ville attendait.</p>{blocks}",
            source_name="وكالة", source_name_en="وكالة", source_name_fr="وكالة",
        )  # fmt: skip
        workflow.add_correction(article, "ورد اسم المرفأ خطأ.", by=make_user())
        return article


def addresses(article):
    """The path of every kind of page in the active language."""
    moment = timezone.localtime(article.published_at)
    return [
        reverse("home"),
        article.section.get_absolute_url(),
        article.get_absolute_url(),
        article.bylines.first().author.get_absolute_url(),
        article.article_topics.first().topic.get_absolute_url(),
        reverse("archive"),
        reverse("archive-month", args=[moment.year, moment.month]),
        reverse("search"),
        f"{reverse('search')}?q={article.headline.split()[-1]}",
        f"{reverse('search')}?q=xyzzy",
        reverse("saved"),
        StaticPage.objects.get().get_absolute_url(),
        f"{reverse('home')}nothing/here/",
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_page_has_an_arabic_letter_that_is_not_marked_as_arabic(client, article, language):
    with translation.override(language):
        paths = addresses(article)
    for path in paths:
        html = client.get(path).content.decode()
        page = leftovers(html)
        assert (page.language, page.direction) == (language, "ltr"), path
        assert page.found == [], path
        assert "logo-latin" in html, path
        assert "في العربيّة وحدها" not in html, path
    assert leftovers(client.get("/").content.decode()).direction == "rtl"


def test_every_page_is_html_without_a_fault(client, article):
    with translation.override("ar"):
        paths = addresses(article)
    for path in paths:
        HTMLParser(strict=True).parse(client.get(path).content.decode())  # raises at the first
    with pytest.raises(ParseError):
        HTMLParser(strict=True).parse("<!DOCTYPE html><p>A <b>word</p>")


def test_a_page_leads_to_the_editions_that_have_it_and_to_no_other(client, article):
    with translation.override("ar"):
        alone = make_article(headline="بلا ترجمة", section=article.section)
        addresses = article.get_absolute_url(), alone.get_absolute_url()
    whole, single = (client.get(address).content.decode() for address in addresses)
    for language in ("en", "fr"):
        with translation.override(language):
            path = article.get_absolute_url()
        assert f'<a href="{path}"' in whole
        assert len(re.findall(f'hreflang="{language}"', whole)) == 2  # the link for readers, and the one for programs
    assert whole.count('hreflang="x-default"') == 1
    assert "/en/" not in single and "/fr/" not in single and "hreflang" not in single


def test_a_topic_and_an_author_lead_to_the_editions_in_which_there_is_something_of_theirs(client, article):
    with translation.override("ar"):
        written = [article.bylines.first().author, article.article_topics.first().topic]
        alone = [make_author("كاتب بالعربيّة"), make_topic("موضوع بالعربيّة")]
        make_article(section=article.section, authors=alone[:1], topics=alone[1:])
        addresses = [thing.get_absolute_url() for thing in (*written, *alone)]
    *in_three, author, topic = [client.get(address).content.decode() for address in addresses]
    for thing, page in zip(written, in_three, strict=True):
        for language in ("en", "fr"):
            with translation.override(language):
                assert page.count(f'href="{thing.get_absolute_url()}"') == 1  # for readers, and for programs whole
            assert len(re.findall(f'hreflang="{language}"', page)) == 2
    assert "hreflang" not in author + topic


class Head(TagReader):
    """What a page says of itself: `title`, `meta` by name, `alternates` by language, the links of its `switch`."""

    def __init__(self, html):
        super().__init__()
        self.title, self.canonical, self.meta, self.alternates, self.switch = "", "", {}, {}, set()
        self.in_title = False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.in_title = tag == "title" and not self.title
        if tag == "meta" and "content" in given:
            self.meta[given.get("name") or given.get("property")] = given["content"]
        elif tag == "link" and given.get("rel") == "canonical":
            self.canonical = given["href"]
        elif tag == "link" and "hreflang" in given:
            self.alternates[given["hreflang"]] = given["href"]
        elif tag == "a" and "hreflang" in given:
            self.switch.add(given["href"])

    def handle_data(self, text):
        self.title += text if self.in_title else ""


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_every_kind_of_page_says_what_it_is_and_where_its_other_editions_are(client, settings, article, language):
    with translation.override(language):
        *paths, _missing = addresses(article)
    for path in paths:
        page = Head(client.get(path).content.decode())
        canonical = settings.SITE_URL + path.partition("?")[0]
        assert page.title.strip() and page.meta["description"].strip(), path
        assert page.canonical == page.meta["og:url"] == canonical, path
        for name in ("type", "site_name", "locale", "title", "description", "image", "image:width", "image:alt"):
            assert page.meta[f"og:{name}"], (path, name)
        assert page.meta["twitter:card"] == "summary_large_image", path
        assert len(page.switch) == 2 and path not in page.switch, path
        if "?" in path:
            assert page.alternates == {}, path  # what was found is in no other edition, and in no search engine
            continue
        assert page.alternates["x-default"] == page.alternates["ar"] and page.alternates[language] == canonical, path
        for address in page.alternates.values():
            other = client.get(address.removeprefix(settings.SITE_URL))
            assert other.status_code == 200 and Head(other.content.decode()).alternates == page.alternates, address
        if language != "ar":  # a name without a translation is the page's title, and stands as it is
            assert not ARABIC_LETTER.search(page.meta["description"] + page.meta["og:description"]), path


def test_a_page_that_is_in_arabic_alone_leads_nowhere_and_is_nowhere_else(client, article):
    with translation.override("ar"):
        lone = StaticPage.objects.create(title_ar="إعلانات", slug_ar="إعلانات", body_ar="<p>نصّ.</p>")
        old = make_article(section=article.section, published_at=datetime(2020, 2, 3, tzinfo=UTC))
    for path in (lone.get_absolute_url(), "/archive/2020/2/", old.get_absolute_url()):
        page = Head(client.get(path).content.decode())
        assert page.switch == set() and page.alternates == {}, path
        assert client.get(f"/en{path}").status_code == 404, path


def test_an_edition_that_there_is_not_has_no_page_and_says_so_in_arabic(client):
    section = make_section("سياسة")
    for path in ("/", "/archive/", "/search/", "/saved/"):
        page = client.get(path)
        assert page.status_code == 200 and "hreflang" not in page.content.decode(), path
    files = ["/en/feed/", "/en/feed/atom.xml", "/en/manifest.webmanifest", "/en/opensearch.xml"]
    for path in ("/en/", "/en/archive/", "/en/search/?q=x", "/en/saved/", "/fr/nothing/here/", *files):
        answer = client.get(path)
        assert answer.status_code == 404 and leftovers(answer.content.decode()).direction == "rtl", path
    assert leftovers(client.post("/en/").content.decode()).direction == "rtl"
    make_article(section=section, headline_en="Rain at last", body_en="<p>It rained.</p>")
    assert "Rain at last" in client.get("/en/").content.decode()
    for path in ("/", "/archive/", "/search/", "/saved/"):
        page = client.get(path).content.decode()
        assert f'<a href="/en{path}"' in page and "/fr/" not in page, path
    assert leftovers(client.get("/en/nothing/here/").content.decode()).direction == "ltr"
    assert leftovers(client.post("/en/").content.decode()).direction == "ltr"
    assert [client.get(path).status_code for path in files] == [200] * len(files)
    assert client.get("/fr/").status_code == client.get("/fr/feed/").status_code == 404
    # A name alone is a page where the navigation leads to it.
    sport = make_section("رياضة", name_en="Sport", slug_en="sport")
    rain = make_topic("مطر", name_en="Rain", slug_en="rain")
    found = {}
    for language in ("en", "ar"):
        with translation.override(language):
            found[language] = [client.get(thing.get_absolute_url()).status_code for thing in (sport, rain)]
    assert found == {"en": [200, 404], "ar": [200, 200]}


def test_programs_read_no_arabic_name_of_a_topic_or_section_in_another_edition(client):
    topics = [make_topic("المطر", name_en="Rain", slug_en="rain"), make_topic("السينما")]
    english = {"headline_en": "It rains", "slug_en": "it-rains", "body_en": "<p>It rains.</p>"}
    article = make_article(section=make_section("ثقافة"), topics=topics, **english)
    with translation.override("en"):
        page = client.get(article.get_absolute_url()).content.decode()
    head = page.partition("</head>")[0]
    assert '"keywords": ["Rain"]' in head and 'property="article:tag" content="Rain"' in head
    assert "السينما" not in head and "article:section" not in head and "articleSection" not in head
    page = client.get(article.get_absolute_url()).content.decode()
    assert '"keywords": ["المطر", "السينما"]' in page and '"articleSection": "ثقافة"' in page
