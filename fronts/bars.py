"""The panel of the «عاجل» bar, on the desk's screen of the front page: put on and taken off in seconds, by script."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from articles import moments
from articles.forms import MomentField
from articles.models import LANGUAGES, Article
from articles.people import name_of
from fronts import publishing
from fronts.models import BreakingNews


class BarForm(forms.Form):
    """What is typed for a bar; `publishing.put_on` says whether it can stand."""

    article = forms.ModelChoiceField(
        Article.objects,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("This article is not there any more. Choose another one.")},
    )
    starts_at = MomentField()
    ends_at = MomentField()
    # The newest bar that the person saw.
    base = forms.IntegerField(required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        most = BreakingNews._meta.get_field("text").max_length
        too_long = gettext_lazy(
            "The bar has room for %(limit_value)d letters, and this has %(show_value)d. Shorten it."
        )
        for language in LANGUAGES:
            self.fields[f"text_{language}"] = forms.CharField(
                required=False, max_length=most, error_messages={"max_length": too_long}
            )


def context():
    """What the panel shows: the bar that is on, those that wait, and the newest of all."""
    now = timezone.now()
    bars = list(BreakingNews.objects.on().select_related("created_by", "article__newest_revision"))
    for bar in bars:
        bar.name, bar.waits = name_of(bar.created_by), bar.starts_at > now
        bar.begins, bar.ends = moments.clock(bar.starts_at), bar.ends_at and moments.clock(bar.ends_at)
    return {
        "bars": bars,
        "newest_bar": bars[0] if bars else None,
        "bar_languages": [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE],
    }


@require_POST
def put_on(request, _section):
    """POST text_ar …, article, starts_at, ends_at, base: put the bar on."""
    form = BarForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError(form.errors.as_data())
        typed = form.cleaned_data
        bar = publishing.put_on(
            by=request.user,
            texts={language: typed[f"text_{language}"] for language in LANGUAGES},
            **{name: typed[name] for name in ("article", "starts_at", "ends_at", "base")},
        )
    except publishing.Stale as stale:
        other = stale.theirs
        said = _("%(name)s put “%(text)s” on %(when)s. Yours is not on yet: press again to put it in its place.")
        said %= {"name": name_of(other.created_by), "text": other.text_ar, "when": moments.when(other.created_at)}
        return JsonResponse({"error": said, "base": other.pk}, status=409)
    except ValidationError as error:
        return refused(error)
    return _answer(request, _("The bar waits for its time.") if bar.starts_at > timezone.now() else _("The bar is on."))


@require_POST
def take_off(request, _section, pk):
    """Take a bar off, or have one that waits not come."""
    publishing.take_off(get_object_or_404(BreakingNews, pk=pk), by=request.user)
    return _answer(request, _("The bar is off."))


def _answer(request, message):
    html = render_to_string("desk/fronts/bars.html", context(), request)
    return JsonResponse({"message": message, "html": html})


def refused(error):
    """The answer to a script for a ValidationError: all of it in a sentence, and by key or field where it says so."""
    wrong = {name: " ".join(said) for name, said in error.message_dict.items()} if hasattr(error, "error_dict") else {}
    return JsonResponse({"error": " ".join(error.messages), "wrong": wrong}, status=400)
