from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

import arabic
from authors.names import NAMES, SortKeyField
from delivery.addresses import unique_slug_constraints, validate_slug
from delivery.words import WordsField, with_words, words_index
from images.models import Image


class TopicQuerySet(models.QuerySet):
    def named(self, query):
        """Those whose name, or another spelling of it, has every word of `query`."""
        by_name = with_words(query)
        return self.filter(by_name | Q(pk__in=TopicAlias.objects.spelled(query).values("topic"))) if by_name else self


class Topic(models.Model):
    """What articles are about. `name` is the house spelling; every other spelling is an alias of the one topic."""

    class Kind(models.TextChoices):
        SUBJECT = "subject", _("subject")
        PERSON = "person", _("person")
        PLACE = "place", _("place")
        ORGANISATION = "organisation", _("organisation")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SUBJECT)
    name = models.CharField(_("name"), max_length=150)
    slug = models.CharField(_("address"), max_length=80, blank=True, validators=[validate_slug])
    sort_key = SortKeyField()
    words = WordsField(NAMES)
    description = models.TextField(_("introduction"), blank=True)
    image = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, verbose_name=_("picture"))

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["sort_key", "name", "pk"]
        constraints = unique_slug_constraints("topic")
        indexes = [words_index("topic_words")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("topic", args=[self.slug])

    def spellings(self):
        """Every way this topic is written: its names in all languages, then its aliases."""
        names = [self.name_ar, self.name_en, self.name_fr]
        return [name for name in names if name] + [alias.name for alias in self.aliases.all()]


class AliasKeyField(models.CharField):
    """The folded form of an alias, so that two spellings which fold alike are kept once."""

    def pre_save(self, instance, add):
        key = arabic.search_key(instance.name)
        setattr(instance, self.attname, key)
        return key


class TopicAliasQuerySet(models.QuerySet):
    def spelled(self, query):
        """Those that have every word of `query`, however it is written."""
        return self.filter(with_words(query))


class TopicAlias(models.Model):
    """Another spelling of a topic's name, as people write and search it."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="aliases", verbose_name=_("topic"))
    name = models.CharField(_("other spelling"), max_length=150)
    key = AliasKeyField(max_length=150, editable=False, db_index=True)
    words = WordsField(["name"])

    objects = TopicAliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("other spelling")
        verbose_name_plural = _("other spellings")
        ordering = ["pk"]
        indexes = [words_index("topic_alias_words")]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "name"],
                name="topic_alias_once",
                violation_error_message=_("This spelling is there already."),
            ),
        ]

    def __str__(self):
        return self.name
