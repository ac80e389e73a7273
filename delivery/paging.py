"""Long lists a page at a time, without counting what is in them: one row more than a page says whether it goes on."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import Http404

#: The furthest page that is looked for; what lies behind it is found by month, section or search.
LAST_NUMBER = 5_000


@dataclass(frozen=True)
class Page:
    """One page of a list: what is on it, its number from 1, and whether another one follows.

    `asked` is what the list was asked for, by parameter: the links to its other pages ask it again, and nothing else
    that a request may have had in its address.
    """

    items: list
    number: int
    has_older: bool
    asked: dict = field(default_factory=dict)

    @property
    def newer(self):
        """The query of the page before this one, as a link has it."""
        return self._query(self.number - 1)

    @property
    def older(self):
        return self._query(self.number + 1)

    def _query(self, number):
        return "?" + urlencode(self.asked | ({"page": number} if number > 1 else {}))


def page_of(things, request, *, size, asked=None):
    """The page of `things` (a queryset in its order) that the request's `?page=` asks for.

    Raises Http404 for what is no page number and for a page beyond the last; the first page may be empty.
    """
    page = numbered_page(things, number_asked(request, "page"), size=size, asked=asked)
    if page.number > 1 and not page.items:
        raise Http404(f"The list ends before page {page.number}")
    return page


def number_asked(request, parameter):
    """The number of a page that the request asks for by `parameter`; 1 if by none. Raises Http404 for what is none."""
    wanted = request.GET.get(parameter, "1")
    if not wanted.isascii() or not wanted.isdigit() or len(wanted) > 4 or not 1 <= int(wanted) <= LAST_NUMBER:
        raise Http404(f"No page is called {wanted!r}")
    return int(wanted)


def numbered_page(things, number, *, size, asked=None):
    """Page `number` of `things`; one beyond the last is empty."""
    start = (number - 1) * size
    found = list(things[start : start + size + 1])
    return Page(found[:size], number, has_older=len(found) > size, asked=asked or {})
