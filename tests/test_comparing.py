"""What differs between two contents of an article: blocks of a body, and fields in all languages."""

import pytest

from articles import body, comparing, content
from tests.factories import make_article, make_author, make_content, make_image, make_section, make_topic

# Blocks


def test_a_body_is_read_block_by_block():
    html = body.clean(
        "<h2>عنوان</h2><p>قال <strong>نعم &amp; لا</strong><br>ثمّ <a href='https://albaydar.example/x'>مضى</a>.</p>"
        "<ul><li>أوّل<ol><li>داخل</li></ol></li></ul><blockquote><p>كلام</p></blockquote><hr>"
        "<aside data-pull-quote='ريم'>اقتباس</aside><figure data-image='7'><figcaption>تعليق</figcaption></figure>"
        "<aside data-article='9'></aside><div data-embed='https://youtu.be/x?a=1&amp;b=2'></div>"
    )
    assert body.blocks(html) == [
        body.Block("h2", "عنوان"),
        body.Block("p", "قال نعم & لا\nثمّ مضى.", ((4, 12, "strong"), (17, 20, "https://albaydar.example/x"))),
        body.Block("ul", "أوّل"),
        body.Block("ol", "داخل"),
        body.Block("blockquote", "كلام"),
        body.Block("hr", ""),
        body.Block("pull-quote", "اقتباس", value="ريم"),
        body.Block("image", "تعليق", value="7"),
        body.Block("article", "", value="9"),
        body.Block("embed", "", value="https://youtu.be/x?a=1&b=2"),
    ]
    assert body.blocks("") == []


FIRST = "<p>انتظرت المدينة المطر أسبوعاً كاملاً.</p>"
SECOND = "<p>ثمّ جاء في ليلة واحدة وأغرق شوارعها.</p>"
THIRD = "<p>وقالت البلديّة إنّ المجاري نُظّفت.</p>"


def body_rows(old, new):
    """The rows of a body that was changed from `old` to `new`, as (state, words of the pieces by kind)."""
    changes = comparing.compare(*({**content.EMPTY, "body_ar": body.clean(html)} for html in (old, new)))
    return next(change for change in changes if change.name == "body_ar").rows


def states(old, new):
    return [row.state for row in body_rows(old, new)]


@pytest.mark.django_db
def test_paragraphs_are_the_same_edited_removed_added_or_moved():
    assert states(FIRST + SECOND, FIRST + SECOND) == ["same", "same"]
    assert states(FIRST + SECOND, FIRST + THIRD + SECOND) == ["same", "added", "same"]
    assert states(FIRST + SECOND + THIRD, FIRST + THIRD) == ["same", "removed", "same"]
    assert states(FIRST + SECOND, FIRST + SECOND.replace("ليلة", "ساعة")) == ["same", "changed"]
    assert states(FIRST, THIRD) == ["removed", "added"]
    assert states(FIRST + SECOND + THIRD, SECOND + THIRD + FIRST) == ["moved-from", "same", "same", "moved-to"]


@pytest.mark.django_db
def test_a_paragraph_that_was_cut_in_two_keeps_its_first_half_and_shows_the_second():
    whole = FIRST.replace("</p>", " ") + SECOND.removeprefix("<p>")
    first, second = body_rows(whole, FIRST + SECOND)
    assert {first.state, second.state} == {"changed", "added"}


@pytest.mark.django_db
def test_a_paragraph_that_became_a_heading_says_what_it_was():
    [row] = body_rows("<p>المدينة تغرق</p>", "<h2>المدينة تغرق</h2>")
    assert (row.state, str(row.name), str(row.before)) == ("changed", "عنوان", "فقرة")


