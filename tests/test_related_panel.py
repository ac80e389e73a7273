"""The panel of related links beside the text: it takes effect at once, and says in words what it did."""

import pytest

from newsroom import roles
from related import pins
from related.models import RelatedLink
from tests.factories import make_article, make_draft, make_section, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = make_user(roles.EDITOR)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def post(client, article, action, **values):
    return client.post(f"/desk/related/{article.pk}/{action}/", values)


def chosen(article):
    return [link.target_id for link in RelatedLink.objects.filter(article=article)]


def test_links_are_added_ordered_and_removed_at_once(client, editor):
    article, first, second = make_article(), make_article(headline="الأوّل"), make_article()
    response = post(client, article, "add", target=first.pk)
    assert "“الأوّل”" in response.json()["message"]
    assert "الأوّل" in response.json()["html"]
    post(client, article, "add", target=second.pk)
    assert chosen(article) == [first.pk, second.pk]
    links = {link.target_id: link.pk for link in RelatedLink.objects.all()}
    post(client, article, "order", rows=f"{links[second.pk]},{links[first.pk]}")
    assert chosen(article) == [second.pk, first.pk]
    post(client, article, "remove", row=links[second.pk])
    assert chosen(article) == [first.pk]
    assert post(client, article, "remove", row=links[second.pk]).status_code == 200  # gone already


def test_what_cannot_be_is_refused_in_arabic_and_the_lists_come_back(client, editor):
    article = make_article()
    others = [make_article() for _number in range(9)]
    for other in others[:8]:
        post(client, article, "add", target=other.pk)
    for target in [article.pk, others[0].pk, others[8].pk, make_draft().pk, 10**12, ""]:
        response = post(client, article, "add", target=target)
        assert response.status_code == 400
        assert any("ء" <= letter <= "ي" for letter in response.json()["error"])
        assert "<ol" in response.json()["html"]
    assert chosen(article) == [other.pk for other in others[:8]]


def test_a_writer_chooses_until_readers_see_the_article(client):
    writer = make_user(roles.JOURNALIST)
    client.force_login(writer, backend="django.contrib.auth.backends.ModelBackend")
    target, own, live, foreign = make_article(), make_draft(by=writer), make_article(by=writer), make_draft()
    assert post(client, own, "add", target=target.pk).status_code == 200
    for article in [live, foreign]:
        response = post(client, article, "add", target=target.pk)
        assert response.status_code == 403
        assert not chosen(article)


def test_only_the_staff_is_answered(client):
    article = make_article()
    assert post(client, article, "add", target=make_article().pk).status_code == 403
    assert client.get(f"/desk/related/{article.pk}/add/").status_code == 405


def test_what_was_wrong_with_a_link_to_another_site_is_said_beside_its_field(client, editor):
    article = make_article()
    right = {"url": "https://example.org/a", "title": "عنوان بعيد", "source": "جريدة"}
    response = post(client, article, "add-outside", **{**right, "url": "javascript:alert(1)"})
    assert response.status_code == 400 and response.json()["field"] == "url"
    assert "عنوان بعيد" not in response.json()["html"]
    assert "عنوان بعيد" in post(client, article, "add-outside", **right).json()["html"]


def test_the_panel_makes_a_link_mutual_and_tells_where_the_article_appears(client, editor):
    article, target = make_article(headline="هذا"), make_article(headline="ذاك")
    html = post(client, article, "add", target=target.pk).json()["html"]
    assert "data-mutual" in html and "متبادل<" not in html
    html = post(client, article, "make-mutual", row=RelatedLink.objects.get().pk).json()["html"]
    assert "data-mutual" not in html and "متبادل" in html
    assert chosen(target) == [article.pk]
    assert post(client, article, "make-mutual", row=10**9).status_code == 400
    assert "لم يضعه أحد" not in html


def test_the_heading_and_the_filling_up_are_saved_at_once(client, editor):
    section = make_section()
    article = make_article(section=section)
    make_article(section=section, headline="من القسم")
    assert "من القسم" in post(client, article, "head", heading="ملفّ المطر").json()["html"]
    assert "من القسم" not in post(client, article, "fill", fill="").json()["html"]
    page = client.get(article.get_absolute_url()).content.decode()
    assert 'class="related"' not in page
    post(client, article, "fill", fill="1")
    page = client.get(article.get_absolute_url()).content.decode()
    assert "ملفّ المطر" in page and "من القسم" in page


def test_the_panel_shows_what_the_site_fills_in(client, editor):
    section, rain = make_section(), make_topic()
    article, picked = make_article(section=section, topics=[rain]), make_article(headline="مختار")
    make_article(headline="من الموضوع نفسه", topics=[rain], section=section)
    html = post(client, article, "add", target=picked.pk).json()["html"]
    assert html.index("مختار") < html.index("ويُكمل الموقع") < html.index("من الموضوع نفسه")


def test_the_form_of_an_article_whose_topic_pins_one_of_ours_and_another_sites_shows_both(client, editor):
    rain = make_topic()
    article, pinned = make_article(topics=[rain]), make_article(headline="سدود فارغة")
    pins.add(rain, pinned, by=editor)
    pins.add_outside(rain, url="https://example.org/", title="المطر في الصحف", source="جريدة", by=editor)
    page = client.get(f"/desk/articles/article/{article.pk}/change/").content.decode()
    assert "<li><bdi>سدود فارغة</bdi></li>" in page and "<li><bdi>المطر في الصحف</bdi></li>" in page


def test_the_number_of_queries_does_not_grow_with_the_links(client, editor, django_assert_max_num_queries):
    article = make_article()
    for _number in range(8):
        post(client, article, "add", target=make_article(topics=[make_topic()]).pk)
    with django_assert_max_num_queries(34):
        post(client, article, "order", rows="1,2")
