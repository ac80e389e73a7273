"""Loads articles that another system wrote, in batches: `import_articles` on JSON lines.

A line is prepared by itself, in any process (`prepare`: checked, cleaned, analysed); a batch of prepared lines is then
stored in one transaction (`store`). An import puts articles before readers at once, so it may only be run by whoever
may run commands on the server.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

import arabic
from articles import body, content, credits, page_tags
from articles.models import (
    LANGUAGES,
    Article,
    ArticleEvent,
    ArticleTopic,
    Byline,
    PackedWords,
    Revision,
    SearchEntry,
    SearchHeadline,
    Section,
)
from articles.search import desk, indexing, suggestions, vocabulary
from authors.models import Author
from delivery.addresses import RESERVED, fold, free_slug
from delivery.tags import bump, bump_everything
from topics.models import Topic

#: Where articles go whose line names no section.
OTHER_SECTION = "منوّعات"
#: The longest line taken, in characters: a long book chapter.
MOST_CHARACTERS = 1_000_000
#: Of so many changed lines in a batch it is looked up which pages show the change; of more, every page is made anew.
MOST_COMPARED = 20

_TAG = re.compile(
    r"</?(?:p|div|br|h[1-6]|ul|ol|li|a|span|strong|b|em|i|blockquote|figure|img|table|hr|section|article)\b[^<>]*>",
    re.I,
)
_SCRIPT = re.compile(r"<[\s/]*(?:script|iframe|object|embed|style|svg|form)\b|<[^<>]+\son\w+\s*=|javascript\s*:", re.I)


class BadLine(ValueError):
    """A line that is not taken, with the reason in words."""


@dataclass
class Prepared:
    """One line, checked and made ready: `content` lacks only the ids of section, authors and topics."""

    id: str
    content: dict
    section: str
    persons: tuple[str, ...]
    tags: tuple[str, ...]
    published_at: datetime | None
    reading_minutes: int
    excerpt: str
    text: str = field(repr=False)
    words: str = field(repr=False)
    headline_words: str = field(repr=False)
    vocabulary: tuple[set[str], set[str]] = field(repr=False)


# One line -----------------------------------------------------------------------------------------------------------


def prepare(line: str) -> Prepared:
    """The article in one line of JSON. Raises BadLine with the reason when it cannot be taken."""
    record = _record(line)
    title = _text(record, "title", required=True, longest=200)
    html = _html(_text(record, "body", required=True, longest=MOST_CHARACTERS))
    credit = credits.read(_text(record, "author"))
    url = _url(_text(record, "url", longest=MOST_CHARACTERS))
    source = credit.agency or _text(record, "source")
    text = body.plain_text(html)
    if not text.strip():
        raise BadLine("the body has no text")
    tags = _tags(record)
    texts = {"headline_ar": title, "slug_ar": arabic.slugify(title), "body_ar": html, "source_name_ar": source[:200]}
    return Prepared(
        id=_id(record),
        content={**content.EMPTY, **texts, "source_url": url},
        section=_text(record, "section", longest=80) or OTHER_SECTION,
        persons=credit.persons,
        tags=tags,
        published_at=moment(record.get("published")),
        reading_minutes=arabic.reading_minutes(f"{title}\n{text}", settings.WORDS_PER_MINUTE),
        excerpt=content.excerpt("", text),
        text=text,
        words=indexing.arabic_words(title, text),
        headline_words=suggestions.headline_words(title),
        vocabulary=vocabulary.words_of(title, [*credit.persons, *tags], text),
    )


def _record(line):
    if len(line) > MOST_CHARACTERS:
        raise BadLine(f"the line has {len(line):,} characters; at most {MOST_CHARACTERS:,} are taken")
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"this is not JSON: {error}") from None
    if not isinstance(record, dict):
        raise BadLine("this is JSON, but not an object in braces")
    return record


def _text(record, key, *, required=False, longest=1000):
    value = record.get(key)
    if value is None:
        value = ""
    if not isinstance(value, str):
        raise BadLine(f"“{key}” is not a text")
    if "\0" in value:
        raise BadLine(f"“{key}” has NUL bytes")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadLine(f"“{key}” has a lone surrogate, half of a character") from None
    value = arabic.clean(value).strip() if key == "body" else " ".join(arabic.clean(value).split())
    if required and not value:
        raise BadLine(f"there is no {key}")
    if len(value) > longest:
        raise BadLine(f"“{key}” has {len(value):,} characters; at most {longest:,} are taken")
    return value


def _id(record):
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return _text({"id": value}, "id", required=True, longest=200)


def _html(text):
    if _SCRIPT.search(text):
        raise BadLine("the body has a script or an event handler in it")
    try:
        html = body.clean_foreign(text) if _TAG.search(text) else body.from_text(text)
    except ValidationError as error:
        raise BadLine(" ".join(error.messages)) from None
    return html


def moment(value):
    """When it was published. A time without a zone is the newsroom's own; a day without a time is its noon."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        try:
            day = parse_date(value)  # first, since a day alone is a midnight to parse_datetime
            moment = datetime(day.year, day.month, day.day, 12) if day else parse_datetime(value)
            if moment is not None:
                moment = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
                return timezone.localtime(moment).astimezone(UTC)  # it must be a date here too, not only there
        except (ValueError, OverflowError):
            pass
    raise BadLine(f"“published” is no date: {str(value)[:40]!r}; write it like 2026-03-05T09:30:00+02:00")


