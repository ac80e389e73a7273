from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import quote
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Script

from delivery import background
from delivery.desk import TextForm, TranslatedAdmin
from images import library, recipe, renditions
from images.models import Image
from images.showing import shown
from images.usage import shown_on, users_of


class ImageForm(TextForm):
    """What is said about a picture, and the point of it that a crop must keep."""

    class Meta:
        model = Image
        fields = []
        widgets = {
            name: forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01, "dir": "ltr"})
            for name in ("focal_x", "focal_y")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "alt_ar" in self.fields:  # whoever may only look has no fields
            self.fields["alt_ar"].required = True


class UploadForm(ImageForm):
    """The same for a picture on its way into the library."""

    upload = forms.FileField(
        label=gettext_lazy("Picture file"),
        help_text=gettext_lazy("JPEG, PNG, WebP, AVIF, GIF or TIFF."),
        widget=forms.FileInput(attrs={"accept": library.ACCEPT}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        limit = {"data-max-bytes": settings.IMAGE_MAX_BYTES, "data-too-heavy": library.too_heavy()}
        self.fields["upload"].widget.attrs |= limit

    def clean_upload(self):
        upload = self.cleaned_data["upload"]
        library.decode(upload)  # what it refuses is said beside the field
        return upload


@admin.register(Image)
class ImageAdmin(TranslatedAdmin):
    """The picture library."""

    translated = ["alt", "caption", "credit"]
    plain = ["focal_x", "focal_y"]
    readonly_fields = ["picture", "crops", "where_used", "where_shown"]
    list_display = ["thumbnail_cell", "__str__", "credit", "uploaded_by", "created_at"]
    list_display_links = ["__str__"]
    list_select_related = ["uploaded_by"]
    sortable_by = ["credit", "created_at"]
    search_fields = ["words"]
    search_help_text = gettext_lazy("What is seen, the caption or the credit")
    list_per_page = 40

    class Media:
        js = [Script("desk/focal-point.js", defer=True), Script("desk/picture-file.js", defer=True)]

    def get_form(self, request, obj=None, change=False, **kwargs):
        return super().get_form(request, obj, change, **{**kwargs, "form": ImageForm if obj else UploadForm})

    def get_fieldsets(self, request, obj=None):
        arabic, points, *others = super().get_fieldsets(request, obj)
        if obj is None:
            return [(None, {"fields": ["upload"]}), arabic, *others]
        return [
            (None, {"fields": ["picture", *self.plain, "crops"]}),
            arabic,
            *others,
            (None, {"fields": ["where_used" if self.has_delete_permission(request) else "where_shown"]}),
        ]

    def save_form(self, request, form, change):
        """An upload goes through the library, which answers with the first copy when it knows the picture already."""
        image = super().save_form(request, form, change)
        if change:
            return image
        started = timezone.now()
        words = {name: value or "" for name, value in form.cleaned_data.items() if name != "upload"}
        image = library.add(form.cleaned_data["upload"], by=request.user, **words)
        if image.created_at < started:
            messages.info(request, _("The library has this picture already; here it is, with its own words."))
        form.instance = image
        return image

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
            background.announce(background.WORK)  # the point may have moved

    def page_tags(self, before, after):
        return {f"image:{(after or before).pk}"}

    def get_deleted_objects(self, objs, request):
        """What Django would delete; in place of what protects a picture all that uses it, which the page then names."""
        deleted, counts, lacking, _protected = super().get_deleted_objects(objs, request)
        users = [_link(row) for image in objs for row in users_of(image)]
        return deleted, counts, set() if users else lacking, users

    def delete_model(self, request, image):
        renditions.retire(image)
        super().delete_model(request, image)
        background.announce(background.WORK)

    def get_search_results(self, request, queryset, search_term):
        return queryset.described(search_term), False

    @admin.display(description=gettext_lazy("picture"))
    def thumbnail_cell(self, image):
        """The picture, clickable; who hears the page or tabs through it has the same link in the name beside it."""
        return format_html(
            '<a href="{}" tabindex="-1" aria-hidden="true">'
            '<img class="thumbnail" src="{}" width="120" height="80" alt=""></a>',
            reverse("admin:images_image_change", args=[image.pk]),
            image.thumbnail,
        )

    @admin.display(description=gettext_lazy("picture"))
    def picture(self, image):
        """The picture with its focal point; desk/focal-point.js moves the point to where it is clicked."""
        return format_html(
            '<span class="focal" data-focal title="{}"><img src="{}" width="{}" height="{}" alt="{}">'
            '<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">'
            '<ellipse cx="{}" cy="{}" rx="{}" ry="3" /></svg></span>',
            _("Click where the picture must not be cut"),
            image.src,
            image.width,
            image.height,
            image.alt,
            image.focal_x * 100,
            image.focal_y * 100,
            3 * image.height / image.width,
        )

    @admin.display(description=gettext_lazy("crops"))
    def crops(self, image):
        """What pages cut out of the picture, as it is now."""
        made = [shown(image, crop) for crop, shape in recipe.CROPS.items() if shape]
        if image.made_focus != (image.focal_x, image.focal_y) or not all(crop.cut for crop in made):
            return _("They are being made around this point. Open the page again in a moment to see them.")
        figures = ((crop.src, crop.width, crop.height) for crop in made)
        images = format_html_join("", '<img src="{}" width="{}" height="{}" alt="">', figures)
        return format_html('<span class="crops">{}</span>', images)

    @admin.display(description=gettext_lazy("where it is used"))
    def where_used(self, image):
        """For who may delete it: drafts of others are among it."""
        return _listed(users_of(image)) or _("Nowhere.")

    @admin.display(description=gettext_lazy("where it is used"))
    def where_shown(self, image):
        return _listed(shown_on(image)) or _("Nowhere that readers see.")


def _listed(rows):
    items = format_html_join("", "<li>{}</li>", ((_link(row),) for row in rows))
    return items and format_html('<ul class="where-used">{}</ul>', items)


def _link(row):
    try:
        url = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[quote(row.pk)])
    except NoReverseMatch:
        return f"{row._meta.verbose_name} {row}"
    return format_html('{} <a href="{}">{}</a>', row._meta.verbose_name, url, row)
