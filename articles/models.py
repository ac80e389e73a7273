from datetime import timedelta
from functools import reduce
from operator import or_

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Case, Exists, F, Func, OuterRef, Prefetch, Q, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles import columns
from authors.models import Author
from delivery.addresses import unique_slug_constraints, validate_section_slug, validate_slug
from delivery.tags import in_edition
from images.models import Image
from topics.models import Topic

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class SectionQuerySet(models.QuerySet):
    def in_navigation(self):
        return self.filter(in_navigation=True)

    def in_language(self, language):
        """Those that have a name of their own in `language`."""
        return self.exclude(**{f"name_{language}": None}).exclude(**{f"name_{language}": ""})


class Section(models.Model):
    """A part of the paper: politics, opinion, culture. Every article is in exactly one."""

    class Style(models.TextChoices):
        NEWS = "news", _("news: headlines and pictures")
        OPINION = "opinion", _("opinion: authors first")

    name = models.CharField(_("name"), max_length=80)
    slug = models.CharField(_("address"), max_length=80, blank=True, validators=[validate_section_slug])
    description = models.TextField(_("introduction"), blank=True)
    style = models.CharField(_("style"), max_length=10, choices=Style, default=Style.NEWS)
    position = models.PositiveIntegerField(_("position"))
    in_navigation = models.BooleanField(_("in the navigation"), default=True)
    # How many cards the site brings the related section under an article to; what editors choose may be more.
    related_cards = models.PositiveSmallIntegerField(
        _("related articles under an article"), default=4, validators=[MaxValueValidator(8)]
    )

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position", "pk"]
        constraints = [
            *unique_slug_constraints("section"),
            models.UniqueConstraint(
                fields=["position"],
                name="section_position_once",
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message=_("Another section has this position."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("section", args=[self.slug])


class ArticleQuerySet(models.QuerySet):
    def live(self):
        """What a reader may see at this moment. Every public page, feed and sitemap starts here."""
        return self.filter(withdrawn_at=None, published_at__lte=timezone.now())

    def in_language(self, language=None):
        """Of those that came out, those with a headline and a body in `language` (by default the page's own).

        All are in Arabic: the database lets none come out without a headline.
        """
        language = language or get_language()
        if language == settings.LANGUAGE_CODE:
            return self
        return self.filter(**{f"has_{language}": True})

    def readable(self):
        """Live, and written in the language of the page that is being made."""
        return self.live().in_language()

    def languages(self):
        """Arabic, and the other languages in which any of these can be read."""
        others = [code for code in LANGUAGES if code != settings.LANGUAGE_CODE]
        return [settings.LANGUAGE_CODE, *(code for code in others if self.in_language(code).order_by().exists())]

    def in_section(self, section):
        return self.filter(section=section)

    def belonging_to(self, user):
        """Those that `user` began or signs; `permissions.is_own` says it of one article."""
        author = getattr(user, "author", None)
        if author is None:
            return self.filter(created_by=user)
        # Each side by its own index: with OR between them PostgreSQL would walk every article.
        begun = Article.objects.filter(created_by=user)
        signed = Article.objects.filter(newest_revision__in=Revision.objects.filter(author_ids__contains=[author.pk]))
        return self.filter(pk__in=begun.order_by().values("pk").union(signed.order_by().values("pk")))

    def newest(self):
        return self.order_by("-published_at", "-pk")

    def also_showing(self, image):
        """Those of which a text that is still to come out shows `image`: a draft, waiting changes, what is scheduled,
        what somebody typed and did not save, what a preview link leads to. `images.usage` finds what is live."""
        return self.filter(pk__in=Revision.objects.to_come().showing(image).values("article")).order_by("pk")

    def newest_about(self, topic):
        """Those about `topic`, newest first: by the index article_topic_by_date, which has them in this order."""
        return self.filter(article_topics__topic=topic, article_topics__published_at__lte=timezone.now()).order_by(
            "-article_topics__published_at", "-article_topics__article_id"
        )

    def newest_by(self, author):
        """Those that `author` signs, newest first: by the index byline_by_date, which has them in this order."""
        return self.filter(bylines__author=author, bylines__published_at__lte=timezone.now()).order_by(
            "-bylines__published_at", "-bylines__article_id"
        )

    def newest_at_desk(self):
        """By their publication, or by their last edit before it."""
        return self.order_by(Coalesce("published_at", "edited_at").desc(), "-pk")

    def for_cards(self):
        """All that a card shows, in two queries however long the list; the long texts stay in the database."""
        return (
            self.select_related("section", "lead_image")
            .defer(*[f"body_{language}" for language in LANGUAGES], "body")
            .prefetch_related(_bylines())
        )

    def for_page(self):
        """All that the article's own page or its place in a feed shows, and `share_card`, the name of its card in the
        page's language. A page of one article finds it by `own_page`.
        """
        shown = [*columns.article(), *columns.at("section", columns.section())]
        topics = ArticleTopic.objects.select_related("topic")
        return (
            self.select_related("section", "lead_image")
            .only(*shown, *columns.at("lead_image", columns.lead_picture()))
            .prefetch_related(
                _bylines(),
                Prefetch("article_topics", topics.only("article", "topic", *columns.at("topic", columns.topic()))),
            )
            .annotate(
                is_corrected=RawSQL(_IS_CORRECTED, [], models.BooleanField()),
                share_card=RawSQL(_SHARE_CARD, [get_language()], models.CharField()),
            )
        )

    def in_state(self, state):
        """Those of which `with_state` says `state`, by indexes: it would have to be worked out for every row."""
        now = timezone.now()
        if state == State.WITHDRAWN:
            return self.exclude(withdrawn_at=None)
        if state == State.LIVE:
            return self.live()
        unseen = self.filter(Q(published_at=None) | Q(published_at__gt=now), withdrawn_at=None)
        scheduled = Revision.objects.exclude(due_at=None).values("article")
        if state == State.SCHEDULED:
            return unseen.filter(pk__in=scheduled)
        return unseen.filter(stage=state).exclude(pk__in=scheduled)

    def coming(self):
        """Those that readers do not see yet and will see at a moment that is set, which is their `out_at`."""
        now = timezone.now()
        scheduled = Revision.objects.exclude(due_at=None)
        dated_ahead = Q(withdrawn_at=None, published_at__gt=now)  # as an import may do it
        either = (
            scheduled.order_by().values("article").union(Article.objects.filter(dated_ahead).order_by().values("pk"))
        )
        due_at = models.Subquery(scheduled.filter(article=OuterRef("pk")).values("due_at")[:1])
        unseen = self.filter(pk__in=either).exclude(withdrawn_at=None, published_at__lte=now)
        return unseen.annotate(out_at=Case(When(dated_ahead, then="published_at"), default=due_at))

    def with_changes(self):
        """Live ones whose newest revision readers do not see; the revision that they see is older than it."""
        return self.live().filter(newest_revision__gt=F("live_revision"))

    def begun(self):
        """Those in which something was written, if only an autosave; somebody may have opened the others by mistake."""
        return self.filter(~Q(newest_revision=None) | Exists(Revision.objects.filter(article=OuterRef("pk"))))

    def for_desk(self):
        """All that the desk's lists show; the long texts stay in the database.

        An article that was never saved is called as the person who began it calls it so far, in `unsaved_headline`.
        """
        unsaved = Revision.objects.autosaves_of(OuterRef("created_by")).filter(article=OuterRef("pk"))
        return (
            self.with_state()
            .annotate(
                unsaved_headline=Case(
                    When(newest_revision=None, then=models.Subquery(unsaved.values("headline")[:1])),
                    default=Value(""),
                )
            )
            .select_related("section", "newest_revision__section")
            .defer(*[f"body_{language}" for language in LANGUAGES], "body", "newest_revision__content")
        )

    def with_state(self):
        """Each with `state`, the word for where it stands (State), its schedule and `has_changes`, for the desk."""
        scheduled = Revision.objects.filter(article=OuterRef("pk")).exclude(due_at=None)
        return self.annotate(
            due_at=models.Subquery(scheduled.values("due_at")[:1]),
            due_problem=models.Subquery(scheduled.values("due_problem")[:1]),
            scheduler_seen_at=models.Subquery(SchedulerSighting.objects.values("seen_at")),
            state=Case(
                When(~Q(withdrawn_at=None), then=Value(State.WITHDRAWN)),
                When(published_at__lte=timezone.now(), then=Value(State.LIVE)),
                When(Exists(scheduled), then=Value(State.SCHEDULED)),
                default=F("stage"),
            ),
            has_changes=Case(
                When(Q(published_at=None) | Q(newest_revision=F("live_revision")), then=False),
                default=True,
                output_field=models.BooleanField(),
            ),
        )


def _bylines():
    shown = [*columns.author(), *columns.at("portrait", columns.picture())]
    bylines = Byline.objects.select_related("author__portrait")
    return Prefetch("bylines", bylines.only("article", "author", "role", *columns.at("author", shown)))


_IS_CORRECTED = "EXISTS (SELECT FROM articles_correction WHERE article_id = articles_article.id)"
_SHARE_CARD = "SELECT file FROM articles_sharecard WHERE article_id = articles_article.id AND language = %s"


class Stage(models.TextChoices):
    """How far the newest revision has come on its way to readers."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("in review")
    RETURNED = "returned", _("returned")
    APPROVED = "approved", _("approved")


class State(models.TextChoices):
    """Where an article stands, in one word: a stage, or what readers meet."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("in review")
    RETURNED = "returned", _("returned")
    APPROVED = "approved", _("approved")
    SCHEDULED = "scheduled", _("scheduled")
    LIVE = "live", _("live")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Article(models.Model):
    """What readers see of an article. Only `workflow` writes it; the desk edits revisions.

    A new article has a row from its first save on, empty and not live, so that its revisions have a home.
    """

    kicker = models.CharField(_("kicker"), max_length=60, blank=True)
    headline = models.CharField(_("headline"), max_length=200, blank=True)
    standfirst = models.TextField(_("standfirst"), max_length=600, blank=True)
    body = models.TextField(_("body"), blank=True)
    slug = models.CharField(_("address"), max_length=80, blank=True, validators=[validate_slug])
    lead_caption = models.CharField(_("caption of the lead picture"), max_length=500, blank=True)
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    seo_title = models.CharField(_("title for search engines"), max_length=120, blank=True)
    seo_description = models.CharField(_("description for search engines"), max_length=300, blank=True)
    # Made from the text when it is published: what cards and search show without reading the body.
    excerpt = models.TextField(editable=False, blank=True)
    reading_minutes = models.PositiveSmallIntegerField(editable=False, default=0)

    source_url = models.URLField(_("address of the source"), max_length=1000, blank=True)
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("section")
    )
    lead_image = models.ForeignKey(
        Image, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead picture")
    )
    authors = models.ManyToManyField(
        Author, through="Byline", related_name="articles", verbose_name=_("authors"), blank=True
    )
    topics = models.ManyToManyField(
        Topic, through="ArticleTopic", related_name="articles", verbose_name=_("topics"), blank=True
    )
    has_en = models.BooleanField(editable=False, default=False)
    has_fr = models.BooleanField(editable=False, default=False)

    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    updated_at = models.DateTimeField(_("changed for readers"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)

    # The desk's side of it.
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(_("edited"), default=timezone.now, editable=False)
    # Nobody publishes anything of it before this moment; afterwards it means nothing.
    embargo_until = models.DateTimeField(_("under embargo until"), null=True, editable=False)
    newest_revision = models.OneToOneField("Revision", models.SET_NULL, null=True, editable=False, related_name="+")
    live_revision = models.OneToOneField("Revision", models.SET_NULL, null=True, editable=False, related_name="+")
    # What the article was called where it was imported from; null for those written here, since "" would be unique.
    imported_id = models.CharField(max_length=200, null=True, unique=True, editable=False)  # noqa: DJ001
    # What the page on which it was begun calls it: a first autosave that is sent again begins no second article.
    begun_as = models.UUIDField(null=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-edited_at", "-pk"]
        permissions = [
            ("edit_any_article", "Can edit every article"),
            ("publish_article", "Can publish, schedule, return and withdraw"),
        ]
        indexes = [
            # With the moment of the last change, which sitemaps read for every article (articles/months.py).
            models.Index(
                fields=["-published_at", "-id"],
                include=["updated_at"],
                condition=Q(withdrawn_at=None),
                name="article_live_newest",
            ),
            models.Index(
                fields=["section", "-published_at", "-id"],
                condition=Q(withdrawn_at=None),
                name="article_live_in_section",
            ),
            # A few editions of very many articles may be in another language.
            *(
                models.Index(
                    fields=["-published_at", "-id"],
                    include=["updated_at"],
                    condition=Q(withdrawn_at=None) & Q(**{f"has_{code}": True}),
                    name=f"article_live_{code}",
                )
                for code in ("en", "fr")
            ),
            models.Index(fields=["-edited_at", "-id"], name="article_desk_list"),
            models.Index(Coalesce("published_at", "edited_at").desc(), F("id").desc(), name="article_picker"),
            # What waits for somebody at the desk: a few among very many, each in an index of its own size.
            models.Index(
                fields=["stage", "-edited_at", "-id"], condition=~Q(stage=Stage.DRAFT), name="article_waiting"
            ),
            models.Index(
                fields=["-edited_at", "-id"],
                condition=Q(withdrawn_at=None, newest_revision__gt=F("live_revision")),
                name="article_with_changes",
            ),
            models.Index(fields=["-edited_at", "-id"], condition=~Q(withdrawn_at=None), name="article_withdrawn"),
            models.Index(fields=["embargo_until"], condition=~Q(embargo_until=None), name="article_embargo"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None)
                | (Q(headline_ar__isnull=False, section__isnull=False) & ~Q(headline_ar="")),
                name="article_live_needs_headline_and_section",
                violation_error_message=_("An article needs a headline and a section before readers see it."),
            ),
            models.UniqueConstraint(
                fields=["begun_as"], condition=Q(newest_revision=None), name="article_unsaved_begun_once"
            ),
        ]

    def __str__(self):
        newest = self.newest_revision.headline if self.newest_revision else getattr(self, "unsaved_headline", "")
        return self.headline_ar or newest or str(_("untitled"))

    def get_absolute_url(self):
        return reverse("article", args=[self.section.slug, self.pk, self.slug])

    def card_tags(self):
        """The tags of a page of the present language that has this article among others; see `page_tags`."""
        image = {f"image:{self.lead_image_id}"} if self.lead_image_id else set()
        return image | {in_edition(f"card:{self.pk}"), *(f"author:{byline.author_id}" for byline in self.bylines.all())}

    @property
    def is_live(self):
        return self.withdrawn_at is None and self.published_at is not None and self.published_at <= timezone.now()

    @property
    def is_embargoed(self):
        return self.embargo_until is not None and self.embargo_until > timezone.now()

    def languages(self):
        """The languages this article can be read in: those with a headline and a body."""
        return [code for code in LANGUAGES if code == settings.LANGUAGE_CODE or getattr(self, f"has_{code}")]


class Byline(models.Model):
    """One author of one article, in the order of print, and what they did for it."""

    class Role(models.TextChoices):
        WRITER = "writer", _("writer")
        REPORTER = "reporter", _("reporter")
        PHOTOGRAPHER = "photographer", _("photographer")
        TRANSLATOR = "translator", _("translator")
        EDITOR = "editor", _("editor")

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    author = models.ForeignKey(Author, models.PROTECT, db_index=False, related_name="bylines", verbose_name=_("author"))
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.WRITER)
    position = models.PositiveSmallIntegerField()
    # The article's own again, so that the newest of an author who left long ago are found without a look at all since.
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ["position"]
        indexes = [models.Index(fields=["author", "published_at", "article"], name="byline_by_date")]
        constraints = [
            models.UniqueConstraint(fields=["article", "author"], name="byline_author_once"),
            models.UniqueConstraint(fields=["article", "position"], name="byline_position_once"),
        ]

    def __str__(self):
        return f"{self.author} ({self.get_role_display()})"


class ArticleTopicQuerySet(models.QuerySet):
    def readable(self):
        """Those of articles that readers of the page's language see; `ArticleQuerySet.readable` finds the articles.

        A topic's are counted by the index article_topic_by_date, without reading the articles of an Arabic page.
        """
        withdrawn = Article.objects.exclude(withdrawn_at=None)
        live = self.filter(published_at__lte=timezone.now()).exclude(article__in=withdrawn)
        language = get_language()
        return live if language == settings.LANGUAGE_CODE else live.filter(**{f"article__has_{language}": True})


class ArticleTopic(models.Model):
    """One topic of one article, in the editor's order: the first is what the article is most about."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="article_topics")
    topic = models.ForeignKey(Topic, models.CASCADE, db_index=False, related_name="article_topics")
    position = models.PositiveSmallIntegerField()
    # The article's own again, so that those before and after it are found however many a topic has.
    published_at = models.DateTimeField(null=True)

    objects = ArticleTopicQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["topic", "published_at", "article"], name="article_topic_by_date")]
        constraints = [
            models.UniqueConstraint(fields=["article", "topic"], name="article_topic_once"),
            models.UniqueConstraint(fields=["article", "position"], name="article_topic_position_once"),
        ]

    def __str__(self):
        return str(self.topic)


class RevisionQuerySet(models.QuerySet):
    def saved(self):
        """The history: what somebody meant to keep. An autosave is a person's own until they save it."""
        return self.exclude(kind=Revision.Kind.AUTOSAVE)

    def autosaves_of(self, user):
        """What `user` typed and has not saved, one an article."""
        return self.filter(kind=Revision.Kind.AUTOSAVE, created_by=user)

    def to_come(self):
        """Those that may still go out or be shown, and are not out now; all others are history."""
        newest = Article.objects.exclude(newest_revision=F("live_revision")).values("newest_revision")
        return self.filter(
            Q(pk__in=newest)
            | Q(kind=Revision.Kind.AUTOSAVE)
            | ~Q(due_at=None)
            | Q(pk__in=PreviewLink.objects.open().exclude(revision=None).values("revision"))
        )

    def showing(self, image):
        """Those that have `image` as their lead picture or in their texts. Reads each: to be asked of few."""
        return self.filter(Q(content__lead_image=image.pk) | _in_a_body(image, "content__body"))


class Revision(models.Model):
    """The whole editable state of an article at one moment, with who, when and why.

    An autosave is what one person typed and has not saved yet: there is one of a person and article, replaced as they
    type, and what was typed need not be valid. It is never the newest revision and never goes out to readers; `base` is
    the revision that they began from. The other kinds never change.

    `content` maps the names of the desk's form to plain values: `headline_ar`, `body_en`, `section` (an id),
    `bylines` ([{"author": id, "role": …}]), `topics` ([id, …]). headline, section and author_ids repeat a part of
    it so that the desk can list and filter.
    """

    class Kind(models.TextChoices):
        SAVED = "saved", _("saved")
        RESTORED = "restored", _("restored")
        IMPORTED = "imported", _("imported")
        MERGED = "merged", _("two versions made one")
        AUTOSAVE = "autosave", _("kept by itself")

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions")
    content = models.JSONField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SAVED)
    note = models.CharField(_("note"), max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    base = models.ForeignKey("self", models.SET_NULL, null=True, db_index=False, related_name="+")
    due_at = models.DateTimeField(_("to be published"), null=True, blank=True)
    due_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Why it could not be published when it was due; the schedule then waits for somebody to act.
    due_problem = models.TextField(blank=True)

    headline = models.CharField(max_length=200, blank=True)
    section = models.ForeignKey(Section, models.SET_NULL, null=True, related_name="+")
    author_ids = ArrayField(models.BigIntegerField(), default=list)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-created_at", "-pk"]
        indexes = [
            GinIndex(fields=["author_ids"], name="revision_author_ids"),
            models.Index(fields=["due_at"], condition=~Q(due_at=None), name="revision_due"),
            models.Index(fields=["base"], condition=~Q(base=None), name="revision_base"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=~Q(due_at=None),
                name="revision_one_schedule_an_article",
                violation_error_message=_("This article is scheduled already."),
            ),
            models.UniqueConstraint(
                fields=["article", "created_by"],
                condition=Q(kind="autosave"),
                name="revision_one_autosave_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(kind="autosave") | Q(due_at=None), name="revision_no_autosave_is_scheduled"
            ),
        ]

    def __str__(self):
        return self.headline or str(_("untitled"))


class BodyReference(models.Model):
    """That a live article's text shows this picture, or points at this article: kept by `body.save_references`."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="body_references")
    image = models.ForeignKey(Image, models.PROTECT, null=True, related_name="body_references")
    target = models.ForeignKey(Article, models.CASCADE, null=True, related_name="referring")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(image=None) ^ Q(target=None), name="body_reference_to_one_thing"),
            models.UniqueConstraint(fields=["article", "image"], name="body_reference_image_once"),
            models.UniqueConstraint(fields=["article", "target"], name="body_reference_target_once"),
        ]

    def __str__(self):
        return str(self.image or self.target)


class ShareCard(models.Model):
    """The picture that stands beside a link to one edition of an article; drawn by `share_cards`.

    It shows what `revision` says, the live one when it was drawn, in a `look` that all cards had in common then.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="share_cards")
    language = models.CharField(max_length=2)
    file = models.CharField(max_length=200)
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    look = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="share_card_once")]

    def __str__(self):
        return self.file


