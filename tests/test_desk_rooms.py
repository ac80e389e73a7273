"""The desk's other rooms: signing in, sections, topics, authors, pictures, pages and accounts."""

import re
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.urls import reverse

from articles.models import Section, StaticPage
from authors.models import Author
from delivery.models import Redirect
from images.models import Image
from newsroom import roles
from newsroom.desk import client_address
from tests.factories import make_article, make_author, make_image, make_picture, make_section, make_topic, make_user
from topics.models import Topic

pytestmark = pytest.mark.django_db

NO_INLINES = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}


@pytest.fixture
def sign_in(client):
    def sign_in(role):
        user = make_user(role)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return user

    return sign_in


def section_values(**given):
    return {"name_ar": "", "slug_ar": "", "style": "news", "position": 1, "related_cards": 4, **given}


# Signing in


def test_a_wrong_password_says_what_to_do_and_too_many_say_how_long_to_wait(client, settings):
    make_user(roles.JOURNALIST, username="sami").set_password("right-password")
    values = {"username": "sami", "password": "wrong"}
    page = client.post("/desk/login/", values)
    assert "لا يتطابقان" in page.content.decode()
    assert 'value="sami"' in page.content.decode()
    for _number in range(settings.AXES_FAILURE_LIMIT):
        page = client.post("/desk/login/", values)
    assert page.status_code == 429
    assert "انتظر 15 دقيقة" in page.content.decode()


def test_the_desk_is_arabic_whatever_the_browser_speaks(client, sign_in):
    sign_in(roles.CHIEF)
    english = {"accept-language": "en,fr;q=0.8"}
    pages = [client.get(url, headers=english) for url in ["/desk/", "/desk/articles/article/add/"]]
    client.logout()
    for page in [*pages, client.get("/desk/login/", headers=english)]:
        assert '<html lang="ar" dir="rtl">' in page.content.decode()


@pytest.mark.parametrize("role", [roles.JOURNALIST, roles.EDITOR, roles.CHIEF])
def test_no_page_of_the_desk_breaks_its_own_security_policy(client, sign_in, role):
    user = sign_in(role)
    article = make_article(by=user, authors=[make_author()], topics=[make_topic()], lead_image=make_image())
    pages = ["", "articles/article/", "articles/article/add/", f"articles/article/{article.pk}/change/"]
    pages += [f"articles/article/{article.pk}/history/", "images/image/", "images/image/add/", "topics/topic/"]
    pages += [f"images/image/{Image.objects.get().pk}/change/", "authors/author/", "articles/section/"]
    pages += [f"topics/topic/{Topic.objects.get().pk}/change/", f"authors/author/{Author.objects.get().pk}/change/"]
    pages += ["articles/staticpage/add/", "delivery/redirect/add/", "auth/user/", "auth/user/add/"]
    for page in pages:
        response = client.get(f"/desk/{page}")
        html = response.content.decode()
        assert response.status_code in (200, 403), page
        assert not re.search(r"<[^>]+ (style|on\w+)=", html), page
        assert "<style" not in html, page
        for tag in re.findall(r"<script[^>]*>", html):
            assert "src=" in tag or "nonce=" in tag, (page, tag)


def test_what_a_role_may_not_open_is_refused_in_arabic(client, sign_in):
    sign_in(roles.JOURNALIST)
    for page in ["auth/user/", "delivery/redirect/", "articles/section/add/", "topics/topic/add/"]:
        response = client.get(f"/desk/{page}")
        assert response.status_code == 403
        assert "هذا غير متاح لحسابك" in response.content.decode()
    response = client.get("/desk/no/such/page/")
    assert response.status_code == 404
    assert "لا شيء هنا" in response.content.decode()


# Addresses


def test_an_empty_address_is_made_from_the_name_and_a_taken_one_is_refused_with_all_that_was_typed(client, sign_in):
    sign_in(roles.CHIEF)
    Section.objects.all().delete()
    client.post("/desk/articles/section/add/", section_values(name_ar="رأي عامّ"))
    assert Section.objects.get().slug_ar == "رأي-عام"
    taken = section_values(name_ar="رأيٌ آخر", slug_ar="رأي-عام", position=2)
    page = client.post("/desk/articles/section/add/", taken).content.decode()
    assert "هذا الرابط محجوز" in page
    assert "رأيٌ آخر" in page
    page = client.post("/desk/articles/section/add/", section_values(name_ar="مكتب", slug_ar="desk", position=2))
    assert "هذا الرابط يستعمله الموقع نفسه" in page.content.decode()
    page = client.post("/desk/articles/section/add/", section_values(name_ar="مكتب", position=1))
    assert "لقسم آخر هذا الترتيب" in page.content.decode()
    client.post("/desk/articles/section/add/", section_values(name_ar="رأي عامّ", position=2))
    assert Section.objects.order_by("position").last().slug_ar == "رأي-عام-2"


