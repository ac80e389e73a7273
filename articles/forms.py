"""The writing screen's form: an article's newest revision, in all languages at once."""

import uuid
from datetime import UTC

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

import arabic
from articles import content, desk, sharing
from articles.labels import label as edition_label
from articles.models import LANGUAGES, Article, Section
from articles.widgets import BodyField, BylinesField, ImageField, TopicsField
from delivery.addresses import validate_slug


class LineField(forms.CharField):
    """One line of print, typed in a field that grows with it: a line break in it is a space."""

    def __init__(self, *, attrs, **options):
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": 1, **attrs}), **options)

    def to_python(self, value):
        return " ".join(super().to_python(value).splitlines())


class MomentField(forms.DateTimeField):
    """A day and a time by the newsroom's clock, whatever the browser's says.

    Raises ValidationError for an hour that the clock skips as summer time begins, or repeats as it ends: of the second,
    nobody could say which of the two is meant.
    """

    def __init__(self, **options):
        widget = forms.DateTimeInput(attrs={"type": "datetime-local", "dir": "ltr"}, format="%Y-%m-%dT%H:%M")
        super().__init__(**{"required": False, "widget": widget, **options})

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            typed = error.params["datetime"]
        there_is = timezone.localtime(timezone.make_aware(typed).astimezone(UTC))
        if there_is.replace(tzinfo=None) == typed:
            raise ValidationError(
                _("As summer time ends, this hour comes twice on that night. Choose a time before or after it.")
            )
        raise ValidationError(
            _("As summer time begins, the clock skips this time on that night. Choose %(time)s, or another time.")
            % {"time": arabic.format_time(there_is)}
        )


class Edition:
    """The form's fields of one language, by their plain names: `edition.headline`."""

    def __init__(self, form, language):
        self.code = language
        self.name = translation.gettext(dict(settings.LANGUAGES)[language])
        self.dir = "rtl" if get_language_info(language)["bidi"] else "ltr"
        self.fields = {name: form[f"{name}_{language}"] for name in content.TRANSLATED}
        self.has_errors = any(field.errors for field in self.fields.values())

    def __getattr__(self, name):
        try:
            return self.fields[name]
        except KeyError:
            raise AttributeError(name) from None


class RevisionForm(forms.ModelForm):
    """Opens the newest revision and gives back the content of the next one; it never touches the live row.

    A draft may lack anything. What an action needs (a headline, a section) is asked by `workflow` when it is taken.
    """

    base_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)
    begun_as = forms.UUIDField(required=False, widget=forms.HiddenInput)
    section = forms.ModelChoiceField(
        Section.objects, required=False, label=gettext_lazy("Section"), empty_label=gettext_lazy("Choose a section")
    )
    bylines = BylinesField(required=False, label=gettext_lazy("Bylines"))
    topics = TopicsField(required=False, label=gettext_lazy("Topics"))
    lead_image = ImageField(required=False, label=gettext_lazy("Lead picture"))
    source_url = forms.URLField(
        required=False,
        max_length=1000,
        assume_scheme="https",
        label=gettext_lazy("Address of the source"),
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    # What the buttons take with them.
    due_at = MomentField(label=gettext_lazy("Publish at"))
    embargo_until = MomentField(label=gettext_lazy("Under embargo until"))
    note = forms.CharField(
        required=False,
        max_length=2000,
        label=gettext_lazy("Note to the writer"),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    revision_note = forms.CharField(
        required=False,
        max_length=300,
        label=gettext_lazy("Note on this revision"),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    correction = forms.CharField(
        required=False,
        max_length=1000,
        label=gettext_lazy("Correction"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )

    share_days = forms.IntegerField(
        required=False,
        min_value=min(sharing.DAYS),
        max_value=max(sharing.DAYS),
        initial=3,
        label=gettext_lazy("Days that it stays open"),
    )
    share_as_is = forms.BooleanField(required=False, label=gettext_lazy("Show this text, even when it changes"))

    class Meta:
        model = Article
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            for name in content.TRANSLATED:
                self.fields[f"{name}_{language}"] = _text_field(name, language)
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)  # browsers cut off in silence what is pasted beyond it
        newest = self.instance.newest_revision
        if newest is None:
            self.fields[f"headline_{settings.LANGUAGE_CODE}"].widget.attrs["autofocus"] = True
        self.initial = {
            **content.EMPTY,
            "due_at": getattr(self.instance, "due_at", None) or desk.soon(),
            "embargo_until": self.instance.embargo_until if self.instance.is_embargoed else None,
            **self.initial,
            **(newest.content if newest else {}),
            "base_revision": newest.pk if newest else None,
            "begun_as": None if self.instance.pk else uuid.uuid4(),
        }

    def editions(self):
        """The form's languages, the site's own first."""
        return [Edition(self, language) for language in LANGUAGES]

    def clean(self):
        """Overlook a time that does not exist (the hour that summer time skips, say) unless its button was pressed."""
        for action, name in (("schedule", "due_at"), ("embargo", "embargo_until"), ("share", "share_days")):
            if self.data.get("action") != action:
                self.errors.pop(name, None)
                self.cleaned_data[name] = None
        return self.cleaned_data

    def open_autosave(self, autosave):
        """Show what its person typed and has not saved, on the revision from which they began."""
        self.initial |= {**content.EMPTY, **autosave.content, "base_revision": autosave.base_id}

    def typed(self):
        """What was typed, as content, whether it is valid or not; what is no choice or list at all is left empty.

        Nothing is looked up for it: it is asked for every few seconds.
        """
        section = self.data.get("section", "")
        typed = {name: self.data.get(name, "") for name in content.TEXTS}
        typed["section"] = int(section) if section.isascii() and section.isdigit() and len(section) < 16 else None
        for name in content.EMPTY.keys() - typed.keys():
            sent = self.data.get(name, "")
            try:
                typed[name] = self.fields[name].to_python(sent)
            except ValidationError:
                typed[name] = sent if name == "source_url" else content.EMPTY[name]
        return typed

    def content(self):
        """The content of the revision that this valid form describes."""
        section = self.cleaned_data["section"]
        return {
            **{name: self.cleaned_data[name] for name in content.EMPTY},
            "section": section.pk if section else None,
        }

    def _post_clean(self):
        """Leave the instance alone: it is what readers see, and only `workflow` writes it."""

    def _save_m2m(self):
        """Nothing: bylines and topics are part of the revision."""


def _text_field(name, language):
    """The form field of `name` in `language`, labelled in that language."""
    column = Article._meta.get_field(name)
    label = edition_label(name, language)
    direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
    attrs = {"lang": language, "dir": direction, "placeholder": label}
    options = {"label": label, "max_length": column.max_length}
    if name == "body":
        return BodyField(language=language, required=False, label=label)
    if name == "slug":
        attrs = {"lang": language, "dir": "auto" if direction == "rtl" else "ltr", "spellcheck": "false"}
        widget = forms.TextInput(attrs=attrs)
        return forms.CharField(required=False, validators=[validate_slug], widget=widget, **options)
    if isinstance(column, models.TextField):
        return forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 1, **attrs}), **options)
    return LineField(attrs=attrs, **options)
