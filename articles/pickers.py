"""What the desk's pickers offer: articles, pictures, authors and topics, found as a journalist types.

Each answers GET ?q= (what matches, the most useful first) and GET ?ids=1,2 (these very ones, for labels) with
{"results": [{"id", "label", "note", …}]}; an error is {"error": a sentence for the person}. For the staff only.
"""

from collections import Counter
from functools import wraps
from operator import attrgetter

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

import arabic
from articles import body, columns, moments, search, workflow
from articles import embeds as embed_forms
from articles.links import untracked
from authors.models import Author
from images import library
from images.models import DESCRIPTION, Image
from topics.mentions import WEIGHTS, mentions
from topics.models import Topic, TopicAlias

#: How many a picker shows for what was typed, and how many labels it gives at once.
MOST_FOUND, MOST_COMING, MOST_PICTURES, MOST_LABELS = 12, 6, 24, 200
#: In characters, of a text in which topics are looked for: what is longer is no article.
LONGEST_TEXT = 200_000


def staff_only(view):
    """Answer others than the staff with 403 and a sentence: a script cannot follow a redirect to the sign-in form."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not (request.user.is_active and request.user.is_staff):
            return JsonResponse({"error": _("You are signed out. Sign in in another tab, then try again.")}, status=403)
        return view(request, *args, **kwargs)

    return guarded


# Articles -----------------------------------------------------------------------------------------------------------


@require_GET
@staff_only
def articles(request):
    """Articles by their words, without any the newest.

    ?live=1 leaves out what readers do not see, ?except=1,2 those ids: an article does not point at itself. ?coming=1
    adds a few that readers will see at a moment that is set.
    """
    found = workflow.seen_by(request.user).newest_at_desk()
    if request.GET.get("live"):
        found = found.live().newest()
    found = found.select_related("section", "newest_revision").defer(*_TEXTS)
    if (ids := asked_ids(request)) is not None:
        found = found.filter(pk__in=ids)
    else:
        found = found.exclude(newest_revision=None).exclude(pk__in=ids_in(request.GET.get("except", "")))
        found = search.find_at_desk(found, request.GET.get("q", ""), most=MOST_FOUND)[:MOST_FOUND]
    return answer([*map(article_entry, found), *(_coming(request) if request.GET.get("coming") else [])])


def _coming(request):
    """The entries of articles that come out at a moment that is set, the next one first, each with its moment."""
    found = workflow.seen_by(request.user).coming().order_by("out_at", "pk")
    found = found.select_related("newest_revision__section").defer(*_TEXTS, "newest_revision__content")
    found = search.find_at_desk(found, request.GET.get("q", ""), most=MOST_COMING)[:MOST_COMING]
    for article in sorted(found, key=attrgetter("out_at", "pk")):
        section = [article.newest_revision.section.name] if article.newest_revision.section else []
        said = _("comes out: %(moment)s") % {"moment": moments.clock(article.out_at)}
        yield {**article_entry(article), "note": " · ".join([*section, said])}


_TEXTS = columns.whole("body", "standfirst", "excerpt")


def article_entry(article):
    """An article as a picker shows it: the headline readers see, or else the newest one of the desk."""
    if article.is_live:
        state = arabic.format_date(timezone.localtime(article.published_at), region=settings.MONTH_NAMES)
    else:
        state = _("withdrawn") if article.withdrawn_at else _("not published")
    section = [article.section.name] if article.section else []
    return {
        "id": article.pk,
        "label": str(article),
        "note": " · ".join([*section, state]),
        "live": article.is_live,
    }


# Pictures -----------------------------------------------------------------------------------------------------------


class EditionForm(forms.Form):
    """Something about a picture for the edition in one language."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, required=False)

    def column(self, name):
        """The library's column of `name`, one of DESCRIPTION, in that language."""
        return f"{name}_{self.cleaned_data['language'] or settings.LANGUAGE_CODE}"


class FileForm(EditionForm):
    """A picture on its way into the library."""

    file = forms.FileField(error_messages={"required": gettext_lazy("Choose a picture file first.")})


class WordsForm(EditionForm):
    """What is said about a picture."""

    alt = forms.CharField(
        max_length=300,
        error_messages={"required": gettext_lazy("Say in one sentence what is seen, for readers who do not see it.")},
    )
    caption = forms.CharField(max_length=500, required=False)
    credit = forms.CharField(max_length=200, required=False)

    def words(self):
        return {self.column(name): arabic.clean(self.cleaned_data[name]).strip() for name in DESCRIPTION}


