"""Long lists in pages, for ``components/pagination.html``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_sqlalchemy.pagination import Pagination


class _Listed(Pagination):
    """A list that is there already, in pages."""

    def _query_items(self) -> list[Any]:
        first = self._query_offset
        return list(self._query_args["listed"][first : first + self.per_page])

    def _query_count(self) -> int:
        return len(self._query_args["listed"])


def page_of(listed: Sequence[Any], number: int, per_page: int) -> Pagination:
    """Page ``number`` of the list, counted from 1; a number that is too low or too high means the nearest page."""
    last = max(-(-len(listed) // per_page), 1)
    # Flask-SQLAlchemy would cut a page at 100, and the rest of a longer page could then be read nowhere.
    return _Listed(
        page=min(max(number, 1), last), per_page=per_page, max_per_page=per_page, error_out=False, listed=listed
    )
