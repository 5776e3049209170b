"""Long lists of staff pages: searched, filtered and shown in pages by parameters of the address, without a script.

    found = listing(venues, words=lambda venue: (venue.name, venue.address), filters=[Filter("kind", _l("Kind"), …)])

``components/listing.html`` shows it. What is listed was read whole, in a constant number of queries: the search looks past
accents and capitals, which no database of ours does. What costs more for each (names, links) is made of ``items`` only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for
from flask_sqlalchemy.pagination import Pagination

from pb.unicode_text import as_searched, tidy
from pb.web.numbers import db_int
from pb.web.pagination import page_of
from pb.words import Sentence

#: Rows on one page of a list.
ON_A_PAGE = 50
#: A list of so many needs no search.
AT_A_GLANCE = 12
#: A longer search finds nothing that anybody means.
_LONGEST = 100

Item = TypeVar("Item")


@dataclass(frozen=True)
class Filter(Generic[Item]):
    """A choice above a list: ``name`` in the address, ``label`` on the page. ``options``: what each is called, by its
    value in the address, and which of the list it shows; ``""`` is asked where none is chosen and shows what it says, all
    where it is not there.
    """

    name: str
    label: Sentence | str
    options: Mapping[str, tuple[Sentence | str, Callable[[Item], bool]]]

    @property
    def chosen(self) -> str:
        """The value in the address; "" for none, or one that is none of the options."""
        asked = request.args.get(self.name, "")
        return asked if asked in self.options else ""


@dataclass(frozen=True)
class Listing(Generic[Item]):
    """A list as it is asked for. ``items``: those of this page; ``matching``: those of all its pages; ``whole``: how many
    there are without search and filters.
    """

    pages: Pagination
    matching: Sequence[Item]
    whole: int
    search: str
    filters: Sequence[Filter[Item]]
    endpoint: str
    #: Where the list stands on its page, if it is not its only part: whoever searches it comes back there.
    anchor: str = ""

    @property
    def items(self) -> list[Item]:
        """What this page shows."""
        return self.pages.items

    @property
    def first(self) -> int:
        """The place of the page's first item in the list; 0 of none."""
        return self.pages.first

    @property
    def last(self) -> int:
        """The place of its last one."""
        return self.pages.last

    @property
    def is_long(self) -> bool:
        """Whether it is more than one sees at a glance."""
        return self.whole > AT_A_GLANCE

    @property
    def is_asked(self) -> bool:
        """Whether something was searched or chosen."""
        return bool(self.search or any(each.chosen for each in self.filters))

    @property
    def asked(self) -> dict[str, Any]:
        """The parameters that every page of the list keeps."""
        chosen = {each.name: each.chosen for each in self.filters if each.chosen}
        return {**self._place, **({"q": self.search} if self.search else {}), **chosen}

    @property
    def _place(self) -> dict[str, Any]:
        return {**(request.view_args or {}), **({"_anchor": self.anchor} if self.anchor else {})}

    @property
    def address(self) -> str:
        """Where its form goes, which begins at the first page."""
        return url_for(self.endpoint, **self._place)

    @property
    def address_of_all(self) -> str:
        """All that was asked for on one page, to be printed."""
        return url_for(self.endpoint, **self.asked, all="yes")


def listing(
    items: Sequence[Item],
    *,
    words: Callable[[Item], Iterable[str]],
    filters: Sequence[Filter[Item]] = (),
    endpoint: str = "",
    anchor: str = "",
    on_a_page: int = ON_A_PAGE,
) -> Listing[Item]:
    """The list as the address asks for it. ``words``: what is searched of each; ``endpoint``: of the page, where a form
    that was not right shows it too; ``anchor``: the id of the list's heading on a page with other parts; ``on_a_page``: fewer where
    each line is long.
    """
    search = tidy(request.args.get("q", "")[:_LONGEST])
    looked_for = as_searched(search).split()
    found = list(items)
    for each in filters:
        if each.chosen in each.options:
            found = list(filter(each.options[each.chosen][1], found))
    if looked_for:
        found = [each for each in found if _has(looked_for, words(each))]
    is_all = request.args.get("all") == "yes"
    pages = page_of(found, request.args.get("page", 1, type=db_int) or 1, max(len(found), 1) if is_all else on_a_page)
    return Listing(pages, found, len(items), search, filters, endpoint or request.endpoint or "", anchor)


def _has(looked_for: Sequence[str], texts: Iterable[str]) -> bool:
    there = as_searched(" ".join(texts))
    return all(word in there for word in looked_for)