def test_a_changed_address_leads_readers_on_in_every_language(client, sign_in):
    sign_in(roles.CHIEF)
    topic = make_topic("أزمة الماء", name_en="Water", slug_en="water")
    values = {"name_ar": topic.name_ar, "slug_ar": "الماء", "name_en": "Water", "slug_en": "water-crisis"}
    inline = {f"aliases-{name}": value for name, value in NO_INLINES.items()}
    client.post(f"/desk/topics/topic/{topic.pk}/change/", {**values, "kind": "subject", "layout": "list", **inline})
    assert set(Redirect.objects.values_list("old_path", "new_path")) >= {
        ("/topic/أزمة-الماء/", "/topic/الماء/"),
        ("/en/topic/water/", "/en/topic/water-crisis/"),
        ("/feed/topic/أزمة-الماء/", "/feed/topic/الماء/"),
        ("/feed/topic/أزمة-الماء/feed.json", "/feed/topic/الماء/feed.json"),
        ("/en/feed/topic/water/atom.xml", "/en/feed/topic/water-crisis/atom.xml"),
    }
    assert client.get("/topic/أزمة-الماء/", follow=True).status_code == 200


def test_whoever_subscribed_to_a_section_goes_on_reading_it_under_its_new_address(client, sign_in):
    sign_in(roles.CHIEF)
    section = make_section("رأي")
    url = f"/desk/articles/section/{section.pk}/change/"
    client.post(url, section_values(name_ar="رأي", slug_ar="آراء", position=section.position))
    for old, new in [
        ("/رأي/", "/آراء/"),
        ("/en/رأي/", "/en/آراء/"),
        ("/feed/رأي/", "/feed/آراء/"),
        ("/feed/رأي/atom.xml", "/feed/آراء/atom.xml"),
        ("/feed/رأي/feed.json", "/feed/آراء/feed.json"),
    ]:
        response = client.get(old)
        assert (response.status_code, unquote(response["Location"])) == (301, new)


def test_a_topic_keeps_its_other_spellings_and_is_found_by_them(client, sign_in):
    sign_in(roles.EDITOR)
    topic = make_topic("دونالد ترامب")
    inline = {"aliases-TOTAL_FORMS": 1, "aliases-INITIAL_FORMS": 0, "aliases-0-name": "ترمب"}
    values = {"name_ar": topic.name_ar, "slug_ar": topic.slug_ar, "kind": "person", "layout": "list"}
    client.post(f"/desk/topics/topic/{topic.pk}/change/", {**values, **inline})
    for query in ["ترمب", "تْرمب", "ترامب"]:
        assert "دونالد ترامب" in client.get("/desk/topics/topic/", {"q": query}).content.decode()
    assert "دونالد ترامب" not in client.get("/desk/topics/topic/", {"q": "بوتين"}).content.decode()


def test_a_pages_text_is_cleaned(client, sign_in):
    sign_in(roles.EDITOR)
    values = {"title_ar": "من نحن", "body_ar": "<p>نحن<script>x()</script></p>", "position": 1}
    client.post("/desk/articles/staticpage/add/", values)
    page = StaticPage.objects.get(title_ar="من نحن")
    assert page.body_ar == "<p>نحن</p>"
    assert client.get(reverse("page", args=[page.slug_ar])).status_code == 200


def test_latin_inputs_are_left_to_right(client, sign_in):
    sign_in(roles.CHIEF)
    author = make_author()
    html = client.get(f"/desk/authors/author/{author.pk}/change/").content.decode()
    for name in ["email", "website", "slug_en"]:
        assert re.search(rf'<input[^>]*name="{name}"[^>]*dir="ltr"', html), name
    client.logout()
    html = client.get("/desk/login/").content.decode()
    for name in ["username", "password"]:
        assert re.search(rf'<input[^>]*name="{name}"[^>]*dir="ltr"', html), name


# Pictures


def test_a_picture_goes_through_the_library(client, sign_in):
    user = sign_in(roles.JOURNALIST)
    picture = make_picture(size=(900, 600))
    values = {"alt_ar": "شارع بعد المطر", "credit_ar": "البيدر"}
    client.post("/desk/images/image/add/", {**values, "upload": picture})
    image = Image.objects.get()
    assert (image.width, image.height, image.uploaded_by, image.alt_ar) == (900, 600, user, "شارع بعد المطر")
    picture.seek(0)
    page = client.post("/desk/images/image/add/", {**values, "upload": picture}, follow=True)
    assert "هذه الصورة في المكتبة من قبل" in page.content.decode()
    assert Image.objects.count() == 1


