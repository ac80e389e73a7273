"""«هل تقصد»: a word that no live article has leads to the nearest that one has, and a word that one has to none."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

import arabic
from articles import search, workflow
from articles.models import SearchWord
from articles.search import vocabulary
from tests.factories import make_article, make_author, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish(django_capture_on_commit_callbacks):
    """make_article, whose words are learned as they are once a publication is committed."""

    def publish(**given):
        with django_capture_on_commit_callbacks(execute=True):
            return make_article(**given)

    return publish


def meant(asked, language="ar"):
    return search.did_you_mean(search.find(asked, language).query, language)


def known(language="ar"):
    return {word.word: word.articles for word in SearchWord.objects.filter(language=language)}


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        *[("مصتشفى", "مستشفى"), ("الحكزمة", "الحكومة"), ("الحكموة", "الحكومة"), ("حكوومة", "حكومة")],
        *[
            ("ضاهرة", "ظاهرة"),
            ("إستنفر", "استنفار"),
            ("الأهلي", "الأهالي"),
            ("تقريز", "تقرير"),
            ("الإقطصاض", "الاقتصاد"),
        ],
    ],
)
def test_a_misspelt_word_leads_to_the_word_as_it_is_printed(publish, asked, printed):
    publish(headline=f"عن {printed} اليوم")
    assert meant(asked) == printed


def test_a_word_that_an_article_has_is_never_corrected(publish):
    for _ in range(5):
        publish(headline="حسين يصل")
    assert meant("حسن") == "حسين"
    publish(body="<p>قيل إنّ حسناً وصل</p>")
    assert meant("حسن") is None


def test_a_form_of_a_known_word_is_known(publish):
    publish(headline="وزير يستقيل")
    for word in ("الوزير", "والوزراء", "وزيرها"):
        assert meant(word) is None, word
    assert meant("وزيز") == "وزير"


def test_a_word_that_articles_have_in_another_form_by_chance_leads_to_one_that_many_more_print(publish):
    publish(body="<p>لم ينتخبه أحد</p>")
    publish(headline="انتخابات في تونس")
    assert search.find("انتخبات", "ar").articles().exists()
    assert meant("انتخبات") is None
    publish(headline="انتخابات في العراق")
    assert meant("انتخبات") == "انتخابات"
    publish(body="<p>لم ينتخبها أحد</p>")
    assert meant("انتخبات") is None


def test_who_is_called_so_is_known_and_is_proposed(publish):
    publish(authors=[make_author("نديم الصايغ")], topics=[make_topic("إغناتيوس", aliases=["اغنطيوس"])])
    assert meant("الصياغ") == "الصايغ"
    assert meant("إغنانيوس") == "إغناتيوس"
    assert meant("اغنطيوس") is None


def test_the_nearest_comes_first_and_of_equals_the_most_frequent(publish):
    publish(headline="سفينة")
    for _ in range(2):
        publish(headline="سكينة")
    assert vocabulary.nearest("سدينه", "ar") == ["سكينة", "سفينة"]
    assert vocabulary.nearest("سفيينه", "ar") == ["سفينة"]
    publish(headline="قمح")
    assert vocabulary.nearest("قمج", "ar") == ["قمح"]
    assert vocabulary.nearest("قمر", "ar") == []  # in three letters a whole slip makes another word


def test_the_spelling_that_is_printed_most_is_proposed(publish):
    publish(headline="اعلان الاسماء")
    for _ in range(2):
        publish(headline="إعلان الأسماء")
    assert meant("الأسمااء") == "الأسماء"


def test_a_word_of_one_text_alone_may_itself_be_wrong(publish):
    publish(headline="خبر", body="<p>كتبوا زعفرران</p>")
    assert meant("زعفررانن") is None
    publish(headline="زعفران", body="<p>نصّ</p>")
    assert meant("زعفررانن") == "زعفران"


def test_two_slips_lead_to_words_of_headlines_and_names_only(publish):
    for _ in range(2):
        publish(headline="خبر", body="<p>الديموقراطيّة</p>")
    assert meant("الضيمقراطية") is None
    publish(headline="الديموقراطيّة")
    assert meant("الضيمقراطية") == "الديموقراطيّة"


def test_the_rest_of_the_query_stays_as_it_was(publish):
    publish(headline="الحكومة تقرّر", body="<p>قال إنّ البيت الأبيض يدرس</p>")
    publish(headline="الحكومة تقرّر", body="<p>نصّ</p>")
    assert meant('تقرّر "بيت أبيض" الحكومت -سوريا -"لبنان وسوريا"') == ('تقرّر الحكومة "بيت أبيض" -سوريا -"لبنان وسوريا"')
    assert meant('تقرّر "البيت الابيظ" الحكومت') is None  # the phrase is looked for as it was typed


def test_what_would_find_nothing_is_not_proposed(publish):
    article = publish(headline="زلزال في البحر")
    publish(headline="مطر على الجبل")
    assert meant("زلذال البحر") == "زلزال البحر"
    assert meant("زلذال الجبل") is None
    workflow.withdraw(article, by=make_user())
    assert meant("زلذال") is None


def test_what_stands_beside_it_decides_which_word_is_meant(publish):
    for _ in range(3):
        publish(headline="سفينة في البحر")
    publish(headline="سكينة على الجبل")
    assert meant("سدينة البحر") == "سفينة البحر"
    assert meant("سدينة الجبل") == "سكينة الجبل"


@pytest.mark.parametrize(
    ("language", "asked", "printed"), [("en", "goverment", "government"), ("fr", "gouvernment", "gouvernement")]
)
def test_each_edition_has_its_own_words(publish, language, asked, printed):
    publish(**{f"headline_{language}": f"The {printed.title()}", f"body_{language}": "<p>Text</p>"})
    assert meant(asked, language) == printed
    assert meant(asked) is None and meant(printed, language) is None
    assert meant(f"{printed}s", language) is None


@pytest.mark.parametrize(
    "asked", ["", "؟", "\0", "\ud800", "'", '"', "\\" * 50, "ا" * 10_000, "مصتشفى " * 2_500, "%s", "٢٠٢٦", "ءءء", "🌧️"]
)
@pytest.mark.parametrize("language", ["ar", "en", "fr"])
def test_no_query_is_too_odd(publish, asked, language):
    publish(headline="مستشفى", headline_en="Hospital", body_en="<p>Text</p>")
    proposed = meant(asked, language)
    assert proposed is None or (language == "ar" and "مستشفى" in proposed)


def test_an_article_is_counted_once_however_often_it_is_published(publish, django_capture_on_commit_callbacks):
    article = publish(headline="زعفران", body="<p>نصّ</p>")
    editor = make_user()
    with django_capture_on_commit_callbacks(execute=True):
        workflow.save_revision(article, {**article.newest_revision.content, "headline_ar": "زعفران وهيل"}, by=editor)
        article.refresh_from_db()
        workflow.publish(article.newest_revision, by=editor)
    assert known()["زعفران"] == 1 and known()["وهيل"] == 1
    publish(headline="زعفران")
    assert known()["زعفران"] == 2


@pytest.mark.django_db(transaction=True)  # the command closes the connection
def test_an_import_is_learned_at_its_end(tmp_path):
    lines = [
        {"id": number, "title": f"زعفران {word}", "body": "نصّ عن المطر", "tags": ["إغناتيوس"]}
        for number, word in enumerate(["وهيل", "وكمّون"])
    ]
    file = tmp_path / "articles.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    call_command("import_articles", str(file), stdout=StringIO(), stderr=StringIO())
    counted = {"زعفران": 2, "وهيل": 1, "المطر": 2, "إغناتيوس": 2}
    assert counted.items() <= known().items()
    assert meant("اغناتيوص") == "إغناتيوس"


def test_reindexing_counts_anew_and_forgets(publish):
    publish(headline="زعفران")
    gone = publish(headline="كمّون")
    workflow.withdraw(gone, by=make_user())
    SearchWord.objects.filter(word="زعفران").update(articles=9, prominent=False)
    assert "كمّون" in known()
    call_command("reindex", stdout=StringIO(), stderr=StringIO())
    assert "كمّون" not in known()
    word = SearchWord.objects.get(word="زعفران")
    assert (word.articles, word.prominent, word.key) == (1, True, arabic.search_key("زعفران"))
