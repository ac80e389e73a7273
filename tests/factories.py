"""What tests are about, made as briefly as a test can say it: `make_article(headline="بيروت تنتظر", topics=[rain])`.

Everything that is not said is plausible, in Arabic and different at each call. Articles are made as the newsroom makes
them, through `articles.workflow`; a test that cares who did it calls the workflow itself.
"""

import io
import itertools
import random

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.db.models import Max
from django.utils import timezone
from PIL import Image as Picture

import arabic
from articles import content, workflow
from articles.models import Section
from authors.models import Author
from images import library, renditions
from newsroom import roles
from topics.models import Topic, TopicAlias

_numbers = itertools.count(1)

BODY = "<p>انتظرت المدينة المطر أسبوعاً كاملاً، ثمّ جاء في ليلة واحدة وأغرق شوارعها.</p>"


def make_user(role=roles.EDITOR, **fields):
    """A user of the desk in one of the groups of `roles`; None is somebody signed in who may do nothing."""
    username = fields.pop("username", f"user-{next(_numbers)}")
    user = User.objects.create_user(username, **{"is_staff": role is not None, **fields})
    if role is not None:
        user.groups.add(Group.objects.get(name=role))
    return user


def make_section(name=None, **fields):
    """A section, last of all; its address is made from its name."""
    name = name or f"قسم {next(_numbers)}"
    last = Section.objects.aggregate(last=Max("position"))["last"] or 0
    return Section.objects.create(**{"name_ar": name, "slug_ar": arabic.slugify(name), "position": last + 1, **fields})


def make_author(name=None, **fields):
    """An author with a page; `user=` makes the author one of the staff."""
    name = name or f"ريم الحدّاد {next(_numbers)}"
    return Author.objects.create(**{"name_ar": name, "slug_ar": arabic.slugify(name), **fields})


def make_topic(name=None, *, aliases=(), **fields):
    """A topic with its other spellings."""
    name = name or f"موضوع {next(_numbers)}"
    topic = Topic.objects.create(**{"name_ar": name, "slug_ar": arabic.slugify(name), **fields})
    for alias in aliases:
        TopicAlias.objects.create(topic=topic, name=alias)
    return topic


def make_picture(size=(480, 300), mode="RGB", kind="PNG", **options):
    """The file of a small real picture, unlike any other, as somebody uploads it."""
    noise = random.Random(next(_numbers)).randbytes(4 * 4 * 3)
    drawn = Picture.frombytes("RGB", (4, 4), noise).resize(size, Picture.Resampling.NEAREST).convert(mode)
    out = io.BytesIO()
    drawn.save(out, kind, **options)
    return ContentFile(out.getvalue(), name=f"picture.{kind.lower()}")


def make_image(**words):
    """A picture of the library, with its files in MEDIA_ROOT."""
    return library.add(make_picture(), **{"alt_ar": "شارع بعد المطر", "credit_ar": "البيدر", **words})


def make_renditions():
    """All that pages show of all pictures, as the worker makes it."""
    with renditions.encoders(1) as pool:
        while renditions.make_next(pool):
            pass


def make_content(**given):
    """The content of a revision, fit to print. `headline`, `body` and the like without a language are Arabic.

    section, lead_image, topics and authors take rows; `bylines` takes (author, role) pairs in place of authors.
    """
    whole = {
        "headline": f"بيروت تنتظر المطر {next(_numbers)}",
        "body": BODY,
        "section": given.pop("section", None) or Section.objects.first() or make_section(),
        **given,
    }
    for name in content.TRANSLATED:
        if name in whole:
            whole[f"{name}_ar"] = whole.pop(name)
    bylines = whole.pop("bylines", [(author, "writer") for author in whole.pop("authors", [])])
    whole["bylines"] = [{"author": author.pk, "role": role} for author, role in bylines]
    whole["section"] = whole["section"].pk
    whole["topics"] = [topic.pk for topic in whole.get("topics", [])]
    whole["lead_image"] = whole["lead_image"].pk if whole.get("lead_image") else None
    return content.complete(whole)


def make_draft(*, by=None, **given):
    """An article that `by` (a journalist, if nobody is named) began, with one revision that readers do not see."""
    article = workflow.create_article(by=by or make_user(roles.JOURNALIST))
    workflow.add_revision(article, make_content(**given), by=article.created_by)
    return article


def make_article(*, by=None, published_at=None, **given):
    """An article that readers see, or will see if `published_at` is still to come."""
    article = make_draft(by=by, **given)
    workflow.put_on_row(article, article.newest_revision, published_at=published_at or timezone.now())
    workflow.log(article, workflow.Verb.PUBLISHED, by=None)
    return article