@pytest.mark.django_db
def test_formats_and_links_that_alone_were_changed_are_told_of_whole_words():
    [row] = body_rows("<p>قال الوزير نعم</p>", "<p>قال ال<strong>وزير</strong> نعم</p>")
    assert [(piece.kind, piece.text) for piece in row.pieces] == [
        ("same", "قال "),
        ("format", "الوزير"),
        ("same", " نعم"),
    ]
    assert row.pieces[1].notes == ("صار غليظاً",)
    [row] = body_rows("<p><a href='/a'>البيان</a> كلّه</p>", "<p><a href='/b'>البيان</a> كلّه</p>")
    assert row.pieces[0].notes == ("لم يعد رابطاً إلى /a", "صار رابطاً إلى /b")
    [row] = body_rows("<p>نصّ البيان كاملاً</p>", "<p>نصّ البيان كاملاً <a href='/b'>هنا</a></p>")
    assert (row.pieces[-1].kind, row.pieces[-1].notes) == ("added", ("صار رابطاً إلى /b",))


@pytest.mark.django_db
def test_blocks_that_point_at_rows_are_shown_with_the_names_of_today():
    image, target = make_image(caption_ar="المرفأ عند الفجر"), make_article(headline="ما قبل العاصفة")
    figure = '<figure data-image="%s"><figcaption>%s</figcaption></figure>'
    old = FIRST + figure % (image.pk, "تعليق أوّل") + f'<aside data-article="{target.pk}"></aside>'
    new = FIRST + figure % (image.pk, "تعليق ثانٍ") + '<aside data-article="999999"></aside>'
    _same, picture, gone, come = body_rows(old, new)
    assert (picture.state, picture.name, picture.subject) == ("changed", "صورة", "المرفأ عند الفجر")
    assert (gone.state, gone.subject) == ("removed", "ما قبل العاصفة")
    assert (come.state, come.subject) == ("added", "حُذف لاحقاً (الرقم 999999)")


@pytest.mark.django_db
def test_what_is_far_from_a_change_is_folded():
    paragraphs = [f"<p>الفقرة {number}</p>" for number in range(9)]
    changes = comparing.compare(
        {**content.EMPTY, "body_ar": "\n".join(paragraphs)},
        {**content.EMPTY, "body_ar": "\n".join([*paragraphs[:4], THIRD, *paragraphs[4:]])},
    )
    text = next(change for change in changes if change.name == "body_ar")
    assert [(folded, len(rows)) for folded, rows in text.stretches()] == [(True, 3), (False, 3), (True, 4)]


# Fields


@pytest.mark.django_db
def test_every_field_in_every_language_is_compared(django_assert_max_num_queries):
    rain, ports = make_topic("المطر"), make_topic("المرافئ")
    reem, naji = make_author("ريم"), make_author("ناجي")
    old = make_content(
        headline="بيروت تنتظر", section=make_section("محليّات"), topics=[rain], bylines=[(reem, "writer")]
    )
    new = make_content(
        headline="بيروت لا تنتظر",
        headline_fr="Beyrouth attend",
        section=make_section("اقتصاد"),
        topics=[ports, rain],
        bylines=[(reem, "reporter"), (naji, "writer")],
        lead_image=make_image(caption_ar="المرفأ"),
        source_url="https://example.com/",
    )
    with django_assert_max_num_queries(5):
        changes = comparing.compare(old, new)
    assert {change.name for change in changes} == set(content.EMPTY)
    changed = {change.name: change for change in changes if change.changed}
    assert set(changed) == {
        *["headline_ar", "headline_fr", "section", "topics", "bylines", "lead_image", "source_url"],
    }

    def words(name):
        return [(piece.kind, piece.text) for row in changed[name].rows for piece in row.pieces]

    assert words("headline_ar") == [("same", "بيروت"), ("added", " لا"), ("same", " تنتظر")]
    assert words("section") == [("removed", "محليّات"), ("added", "اقتصاد")]
    assert words("topics") == [("added", "المرافئ"), ("same", "المطر")]
    assert ("removed", "كاتب") in words("bylines") and ("added", "مراسل") in words("bylines")
    assert words("lead_image") == [("added", "المرفأ")]
    assert (changed["headline_fr"].language, changed["headline_fr"].direction) == ("fr", "ltr")


@pytest.mark.django_db
def test_a_content_is_no_other_than_itself():
    whole = make_content(topics=[make_topic()], authors=[make_author()])
    assert not any(change.changed for change in comparing.compare(whole, whole))
