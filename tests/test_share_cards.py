"""The picture beside a link to an article: its headline in joined Arabic, drawn in the background, and anew in time."""

import re
from unittest import mock

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image as Picture
from PIL import ImageChops, ImageFont, features

from articles import card_drawing, share_cards, workflow
from articles.card_drawing import Card, even_lines, fitted
from articles.models import Article, Section, ShareCard
from images.models import Image, RetiredFile
from newsroom import roles
from tests.factories import make_article, make_draft, make_image, make_section, make_user

CARD = Card(
    headline="بيروت تنتظر المطر",
    section="سياسة",
    outlet="البيدر",
    byline="",
    date="28 تشرين الثاني 2026",
    language="ar",
    direction="rtl",
    opinion=False,
)


def draw_all():
    drawn = []
    while card := share_cards.draw_next():
        drawn.append(card)
    return drawn


def og_image(client, article):
    html = client.get(article.get_absolute_url()).content.decode()
    return re.search(r'property="og:image" content="([^"]+)"', html)[1]


def opened(card):
    with default_storage.open(card.file) as file:
        picture = Picture.open(file)
        picture.load()
        return picture


# How it is drawn ----------------------------------------------------------------------------------------------------


def test_arabic_is_joined_and_runs_from_the_right():
    assert features.check("raqm")
    joined = card_drawing.draw(CARD)
    card_drawing.font.cache_clear()
    basic = ImageFont.truetype(card_drawing.FONT, 60, layout_engine=ImageFont.Layout.BASIC)
    whole = card_drawing.font(60)
    # Joined letters are narrower than the same letters each by itself, as BASIC draws them.
    assert whole.getlength("بيروت", direction="rtl", language="ar") < 0.9 * basic.getlength("بيروت")
    ground = Picture.new("RGB", joined.size, joined.getpixel((600, 10)))
    headline = ImageChops.difference(joined, ground).crop((0, 160, 1200, 470)).getbbox()
    assert headline[2] > 1200 - card_drawing.EDGE - 20  # it begins at the right edge and does not fill the line
    assert headline[0] > 400
    english = Card(**{**vars(CARD), "headline": "Beirut waits", "language": "en", "direction": "ltr"})
    left = ImageChops.difference(card_drawing.draw(english), ground).crop((0, 160, 1200, 470)).getbbox()
    assert left[0] < card_drawing.EDGE + 20 and left[2] < 800


@pytest.mark.parametrize("headline", ["و", "كلمة " * 40, "إِلّاً لَلْمُتَّخِذِ", "Real Madrid 2-1 على CIA في 2024", "ا" * 200])
def test_every_headline_has_room_beside_a_picture(headline):
    width = card_drawing.WIDTH - card_drawing.PICTURE - 2 * card_drawing.EDGE
    size, lines = fitted(headline[:200], width, 330, CARD)
    assert " ".join(lines) == " ".join(headline[:200].split())
    assert len(lines) * size * card_drawing.LEADING <= 400
    card_drawing.draw(Card(**{**vars(CARD), "headline": headline}), Picture.new("RGB", (50, 63)))


@given(some.lists(some.text("ابت", min_size=1, max_size=9), min_size=1, max_size=25), some.integers(9, 40))
def test_lines_are_full_few_and_even(words, width):
    lines = even_lines(words, width, len)
    assert " ".join(lines).split() == words and all(len(line) <= width for line in lines)
    greedy = [""]
    for word in words:
        longer = f"{greedy[-1]} {word}".strip()
        if len(longer) <= width:
            greedy[-1] = longer
        else:
            greedy.append(word)
    assert len(lines) == len(greedy)
    assert sum((width - len(line)) ** 2 for line in lines) <= sum((width - len(line)) ** 2 for line in greedy)


def test_a_word_wider_than_the_card_is_in_no_line():
    assert even_lines(["طويلة"], 3, len) is None and even_lines([], 3, len) is None


