"""The demo newsroom «البيدر»: whole, in good Arabic, and loaded once."""

import re
import tomllib
from collections import Counter
from itertools import chain

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import override_settings
from PIL import Image as Picture

import arabic
from articles import body
from articles.models import Article, Correction, Revision, Section, StaticPage
from authors.models import Author
from images.models import Image
from newsroom.demo import LOGINS, load
from related.models import RelatedLink
from tests.factories import make_article
from topics.models import Topic

PIECES = load.pieces()
WORLD = load.world()
PICTURES = tomllib.loads((load.FOLDER / "images.toml").read_text(encoding="utf-8"))
LONG = [piece for piece in PIECES if not piece.key.startswith("brief-")]
BRIEFS = [piece for piece in PIECES if piece.key.startswith("brief-")]
EVERY_PIECE = pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.key)


def is_live(piece):
    return piece.meta.get("state", "live") == "live"


def words_of(piece):
    return arabic.word_count(body.plain_text(body.clean(numbered(piece.editions["ar"]["body"]))))


def numbered(html):
    """A demo body with numbers for the keys of articles and pictures, so that `clean` keeps its blocks."""
    return re.sub(r'data-(article|image)="[^"]+"', r'data-\1="1"', html)


def arabic_texts(piece):
    """Every Arabic text of a piece that somebody reads."""
    edition = piece.editions["ar"]
    texts = [edition.get(name, "") for name in ("kicker", "headline", "standfirst", "lead_caption", "source_name")]
    texts += [correction["text"] for correction in piece.meta.get("corrections", [])]
    inner = re.sub(r'data-pull-quote="([^"]*)"', r">\1<", edition["body"])
    return [text for text in [*texts, *re.sub(r"<[^>]*>", "\n", inner).split("\n")] if text.strip()]


# What is there ------------------------------------------------------------------------------------------------------


def test_there_is_as_much_as_a_newsroom_needs():
    assert len(WORLD["sections"]) >= 8 and len(WORLD["authors"]) >= 10 and len(WORLD["topics"]) >= 12
    assert sum(is_live(piece) for piece in LONG) >= 24
    assert sum(is_live(piece) for piece in BRIEFS) >= 36
    states = Counter(piece.meta.get("state", "live") for piece in PIECES)
    assert all(states[state] for state in ("draft", "submitted", "returned", "scheduled", "withdrawn"))
    assert any(piece.meta.get("corrections") for piece in PIECES)
    assert sum(bool(piece.meta.get("related")) for piece in PIECES) >= 5
    assert {language for piece in PIECES for language in piece.editions} == {"ar", "en", "fr"}


@pytest.mark.parametrize("piece", [piece for piece in LONG if is_live(piece)], ids=lambda piece: piece.key)
def test_an_article_has_400_to_900_words(piece):
    assert 400 <= words_of(piece) <= 900


@pytest.mark.parametrize("piece", BRIEFS, ids=lambda piece: piece.key)
def test_a_news_item_is_short(piece):
    assert 40 <= words_of(piece) <= 200


def test_every_block_of_the_vocabulary_is_used():
    used = " ".join(body.clean(numbered(piece.editions["ar"]["body"])) for piece in PIECES)
    for block in ["h2", "h3", "ul", "ol", "li", "blockquote", "strong", "em", "a href", "hr"]:
        assert f"<{block}" in used, block
    for block in ["data-pull-quote", "data-image", "data-article", "data-embed"]:
        assert f"{block}=" in used, block


@EVERY_PIECE
def test_every_body_is_in_the_vocabulary_already(piece):
    for edition in piece.editions.values():
        html = numbered(edition["body"]).strip()
        assert re.sub(r"\s+", "", body.clean(html)) == re.sub(r"\s+", "", html)


@EVERY_PIECE
def test_every_key_leads_somewhere(piece):
    keys = {name: {row["key"] for row in WORLD[name]} for name in ("sections", "authors", "topics")}
    articles = {other.key for other in PIECES}
    assert piece.meta["section"] in keys["sections"]
    assert {byline["author"] for byline in piece.meta.get("bylines", [])} <= keys["authors"]
    assert set(piece.meta.get("topics", [])) <= keys["topics"]
    assert set(piece.meta.get("related", [])) <= articles - {piece.key}
    shown = [*re.findall(r'data-image="([^"]*)"', str(piece.editions)), *filter(None, [piece.meta.get("lead_image")])]
    assert set(shown) <= set(PICTURES)
    assert set(re.findall(r'data-article="([^"]*)"', str(piece.editions))) <= articles - {piece.key}


def test_every_author_and_topic_has_something_to_show():
    signed = {byline["author"] for piece in PIECES if is_live(piece) for byline in piece.meta.get("bylines", [])}
    assert signed == {author["key"] for author in WORLD["authors"]}
    about = {topic for piece in PIECES if is_live(piece) for topic in piece.meta.get("topics", [])}
    assert about == {topic["key"] for topic in WORLD["topics"]}
    assert {piece.meta["section"] for piece in PIECES if is_live(piece)} == {row["key"] for row in WORLD["sections"]}


# How it is written --------------------------------------------------------------------------------------------------


def test_no_paragraph_and_no_headline_stands_twice():
    paragraphs = Counter(
        line
        for piece in PIECES
        for line in body.plain_text(body.clean(numbered(piece.editions["ar"]["body"]))).split("\n")
        if arabic.word_count(line) > 3
    )
    assert [text for text, times in paragraphs.items() if times > 1] == []
    headlines = Counter(arabic.search_key(piece.editions["ar"]["headline"]) for piece in PIECES)
    assert [text for text, times in headlines.items() if times > 1] == []


