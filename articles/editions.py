"""In which languages the paper comes out."""

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language

from articles.models import LANGUAGES, Article, Section
from articles.page_tags import SITE
from delivery.changes import changes
from delivery.editions import editions
from delivery.tags import in_each_edition, tag


def is_open(language):
    """Whether the paper has an edition in `language`: in Arabic, and where a section has a name or an article is read.

    What says so on a stored page has the tags SITE and `months` of that edition, which gains one when it opens.
    """
    if language == settings.LANGUAGE_CODE:
        return True
    named, written = Section.objects.in_language(language), Article.objects.live().in_language(language)
    return changes.remember(f"sections in {language}", SITE, named.exists) or changes.remember(
        f"articles in {language}", f"months:{language}", written.exists
    )


def in_all_editions(request, url_name):
    """The Editions of the page of that URL, which is in all that the paper has.

    Raises Http404 where the page that is asked for is in the language of none.
    """
    if not is_open(get_language()):
        raise Http404("The paper has no edition in this language")
    tag(request, SITE, *in_each_edition("months"))
    return editions([language for language in LANGUAGES if is_open(language)], lambda: reverse(url_name))
