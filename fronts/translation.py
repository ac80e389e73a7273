from modeltranslation.translator import TranslationOptions, register

from fronts.models import BreakingNews, FrontSlot


@register(FrontSlot)
class FrontSlotTranslation(TranslationOptions):
    fields = ("headline",)
    # Another edition keeps the article's own headline, and has no bar: nothing is borrowed from Arabic.
    fallback_languages = {"default": ()}


@register(BreakingNews)
class BreakingNewsTranslation(TranslationOptions):
    fields = ("text",)
    fallback_languages = {"default": ()}