LETTER = "[\u0621-\u064a]"
MONTHS = "يناير|فبراير|مارس|أبريل|إبريل|مايو|يونيو|يوليو|سبتمبر|أكتوبر|نوفمبر|ديسمبر"

# What is wrong: (the pattern, an example that has it)
WRONG = {
    "a Latin comma, semicolon or question mark": (r"[\u0621-\u0652]\s*[,;?]", "نعم, كلّا"),
    "straight quotes": (r"\"|(?<![A-Za-z])'|'(?![A-Za-z])", 'قال "نعم"'),
    "two spaces": (r"\S  +\S", "نعم  كلّا"),
    "space before a sign": (r"\s[،؛؟:.!](?!\d)", "نعم ، كلّا"),
    "no space after a sign": (f"[،؛؟](?={LETTER})", "نعم،كلّا"),
    "three dots": (r"\.\.\.", "نعم..."),
    "a tatweel inside a word": (f"{LETTER}{{2,}}\N{ARABIC TATWEEL}+{LETTER}", "بيـروت"),
    "unseen characters": (r"[\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", "نعم\u200f"),
    "presentation forms": (r"[\ufb50-\ufdf9\ufe70-\ufefc]", "\ufefb"),
    "Persian letters": ("[کیە]", "کتاب"),
    "other digits than the house's": ("[٠-٩۰-۹]", "٣ أيّام"),
    "other regions' months": (rf"(?<!{LETTER})({MONTHS})(?!{LETTER})", "في يونيو"),
    "hamza where there is none": (
        rf"(?<!{LETTER})[وفبل]?(?:ال)?(إقرأ|إستقبل|إتفاق|إجتماع|إنتخابات|إقتصاد)",
        "والإقتصاد",
    ),
}


@pytest.mark.parametrize(("pattern", "example"), WRONG.values(), ids=WRONG)
def test_each_rule_of_writing_finds_what_it_names(pattern, example):
    assert re.search(pattern, example)
    assert not re.search(pattern, "قال: “نعم، كلّا”. وفي حزيران 2026، بـ”الصدفة“ (1.5%)… لماذا؟")


@EVERY_PIECE
def test_the_house_rules_of_writing_are_kept(piece):
    for text in arabic_texts(piece):
        assert arabic.clean(text) == text
        for what, (pattern, _example) in WRONG.items():
            assert not re.search(pattern, text), f"{what}: {text}"
        assert text.count("“") == text.count("”") and text.count("«") == text.count("»"), text


@EVERY_PIECE
def test_a_headline_is_one(piece):
    for edition in piece.editions.values():
        headline = edition["headline"]
        assert headline == headline.strip() and len(headline) <= 110 and not headline.endswith(".")


# Loading ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def drawn_quickly(monkeypatch):
    """Small pictures in place of the demo's own, each of its own colour; test_demo_pictures looks at those."""
    colours = ((number * 40 % 256, number * 90 % 256, number * 7 % 256) for number in range(1000))
    for name in ("draw", "portrait"):
        monkeypatch.setattr(load.pictures, name, lambda key: Picture.new("RGB", (64, 40), next(colours)))


@pytest.mark.django_db
def test_the_demo_is_loaded_once_and_is_what_its_files_say(drawn_quickly, capsys):
    call_command("seed_demo")
    live = sum(map(is_live, PIECES))
    assert f"{live} articles are live" in capsys.readouterr().out
    assert Article.objects.live().count() == live
    assert Section.objects.count() == len(WORLD["sections"])
    assert Author.objects.count() == len(WORLD["authors"]) and Topic.objects.count() == len(WORLD["topics"])
    assert StaticPage.objects.count() == len(list(load.FOLDER.glob("pages/*.html")))
    assert Image.objects.count() == len(PICTURES) + len(WORLD["authors"])
    assert Correction.objects.count() == sum(len(piece.meta.get("corrections", [])) for piece in PIECES)
    assert RelatedLink.objects.count() == sum(len(piece.meta.get("related", [])) for piece in PIECES if is_live(piece))
    assert Revision.objects.exclude(due_at=None).count() == 2
    states = Counter(Article.objects.with_state().values_list("state", flat=True))
    assert states == Counter(piece.meta.get("state", "live") for piece in PIECES)
    for page in chain(Section.objects.all(), Author.objects.all(), Topic.objects.all(), StaticPage.objects.all()):
        page.full_clean()
        assert page.slug_ar and page.slug_en and page.slug_fr
    for username, password, _role in LOGINS:
        user = User.objects.get(username=username)
        assert user.check_password(password) and user.is_staff and not user.is_superuser
    before = Article.objects.count()
    call_command("seed_demo")
    assert "already" in capsys.readouterr().out and Article.objects.count() == before


@pytest.mark.django_db
def test_the_demo_is_for_an_empty_newsroom():
    make_article()
    with pytest.raises(CommandError, match="empty newsroom"):
        call_command("seed_demo")
    assert not User.objects.filter(username="chief").exists()


@pytest.mark.django_db
@override_settings(HTTPS=True)
def test_known_passwords_are_not_for_a_public_site():
    with pytest.raises(CommandError, match="known passwords"):
        call_command("seed_demo")
    assert not User.objects.exists() and not Article.objects.exists()