class DescribedFileForm(FileForm, WordsForm):
    """A picture on its way into the library, with what is said about it."""


class DescriptionForm(WordsForm):
    """What is said about a picture of the library."""

    image = forms.ModelChoiceField(
        Image.objects.all(),
        error_messages=dict.fromkeys(
            ["required", "invalid_choice"],
            gettext_lazy("This picture is no longer in the library. Choose another one."),
        ),
    )


def adds_pictures(view):
    """Answer whoever may not add pictures, or sends something wrong, with a sentence."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.has_perm("images.add_image"):
            return refusal(_("Your account may not add pictures. Ask the chief editor."), status=403)
        try:
            return view(request, *args, **kwargs)
        except ValidationError as error:
            return refusal(" ".join(error.messages))

    return guarded


@require_http_methods(["GET", "POST"])
@staff_only
def images(request):
    """GET: pictures by words of their alternative text, caption or credit, the newest first. POST: takes one in."""
    if request.method == "POST":
        return _add_described(request)
    found = Image.objects.newest()
    if (ids := asked_ids(request)) is not None:
        return answer(image_entry(image) for image in found.filter(pk__in=ids))
    return answer(image_entry(image) for image in found.described(request.GET.get("q", ""))[:MOST_PICTURES])


@adds_pictures
def _add_described(request):
    form = _valid(DescribedFileForm(request.POST, request.FILES))
    image = library.add(form.cleaned_data["file"], by=request.user, **form.words())
    return answer([image_entry(library.describe(image, **form.words()))])


@require_POST
@staff_only
@adds_pictures
def upload(request):
    """POST file: takes in a picture that `describe` says more about; tells whether the library has it `described`."""
    form = _valid(FileForm(request.POST, request.FILES))
    image = library.add(form.cleaned_data["file"], by=request.user)
    known = {name: getattr(image, form.column(name)) or "" for name in DESCRIPTION}
    return answer([{**image_entry(image), **known, "described": bool(known["alt"])}])


@require_POST
@staff_only
@adds_pictures
def describe(request):
    """POST image (its id), alt, caption, credit: says of a picture what the library does not know yet."""
    form = _valid(DescriptionForm(request.POST))
    return answer([image_entry(library.describe(form.cleaned_data["image"], **form.words()))])


def _valid(form):
    if not form.is_valid():
        raise ValidationError([message for messages in form.errors.values() for message in messages])
    return form


def image_entry(image):
    return {
        "id": image.pk,
        "label": str(image),
        "note": image.credit or "",
        "alt": image.alt or "",
        "caption": image.caption or "",
        "credit": image.credit or "",
        "thumbnail": image.thumbnail,
        "src": image.src,
        "width": image.width,
        "height": image.height,
    }


# Authors and topics -------------------------------------------------------------------------------------------------


@require_GET
@staff_only
def authors(request):
    """Authors by their name or beat in any language, in the order of the Arabic alphabet."""
    found = Author.objects.all()
    if (ids := asked_ids(request)) is not None:
        found = found.filter(pk__in=ids)
    else:
        found = found.described(request.GET.get("q", "")).order_by("sort_key", "name_ar", "pk")[:MOST_FOUND]
    return answer(author_entry(author) for author in found)


def author_entry(author):
    return {"id": author.pk, "label": author.name, "note": author.beat or ""}


@require_GET
@staff_only
def topics(request):
    """Topics by their name in any language or any other spelling; the note tells the kind and the spelling found."""
    query = request.GET.get("q", "")
    found = Topic.objects.all()
    if (ids := asked_ids(request)) is not None:
        found = found.filter(pk__in=ids)
    else:
        spelled = Prefetch("aliases", TopicAlias.objects.spelled(query), to_attr="spelled")
        found = found.named(query).prefetch_related(spelled).order_by("sort_key", "name_ar", "pk")[:MOST_FOUND]
    return answer(_told_apart(found))


def _told_apart(topics):
    """Their entries; of those that have one name, as two persons may, the note says who they are."""
    entries = [(topic, topic_entry(topic)) for topic in topics]
    named = Counter(entry["label"] for _topic, entry in entries)
    for topic, entry in entries:
        if named[entry["label"]] > 1:
            entry["note"] += f" · {topic.hint}"
        yield entry


@require_POST
@staff_only
def suggested_topics(request):
    """POST headline, standfirst, body, each in any number of languages: the topics that they name, with the spelling.

    The text need not be saved anywhere. `except` has the ids of those that are chosen or refused.
    """
    texts = {name: "\n".join(request.POST.getlist(name))[:LONGEST_TEXT] for name in WEIGHTS}
    texts["body"] = body.plain_text(texts["body"])
    found = mentions(texts, without=ids_in(request.POST.get("except", "")))
    return answer(
        {**topic_entry(topic), "reason": _("In the text: %(spelling)s") % {"spelling": spelling}}
        for topic, spelling in found
    )


def topic_entry(topic):
    spelled = [alias.name for alias in getattr(topic, "spelled", [])[:1]]
    return {"id": topic.pk, "label": topic.name, "note": " · ".join([topic.get_kind_display(), *spelled])}


# Embeds and dialogs -------------------------------------------------------------------------------------------------


@require_GET
@staff_only
def embeds(request):
    """What ?url= is, or 400 with the names of whose posts and videos can be embedded."""
    url = untracked(request.GET.get("url", "").strip())
    if embed := embed_forms.read(url):
        return JsonResponse({"url": url, "provider": embed.provider})
    return refusal(
        _("This cannot be embedded. Paste the whole address of a post or video from one of: %(hosts)s.")
        % {"hosts": "، ".join(embed_forms.PROVIDERS)}
    )


#: The keys of the writing screen, in the order of the list that Ctrl+/ opens.
SHORTCUTS = [
    ("Ctrl+S", gettext_lazy("Save")),
    ("Ctrl+Z", gettext_lazy("Undo")),
    ("Ctrl+Shift+Z", gettext_lazy("Redo")),
    ("Ctrl+F", gettext_lazy("Find")),
    ("Ctrl+H", gettext_lazy("Find and replace")),
    ("Ctrl+B", gettext_lazy("Bold")),
    ("Ctrl+I", gettext_lazy("Emphasis")),
    ("Ctrl+K", gettext_lazy("Link")),
    ("Ctrl+Alt+2", gettext_lazy("Heading")),
    ("Ctrl+Alt+3", gettext_lazy("Subheading")),
    ("Ctrl+Shift+8", gettext_lazy("Bulleted list")),
    ("Ctrl+Shift+7", gettext_lazy("Numbered list")),
    ("Ctrl+Shift+B", gettext_lazy("Quotation")),
    ("Ctrl+Alt+4", gettext_lazy("Pull quote of the selected words")),
    ("Ctrl+Alt+5", gettext_lazy("Picture of the library")),
    ("Ctrl+Alt+6", gettext_lazy("Read also, by a part of the headline")),
    ("Ctrl+Alt+7", gettext_lazy("Embed a post or a video")),
    ("Ctrl+Alt+8", gettext_lazy("Special characters")),
    ("Ctrl+Alt+9", gettext_lazy("Writing mode")),
    ("F7", gettext_lazy("To the proof-reader's next note; with Shift to the one before")),
    ("Alt+F10", gettext_lazy("To the tools over the text")),
    ("Ctrl+Shift+V", gettext_lazy("Paste as plain text")),
    ("Esc", gettext_lazy("Close what is open; leave the writing mode")),
    ("Ctrl+/", gettext_lazy("This list")),
]


@require_GET
@staff_only
def dialogs(request):
    """{"html": the pickers' dialogs}: they are the same for every field of a page, which asks for them once."""
    context = {
        "image_max_bytes": settings.IMAGE_MAX_BYTES,
        "image_max_mb": settings.IMAGE_MAX_BYTES // 1024**2,
        "image_accept": library.ACCEPT,
        "shortcuts": SHORTCUTS,
    }
    return JsonResponse({"html": render_to_string("desk/widgets/dialogs.html", context, request)})


# What they share ----------------------------------------------------------------------------------------------------


def asked_ids(request):
    """The ids of ?ids=1,2, or None when it is not asked for."""
    return ids_in(request.GET["ids"]) if "ids" in request.GET else None


def ids_in(text):
    """The ids in `text`, put together with commas; what is no id is passed over."""
    return [int(pk) for pk in text.split(",") if pk.isascii() and pk.isdigit() and len(pk) < 16][:MOST_LABELS]


def answer(entries):
    return JsonResponse({"results": list(entries)})


def refusal(message, status=400):
    return JsonResponse({"error": message}, status=status)