class MostRead(models.Model):
    """The place of one article in one ranking of what readers read most; made by `most_read`, which names rankings."""

    ranking = models.CharField(max_length=60)
    place = models.PositiveSmallIntegerField()
    article = models.ForeignKey(Article, models.CASCADE, related_name="rankings")

    class Meta:
        ordering = ["ranking", "place"]
        constraints = [models.UniqueConstraint(fields=["ranking", "place"], name="most_read_place_once")]

    def __str__(self):
        return f"{self.ranking} {self.place}"


class Announcement(models.Model):
    """That a change of an article is to be told to a service outside, and what became of it; see `announcing`."""

    class Service(models.TextChoices):
        WEBSUB = "websub", "WebSub"
        INDEXNOW = "indexnow", "IndexNow"

    article = models.ForeignKey(Article, models.CASCADE, related_name="announcements")
    service = models.CharField(max_length=10, choices=Service)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    # When it is tried next; null once it is given up.
    due_at = models.DateTimeField(default=timezone.now, null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=Q(told_at=None), name="announcement_due")]

    def __str__(self):
        return f"{self.service} {self.article_id}"


class Correction(models.Model):
    """A correction note, printed on the article's page with its date."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections")
    text = models.TextField(_("correction"), max_length=1000)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return self.text[:60]


class ArticleEvent(models.Model):
    """One change of state: who did what to which revision, when, and what they said about it."""

    class Verb(models.TextChoices):
        CREATED = "created", _("created")
        SUBMITTED = "submitted", _("sent for review")
        UNSUBMITTED = "unsubmitted", _("taken back from review")
        RETURNED = "returned", _("returned to the writer")
        APPROVED = "approved", _("approved")
        UNAPPROVED = "unapproved", _("changed after its approval")
        SCHEDULED = "scheduled", _("scheduled")
        UNSCHEDULED = "unscheduled", _("schedule cancelled")
        MISSED = "missed", _("not published when it was due")
        EMBARGOED = "embargoed", _("put under embargo")
        UNEMBARGOED = "unembargoed", _("embargo lifted")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RESTORED = "restored", _("an older revision restored")
        SHARED = "shared", _("preview link made")
        UNSHARED = "unshared", _("preview link closed")
        CORRECTED = "corrected", _("correction added")
        UNCORRECTED = "uncorrected", _("correction removed")
        TAKEN_OVER = "taken_over", _("writing taken over")
        HANDED_BACK = "handed_back", _("writing handed back")

    article = models.ForeignKey(Article, models.CASCADE, related_name="events")
    verb = models.CharField(max_length=12, choices=Verb)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.get_verb_display()


class PreviewLinkQuerySet(models.QuerySet):
    def open(self):
        """Those that still lead to a page."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class PreviewLink(models.Model):
    """A way for somebody without an account to read an article before readers do; see `sharing`."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="preview_links")
    # What it shows; null for whatever is the newest when it is opened.
    revision = models.ForeignKey(Revision, models.CASCADE, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.article_id} → {self.expires_at:%Y-%m-%d %H:%M}"


class Stet(models.Model):
    """Words that stay in one article as they are, whatever the proof-reader says; see `proofreading`."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="stets")
    key = models.CharField(max_length=200)  # what is the same words, in any spelling
    words = models.CharField(max_length=200)  # as they stood there
    rule = models.CharField(max_length=3)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["article", "key"], name="stet_once")]

    def __str__(self):
        return self.words


