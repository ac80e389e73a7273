from modeltranslation.translator import TranslationOptions, register

from authors.models import Author


@register(Author)
class AuthorTranslation(TranslationOptions):
    fields = ("name", "slug", "beat", "bio")
