from modeltranslation.translator import TranslationOptions, register

from articles.content import TRANSLATED
from articles.models import Article, Section, StaticPage


@register(Section)
class SectionTranslation(TranslationOptions):
    fields = ("name", "slug", "description")


@register(Article)
class ArticleTranslation(TranslationOptions):
    fields = (*TRANSLATED, "excerpt", "reading_minutes")
    # An article is shown in a language only when it is written in it, so nothing is borrowed from another.
    fallback_languages = {"default": ()}


@register(StaticPage)
class StaticPageTranslation(TranslationOptions):
    fields = ("title", "slug", "body")
