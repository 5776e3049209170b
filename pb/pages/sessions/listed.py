"""The list of a round's sessions as it is searched and filtered, for its page and for changing those that it matches."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from flask_babel import gettext as _
from flask_login import current_user

from pb import clock
from pb.clock import LOCAL
from pb.formats import day, short_day
from pb.paper.queries import missing_accounts
from pb.people.queries import names
from pb.unicode_text import by_name
from pb.venues.queries import ListedSession, sessions_by_id
from pb.web.lists import Filter, Listing, listing

Options = dict[str, tuple[str, Callable[[ListedSession], bool]]]

#: Each line has a box, links and what is to be looked at.
_ON_A_PAGE = 25


def sessions_in_order(
    round_id: int, rows: list[ListedSession], unusual: frozenset[int] = frozenset()
) -> Listing[ListedSession]:
    """What is on now and to come first, then what is over. ``unusual``: ids of those that somebody should look at."""
    now, known = clock.now(), names()

    def words(each: ListedSession) -> list[str]:
        return [each.venue, each.address, day(each.starts_at), *(known[who] for who in each.team)]

    filters = [
        Filter("show", _("Which sessions"), _which(rows, unusual)),
        Filter("venue", _("Venue"), _venues(rows)),
        Filter("day", _("Day"), _days(rows)),
    ]
    in_order = sorted(rows, key=lambda each: each.ends_at <= now)
    return listing(in_order, words=words, filters=filters, endpoint="sessions.index", on_a_page=_ON_A_PAGE)


def _which(rows: list[ListedSession], unusual: frozenset[int]) -> Options:
    now, me = clock.now(), current_user.id
    lacking = cache(lambda: _without_account(rows))  # asked for one of the options alone
    options: Options = {
        "now": (_("On now"), lambda each: not each.is_cancelled and each.starts_at <= now < each.ends_at),
        "ahead": (_("To come"), lambda each: not each.is_cancelled and each.starts_at > now),
        "over": (_("Ended"), lambda each: not each.is_cancelled and each.ends_at <= now),
        "cancelled": (_("Cancelled"), lambda each: each.is_cancelled),
        "account": (_("Account missing"), lambda each: each.id in lacking()),
        "nobody": (_("With nobody on the team"), lambda each: not each.is_cancelled and not each.team),
        "look": (_("Look at these"), lambda each: each.id in unusual),
    }
    if any(me in each.team for each in rows):
        options["mine"] = (_("Your sessions"), lambda each: me in each.team)
    return options


def _without_account(rows: list[ListedSession]) -> set[int]:
    """Ids of those whose ballot paper account is missing or needs a second person."""
    now = clock.now()
    over = sessions_by_id({each.id for each in rows if each.is_cancelled or each.ends_at <= now})
    return set(missing_accounts(list(over.values())))


def _venues(rows: list[ListedSession]) -> Options:
    there = sorted({(each.venue, each.venue_id) for each in rows}, key=lambda one: by_name(one[0]))
    return {str(id_): (name, _at(id_)) for name, id_ in there}


def _at(venue_id: int) -> Callable[[ListedSession], bool]:
    return lambda each: each.venue_id == venue_id


def _days(rows: list[ListedSession]) -> Options:
    there = sorted({each.starts_at.astimezone(LOCAL).date() for each in rows})
    return {f"{each:%Y-%m-%d}": (short_day(each), _on(f"{each:%Y-%m-%d}")) for each in there}


def _on(date: str) -> Callable[[ListedSession], bool]:
    """Those that start on this day."""
    return lambda each: f"{each.starts_at.astimezone(LOCAL):%Y-%m-%d}" == date


def can_be_chosen(each: ListedSession) -> bool:
    """Whether it can be changed together with others: neither cancelled nor over."""
    return not each.is_cancelled and each.ends_at > clock.now()