def test_what_is_no_picture_or_too_large_is_refused_beside_the_field_and_the_words_stay(client, sign_in, settings):
    sign_in(roles.JOURNALIST)
    settings.IMAGE_MAX_PIXELS = 10_000
    for upload, message in [
        (ContentFile(b"%PDF-1.7 no picture", name="a.jpg"), "ليس صورة يمكن قراءتها"),
        (make_picture(size=(200, 100)), "مليون بكسل"),
    ]:
        page = client.post("/desk/images/image/add/", {"alt_ar": "كلامي هنا", "upload": upload}).content.decode()
        assert message in page
        assert "كلامي هنا" in page
    assert not Image.objects.exists()


def test_a_picture_tells_where_it_is_used_and_then_cannot_be_deleted(client, sign_in):
    sign_in(roles.CHIEF)
    used, unused = make_image(), make_image()
    make_article(headline="فيه الصورة", lead_image=used)
    make_author("وائل صاحب الصورة", portrait=used)
    page = client.get(f"/desk/images/image/{used.pk}/change/").content.decode()
    assert "فيه الصورة" in page
    assert "وائل صاحب الصورة" in page
    client.post(f"/desk/images/image/{used.pk}/delete/", {"post": "yes"})
    client.post(f"/desk/images/image/{unused.pk}/delete/", {"post": "yes"})
    assert list(Image.objects.all()) == [used]


def test_the_focal_point_is_kept_and_must_lie_inside(client, sign_in):
    sign_in(roles.JOURNALIST)
    image = make_image()
    values = {"alt_ar": "شارع", "focal_x": "0.25", "focal_y": "0.75"}
    client.post(f"/desk/images/image/{image.pk}/change/", values)
    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == (0.25, 0.75)
    page = client.post(f"/desk/images/image/{image.pk}/change/", {**values, "focal_x": "7"}).content.decode()
    assert "نقطة التركيز" in page
    image.refresh_from_db()
    assert image.focal_x == 0.25


# Accounts


def test_a_chief_makes_staff_accounts_with_a_role_and_nothing_more(client, sign_in):
    sign_in(roles.CHIEF)
    journalists = Group.objects.get(name=roles.JOURNALIST)
    other = Group.objects.create(name="مجموعة أخرى")
    values = {"username": "rula", "password1": "kl4-vbn-Qa", "password2": "kl4-vbn-Qa", "groups": [journalists.pk]}
    client.post("/desk/auth/user/add/", {**values, "is_superuser": "on"})
    user = User.objects.get(username="rula")
    assert (user.is_staff, user.is_superuser) == (True, False)
    assert list(user.groups.all()) == [journalists]
    url = f"/desk/auth/user/{user.pk}/change/"
    values = {"username": "rula", "is_active": "on", "is_superuser": "on", "is_staff": "", "user_permissions": [1]}
    client.post(url, {**values, "groups": [journalists.pk]})
    user.refresh_from_db()
    assert (user.is_staff, user.is_superuser, user.user_permissions.count()) == (True, False, 0)
    client.post(url, {**values, "groups": [other.pk]})
    assert list(user.groups.all()) == [journalists]


def test_a_chief_never_touches_a_superuser(client, sign_in):
    sign_in(roles.CHIEF)
    root = User.objects.create_superuser("root", password="x")
    assert "root" not in client.get("/desk/auth/user/").content.decode()
    for page in ["change", "delete", "password"]:
        url = f"/desk/auth/user/{root.pk}/{page}/"
        client.post(url, {"username": "mine", "password1": "kl4-vbn-Qa", "password2": "kl4-vbn-Qa", "post": "yes"})
    root.refresh_from_db()
    assert root.username == "root"
    assert root.check_password("x")


def test_an_editor_does_not_see_accounts_and_a_section_with_articles_stays(client, sign_in):
    sign_in(roles.EDITOR)
    assert client.get("/desk/auth/user/").status_code == 403
    sign_in(roles.CHIEF)
    section = make_section()
    make_article(section=section)
    client.post(f"/desk/articles/section/{section.pk}/delete/", {"post": "yes"})
    assert Section.objects.filter(pk=section.pk).exists()


def test_stray_characters_of_a_name_do_not_break_the_feed(client, sign_in):
    sign_in(roles.CHIEF)
    section = make_section()
    url = f"/desk/articles/section/{section.pk}/change/"
    client.post(url, section_values(name_ar="محلّيّا\x02ت", slug_ar=section.slug_ar, position=section.position))
    make_article(section=section)
    section.refresh_from_db()
    assert section.name_ar == "محلّيّات"
    assert client.get("/feed/").status_code == 200


def test_behind_a_proxy_wrong_passwords_count_for_whom_the_proxy_saw(rf):
    asked = rf.get("/desk/login/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="9.9.9.9, 203.0.113.7")
    assert client_address(asked) == "203.0.113.7"
    assert client_address(rf.get("/desk/login/", REMOTE_ADDR="198.51.100.2")) == "198.51.100.2"