def _url(value):
    try:
        parts = urlsplit(value)
    except ValueError:
        return ""
    return value if parts.scheme in ("http", "https") and parts.hostname and len(value) <= 1000 else ""


def _tags(record):
    value = record.get("tags") or []
    if not isinstance(value, list) or not all(isinstance(tag, str) for tag in value):
        raise BadLine("“tags” is not a list of texts")
    names = (_text({"tags": tag}, "tags", longest=150) for tag in value)
    return tuple({arabic.search_key(name): name for name in names if arabic.search_key(name)}.values())


# A batch ------------------------------------------------------------------------------------------------------------


class Importer:
    """Stores prepared lines and remembers, over batches, the sections, authors and topics it met; `finish` ends it."""

    def __init__(self, undated_at=None):
        self.started_at = timezone.now()
        # Lines without a date are dated so: by the import itself, unless whoever runs it knows better.
        self.undated_at = undated_at or self.started_at
        # The navigation of a site that has one is the chief editor's; a new site gets what the import brings.
        self.makes_navigation = not Section.objects.exists()
        self.sections = {fold(section.name): section.pk for section in Section.objects.all()}
        self.authors = {arabic.search_key(author.name): author for author in Author.objects.all()}
        self.tally = vocabulary.Tally(settings.LANGUAGE_CODE)
        self.topics = {}
        for topic in Topic.objects.prefetch_related("aliases"):
            for spelling in topic.spellings():
                self.topics.setdefault(arabic.search_key(spelling), topic)

    @transaction.atomic
    def store(self, batch):
        """Store a list of Prepared, whole or not at all; how many were added, updated, left unchanged or kept.

        "kept" are those that the desk has edited or withdrawn since: the import does not touch them.
        """
        done = dict.fromkeys(("added", "updated", "unchanged", "kept"), 0)
        # Locked, so that the desk does not save meanwhile, and joined to nothing, as in `workflow`.
        known = Article.objects.filter(imported_id__in=[line.id for line in batch]).order_by("pk")
        known = known.select_for_update(no_key=True).prefetch_related("newest_revision")
        present = {article.imported_id: article for article in known}
        new, changed = [], []
        for line in batch:
            self._name_ids(line)
            article = present.get(line.id)
            if article is None:
                new.append(line)
            elif article.newest_revision.kind != Revision.Kind.IMPORTED or article.withdrawn_at is not None:
                done["kept"] += 1
            elif article.newest_revision.content == line.content:
                done["unchanged"] += 1
            else:
                changed.append((article, line))
        done["added"], done["updated"] = len(new), len(changed)
        before = [(article, page_tags.Before(article)) for article, _line in changed[:MOST_COMPARED]]
        added = self._add(new)
        self._change(changed)
        if len(changed) > len(before):
            bump_everything()
        else:
            bump(page_tags.of_new(added).union(*(was.changed(Article.objects.get(pk=now.pk)) for now, was in before)))
        return done

    def finish(self):
        """Let the search learn the words of what was stored, all at once: one by one would take longer than to load."""
        vocabulary.learn_all(self.tally)
        self.tally = vocabulary.Tally(settings.LANGUAGE_CODE)

    def _name_ids(self, line):
        """Fill in the ids of the line's section, authors and topics; what is not there yet is made."""
        line.content["section"] = self._section(line.section)
        line.content["bylines"] = [
            {"author": pk, "role": Byline.Role.WRITER}
            for pk in dict.fromkeys(self._author(name).pk for name in line.persons)
        ]
        line.content["topics"] = list(dict.fromkeys(self._topic(name).pk for name in line.tags))

    def _section(self, name):
        if fold(name) not in self.sections:
            slug = free_slug(Section.objects, name)
            if fold(slug) in RESERVED:
                slug = free_slug(Section.objects, f"{name} 2")
            last = Section.objects.aggregate(last=Max("position"))["last"] or 0
            section = Section(name_ar=name, slug_ar=slug, position=last + 1, in_navigation=self.makes_navigation)
            section.save()
            bump({page_tags.SITE})
            self.sections[fold(name)] = section.pk
        return self.sections[fold(name)]

    def _author(self, name):
        key = arabic.search_key(name)
        if key not in self.authors:
            self.authors[key] = Author.objects.create(name_ar=name, slug_ar=free_slug(Author.objects, name))
        return self.authors[key]

    def _topic(self, name):
        key = arabic.search_key(name)
        if key not in self.topics:
            self.topics[key] = Topic.objects.create(name_ar=name, slug_ar=free_slug(Topic.objects, name))
        return self.topics[key]

    def _add(self, lines):
        articles = []
        for line in lines:
            published_at = line.published_at or self.undated_at
            articles.append(
                Article(
                    imported_id=line.id,
                    published_at=published_at,
                    updated_at=published_at,
                    edited_at=min(published_at, self.started_at),
                    **self._columns(line),
                )
            )
        Article.objects.bulk_create(articles)
        self._add_what_belongs(list(zip(articles, lines, strict=True)))
        return articles

    def _change(self, pairs):
        articles = [article for article, _line in pairs]
        for article, line in pairs:
            for name, value in self._columns(line).items():
                setattr(article, name, value)
            article.published_at = line.published_at or article.published_at
            article.updated_at = max(self.started_at, article.published_at)
            article.edited_at = self.started_at
            article.save()
        for model in (Byline, ArticleTopic, SearchEntry, PackedWords, SearchHeadline):
            model.objects.filter(article__in=articles).delete()
        self._add_what_belongs(pairs)

    def _add_what_belongs(self, pairs):
        """Write each article's revision, bylines, topics, search entry and log line."""
        articles = [article for article, _line in pairs]
        revisions = Revision.objects.bulk_create(
            Revision(
                article=article,
                content=line.content,
                kind=Revision.Kind.IMPORTED,
                created_at=self.started_at,
                headline=line.content["headline_ar"],
                section_id=line.content["section"],
                author_ids=[byline["author"] for byline in line.content["bylines"]],
            )
            for article, line in pairs
        )
        newest = Revision.objects.filter(article=OuterRef("pk")).order_by("-pk").values("pk")[:1]
        Article.objects.filter(pk__in=[article.pk for article in articles]).update(
            newest_revision_id=Subquery(newest), live_revision_id=Subquery(newest)
        )
        Byline.objects.bulk_create(
            Byline(
                article=article,
                author_id=byline["author"],
                role=byline["role"],
                position=position,
                published_at=article.published_at,
            )
            for article, line in pairs
            for position, byline in enumerate(line.content["bylines"])
        )
        ArticleTopic.objects.bulk_create(
            ArticleTopic(article=article, topic_id=topic, position=position, published_at=article.published_at)
            for article, line in pairs
            for position, topic in enumerate(line.content["topics"])
        )
        SearchEntry.objects.bulk_create(
            indexing.entry(
                article,
                settings.LANGUAGE_CODE,
                line.words,
                author_ids=[byline["author"] for byline in line.content["bylines"]],
                topic_ids=line.content["topics"],
            )
            for article, line in pairs
        )
        PackedWords.objects.bulk_create(indexing.packed_words(article, line.words) for article, line in pairs)
        SearchHeadline.objects.bulk_create(
            suggestions.headline(article, settings.LANGUAGE_CODE, line.headline_words) for article, line in pairs
        )
        desk.store_as_published(articles, settings.LANGUAGE_CODE)
        for _article, line in pairs:
            self.tally.add(*line.vocabulary)
        ArticleEvent.objects.bulk_create(
            ArticleEvent(article=revision.article, verb=ArticleEvent.Verb.PUBLISHED, revision=revision)
            for revision in revisions
        )

    def _columns(self, line):
        """The row's columns for a line. All translated ones are named: looking up their defaults takes long."""
        return {
            **{name: line.content[name] for name in content.TEXTS},
            **{f"excerpt_{language}": "" for language in LANGUAGES},
            **{f"reading_minutes_{language}": 0 for language in LANGUAGES},
            "excerpt_ar": line.excerpt,
            "reading_minutes_ar": line.reading_minutes,
            "source_url": line.content["source_url"],
            "section_id": line.content["section"],
        }