class PresenceQuerySet(models.QuerySet):
    def living(self):
        """Those whose page has given a sign of life of late, by PostgreSQL's clock."""
        return self.filter(seen_at__gt=Now() - Presence.ENDS_AFTER)


class Presence(models.Model):
    """That somebody has an article open at the desk, since when, and when their page last gave a sign of life.

    One row of a person and article, in an unlogged table: it is renewed every few seconds, and worth nothing after a
    crash. Nobody ends it for those who just go away: `living()` leaves out who was silent for too long. `presence`
    keeps it.
    """

    #: After how long a silence somebody is there no more: less than a minute with the other's next look.
    ENDS_AFTER = timedelta(seconds=55)

    article = models.ForeignKey(Article, models.CASCADE, db_index=False, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())
    # Whoever took the article over last writes alone for as long as they are there.
    took_over_at = models.DateTimeField(null=True)
    # Of the others: their page takes no more words, and the server has all that was typed in it.
    is_settled = models.BooleanField(default=False)
    asked_back_at = models.DateTimeField(null=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="presence_once")]

    def __str__(self):
        return f"{self.user_id} @ {self.article_id}"


class SchedulerSighting(models.Model):
    """When a scheduler was last at work: one row, renewed at each of its rounds; see `scheduling`."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="scheduler_sighting_only_one")]

    def __str__(self):
        return f"{self.seen_at:%Y-%m-%d %H:%M:%S}"


class SearchEntry(models.Model):
    """What the search knows of one language edition of a live article; made by `search.index`.

    The columns of the article are here again, so that of many matches none has to be looked up there.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="search_entries")
    language = models.CharField(max_length=2)
    published_at = models.DateTimeField()
    # What the results are narrowed to and counted by.
    section = models.ForeignKey(Section, models.SET_NULL, null=True, db_index=False, related_name="+")
    author_ids = ArrayField(models.BigIntegerField(), default=list)
    topic_ids = ArrayField(models.BigIntegerField(), default=list)
    year = models.PositiveSmallIntegerField(default=0)
    # The `arabic.ANALYSIS_VERSION` that made it; 0 for those older than this column.
    analysis = models.PositiveSmallIntegerField(default=0)
    # Kept apart from the row and as it is, so that rows are small and a vector is read without unpacking.
    vector = SearchVectorField()
    # What the vector has of the headline, and the labels of authors and topics. Small enough to stay in the row.
    heading = models.GeneratedField(
        expression=Func("vector", template="ts_filter(%(expressions)s, '{a,b}')"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="search_entry_once")]
        indexes = [
            GinIndex(fields=["vector"], name="search_entry_vector"),
            GinIndex(fields=["heading"], name="search_entry_heading"),
            models.Index(fields=["language", "-published_at", "-id"], name="search_entry_newest"),
            models.Index(fields=["analysis"], name="search_entry_analysis"),
        ]

    def __str__(self):
        return f"{self.article_id} {self.language}"


