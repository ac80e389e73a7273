"""How the desk edits things that have words in several languages, and those that have an address of their own."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from modeltranslation.fields import TranslationField

import arabic
from delivery.addresses import free_slug, paths_of
from delivery.desk_lists import CappedPaginator, DeskList
from delivery.editions import LANGUAGES
from delivery.models import Redirect
from delivery.tags import bump


class DeskAdmin(admin.ModelAdmin):
    """Django's admin with Latin inputs left to right and without the bulk actions, which ask too little."""

    actions = None
    list_per_page = 50
    paginator = CappedPaginator
    show_full_result_count = False
    formfield_overrides = {
        models.URLField: {"widget": forms.URLInput(attrs={"dir": "ltr"}), "assume_scheme": "https"},
        models.EmailField: {"widget": forms.EmailInput(attrs={"dir": "ltr"})},
    }

    def page_tags(self, before, after):
        """The tags of the reader's pages that change when the row `before` becomes `after`; either may be None."""
        return set()

    def choice(self, obj):
        """What a field that leads to `obj` offers it as."""
        return str(obj)

    def save_model(self, request, obj, form, change):
        before = type(obj).objects.get(pk=obj.pk) if change else None
        super().save_model(request, obj, form, change)
        bump(self.page_tags(before, obj))

    def delete_model(self, request, obj):
        tags = self.page_tags(obj, None)
        super().delete_model(request, obj)
        bump(tags)

    def get_search_results(self, request, queryset, search_term):
        """Those whose `search_fields` have every word asked for: of lists that are short enough to be read whole."""
        return queryset.filter(pk__in=_spelled_like(queryset, self.search_fields, search_term)), False

    def get_changelist(self, request, **kwargs):
        return DeskList

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        buttons = {"show_save_and_add_another": False}
        return super().changeform_view(request, object_id, form_url, {**buttons, **(extra_context or {})})


def _spelled_like(queryset, columns, asked):
    """The ids of the rows whose `columns` together have each word of `asked`, in some form or as a part of a word."""
    words = arabic.key_words(asked)
    texts = {pk: " ".join(filter(None, values)) for pk, *values in queryset.values_list("pk", *columns)}
    return [pk for pk, text in texts.items() if all(_has(arabic.search_key(text), word) for word in words)]


def _has(text, word):
    return word in text or arabic.matches(word, text)


class LabelledFormSet(forms.BaseInlineFormSet):
    """Fields that say by themselves what they are: a table of forms has no labels."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            getattr(field.widget, "widget", field.widget).attrs["aria-label"] = field.label  # a picker has it inside


class TranslatedAdmin(DeskAdmin):
    """Shows the `translated` fields language by language, Arabic first, then the `plain` ones."""

    translated = ()
    plain = ()

    def get_fieldsets(self, request, obj=None):
        editions = [
            (
                name,
                {
                    "fields": [f"{field}_{language}" for field in self.translated],
                    "classes": [] if language == settings.LANGUAGE_CODE else ["collapse"],
                },
            )
            for language, name in settings.LANGUAGES
        ]
        return [editions[0], (None, {"fields": self.plain}), *editions[1:]]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(db_field, TranslationField):
            rtl = get_language_info(db_field.language)["bidi"]
            direction = "rtl" if rtl else "ltr"
            if db_field.translated_field.name == "slug" and rtl:
                direction = "auto"  # an Arabic slug or a Latin one
            field.label = capfirst(db_field.translated_field.verbose_name)
            field.widget.attrs |= {"lang": db_field.language, "dir": direction}
        return field


class TextForm(forms.ModelForm):
    """Keeps each text in the one encoding in which texts are stored (ARABIC.md, N1), without stray characters."""

    def clean(self):
        cleaned = super().clean()
        for name, value in cleaned.items():
            if value and type(self.fields[name]) is forms.CharField:  # a body's field does it by its own rules
                cleaned[name] = arabic.clean(value)
        return cleaned


class AddressedForm(TextForm):
    """A form of something with a `name_source` (name or title) and a slug in each language.

    An empty slug is made from the name; the name in the site's own language must be there.
    """

    name_source = "name"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name = f"{self.name_source}_{settings.LANGUAGE_CODE}"
        if name in self.fields:  # whoever may only look has no fields
            self.fields[name].required = True

    def clean(self):
        cleaned = super().clean()
        others = type(self.instance).objects.exclude(pk=self.instance.pk)
        for language in LANGUAGES:
            name, slug = cleaned.get(f"{self.name_source}_{language}"), f"slug_{language}"
            if name and slug in cleaned and not cleaned[slug]:
                cleaned[slug] = free_slug(others, name, language=language)
        return cleaned


class AddressedAdmin(TranslatedAdmin):
    """The admin of things with an address: a changed address leaves a redirect behind."""

    form = AddressedForm
    feed = ""  # the name of the URL of its feeds, if it has any: whoever follows them goes along

    def save_model(self, request, obj, form, change):
        before = paths_of(type(obj).objects.get(pk=obj.pk), feed=self.feed) if change else []
        super().save_model(request, obj, form, change)
        for old_path, new_path in zip(before, paths_of(obj, feed=self.feed)):
            Redirect.objects.leave(old_path, new_path)
