"""What the desk's pickers find, for whom, and what they answer to a person who asks for too much."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from images.models import Image
from newsroom import roles
from tests.factories import make_article, make_author, make_draft, make_image, make_picture, make_topic, make_user

pytestmark = pytest.mark.django_db

PICK = "/desk/pick/"


@pytest.fixture
def journalist(client):
    user = make_user(roles.JOURNALIST)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


@pytest.fixture
def editor(client):
    user = make_user(roles.EDITOR)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def labels(client, address):
    return [entry["label"] for entry in client.get(PICK + address).json()["results"]]


def test_only_the_staff_is_answered(client):
    for address in ["articles/", "images/", "authors/", "topics/", "embeds/", "dialogs/"]:
        response = client.get(PICK + address)
        assert response.status_code == 403
        assert "سجّل الدخول" in response.json()["error"]


def test_headlines_are_found_without_hamza_marks_or_the_article(client, journalist):
    make_article(headline="الحكومة تبحث خطّة إنقاذ الكهرباء")
    make_article(headline="أمطار الشمال")
    for typed in ["حكومه", "الحكومة", "خطة انقاذ", "كَهرباء الحكومة", "كهربا"]:
        assert labels(client, f"articles/?q={typed}") == ["الحكومة تبحث خطّة إنقاذ الكهرباء"]
    assert labels(client, "articles/?q=زلزال") == []


def test_without_words_the_newest_come_first(client, journalist):
    for days, headline in [(3, "الأقدم"), (1, "الأحدث"), (2, "الأوسط")]:
        make_article(headline=headline, published_at=timezone.now() - timedelta(days=days))
    assert labels(client, "articles/?q=") == ["الأحدث", "الأوسط", "الأقدم"]


def test_a_journalist_finds_live_articles_and_own_drafts_an_editor_all(client, journalist):
    live, own, other = (
        make_article(headline="منشور"),
        make_draft(headline="لي", by=journalist),
        make_draft(headline="لغيري"),
    )
    signed = make_draft(headline="بتوقيعي", authors=[make_author(user=journalist)])
    assert set(labels(client, "articles/")) == {"منشور", "لي", "بتوقيعي"}
    assert labels(client, "articles/?live=1") == ["منشور"]
    assert labels(client, f"articles/?ids={other.pk},{own.pk}") == ["لي"]
    client.force_login(make_user(roles.EDITOR), backend="django.contrib.auth.backends.ModelBackend")
    assert {entry["id"] for entry in client.get(PICK + "articles/").json()["results"]} == {
        article.pk for article in (live, own, other, signed)
    }


def test_the_number_of_queries_does_not_grow_with_what_is_found(client, editor, django_assert_max_num_queries):
    for _number in range(8):
        make_article(headline="مطر", topics=[make_topic()], authors=[make_author()])
        make_image()
    # Three are the session, the user and the permissions; a search of articles takes a transaction of its own.
    for address, most in [("articles/?q=مطر", 11), ("articles/", 6), ("images/", 6), ("authors/", 6), ("topics/", 6)]:
        with django_assert_max_num_queries(most) as queries:
            assert len(labels(client, address)) == 8
        # The long texts of articles stay in the database, the column that repeats the Arabic one too.
        assert not [query for query in queries if 'article"."body' in query["sql"]]


def test_odd_ids_are_passed_over(client, editor):
    article = make_article(headline="هنا")
    assert labels(client, f"articles/?ids={article.pk},x,,-1,٣,{'9' * 40}") == ["هنا"]
    for address in ["articles", "images", "authors", "topics"]:
        assert labels(client, f"{address}/?q=%00%25_'\"\\") == []


def test_a_picture_is_found_by_what_is_said_about_it(client, journalist):
    make_image(alt_ar="رصيف المرفأ", caption_ar="الأهالي ينتظرون", credit_ar="أ ف ب")
    make_image(alt_ar="قاعة البرلمان")
    for typed in ["مرفا", "الاهالي", "أهالي رصيف"]:
        assert labels(client, f"images/?q={typed}") == ["الأهالي ينتظرون"]
    entry = client.get(PICK + "images/?q=مرفأ").json()["results"][0]
    assert entry["alt"] == "رصيف المرفأ" and entry["credit"] == "أ ف ب" and entry["src"].endswith("-480.jpg")


def test_a_picture_is_found_with_and_without_vowel_signs_in_every_language(client, journalist):
    make_image(alt_ar="نادي العُمّال", caption_ar="حـدّاد يَعمَل", caption_fr="Un forgeron au travail")
    for typed in ["العمال", "عُمّال", "حداد", "يعمل حدّاد", "forgeron", "FORGERON العمال"]:
        assert labels(client, f"images/?q={typed}") == ["حـدّاد يَعمَل"], typed
    assert labels(client, "images/?q=نجّار") == []


def test_an_article_is_not_offered_to_itself(client, journalist):
    one, other = make_article(headline="الأوّل"), make_article(headline="الثاني")
    assert labels(client, f"articles/?except={one.pk}") == [other.headline]
    assert set(labels(client, "articles/?except=")) == {"الأوّل", "الثاني"}


def test_a_topic_is_found_by_every_spelling(client, journalist):
    make_topic("نتنياهو", kind="person", aliases=["نتانياهو", "بيبي"])
    make_topic("بيروت")
    assert labels(client, "topics/?q=نتنياهو") == labels(client, "topics/?q=نتانياهو") == ["نتنياهو"]
    assert "نتانياهو" in client.get(PICK + "topics/?q=نتانيا").json()["results"][0]["note"]


def test_an_author_is_found_in_any_language(client, journalist):
    make_author("إبراهيم نصّار", name_en="Ibrahim Nassar", beat="اقتصاد")
    make_author("ليلى حدّاد")
    assert labels(client, "authors/?q=ابراهيم") == labels(client, "authors/?q=nassar") == ["إبراهيم نصّار"]


def upload(client, **values):
    return client.post(PICK + "images/", {"alt": "شارع", "language": "ar", **values})


def test_an_uploaded_picture_is_in_the_library_with_its_words(client, journalist):
    response = upload(client, file=make_picture(), caption="بعد المطر", credit="البيدر")
    entry = response.json()["results"][0]
    image = Image.objects.get(pk=entry["id"])
    assert (image.alt_ar, image.caption_ar, image.credit_ar) == ("شارع", "بعد المطر", "البيدر")
    assert image.uploaded_by == journalist


def test_a_picture_is_taken_in_first_and_described_afterwards_once_in_each_language(client, journalist):
    file = make_picture()

    def describe(alt, **values):
        return client.post(PICK + "images/describe/", {"image": image.pk, "alt": alt, "language": "en", **values})

    def taken_in():
        file.seek(0)
        return client.post(PICK + "images/upload/", {"file": file, "language": "en"}).json()["results"][0]

    assert taken_in()["described"] is False
    image = Image.objects.get()
    assert "صِف" in describe("").json()["error"]
    assert describe("A street", credit="Al-Baydar").status_code == 200
    assert describe("Another street", caption="After the rain").status_code == 200
    assert describe("شارع", language="ar").status_code == 200
    image.refresh_from_db()
    assert (image.alt_en, image.credit_en, image.caption_en) == ("A street", "Al-Baydar", "After the rain")
    assert image.alt_ar == "شارع" and not image.credit_ar
    assert Image.objects.described("street").get() == image
    known = taken_in()
    assert (known["described"], known["alt"], known["credit"]) == (True, "A street", "Al-Baydar")
    assert "لم تعد" in describe("شارع", image=987654).json()["error"]


def test_what_is_no_picture_is_refused_in_arabic(client, journalist, settings):
    for file, said in [
        (SimpleUploadedFile("x.jpg", b"<script>"), "صورة"),
        (SimpleUploadedFile("x.jpg", b""), ""),
        (None, "اختر ملفّ صورة"),
    ]:
        response = upload(client, **({"file": file} if file else {}))
        assert response.status_code == 400
        assert said in response.json()["error"]
    settings.IMAGE_MAX_PIXELS = 1000
    assert upload(client, file=make_picture()).status_code == 400
    settings.IMAGE_MAX_PIXELS = 60_000_000
    assert "صِف" in upload(client, file=make_picture(), alt="").json()["error"]
    assert not Image.objects.exists()


def test_a_file_of_80_mb_is_refused_by_the_server_as_well(client, journalist):
    response = upload(client, file=SimpleUploadedFile("كبيرة.png", bytes(80 * 1024**2), "image/png"))
    assert response.status_code == 400
    assert "أثقل من 25 ميغابايت" in response.json()["error"]
    assert not Image.objects.exists()


def test_nobody_uploads_without_the_right(client):
    client.force_login(make_user(None, is_staff=True), backend="django.contrib.auth.backends.ModelBackend")
    for response in [
        upload(client, file=make_picture()),
        client.post(PICK + "images/upload/", {"file": make_picture()}),
        client.post(PICK + "images/describe/", {"image": make_image().pk, "alt": "شارع"}),
    ]:
        assert response.status_code == 403
        assert "رئاسة التحرير" in response.json()["error"]


def test_an_embed_is_of_a_known_host(client, journalist):
    response = client.get(PICK + "embeds/", {"url": " https://www.youtube.com/watch?v=abc&si=x "})
    assert response.json() == {"url": "https://www.youtube.com/watch?v=abc", "provider": "YouTube"}
    for url in ["https://evil.example/x", "javascript:alert(1)", "", "https://youtube.com.evil.example/x", "http://["]:
        response = client.get(PICK + "embeds/", {"url": url})
        assert response.status_code == 400
        assert "YouTube، Vimeo" in response.json()["error"]