class PackedWords(models.Model):
    """How often each word comes in the Arabic edition of a live article, as `search.packing` packs it; made by
    `search.index`. A search entry says as much, but in ten times the bytes."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="packed_words")
    words = models.BinaryField()

    def __str__(self):
        return str(self.article_id)


class DeskEntry(models.Model):
    """What the desk's search knows of an article: its newest revision, in all languages; made by `index_for_desk`.

    `headline` has the words of the headlines alone. It is short and stays in the row, while PostgreSQL keeps `words`
    apart from it: of many matches none is looked up to put them in order.
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="desk_entry")
    edited_at = models.DateTimeField()
    headline = SearchVectorField()
    words = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=["headline"], name="desk_entry_headline"),
            GinIndex(fields=["words"], name="desk_entry_words"),
        ]

    def __str__(self):
        return str(self.article)


def _in_a_body(image, column):
    """That a body, in one language or another, has `image` in it; `column` may be a key of JSON."""
    figure = f'data-image="{image.pk}"'
    # Of JSON `contains` would ask something else.
    return reduce(or_, [Q(**{f"{column}_{language}__icontains": figure}) for language in LANGUAGES])


class StaticPageQuerySet(models.QuerySet):
    def also_showing(self, image):
        """Those that have `image` in their text."""
        return self.filter(_in_a_body(image, "body"))


