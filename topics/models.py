from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

import arabic
from authors.names import NAMES, SortKeyField
from delivery.addresses import address, fold, get_by_slug, unique_slug_constraints, validate_slug
from delivery.words import WordsField, with_words, words_index
from images.models import Image

_LOCK = 0x746F7063  # names the advisory lock of all spellings


class TopicQuerySet(models.QuerySet):
    def named(self, query):
        """Those whose name, or another spelling of it, has every word of `query`."""
        by_name = with_words(query)
        return self.filter(by_name | Q(pk__in=TopicAlias.objects.spelled(query).values("topic"))) if by_name else self

    def addressed(self, slug):
        """The one whose address in the page's language `slug` folds to, or else one with such an alias; or None."""
        return get_by_slug(self, slug) or self.filter(aliases__slug=fold(arabic.clean(slug))).order_by("pk").first()

    def by_id(self, ids):
        """Each of `ids` with the topic that it names now: one that was merged is the topic it went into."""
        found = self.in_bulk(ids)
        if gone := set(ids) - found.keys():
            merged = MergedTopic.objects.filter(old_id__in=gone).select_related("into")
            found |= {one.old_id: one.into for one in merged}
        return found

    def standing(self, ids):
        """`ids` as they are now: a merged one is the id of the topic it went into, and then none stands twice.

        What was deleted stays, for the caller to tell.
        """
        found = self.by_id(ids)
        now = [found[pk].pk if pk in found else pk for pk in ids]
        return ids if now == ids else list(dict.fromkeys(now))


class Topic(models.Model):
    """What articles are about. `name` is the house spelling; every other spelling is an alias of the one topic."""

    class Kind(models.TextChoices):
        SUBJECT = "subject", _("subject")
        PERSON = "person", _("person")
        PLACE = "place", _("place")
        ORGANISATION = "organisation", _("organisation")

    class Layout(models.TextChoices):
        LIST = "list", _("list: the newest articles, a page at a time")
        RUNNING = "running", _("running story: a time line, day by day")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SUBJECT)
    name = models.CharField(_("name"), max_length=150)
    slug = models.CharField(_("address"), max_length=80, blank=True, validators=[validate_slug])
    sort_key = SortKeyField()
    words = WordsField(NAMES)
    description = models.TextField(_("introduction"), blank=True)
    image = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, verbose_name=_("picture"))
    layout = models.CharField(_("layout of its page"), max_length=10, choices=Layout, default=Layout.LIST)

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
        return address("topic", self.slug)

    def clean(self):
        """Refuse a name that is another topic's spelling: both would answer to it."""
        for column in NAMES:
            name = getattr(self, column)
            taken = name and TopicAlias.objects.exclude(topic=self.pk).filter(key=arabic.search_key(name)).first()
            if taken:
                raise ValidationError({column: taken_by(name, taken.topic)})

    @property
    def is_running(self):
        return self.layout == self.Layout.RUNNING

    @property
    def hint(self):
        """What tells it from another topic of its name: the first words of its introduction, or else its address."""
        return arabic.excerpt(self.description or "", words=8) or self.slug

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


class AliasSlugField(models.CharField):
    """The folded address that an alias would have: whoever asks for it is led to the topic's own."""

    def pre_save(self, instance, add):
        slug = fold(arabic.slugify(instance.name))
        setattr(instance, self.attname, slug)
        return slug


class TopicAliasQuerySet(models.QuerySet):
    def spelled(self, query):
        """Those that have every word of `query`, however it is written."""
        return self.filter(with_words(query))


class TopicAlias(models.Model):
    """Another spelling of a topic's name, as people write and search it."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="aliases", verbose_name=_("topic"))
    name = models.CharField(_("other spelling"), max_length=150)
    key = AliasKeyField(max_length=150, editable=False, db_index=True)
    slug = AliasSlugField(max_length=80, editable=False, db_index=True, default="")
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
            # One topic may have several spellings that fold alike, for the proof-reader; two topics may not share one.
            ExclusionConstraint(
                name="topic_alias_of_one_topic",
                expressions=[("key", RangeOperators.EQUAL), ("topic", RangeOperators.NOT_EQUAL)],
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse what is the name of another topic, or a spelling of it, and say of which."""
        for topic in _called(self.name).exclude(pk=self.topic_id):
            if arabic.search_key(self.name) in map(arabic.search_key, topic.spellings()):
                raise ValidationError({"name": taken_by(self.name, topic)})


def _called(name):
    """The topics that may be written like `name`, a few of all."""
    in_latin = Q(name_en__iexact=name.strip()) | Q(name_fr__iexact=name.strip())
    aliased = TopicAlias.objects.filter(key=arabic.search_key(name)).values("topic")
    found = Topic.objects.filter(Q(sort_key=arabic.sort_key(name)) | in_latin | Q(pk__in=aliased))
    return found.prefetch_related("aliases").order_by("pk")


def hold_spellings():
    """Let nobody else change names and spellings until this transaction ends: they are checked against each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def taken_by(name, topic):
    return _(
        "“%(name)s” belongs to the topic “%(topic)s” already. Take it away there first, or merge the two topics."
    ) % {"name": name, "topic": topic.name}


class MergedTopic(models.Model):
    """A topic that was merged into another one, and who did it: revisions name it by its old id for ever.

    `is_relabelled` says that the search does so nowhere any more.
    """

    old_id = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=150)
    into = models.ForeignKey(Topic, models.CASCADE, related_name="merged", verbose_name=_("merge into"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    is_relabelled = models.BooleanField(default=False)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.name} → {self.into}"
