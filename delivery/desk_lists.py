"""The desk's lists, however long: none of their pages counts or reads what lies before it."""

from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.core.paginator import Paginator
from django.utils.functional import cached_property

from delivery import keyset


class CappedPaginator(Paginator):
    """Numbered pages, of a search that ranks and of the choices of a field: up to MOST rows, and no further."""

    MOST = 2_000

    @cached_property
    def count(self):
        return self.object_list.order_by().values("pk")[: self.MOST].count()

    def page(self, number):
        """A page whose rows are read by their ids, which are put in order alone, without all that a row shows."""
        page = super().page(number)
        ids = list(page.object_list.values_list("pk", flat=True))
        found = {row.pk: row for row in self.object_list.order_by().filter(pk__in=ids)}
        page.object_list = [found[pk] for pk in ids if pk in found]
        return page


class DeskList(ChangeList):
    """Django's list in pages from place to place (`keyset`), with `pages` to go to; a ranked one has numbered pages.

    `is_estimate` says that `result_count` is what PostgreSQL expects, in round numbers.
    """

    pages = {}
    by_moment = newest_first = is_estimate = False

    def get_results(self, request):
        columns = keyset.columns_of(self.queryset)
        if columns is None:
            super().get_results(request)
            return
        page = keyset.page_at(self.queryset, request.GET.get(PAGE_VAR, ""), size=self.list_per_page)
        self.result_list = page.rows
        self.result_count, is_counted = len(page.rows), True
        if page.before or page.after:
            self.result_count, is_counted = keyset.count(self.queryset)
        self.is_estimate = not is_counted
        self.by_moment = keyset.is_by_moment(columns)
        self.newest_first = self.by_moment and columns[0].falls
        places = {
            "first": page.before and "",
            "before": page.before,
            "after": page.after,
            "last": page.after and keyset.LAST,
        }
        self.pages = {
            name: self.get_query_string({PAGE_VAR: place} if place else {})
            for name, place in places.items()
            if place is not None
        }
        self.paginator = self.model_admin.get_paginator(request, self.queryset, self.list_per_page)
        self.full_result_count, self.show_full_result_count = None, False
        self.multi_page = self.can_show_all = False  # there are no numbers
        self.show_admin_actions = True

    @property
    def is_cut(self):
        """Is there more than numbered pages go to?"""
        return not self.pages and self.result_count == self.paginator.MOST

    @property
    def thousands(self):
        """The estimate, in thousands."""
        return max(1, round(self.result_count / 1000))
