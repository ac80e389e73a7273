"""Private preview links: who has one reads the article as readers would, while it is open; nobody else does."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles import sharing, workflow
from articles.models import PreviewLink
from newsroom import roles
from tests.factories import make_article, make_content, make_draft, make_user

pytestmark = pytest.mark.django_db


def share(article, *, days=3, **options):
    link, address = sharing.share(article, by=make_user(), days=days, **options)
    return link, urlsplit(address).path


def test_whoever_has_the_link_reads_the_newest_text_and_no_copy_is_kept(client):
    article = make_draft(headline="لم يُنشر بعد")
    link, path = share(article)
    workflow.save_revision(article, make_content(headline="أحدث منه"), by=make_user())
    response = client.get(path)
    page = response.content.decode()
    assert "أحدث منه" in page and "لم يُنشر بعد" not in page
    assert f'<time datetime="{timezone.localtime(link.expires_at).isoformat(timespec="seconds")}">' in page
    assert response["Cache-Control"] == "no-store, private"
    assert "noindex" in response["X-Robots-Tag"]
    assert response["Referrer-Policy"] == "no-referrer"
    for url in ["/", "/feed/", "/sitemap.xml"]:
        assert "أحدث منه" not in client.get(url).content.decode()
    assert "عُد إلى الكتابة" not in page
    client.force_login(make_user(roles.JOURNALIST), backend="django.contrib.auth.backends.ModelBackend")
    assert "عُد إلى الكتابة" not in client.get(path).content.decode()
    client.force_login(make_user(roles.EDITOR), backend="django.contrib.auth.backends.ModelBackend")
    assert f"/desk/articles/article/{article.pk}/change/" in client.get(path).content.decode()


def test_a_link_may_show_one_text_only(client):
    article = make_draft(headline="النصّ المتّفق عليه")
    _link, path = share(article, revision=article.newest_revision)
    workflow.save_revision(article, make_content(headline="أحدث منه"), by=make_user())
    assert "النصّ المتّفق عليه" in client.get(path).content.decode()


def test_a_link_ends_with_its_days_or_when_it_is_closed(client):
    article, journalist = make_draft(), make_user(roles.JOURNALIST)
    ended, path_of_ended = share(article)
    closed, path_of_closed = share(article)
    _link, path = share(article)
    assert {client.get(each).status_code for each in (path_of_ended, path_of_closed, path)} == {200}
    PreviewLink.objects.filter(pk=ended.pk).update(expires_at=timezone.now())
    with pytest.raises(workflow.NotAllowed):
        sharing.revoke(closed, by=journalist)
    sharing.revoke(closed, by=make_user())
    assert [client.get(each).status_code for each in (path_of_ended, path_of_closed, path)] == [410, 410, 200]
    assert "اطلب رابطاً جديداً ممّن أرسله إليك" in client.get(path_of_ended).content.decode()
    assert client.get("/preview/guessed/").status_code == 404
    assert client.get("/preview/%D8%A7%00/").status_code == 404
    assert client.post(path).status_code == 405
    assert [event.verb for event in article.events.all()[:4]] == ["unshared", "shared", "shared", "shared"]


def test_the_address_is_stored_nowhere():
    link, path = share(make_draft())
    token = path.split("/")[2]
    assert len(token) > 40
    assert token not in str(PreviewLink.objects.filter(pk=link.pk).values())
    assert token not in str(list(link.article.events.values()))


@pytest.mark.parametrize("days", [0, 15, -1, None])
def test_a_link_is_open_for_one_to_fourteen_days(days):
    with pytest.raises(ValidationError):
        share(make_draft(), days=days)
    assert not PreviewLink.objects.exists()


def test_there_is_nothing_to_show_of_an_article_without_a_text():
    with pytest.raises(ValidationError):
        share(workflow.create_article(by=make_user()))


def test_under_embargo_the_page_says_so_until_it_ends(client):
    article, editor = make_article(), make_user()
    until = timezone.now() + timedelta(hours=2)
    _link, path = share(workflow.embargo(article, by=editor, until=until))
    shown = f'محظور النشر حتى <time datetime="{timezone.localtime(until).isoformat(timespec="seconds")}">'
    assert shown in client.get(path).content.decode()
    assert "Sous embargo jusqu’au" in client.get(f"{path}?language=fr").content.decode()
    workflow.unembargo(article, by=editor)
    assert "محظور النشر" not in client.get(path).content.decode()


def test_the_desk_shows_the_address_once_lists_the_link_and_closes_it(client):
    editor, article = make_user(), make_draft()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/desk/articles/article/{article.pk}/change/"
    sent = {"base_revision": article.newest_revision_id, "headline_ar": "عنوان", "bylines": "[]", "topics": "[]"}
    page = client.post(address, {**sent, "action": "share", "share_days": 2}, follow=True).content.decode()
    link = article.preview_links.get()
    assert link.expires_at - timezone.now() < timedelta(days=2)
    assert "/preview/" in page and f'value="unshare-{link.pk}"' in page
    page = client.get(address).content.decode()
    assert "/preview/" not in page.replace(f"/{article.pk}/preview/", "")
    article.refresh_from_db()
    sent["base_revision"] = article.newest_revision_id
    client.post(address, {**sent, "action": f"unshare-{link.pk}"})
    link.refresh_from_db()
    assert link.revoked_at is not None
    page = client.post(address, {**sent, "action": "share", "share_days": 15}).content.decode()
    assert article.preview_links.count() == 1 and 'id="id_share_days_error"' in page
