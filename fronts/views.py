from django.conf import settings
from django.shortcuts import render
from django.urls import reverse

from articles import page_tags
from articles.editions import editions
from articles.metadata import absolute
from articles.models import LANGUAGES, Section
from delivery.tags import in_edition, stored, tag
from fronts import layout


@stored()
def home(request):
    """The front page. The site has an edition in another language once a section has a name in it."""
    sections = list(Section.objects.all())
    languages = [
        language
        for language in LANGUAGES
        if language == settings.LANGUAGE_CODE or any(getattr(section, f"name_{language}") for section in sections)
    ]
    articles = layout.newest_of_each(sections)
    tag(request, in_edition("latest"), *page_tags.of_cards(articles))  # of all that are chosen among, shown or not
    context = {
        "front": layout.automatic(sections, articles),
        "editions": editions(languages, lambda: reverse("home")),
        "address": absolute(reverse("home")),
    }
    return render(request, "fronts/home.html", context)
