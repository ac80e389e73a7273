"""Loads the demo newsroom into an empty database, through the same functions that the desk uses."""

import io
import re
import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

import arabic
from articles import body, content, most_read, search, workflow
from articles.content import TRANSLATED
from articles.models import Article, ArticleEvent, Correction, Revision, Section, StaticPage
from authors.models import Author
from delivery.models import ReadCount
from delivery.tags import bump_everything
from images import library
from newsroom import roles
from newsroom.demo import LOGINS, pictures
from related import curation
from topics.models import Topic, TopicAlias

FOLDER = Path(__file__).parent

#: Which author each demo account is, so that it has articles of its own.
AUTHOR_OF = {"journalist": "assem", "editor": "lina", "chief": "maysan"}


@dataclass(frozen=True)
class Piece:
    """One demo file: what its front matter says, and its body in each language."""

    key: str
    meta: dict
    editions: dict[str, dict]


def read(path):
    """A demo file: TOML between +++ lines, the Arabic body, then `+++ en` and `+++ fr` editions the same way."""
    parts = re.split(r"^\+\+\+ ?(en|fr)?\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    # parts: "", None, front matter, None, body [, "en", front matter, None, body …]
    meta = tomllib.loads(parts[2])
    editions = {"ar": {**meta, "body": parts[4]}}
    for language, front, text in zip(parts[5::4], parts[6::4], parts[8::4], strict=True):
        editions[language] = {**tomllib.loads(front), "body": text}
    return Piece(path.stem, meta, editions)


def pieces():
    """Every demo article and news item, the one that was published first at the front."""
    found = [read(path) for path in sorted([*FOLDER.glob("articles/*.html"), *FOLDER.glob("briefs/*.html")])]
    return sorted(found, key=lambda piece: -piece.meta.get("hours_ago", 0))


def world():
    return tomllib.loads((FOLDER / "world.toml").read_text(encoding="utf-8"))


@transaction.atomic
def load(progress=lambda what: None):
    """Make everything. `progress` is told what is being made, in words."""
    now = timezone.now()
    users = _users()
    facts = world()
    progress("pictures")
    images = _images(users["editor"])
    progress("sections, authors and topics")
    sections = _sections(facts["sections"])
    authors = _authors(facts["authors"], users)
    topics = _topics(facts["topics"], images)
    progress("articles")
    _articles(pieces(), now, users, sections, authors, topics, images)
    _pages()
    _reads(now)
    bump_everything()


def _users():
    users = {}
    for (username, password, role), group in zip(LOGINS, (roles.JOURNALIST, roles.EDITOR, roles.CHIEF), strict=True):
        users[username] = User.objects.create_user(username, password=password, is_staff=True, last_name=role)
        users[username].groups.add(Group.objects.get(name=group))
    return users


def _picture(drawn, name, **words):
    out = io.BytesIO()
    drawn.save(out, "PNG", compress_level=1)
    return library.add(ContentFile(out.getvalue(), name=f"{name}.png"), **words)


def _images(by):
    described = tomllib.loads((FOLDER / "images.toml").read_text(encoding="utf-8"))
    images = {}
    for key, words in described.items():
        words = {f"{name}_ar" if name in ("alt", "caption", "credit") else name: word for name, word in words.items()}
        images[key] = _picture(pictures.draw(key), key, by=by, **words)
    return images


def _translated(row, *names):
    """The columns of a row of world.toml: {"name": {"ar": …, "en": …}} gives name_ar, name_en …"""
    return {f"{name}_{language}": text for name in names if name in row for language, text in row[name].items()}


def _sections(rows):
    return {
        row["key"]: Section.objects.create(
            position=position, style=row.get("style", "news"), **_translated(row, "name", "slug")
        )
        for position, row in enumerate(rows, start=1)
    }


def _slugs(row):
    return {f"slug_{language}": arabic.slugify(name) for language, name in row["name"].items()}


def _authors(rows, users):
    accounts = {author: users[username] for username, author in AUTHOR_OF.items()}
    authors = {}
    for row in rows:
        key = row["key"]
        portrait = _picture(
            pictures.portrait(key), key, alt_ar=row["name"]["ar"], alt_en=row["name"]["en"], alt_fr=row["name"]["fr"]
        )
        authors[key] = Author.objects.create(
            portrait=portrait, user=accounts.get(key), **_translated(row, "name", "beat", "bio"), **_slugs(row)
        )
    for author in authors.values():
        if author.user:
            author.user.first_name, author.user.last_name = author.name_ar.split(" ", 1)
            author.user.save()
    return authors


def _topics(rows, images):
    topics = {}
    for row in rows:
        topic = Topic.objects.create(
            kind=row["kind"],
            layout=row.get("layout", Topic.Layout.LIST),
            image=images.get(row.get("image")),
            **_translated(row, "name", "description"),
            **_slugs(row),
        )
        TopicAlias.objects.bulk_create([TopicAlias(topic=topic, name=name) for name in row.get("aliases", [])])
        topics[row["key"]] = topic
    return topics


def _articles(written, now, users, sections, authors, topics, images):
    made = {}
    by_author = {author: users[username] for username, author in AUTHOR_OF.items()}
    for piece in written:
        writer = by_author.get(piece.meta["bylines"][0]["author"]) if piece.meta.get("bylines") else None
        made[piece.key] = Article.objects.create(created_by=writer or users["editor"])
    for piece in written:
        meta, article = piece.meta, made[piece.key]
        begun = now - timedelta(hours=meta.get("hours_ago", 6) + 3)
        revision = workflow.add_revision(
            article, _content(piece, sections, authors, topics, images, made), by=article.created_by
        )
        Revision.objects.filter(pk=revision.pk).update(created_at=begun)
        Article.objects.filter(pk=article.pk).update(created_at=begun, edited_at=begun)
        article.edited_at = begun
        search.index_for_desk(article)
        workflow.log(article, ArticleEvent.Verb.CREATED, by=article.created_by)
        article.events.update(at=begun)
        _bring_to_state(article, revision, meta, now, users)
    for piece in written:
        for key in piece.meta.get("related", []):
            if made[key].is_live and made[piece.key].is_live:
                curation.add(made[piece.key], made[key], by=users["editor"])


def _content(piece, sections, authors, topics, images, made):
    meta = piece.meta
    texts = {
        f"{name}_{language}": edition.get(name, "")
        for language, edition in piece.editions.items()
        for name in TRANSLATED
    }
    for language in piece.editions:
        html = re.sub(
            r'data-article="([^"]+)"', lambda match: f'data-article="{made[match[1]].pk}"', texts[f"body_{language}"]
        )
        texts[f"body_{language}"] = re.sub(
            r'data-image="([^"]+)"', lambda match: f'data-image="{images[match[1]].pk}"', html
        )
    return content.complete(
        {
            **texts,
            "section": sections[meta["section"]].pk,
            "bylines": [
                {"author": authors[byline["author"]].pk, "role": byline.get("role", "writer")}
                for byline in meta.get("bylines", [])
            ],
            "topics": [topics[key].pk for key in meta.get("topics", [])],
            "lead_image": images[meta["lead_image"]].pk if meta.get("lead_image") else None,
            "source_url": meta.get("source_url", ""),
        }
    )


def _bring_to_state(article, revision, meta, now, users):
    writer, editor = article.created_by, users["editor"]
    state = meta.get("state", "live")
    if state in ("live", "withdrawn"):
        published_at = now - timedelta(hours=meta["hours_ago"])
        workflow.put_on_row(article, revision, published_at=published_at)
        published = workflow.log(article, ArticleEvent.Verb.PUBLISHED, by=editor)
        ArticleEvent.objects.filter(pk=published.pk).update(at=published_at)
        for correction in meta.get("corrections", []):
            at = now - timedelta(hours=correction["hours_ago"])
            Correction.objects.create(article=article, text=correction["text"], created_at=at, created_by=editor)
            Article.objects.filter(pk=article.pk).update(updated_at=at)
        if state == "withdrawn":
            workflow.withdraw(article, by=editor)
    elif state == "scheduled":
        workflow.schedule(revision, by=editor, due_at=now + timedelta(hours=meta["hours_ahead"]))
    elif state in ("submitted", "returned"):
        workflow.submit(article, by=writer)
        if state == "returned":
            workflow.send_back(article, by=editor, note=meta["return_note"])


def _reads(now):
    """Readers of this hour, as invented as all else, so that there is something that is read most for a day."""
    live = list(Article.objects.live().order_by("pk"))
    hour = now.replace(minute=0, second=0, microsecond=0)
    ReadCount.objects.bulk_create(
        ReadCount(hour=hour, kind=most_read.kind(language), key=article.pk, number=40 + 37 * (5 * number % len(live)))
        for number, article in enumerate(live)
        for language in article.languages()
    )
    most_read.rank()


def _pages():
    for position, path in enumerate(sorted(FOLDER.glob("pages/*.html"))):
        page = read(path)
        titles = {f"title_{language}": page.meta.get(f"title_{language}", "") for language in ("en", "fr")}
        StaticPage.objects.create(
            position=position,
            title_ar=page.meta["title"],
            **titles,
            slug_ar=page.meta["slug"],
            slug_en=arabic.slugify(titles["title_en"]),
            slug_fr=arabic.slugify(titles["title_fr"]),
            **{f"body_{language}": body.clean(edition["body"]) for language, edition in page.editions.items()},
        )
