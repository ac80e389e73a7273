"""Where the writing screen asks the proof-reader, whenever somebody stops typing."""

import json
from collections import Counter

from django.http import HttpResponseBadRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import proofreading
from articles.desk_views import editable
from articles.models import Stet
from articles.people import name_of


@require_POST
def proofread(request):
    """What is found in texts that may be saved nowhere yet; keeps what is to be left as it stands. JSON both ways.

    It is asked {"article": id or null, "texts": [[field, text], …], "stet": [{"key", "words", "rule"}, …], "mend":
    [key, …]}: of the last two, the first are to stay as they are and the second no longer. For an article that has no
    row yet they hold for this answer alone. Raises NotAllowed and Http404.
    """
    try:
        article, texts, stets, mend = _asked(json.loads(request.body))
    except (ValueError, TypeError, KeyError, AttributeError):
        return HttpResponseBadRequest("This is no question for the proof-reader.")
    if article is not None:
        article = editable(request.user, article)
        proofreading.take_back(article, mend)
        proofreading.let_stand(article, stets, by=request.user)
        stets = list(article.stets.select_related("by"))
    if sum(len(text) for _field, text in texts) > proofreading.LONGEST:
        return JsonResponse({**_said([], texts, stets), "summary": _("This text is too long for the proof-reader.")})
    return JsonResponse(_said(proofreading.check(texts, {stet.key for stet in stets}), texts, stets))


def _asked(question):
    """The id, texts, Stets and keys of `question`. Raises one of several errors where it is none."""
    article = question["article"]
    if not (article is None or (type(article) is int and 0 < article < 2**63)):
        raise TypeError("an article's id")
    texts = [(str(field), str(text)) for field, text in question["texts"]]
    stets = [Stet(**{name: _short(entry, name) for name in ("key", "words", "rule")}) for entry in question["stet"]]
    return article, texts, stets, [str(key) for key in question["mend"]]


def _short(entry, name):
    return str(entry[name]).replace("\0", "")[: Stet._meta.get_field(name).max_length]


def _said(notes, texts, stets):
    summary = proofreading.summary(notes)
    fields = Counter(texts[note.text][0] for note in notes)
    return {
        "notes": [vars(note) for note in notes],
        "summary": summary,
        "line": _("Proof-reader: %(summary)s") % {"summary": summary} if notes else "",
        "fields": {field: proofreading.counted(count) for field, count in fields.items()},
        "stet": [
            {"key": stet.key, "words": stet.words, "by": name_of(stet.by) if stet.article_id else ""} for stet in stets
        ],
    }
