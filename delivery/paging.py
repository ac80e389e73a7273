"""Long lists a page at a time, without counting what is in them: one row more than a page says whether it goes on."""

from dataclasses import dataclass

from django.http import Http404

#: The furthest page that is looked for; what lies behind it is found by month, section or search.
LAST_NUMBER = 5_000


@dataclass(frozen=True)
class Page:
    """One page of a list: what is on it, its number from 1, and whether another one follows."""

    items: list
    number: int
    has_older: bool

    @property
    def newer(self):
        """The number of the page before this one; None leads to the list's own address, page 1."""
        return self.number - 1 if self.number > 2 else None

    @property
    def older(self):
        return self.number + 1


def page_of(things, request, *, size):
    """The page of `things` (a queryset in its order) that the request's `?page=` asks for.

    Raises Http404 for what is no page number and for a page beyond the last; the first page may be empty.
    """
    asked = request.GET.get("page", "1")
    if not asked.isascii() or not asked.isdigit() or len(asked) > 4 or not 1 <= int(asked) <= LAST_NUMBER:
        raise Http404(f"No page is called {asked!r}")
    number = int(asked)
    start = (number - 1) * size
    found = list(things[start : start + size + 1])
    if number > 1 and not found:
        raise Http404(f"The list ends before page {number}")
    return Page(found[:size], number, has_older=len(found) > size)