class StaticPage(models.Model):
    """A page that stands outside the news: «من نحن», «اتصل بنا». Edited in the desk, live as it is saved."""

    title = models.CharField(_("title"), max_length=150)
    slug = models.CharField(_("address"), max_length=80, blank=True, validators=[validate_slug])
    body = models.TextField(_("text"), blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    in_footer = models.BooleanField(_("linked at the foot of every page"), default=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = StaticPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "pk"]
        constraints = unique_slug_constraints("page")

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("page", args=[self.slug])


class SearchHeadline(models.Model):
    """The headline of one language edition of a live article, to be found by its beginning; made by `search.index`.

    Beside SearchEntry and small: for a beginning that thousands of headlines have, the newest rows are read in order,
    and the vector of a whole text would have to be fetched from where PostgreSQL puts what is too long for a row.
    """

    article = models.ForeignKey(Article, models.CASCADE, db_index=False, related_name="search_headlines")
    language = models.CharField(max_length=2)
    published_at = models.DateTimeField()
    words = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "language"], name="search_headline_once")]
        indexes = [
            models.Index(fields=["language", "-published_at", "-article"], name="search_headline_newest"),
            GinIndex(fields=["words"], name="search_headline_words"),
        ]

    def __str__(self):
        return f"{self.article_id} {self.language}"


class SearchWord(models.Model):
    """A word as live articles print it, and in how many; kept by `search.vocabulary`, which may forget late."""

    language = models.CharField(max_length=2)
    word = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    articles = models.PositiveIntegerField()
    prominent = models.BooleanField()  # it stands in a headline, or in the name of an author or topic

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="search_word_once")]
        indexes = [
            models.Index(fields=["language", "key"], name="search_word_key"),
            GinIndex(fields=["key"], opclasses=["gin_trgm_ops"], condition=Q(prominent=True), name="search_word_like"),
        ]

    def __str__(self):
        return self.word
