from modeltranslation.translator import TranslationOptions, register

from topics.models import Topic


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name", "slug", "description")
