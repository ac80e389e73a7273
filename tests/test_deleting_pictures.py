"""A picture leaves the library: never while something shows it, and then with all its files."""

from datetime import timedelta
from unittest import mock

import pytest
from django.core.files.storage import default_storage, storages
from django.core.management import call_command
from django.utils import timezone

from articles import content, sharing, workflow
from articles.models import Revision, StaticPage
from fronts import publishing
from images import library, renditions
from images.models import Image, RetiredFile
from newsroom import roles
from tests.factories import (
    make_article,
    make_author,
    make_content,
    make_draft,
    make_image,
    make_picture,
    make_renditions,
    make_topic,
    make_user,
)
from tests.test_fronts import slot

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    chief = make_user(roles.CHIEF)
    client.force_login(chief, backend="django.contrib.auth.backends.ModelBackend")
    return chief


def delete(client, image):
    return client.post(f"/desk/images/image/{image.pk}/delete/", {"post": "yes"})


def figure(image):
    return f'<p>نصّ.</p><figure data-image="{image.pk}"><figcaption></figcaption></figure>'


def changed(article, *, by, **given):
    return workflow.save_revision(article, {**article.newest_revision.content, **given}, by=by)


def in_a_preview_link(image, chief):
    article = make_draft(headline="مقال", lead_image=image)
    sharing.share(article, by=chief, days=3, revision=article.newest_revision)
    changed(article, by=chief, lead_image=None)


def scheduled_and_changed_again(image, chief):
    article = make_draft(headline="مقال", body=figure(image))
    workflow.schedule(article.newest_revision, by=chief, due_at=timezone.now() + timedelta(hours=1))
    changed(article, by=chief, body_ar="<p>نصّ آخر.</p>")


USES = {
    "a live article": lambda image, chief: make_article(headline="مقال", lead_image=image),
    "its text": lambda image, chief: make_article(headline="مقال", body=figure(image)),
    "a draft": lambda image, chief: make_draft(headline="مقال", lead_image=image),
    "an edition of a draft": lambda image, chief: make_draft(headline="مقال", body_en=figure(image)),
    "changes that wait": lambda image, chief: changed(make_article(headline="مقال"), by=chief, body_ar=figure(image)),
    "what is not saved": lambda image, chief: workflow.autosave(
        make_article(headline="مقال"), make_content(lead_image=image), by=chief
    ),
    "a schedule": scheduled_and_changed_again,
    "a preview link": in_a_preview_link,
    "a topic": lambda image, chief: make_topic("مقال", image=image),
    "an author": lambda image, chief: make_author("مقال", portrait=image),
    "a page": lambda image, chief: StaticPage.objects.create(title_ar="مقال", slug_ar="مقال", body_ar=figure(image)),
    "a front": lambda image, chief: publishing.publish(
        None, [slot("lead-0", make_article(), image=image)], by=chief, base=None
    ),
    "a prepared front": lambda image, chief: publishing.prepare(
        None, [slot("lead-0", make_article(), image=image)], by=chief, from_at=timezone.now() + timedelta(days=1)
    ),
}


@pytest.mark.parametrize("use", USES)
def test_a_picture_that_is_used_anywhere_stays_and_the_page_says_where(client, chief, use):
    image, other = make_image(), make_image()
    USES[use](image, chief)
    where = "الصفحة الأولى" if "front" in use else "مقال"
    for page in (client.get(f"/desk/images/image/{image.pk}/delete/"), delete(client, image)):
        said = page.content.decode()
        assert "لا تُحذف هذه الصورة" in said and where in said.split('class="where-used"')[1].split("</ul>")[0]
        assert 'name="post"' not in said
    assert where in client.get(f"/desk/images/image/{image.pk}/change/").content.decode().split('class="where-used"')[1]
    assert delete(client, other).status_code == 302
    assert list(Image.objects.all()) == [image] and not RetiredFile.objects.filter(name=image.file)


def test_a_journalist_reads_of_no_draft_beside_a_picture(client, chief):
    image = make_image()
    make_draft(headline="مسودّة غيري", lead_image=image)
    address = f"/desk/images/image/{image.pk}/change/"
    assert "مسودّة غيري" in client.get(address).content.decode()
    client.force_login(make_user(roles.JOURNALIST), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(address).content.decode()
    assert "لا تظهر في أيّ مكان يراه القرّاء" in page and "مسودّة غيري" not in page


def test_history_keeps_no_picture_and_shows_its_texts_without_it(client, chief):
    image = make_image(alt_ar="شارع")
    article = make_article(headline="مقال", lead_image=image)
    front = publishing.publish(None, [slot("lead-0", article, image=image)], by=chief, base=None)
    publishing.publish(None, [], by=chief, base=front.pk)
    with_it = article.newest_revision
    workflow.publish(changed(article, by=chief, lead_image=None), by=chief)
    assert delete(client, image).status_code == 302 and not Image.objects.exists()
    restored = workflow.restore(Revision.objects.get(pk=with_it.pk), by=chief)
    assert content.as_page(restored).lead_image is None
    assert client.get(f"/desk/articles/article/{article.pk}/change/").status_code == 200


def test_the_original_goes_at_once_and_what_others_may_show_after_a_month(client, chief):
    image, other = make_image(), make_image()
    make_renditions()
    image.refresh_from_db()
    other.refresh_from_db()
    public, of_other = ({one.file, *renditions._names(one)} for one in (image, other))
    said = client.get(f"/desk/images/image/{image.pk}/delete/").content.decode()
    assert "ثلاثين يوماً" in said
    assert storages["originals"].exists(image.original)
    assert delete(client, image).status_code == 302
    call_command("run_worker", once=True)
    assert not storages["originals"].exists(image.original) and storages["originals"].exists(other.original)
    assert all(map(default_storage.exists, public))
    RetiredFile.objects.update(retired_at=timezone.now() - renditions.KEPT - timedelta(minutes=1))
    renditions.remove_retired()
    assert not any(map(default_storage.exists, public)) and all(map(default_storage.exists, of_other))
    assert not RetiredFile.objects.exists()


def test_a_picture_that_comes_back_keeps_the_files_that_were_to_go(client, chief):
    upload = make_picture()
    image = library.add(upload, alt_ar="شارع")
    delete(client, image)
    again = library.add(upload, alt_ar="شارع")
    make_renditions()
    again.refresh_from_db()
    RetiredFile.objects.update(retired_at=timezone.now() - renditions.KEPT - timedelta(minutes=1))
    renditions.remove_retired()
    assert (again.file, again.original) == (image.file, image.original)
    assert storages["originals"].exists(again.original)
    assert all(map(default_storage.exists, {again.file, *renditions._names(again)}))


def test_what_is_made_of_a_picture_while_it_is_deleted_goes_with_it(client, chief):
    image = make_image()

    class Deleting:
        """A pool that does what it is given at once, and meanwhile the chief deletes the picture."""

        def submit(self, function, *arguments):
            function(*arguments)
            if Image.objects.filter(pk=image.pk).exists():
                delete(client, image)
            return mock.Mock()

    assert renditions.make_next(Deleting()) == image
    folder, _slash, stem = image.file.removesuffix(".jpg").rpartition("/")
    RetiredFile.objects.update(retired_at=timezone.now() - renditions.KEPT - timedelta(minutes=1))
    assert any(name.startswith(stem) for name in default_storage.listdir(folder)[1])
    renditions.remove_retired()
    assert not any(name.startswith(stem) for name in default_storage.listdir(folder)[1])