# When it is drawn ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_each_edition_gets_a_card_and_its_page_names_it(client):
    article = make_article(
        headline="بيروت تنتظر", headline_en="Beirut waits", body_en="<p>It rains.</p>", lead_image=make_image()
    )
    make_draft()
    before = og_image(client, article)
    assert before == f"{settings.SITE_URL}{article.lead_image.url}"
    cards = draw_all()
    assert {(card.article_id, card.language) for card in cards} == {(article.pk, "ar"), (article.pk, "en")}
    assert all(opened(card).size == (1200, 630) and opened(card).format == "JPEG" for card in cards)
    arabic = ShareCard.objects.get(language="ar")
    assert og_image(client, article) == f"{settings.SITE_URL}{default_storage.url(arabic.file)}"
    html = client.get(article.get_absolute_url()).content.decode()
    assert 'property="og:image:width" content="1200"' in html and 'og:image:alt" content="بيروت تنتظر"' in html
    assert draw_all() == []


@pytest.mark.django_db
def test_what_is_on_a_card_draws_it_anew_and_nothing_else_does(client):
    editor = make_user()
    article = make_article(section=make_section("سياسة"), lead_image=make_image())
    (first,) = draw_all()

    def republished(**changes):
        content = {**Article.objects.get(pk=article.pk).newest_revision.content, **changes}
        workflow.publish(workflow.save_revision(article, content, by=editor), by=editor)
        return draw_all()[0].file

    assert republished(body_ar="<p>نصّ آخر.</p>") == first.file
    second = republished(headline_ar="عنوان آخر")
    assert second != first.file and default_storage.exists(first.file)  # chats still show it
    assert RetiredFile.objects.filter(name=first.file).exists()
    assert republished(headline_ar=article.headline_ar) == first.file
    assert not RetiredFile.objects.filter(name=first.file).exists()  # shown again, so it is not to go
    assert republished(headline_ar="عنوان آخر") == second
    third = republished(lead_image=make_image().pk)
    assert third != second

    client.force_login(make_user(roles.CHIEF), backend="django.contrib.auth.backends.ModelBackend")
    section = Section.objects.get()
    fields = {"name_ar": "شؤون", "slug_ar": section.slug_ar, "style": "news", "position": section.position}
    fields["related_cards"] = section.related_cards
    assert client.post(f"/desk/articles/section/{section.pk}/change/", fields).status_code == 302
    (fourth,) = draw_all()
    assert fourth.file != third
    Image.objects.update(focal_x=0.1)
    call_command("run_worker", once=True)  # it cuts the picture anew, and then the card
    assert ShareCard.objects.get().file != fourth.file


@pytest.mark.django_db
def test_a_withdrawn_article_has_no_card_any_more():
    editor, article = make_user(), make_article()
    (card,) = draw_all()
    workflow.withdraw(article, by=editor)
    call_command("run_worker", once=True)
    assert not default_storage.exists(card.file) and not ShareCard.objects.exists()
    workflow.publish(article.newest_revision, by=editor)
    assert [again.file for again in draw_all()] == [card.file]


@pytest.mark.django_db
def test_a_card_that_cannot_be_drawn_is_named_in_the_log_and_holds_up_no_other(client, caplog):
    other, article = make_article(), make_article()
    draw = card_drawing.draw
    with mock.patch.object(card_drawing, "draw", side_effect=[RuntimeError("no font"), mock.DEFAULT], wraps=draw):
        assert len(draw_all()) == 2
    assert f"article {article.pk} (ar)" in caplog.text
    assert "/cards/" in og_image(client, other) and "/cards/" not in og_image(client, article)
    assert draw_all() == []


@pytest.mark.django_db
def test_another_look_draws_all_anew(monkeypatch):
    make_article()
    (card,) = draw_all()
    monkeypatch.setattr(share_cards, "VERSION", share_cards.VERSION + 1)
    (again,) = draw_all()
    assert again.file != card.file
