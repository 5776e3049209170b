"""The board of all sessions and the post: where their papers are, what is missing, and who can do it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from flask import render_template
from flask_babel import gettext as _

from pb import clock
from pb.clock import LOCAL
from pb.formats import day, short_day
from pb.pages.admission import after_declaring
from pb.pages.chores import ChoreLine, lines_of
from pb.pages.lookups import round_with
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.lookups import frozen
from pb.paper import queries
from pb.paper.queries.whereabouts import Whereabouts
from pb.people.queries import names
from pb.programme.queries.paper_chores import chores_of_papers
from pb.rounds.models import Round
from pb.rounds.queries import is_abandoned
from pb.rounds.rules import closes_at, phase, post_closes_at
from pb.unicode_text import by_name
from pb.venues.queries import teams_in
from pb.voting.queries import box_opening_of
from pb.web.access import COORDINATOR, COUNTER, open_to
from pb.web.lists import Filter, Listing, listing

#: States of a bundle that somebody counts or types.
ON_THE_DESK = ("counting", "typing", "typed_once", "typed_twice")
#: What is missing, by the kind of thing ("session_id" or "bundle_id") and its id.
Missing = dict[tuple[str, int], list[ChoreLine]]


@bp.get("/rounds/<int:round_id>/paper-desk")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def desk(round_id: int):
    """Where the papers of every session and of the post are, what is missing of each, and who can do it."""
    ballot, round_ = frozen(round_id), round_with(round_id)
    known = queries.whereabouts(round_id)
    board = queries.board(ballot, known)
    found = _listed(board.rows)
    is_over = is_abandoned(round_id) or box_opening_of(round_id) is not None
    return render_template(
        "paper_desk/desk.html",
        ballot=ballot,
        found=found,
        tally=board.tally,
        post=board.post,
        missing={} if is_over else _missing(round_, known, found.items),
        teams=teams_in(round_id),
        names=names(),
        is_over=is_over,
        may_come=not is_over and clock.now() < closes_at(round_),
        post_may_come=not is_over and clock.now() < post_closes_at(round_),
    )


def _missing(round_: Round, known: Whereabouts, shown: Collection[queries.BoardBox]) -> Missing:
    """The work that waits at the desk and with the teams at what is ``shown`` of hundreds, by what it is about."""
    here = {("session_id", each.session.id) for each in shown if each.session}
    here |= {("bundle_id", each.bundle.id) for each in shown if each.bundle}
    waiting = chores_of_papers(round_, phase(round_, clock.now()), queries.gaps_in(known))
    chores = [each for each in waiting if here & set(each.address.items())]
    found: Missing = defaultdict(list)
    for chore, line in zip(chores, lines_of(round_, chores), strict=True):
        for about in chore.address.items():
            found[about].append(line)
    return found


def _listed(rows: list[queries.BoardBox]) -> Listing[queries.BoardBox]:
    """Session boxes, by where they are; what is to be done first."""
    options = {
        "overdue": (_("Overdue"), lambda row: row.state == "overdue"),
        "waits": (_("Account to agree"), lambda row: row.state == "account_waits"),
        "open": (_("To be opened"), lambda row: row.state == "in"),
        "desk": (_("On the desk"), lambda row: row.state in ON_THE_DESK),
        "settled": (_("Settled"), lambda row: row.state == "settled"),
        "box": (_("In the ballot box"), lambda row: row.state == "in_the_box"),
        "rest": (
            _("Nothing to do"),
            lambda row: row.bundle is None and row.state not in ("overdue", "account_waits", "in"),
        ),
    }
    days = {each.session.starts_at.astimezone(LOCAL).date(): each.session.starts_at for each in rows if each.session}
    on_days = {f"{date}": (short_day(days[date]), _on(f"{date}")) for date in sorted(days)}
    orders = {
        "": (_("What to do first"), _all),
        "time": (_("Day and time"), _all),
        "place": (_("Place"), _all),
    }
    sort: Filter[queries.BoardBox] = Filter("sort", _("Sort by"), orders)
    return listing(
        sorted(rows, key=_IN_ORDER[sort.chosen]) if sort.chosen else rows,
        words=lambda row: (row.session.venue.name, day(row.session.starts_at)) if row.session else (_("Post"),),
        filters=[
            Filter("show", _("Which session boxes"), options),
            Filter("day", _("Day"), on_days),
            sort,
        ],
    )


def _all(_row: queries.BoardBox) -> bool:
    return True


#: By what the board is sorted on request; the post comes last.
_IN_ORDER: dict[str, Callable[[queries.BoardBox], Any]] = {
    "time": lambda row: (row.session is None, row.session and row.session.starts_at, row.session and row.session.id),
    "place": lambda row: (
        row.session is None,
        by_name(row.session.venue.name) if row.session else "",
        row.session and row.session.starts_at,
    ),
}


def _on(date: str):
    """Whether a row's session begins on this day."""
    return lambda row: row.session is not None and f"{row.session.starts_at.astimezone(LOCAL).date()}" == date
