"""In which languages the paper comes out, and the pages of its sections."""

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language

from articles.models import LANGUAGES, Article, Section
from articles.page_tags import SITE
from delivery.changes import changes
from delivery.editions import editions, languages_of
from delivery.tags import in_each_edition, in_edition, tag


def is_open(language):
    """Whether the paper has an edition in `language`: in Arabic, and where a section has a name or an article is read.

    What says so on a stored page has the tags SITE and `months` of that edition, which gains one when it opens.
    """
    if language == settings.LANGUAGE_CODE:
        return True
    return changes.remember(
        f"sections in {language}", SITE, lambda: Section.objects.in_language(language).exists()
    ) or changes.remember(
        f"articles in {language}", f"months:{language}", lambda: Article.objects.live().in_language(language).exists()
    )


def in_an_edition():
    """The language of what is asked for where the paper has an edition in it, else Arabic, for a block of code."""
    language = get_language()
    return translation.override(language if is_open(language) else settings.LANGUAGE_CODE)


def open_or_404(request):
    """Raise Http404 where the paper has no edition in the language of what is asked for."""
    if not is_open(get_language()):
        raise Http404("The paper has no edition in this language")
    tag(request, SITE, in_edition("months"))


def languages_of_section(request, section):
    """Those in which `section` has a page: where it has a name, and so is navigated to, or an article is read."""
    languages = languages_of(section, field="name")
    for language in LANGUAGES:
        if language not in languages:
            tag(request, f"section:{section.pk}:{language}")
            articles = Article.objects.live().in_section(section).in_language(language)
            if is_open(language) and articles.exists():
                languages.append(language)
    return languages


def in_all_editions(request, url_name):
    """The Editions of the page of that URL, which is in all that the paper has.

    Raises Http404 where the page that is asked for is in the language of none.
    """
    open_or_404(request)
    tag(request, *in_each_edition("months"))
    return editions([language for language in LANGUAGES if is_open(language)], lambda: reverse(url_name))
