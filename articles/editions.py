"""In which languages the paper comes out."""

from django.conf import settings

from articles.models import Article, Section
from articles.page_tags import SITE
from delivery.changes import changes


def is_open(language):
    """Whether the paper has an edition in `language`: in Arabic, and where a section has a name or an article is read.

    What says so on a stored page has the tags SITE and `latest` or `articles` of that edition.
    """
    if language == settings.LANGUAGE_CODE:
        return True
    named, written = Section.objects.in_language(language), Article.objects.live().in_language(language)
    return changes.remember(f"sections in {language}", SITE, named.exists) or changes.remember(
        f"articles in {language}", f"latest:{language}", written.exists
    )
