"""The site's search: an article is found under every spelling of what it says, and only while readers may see it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

import arabic
from articles import search, workflow
from articles.models import Article
from articles.search import results, terms
from tests.factories import make_article, make_author, make_draft, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted_before():
    terms.forget_counted()
    yield
    terms.forget_counted()


def found(words, language="ar"):
    return list(search.find(words, language).articles())


def finds(words, article, language="ar"):
    return article in found(words, language)


@pytest.mark.parametrize(
    "words",
    ["إغناتيوس", "أغناتيوس", "اغناتيوس", "اغناطيوس", "إِغناتيوس", "إغنـاتيوس", "ديفيد اغناطيوس", "“إغناتيوس”؟"],
)
def test_a_person_is_found_under_every_spelling_of_the_topic(words):
    about = make_article(topics=[make_topic("ديفيد إغناتيوس", aliases=["ديفيد اغناطيوس"])])
    other = make_article(topics=[make_topic("سامر العتيق")])
    assert found(words) == [about]
    assert finds("العتيق", other)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        *[(written, "البيت") for written in ("والبيت", "بالبيت", "للبيت", "فالبيت", "كالبيت", "بيت", "البَيْتُ")],
        *[("الحكومة", words) for words in ("حكومة", "الحكومه", "والحكومة", "الحُكومة", "حكومــة")],
        *[("مسؤول", "مسئول"), ("شؤون", "شئون"), ("مستشفى", "مستشفي"), ("٢٠٢٦", "2026"), ("COVID-19", "covid")],
        *[("بـ”اللحظة“", "اللحظة"), ("الـCIA", "cia"), ("وزير", "وزراء"), ("عبد الله", "عبدالله")],
    ],
)
def test_a_word_is_found_in_every_form(written, words):
    says_it, other = make_article(body=f"<p>قيل {written} هنا</p>"), make_article(body="<p>شيء آخر</p>")
    assert found(words) == [says_it]
    assert finds("آخر", other)


@pytest.mark.parametrize(
    ("written", "words"), [("ولد", "والد"), ("كاتب", "كتاب"), ("حزب", "حرب"), ("مصرف", "مصر"), ("سلامة", "سلام")]
)
def test_another_word_is_not_found(written, words):
    article = make_article(headline="عنوان", body=f"<p>قيل {written} هنا</p>")
    assert not finds(words, article)
    assert finds(written, article)


def test_every_word_must_be_there():
    both = make_article(headline="مطر بيروت", body="<p>نصّ</p>")
    make_article(headline="مطر طرابلس", body="<p>نصّ</p>")
    assert found("بيروت مطر") == [both]
    assert found("بيروت ثلج") == []


def test_of_many_words_most_are_enough():
    about = make_article(headline="افتتاح المرفأ", body="<p>أعيد افتتاح مرفأ بيروت بعد ترميم الإهراءات</p>")
    near = make_article(headline="المرفأ", body="<p>زار السفير مرفأ بيروت وتفقّد الترميم</p>")
    other = make_article(headline="طقس", body="<p>يستمرّ المطر حتى الأحد</p>")
    results = found("متى أعيد افتتاح مرفأ بيروت بعد الترميم وكم كلّف؟")
    assert results[0] == about and near in results
    assert other not in results


def test_the_parts_of_an_article_that_are_found_and_those_that_are_not():
    target = make_article(headline="منارة المرفأ")
    body = (
        "<p>متن</p><h2>فرعيّ</h2>"
        '<aside data-pull-quote="قائل">اقتباس بارز</aside>'
        '<figure data-image="1"><figcaption>شرحها</figcaption></figure>'
        f'<aside data-article="{target.pk}"></aside><div data-embed="https://youtu.be/vid"></div>'
    )
    article = make_article(
        headline="العنوان", kicker="إشارة", standfirst="تمهيد", body=body, authors=[make_author("نديم الصايغ")]
    )
    for words in ("متن", "فرعي", "عنوان", "إشارة", "تمهيد", "نديم الصايغ"):
        assert finds(words, article), words
    for words in ("اقتباس", "قائل", "شرحها", "منارة", "youtu"):
        assert not finds(words, article), words


def test_only_what_readers_see_is_found():
    editor = make_user()
    make_draft(headline="زلزال مسودة")
    live, withdrawn = make_article(headline="زلزال ظاهر"), make_article(headline="زلزال مسحوب")
    workflow.withdraw(withdrawn, by=editor)
    assert found("زلزال") == [live]
    workflow.save_revision(live, {**live.newest_revision.content, "headline_ar": "عاصفة"}, by=editor)
    assert found("عاصفة") == []
    workflow.publish(live.newest_revision, by=editor)
    workflow.publish(withdrawn.newest_revision, by=editor)
    assert found("عاصفة") == [live] and found("زلزال") == [withdrawn]


def test_the_better_match_stands_first_and_the_newer_of_equals():
    in_text = make_article(headline="أ", body="<p>ذُكر الزيتون عرضاً</p>")
    in_headline = make_article(headline="موسم الزيتون", body="<p>نصّ</p>")
    newer = make_article(headline="موسم الزيتون", body="<p>نصّ</p>")
    assert found("الزيتون") == [newer, in_headline, in_text]


def test_each_edition_is_found_in_its_own_language():
    article = make_article(headline="مطر", headline_en="Storms over Beirut", body_en="<p>It rained for days.</p>")
    arabic_only = make_article(headline="مطر")
    assert found("storm raining day", "en") == [article]
    assert found("storm") == [] and found("مطر", "en") == []
    assert set(found("مطر")) == {article, arabic_only}
    french = make_article(headline_fr="La pluie", body_fr="<p>Il pleuvait des journées entières.</p>")
    assert found("journée entière", "fr") == [french]
    assert found("journée", "en") == []
    assert found("journee entiere", "fr") == [french]


ODD = [
    *[
        "",
        " ",
        "؟",
        "…",
        "'",
        "''",
        '"',
        "\\",
        "\\\\'",
        "&",
        "|",
        "!",
        ":*",
        "&|!:*()<->",
        "a & b | !c:*",
        "' OR 1=1 --",
    ],
    *["\0", "ا\0ب", "\ud800", "ا\udfffب", "\u202e\u200f", "\u200c", "ـ", "ًٌٍ", "٪", "%", "%s", "{}", "$1", "\n\t"],
    *["ا" * 10_000, "و" * 10_000, "مطر " * 2_500, "(" * 10_000, "'" * 10_000, "\\" * 9_999, "<mark>", "🌧️", "ﷺ", "a:1A"],
]


@pytest.mark.parametrize("language", ["ar", "en", "fr"])
@pytest.mark.parametrize("words", ODD, ids=range(len(ODD)))
def test_no_query_is_too_odd(words, language):
    make_article(headline_en="Rain", body_en="<p>Rain</p>", headline_fr="Pluie", body_fr="<p>Pluie</p>")
    if not arabic.analyze(words):
        assert found(words, language) == []
    found(words, language)


def test_odd_words_in_an_article_are_found_as_well():
    article = make_article(headline="O'Brien \\ \" :* <b>", body="<p>a'b\\c " + "ا" * 10_000 + "</p>")
    assert finds("O'Brien", article) and finds("a'b\\c", article)


def test_a_long_article_is_found_by_its_first_words_and_fits_the_index():
    text = " ".join(f"كلمة{number}س" for number in range(40_000))
    article = make_article(headline="طويل", body=f"<p>البداية {text}</p>")
    assert finds("البداية", article) and finds("كلمة5س", article)
    repeated = make_article(headline="مكرّر", body="<p>" + "زيتون " * 30_000 + "</p>")
    assert finds("زيتون", repeated)


def test_a_list_of_results_takes_as_many_queries_however_long(django_assert_num_queries):
    for _ in range(3):
        make_article(headline="سنابل القمح", authors=[make_author()])
    terms.counted()  # how rare words are a process asks once in some minutes
    with django_assert_num_queries(5):  # one for who is called so, two for what is ranked, by its indexes alone
        assert len(Article.objects.for_cards().filter(pk__in=search.find("القمح", "ar").articles().values("pk"))) == 3


def test_a_topics_new_spelling_finds_older_articles_at_once():
    topic = make_topic("ديفيد إغناتيوس")
    article = make_article(topics=[topic])
    make_article()
    assert found("دايفيد إغناطيوص") == []
    topic.aliases.create(name="دايفيد إغناطيوص")
    assert found("دايفيد إغناطيوص") == [article]


def test_an_authors_new_name_finds_their_articles_at_once():
    author = make_author("هند الصبّاغ")
    article = make_article(authors=[author])
    author.name_ar = "هند السراج"
    author.save()
    assert found("السرّاج") == [article]
    assert found("الصباغ") == []


def test_a_phrase_stands_in_its_order():
    article = make_article(body="<p>قال إنّ البيت الأبيض يدرس الأمر</p>")
    make_article(body="<p>الجدار الأبيض حول البيت</p>")
    assert found('"البيت الأبيض"') == [article]
    assert found("«بيت أبيض»") == [article]
    assert found('"الأبيض البيت"') == []


def test_a_phrase_is_found_beside_words_and_counted_as_it_is_found():
    article = make_article(body="<p>مجلس الأمن ناقش الزيتون</p>")
    make_article(body="<p>مجلس ناقش الأمن والزيتون</p>")
    make_article(body="<p>مجلس الأمن ناقش القمح</p>")
    make_article(body="<p>مجلس الأمن ناقش الزيتون والثلج</p>")
    query = 'زيتون "مجلس الأمن" -ثلج'
    assert found(query) == list(search.find(query, "ar").newest()) == [article]
    assert search.find(query, "ar").counts()["total"] == 1


def test_a_phrase_among_many_words_stands_in_its_order_unless_no_article_has_it():
    article = make_article(body="<p>ناقش مجلس الأمن الزيتون والقمح والثلج والمطر</p>")
    apart = make_article(body="<p>ناقش المجلس حفظ الأمن والزيتون والقمح والثلج والمطر</p>")
    found_whole = search.find('"مجلس الأمن" زيتون قمح ثلج مطر', "ar")
    assert list(found_whole.articles()) == [article]
    assert not found_whole.takes_phrases_apart
    found_apart = search.find('"الأمن المجلس" زيتون قمح ثلج مطر', "ar")
    assert set(found_apart.articles()) == {article, apart}
    assert found_apart.takes_phrases_apart
    assert found_apart.counts()["total"] == 2
    assert found('"الأمن المجلس" زيتون') == []


def test_what_a_minus_stands_before_must_not_be_there():
    with_both = make_article(body="<p>لبنان وسوريا</p>")
    alone = make_article(body="<p>لبنان وحده</p>")
    assert set(found("لبنان")) == {with_both, alone}
    assert found("لبنان -سوريا") == [alone]
    assert found('لبنان -"لبنان وسوريا"') == [alone]
    assert found("-سوريا") == []
    assert set(found("لبنان - سوريا")) == {with_both}


def test_what_is_excluded_is_in_no_part_of_an_article():
    alone = make_article(headline="مطر بيروت", body="<p>نصّ</p>")
    make_article(headline="مطر بيروت", body="<p>وفي طرابلس ثلج</p>")
    assert found("مطر بيروت -ثلج") == [alone]


def test_of_a_question_most_words_are_enough():
    article = make_article(body="<p>أنشئت المكتبة الوطنية سنة 1921</p>")
    make_article(body="<p>شيء آخر</p>")
    for question in ("متى تأسست المكتبة؟", "كم عمر المكتبة", "من هو أمين المكتبة؟"):
        assert found(question) == [article], question
    assert found("عمر المكتبة") == []


def test_a_word_that_stands_often_in_a_short_text_outranks_a_mention_in_a_long_one():
    often = make_article(headline="أ", body="<p>مطر ومطر والمطر</p>")
    once = make_article(headline="أ", body="<p>مطر " + "كلام آخر " * 50 + "</p>")
    make_article(headline="أ", body="<p>كلام</p>")
    assert found("المطر") == [often, once]


def test_words_side_by_side_outrank_words_apart():
    apart = make_article(body="<p>قال المجلس إنّ حفظ الأمن</p>")
    together = make_article(body="<p>قال مجلس الأمن إنّ حفظ</p>")
    newer_apart = make_article(body="<p>قال المجلس إنّ حفظ الأمن</p>")
    assert found("مجلس الأمن") == [together, newer_apart, apart]


def test_a_sentence_finds_first_what_has_the_whole_of_it_and_a_question_does_not():
    sentence = "بلدية تفتتح مكتبة جديدة للأطفال"
    numbers = " ".join(map(str, range(200)))
    whole = make_article(body=f"<p>إن بلدية سوف تفتتح غداً مكتبة وإنها جديدة وهي للأطفال {numbers}</p>")
    often = make_article(body=f"<p>{'بلدية هنا مكتبة هنا جديدة هنا ' * 3}</p>")
    assert found(sentence) == [whole, often]
    assert found(f"{sentence}؟") == [often, whole]


def test_a_sentence_of_words_that_all_articles_have_is_answered():
    article = make_article(body="<p>قالت الوزارة أمس إن الأمر انتهى</p>")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_searchentry")
    terms.forget_counted()
    assert found("قالت الوزارة أمس انتهى الأمر") == [article]


def test_the_form_that_was_typed_outranks_another():
    same = make_article(headline="أ", body="<p>قيل معلمون هنا</p>")
    make_article(headline="أ", body="<p>قيل شيء هنا</p>")
    other = make_article(headline="أ", body="<p>قيل المعلمين هنا</p>")
    assert found("معلمون") == [same, other]
    assert found("المعلمين") == [other, same]


def test_news_outranks_what_answers_as_well_but_not_a_headline():
    now = timezone.now()
    old_headline = make_article(headline="زيتون", published_at=now - timedelta(days=900))
    old = make_article(headline="أ", body="<p>زيتون</p>", published_at=now - timedelta(days=900))
    new = make_article(headline="أ", body="<p>زيتون وكلام</p>", published_at=now)
    assert found("زيتون") == [old_headline, new, old]


def test_common_words_are_found_as_rare_ones_are():
    articles = [make_article(headline=f"الزيتون {number}", body="<p>كلام</p>") for number in range(40)]
    withdrawn = articles.pop()
    workflow.withdraw(withdrawn, by=make_user())
    rare = make_article(headline="الزيتون والكتاب", body="<p>كلام</p>")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_searchentry")
    terms.forget_counted()
    assert terms.counted().shares["زيتون"] > 0.9
    assert set(found("زيتون كلام")) == {*articles, rare}
    assert list(search.find("زيتون", "ar").newest())[0] == rare
    assert found("زيتون كتاب") == [rare]
    assert search.find("كلام", "ar").counts()["total"] == 40


def test_of_very_many_a_part_is_counted_and_said_so(monkeypatch):
    for _ in range(60):
        make_article(headline="الزيتون")
    make_article(headline="الزعفران")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_searchentry")
    terms.forget_counted()
    assert search.find("زيتون", "ar").counts()["exact"] and search.find("زيتون", "ar").counts()["total"] == 60
    monkeypatch.setattr(results, "MOST_COUNTED", 20)
    counts = search.find("زيتون", "ar").counts()
    assert not counts["exact"] and 15 <= counts["total"] <= 150
    assert sum(count for _section, count in counts["year"]) == counts["total"]
    assert search.find("زعفران", "ar").counts()["exact"]


@pytest.mark.parametrize(("language", "words"), [("en", '"white house"'), ("en", "houses -black"), ("fr", "maisons")])
def test_other_editions_have_phrases_and_exclusion(language, words):
    body = {"en": "<p>The white house stands</p>", "fr": "<p>Une maison blanche</p>"}[language]
    article = make_article(**{f"headline_{language}": "A title", f"body_{language}": body})
    make_article(**{f"headline_{language}": "Other", f"body_{language}": "<p>black houses, white walls</p>"})
    assert found(words, language) == [article]


def test_results_are_narrowed_and_counted():
    author, topic = make_author(), make_topic()
    both = make_article(headline="زعفران", authors=[author], topics=[topic])
    one = make_article(headline="زعفران", section=both.section, topics=[topic])
    make_article(headline="ثلج", topics=[topic])
    everything = search.find("زعفران", "ar").counts()
    assert everything["total"] == 2
    assert everything["topic"] == [(topic.pk, 2)] and everything["author"] == [(author.pk, 1)]
    assert everything["section"] == [(both.section_id, 2)]
    assert everything["year"] == [(timezone.localtime(both.published_at).year, 2)]
    narrowed = search.find("زعفران", "ar", search.Filters(author=author.pk))
    assert list(narrowed.articles()) == list(narrowed.newest()) == [both]
    counts = narrowed.counts()
    assert counts["total"] == 1 and counts["author"] == [(author.pk, 1)] and counts["topic"] == [(topic.pk, 1)]
    assert list(search.find("زعفران", "ar", search.Filters(year=both.published_at.year - 1)).articles()) == []
    assert set(search.find("زعفران", "ar", search.Filters(topic=topic.pk)).newest()) == {both, one}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_headline_outranks_the_standfirst_and_this_the_text(language):
    word, other = {"ar": ("زعفران", "قمح"), "en": ("saffron", "wheat")}[language]
    suffix = "" if language == "ar" else f"_{language}"
    texts = {"headline": other, "standfirst": other, "body": f"<p>{other}</p>"}
    ranked = [
        make_article(**{name + suffix: text for name, text in (texts | said).items()})
        for said in ({"body": f"<p>{word}</p>"}, {"standfirst": word}, {"headline": word})
    ]
    assert found(word, language) == ranked[::-1]
