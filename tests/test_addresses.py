"""Slugs and redirects: one address for each thing, whatever a reader's keyboard makes of it."""

from urllib.parse import quote

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Value
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils import translation
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import arabic
from articles.models import Section, StaticPage
from delivery.addresses import (
    RESERVED,
    FoldedSlug,
    fold,
    free_slug,
    get_by_slug_or_404,
    validate_section_slug,
    validate_slug,
)
from delivery.middleware import RedirectMiddleware
from delivery.models import Redirect
from tests.factories import make_author, make_section, make_topic
from topics.models import Topic

pytestmark = pytest.mark.django_db

# Slugs --------------------------------------------------------------------------------------------------------------

slugs = st.text(alphabet=st.characters(exclude_categories=["Cs"])).map(arabic.slugify)


@given(slugs)
@example("أإآٱىةکی")
@example("اقتصاد-2")
@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_folds_slugs_as_python_does(any_section, slug):
    folded = Section.objects.filter(pk=any_section.pk).annotate(folded=FoldedSlug(Value(slug)))
    assert folded.values_list("folded", flat=True).get() == fold(slug)
    assert fold(fold(slug)) == fold(slug)


@pytest.fixture
def any_section():
    return make_section()


@given(st.text())
def test_what_slugify_makes_is_a_slug(text):
    slug = arabic.slugify(text)
    if slug:
        validate_slug(slug)
    else:
        with pytest.raises(ValidationError):
            validate_slug(slug)


@pytest.mark.parametrize("wrong", ["", "-", "بيروت ", "بيروت/", "Beirut", "بيـروت", "بَيروت", "أ--ب", "a?b", "٣", "أ.ب"])
def test_what_is_no_slug_is_refused(wrong):
    with pytest.raises(ValidationError):
        validate_slug(wrong)


@pytest.mark.parametrize("reserved", sorted(RESERVED))
def test_no_section_takes_an_address_of_the_site(reserved):
    with pytest.raises(ValidationError):
        validate_section_slug(reserved)
    validate_slug(reserved)  # a topic may: it lies under /topic/
    validate_section_slug(f"{reserved}-2")


@pytest.mark.parametrize("make", [make_section, make_author, make_topic])
@pytest.mark.parametrize("language", ["ar", "en", "fr"])
@pytest.mark.parametrize(("one", "other"), [("إقتصاد", "اقتصاد"), ("ثقافة", "ثقافه"), ("مستشفى", "مستشفي"), ("a", "a")])
def test_two_spellings_of_an_address_are_one(make, language, one, other):
    make("أوّل", **{f"slug_{language}": one})
    different = make("ثانٍ", **{f"slug_{language}": f"{other}-2"})
    setattr(different, f"slug_{language}", other)
    with pytest.raises(ValidationError):
        different.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        different.save()


def test_a_page_has_an_address_of_its_own_too():
    StaticPage.objects.create(title="من نحن", slug_ar="إدارة")
    with pytest.raises(IntegrityError), transaction.atomic():
        StaticPage.objects.create(title="من نحن", slug_ar="ادارة")


def test_rows_without_an_address_in_a_language_do_not_collide():
    make_section("أ", slug_en="", slug_fr=None)
    make_section("ب", slug_en="", slug_fr=None)
    assert Section.objects.filter(slug_en="").count() == 2


def test_a_free_slug_is_free_under_every_spelling():
    assert free_slug(Topic.objects, "رأي") == "رأي"
    make_topic("رأي")
    assert free_slug(Topic.objects, "رأي") == "رأي-2" and free_slug(Topic.objects, "راي") == "راي-2"
    make_topic("رأى-2")
    assert free_slug(Topic.objects, "رأي") == "رأي-3"
    assert free_slug(Topic.objects, "رأي", language="en") == "رأي"
    assert free_slug(Topic.objects, "!!!") == "n"


def test_a_long_name_taken_twice_still_fits_the_column():
    name = "كلمة " * 30
    for _ in range(12):
        slug = free_slug(Topic.objects, name)
        validate_slug(slug)
        make_topic(name, slug_ar=slug)
    assert len(set(Topic.objects.values_list("slug_ar", flat=True))) == 12


