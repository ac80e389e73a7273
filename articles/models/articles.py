"""What readers see of an article, who signs it and what it is about; which articles there are, and where they stand."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles import columns
from articles.models.desk import PreviewLink, SchedulerSighting
from articles.models.revisions import Revision
from articles.models.sections import Section
from authors.models import Author
from delivery.addresses import address, validate_slug
from delivery.editions import LANGUAGES
from delivery.tags import in_edition
from images.models import Image
from topics.models import Topic


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
        return self.filter(pk__in=_to_come().showing(image).values("article")).order_by("pk")

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
        """All that a card shows, in two queries however long the list."""
        shown = [*columns.listed(), *columns.at("section", columns.listed_section())]
        shown += columns.at("lead_image", columns.picture())
        return self.select_related("section", "lead_image").only(*shown).prefetch_related(_bylines())

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
            .defer(*columns.whole("body"), "newest_revision__content")
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


def _to_come():
    """The revisions that may still go out or be shown, and are not out now; all others are history."""
    newest = Article.objects.exclude(newest_revision=F("live_revision")).values("newest_revision")
    return Revision.objects.filter(
        Q(pk__in=newest)
        | Q(kind=Revision.Kind.AUTOSAVE)
        | ~Q(due_at=None)
        | Q(pk__in=PreviewLink.objects.open().exclude(revision=None).values("revision"))
    )


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
        if self.headline_ar:
            return self.headline_ar
        newest = self.newest_revision.headline if self.newest_revision else getattr(self, "unsaved_headline", "")
        return newest or str(_("untitled"))

    def get_absolute_url(self):
        return address("article", self.section.slug, self.pk, self.slug)

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