def test_a_row_is_found_by_any_spelling_in_the_pages_language():
    topic = make_topic("اقتصاد", slug_en="economy")
    arabic_only = make_topic("ثقافة")
    assert get_by_slug_or_404(Topic.objects, "إقتصاد") == topic
    with translation.override("en"):
        assert get_by_slug_or_404(Topic.objects, "Economy") == topic
        assert get_by_slug_or_404(Topic.objects, "ثقافه") == arabic_only
        with pytest.raises(Http404):
            get_by_slug_or_404(Topic.objects, "اقتصاد")
    with pytest.raises(Http404):
        get_by_slug_or_404(Topic.objects, "economy")
    for odd in ("\0", "", "\ud800", "'", "%", "_", "ا" * 5000):
        with pytest.raises(Http404):
            get_by_slug_or_404(Topic.objects, odd)


# Redirects ----------------------------------------------------------------------------------------------------------


def leads():
    return dict(Redirect.objects.values_list("old_path", "new_path"))


def test_a_chain_collapses_to_one_hop():
    for old, new in [("/أ/", "/ب/"), ("/ب/", "/ج/"), ("/ج/", "/د/")]:
        Redirect.objects.leave(old, new)
    assert leads() == {"/أ/": "/د/", "/ب/": "/د/", "/ج/": "/د/"}


@given(st.lists(st.tuples(*[st.sampled_from(["/أ/", "/ب/", "/ج/", "/د/"])] * 2), max_size=12))
@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_redirects_never_loop_and_never_leave_from_where_something_lives(moves):
    Redirect.objects.all().delete()
    for old, new in moves:
        Redirect.objects.leave(old, new)
        assert not set(leads()) & set(leads().values())
        if old != new:
            assert leads()[old] == new and new not in leads()


def test_the_database_refuses_a_redirect_to_itself_and_a_second_from_one_path():
    Redirect.objects.create(old_path="/أ/", new_path="/ب/")
    for old, new in [("/ج/", "/ج/"), ("/أ/", "/د/")]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Redirect.objects.create(old_path=old, new_path=new)


def test_a_redirect_that_somebody_types_has_one_hop_and_no_loop():
    Redirect(old_path="/أ/", new_path="/ب/").save()
    for old, new in [("/ب/", "/أ/"), ("/ج/", "/أ/"), ("/ج/", "/أ"), ("/ج/", "/ج")]:
        with pytest.raises(ValidationError):
            Redirect(old_path=old, new_path=new).full_clean()
    Redirect(old_path="/ج/", new_path="/ب/").full_clean()
    Redirect.objects.get().full_clean()


@pytest.mark.parametrize("path", ["أ/", "//example.org/", "/a?b=1", "/%D8%A3/", "https://example.org/", ""])
def test_a_path_is_written_as_readers_see_it(path):
    with pytest.raises(ValidationError):
        Redirect(old_path=path, new_path="/ب/").full_clean()
    with pytest.raises(ValidationError):
        Redirect(old_path="/ب/", new_path=path).full_clean()


def ask(path, *, method="get", status=404):
    middleware = RedirectMiddleware(lambda request: HttpResponse(status=status))
    return middleware(getattr(RequestFactory(), method)(path))


OLD, NEW = "/topic/إقتصاد لبنان/", "/topic/اقتصاد/"


@pytest.mark.parametrize("path", [OLD, quote(OLD), quote(OLD).lower(), quote(OLD).replace("%D8", "%d8"), OLD[:-1]])
def test_an_old_address_leads_to_the_new_one_however_it_is_encoded(path):
    Redirect.objects.leave(OLD, NEW)
    response = ask(path)
    assert (response.status_code, response["Location"]) == (301, quote(NEW))
    response = ask(f"{path}?q=%D8%A3&page=2")
    assert response["Location"] == f"{quote(NEW)}?q=%D8%A3&page=2"


def test_two_moves_are_one_hop_for_the_reader():
    Redirect.objects.leave(OLD, "/topic/وسط/")
    Redirect.objects.leave("/topic/وسط/", NEW)
    assert ask(OLD)["Location"] == quote(NEW)


def test_only_what_is_not_there_is_redirected():
    Redirect.objects.leave(OLD, NEW)
    assert ask(OLD, status=200).status_code == 200
    assert ask(OLD, status=410).status_code == 410
    assert ask(OLD, method="post").status_code == 404
    assert ask(NEW).status_code == 404
    assert ask(OLD, method="head").status_code == 301


@pytest.mark.parametrize("path", ["/%00/", "/%FF/", "/" + "a" * 5000 + "/", "/%ED%A0%80/", "/'/", "//example.org/"])
def test_an_odd_path_is_simply_not_there(path):
    assert ask(path).status_code == 404
