"""Where and when people can vote in a round, for everybody: by day, and near a place that they type."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from flask import render_template, request

from pb import clock
from pb.pages.lookups import round_with
from pb.pages.rounds import bp
from pb.programme.queries.told_sessions import without_untold
from pb.rounds.models import Round
from pb.rounds.rules import phase, session_margin
from pb.unicode_text import tidy
from pb.venues.models import VotingSession
from pb.venues.queries import sessions_of
from pb.venues.rules.by_day import SessionOnDay, next_ones, open_now, to_come
from pb.venues.rules.near import LONGEST_PLACE, Nearness, VenueSearch, asked, nearness
from pb.web.access import PUBLIC, open_to
from pb.web.pagination import page_of

#: So many lines on one page: a round may have 600 sessions.
A_PAGE = 60
#: So many of those that open next are shown first; all of them are in the list.
NEXT = 8

Ahead = Sequence[SessionOnDay[VotingSession]]


@bp.get("/rounds/<int:round_id>/where-to-vote")
@open_to(PUBLIC)
def where_to_vote(round_id: int):
    """What is open now, what comes next, and every session to come; the nearest first where a place is typed and one is near."""
    round_, now = round_with(round_id), clock.now()
    all_sessions = without_untold(round_, sessions_of(round_id))
    ahead = _ahead(round_, all_sessions)
    typed = tidy(request.args.get("near", ""))[:LONGEST_PLACE]
    near = _near(typed, ahead)
    next_up = next_ones(ahead, now)
    pages = page_of(_nearest_first(ahead, near), request.args.get("page", 1, type=int), A_PAGE)
    return render_template(
        "rounds/where_to_vote.html",
        round=round_,
        phase=phase(round_, now),
        any_were=any(each.cancelled_at is None for each in all_sessions),
        typed=typed,
        near=near,
        pages=pages,
        groups=_grouped(pages.items, near),
        now_open=open_now(ahead, now),
        next_up=next_up[:NEXT],
        more_next=len(next_up[NEXT:]),
        margin=session_margin(round_),
    )


@bp.get("/rounds/<int:round_id>/where-to-vote/print")
@open_to(PUBLIC)
def where_to_vote_printed(round_id: int):
    """Every session to come on paper, day by day."""
    round_ = round_with(round_id)
    ahead = _ahead(round_, without_untold(round_, sessions_of(round_id)))
    return render_template("rounds/where_to_vote_printed.html", round=round_, groups=_grouped(ahead, None))


def _ahead(round_: Round, planned: Sequence[VotingSession]) -> Ahead:
    """The sessions to come: none once the round was abandoned."""
    return [] if round_.abandonment else to_come(planned, clock.now())


def _near(typed: str, ahead: Ahead) -> VenueSearch | None:
    """What was typed, where some place is near it; else None."""
    near = asked(typed, [each.session.venue for each in ahead]) if typed else None
    return near if near and any(nearness(each.session.venue, near) < Nearness.ELSEWHERE for each in ahead) else None


def _nearest_first(ahead: Ahead, near: VenueSearch | None) -> Ahead:
    return sorted(ahead, key=lambda each: nearness(each.session.venue, near)) if near else ahead


def _grouped(listed: Ahead, near: VenueSearch | None) -> list[tuple[Any, list[SessionOnDay[VotingSession]]]]:
    """By how near they are where a place was typed, else by day."""
    by: Callable[[SessionOnDay[VotingSession]], Any] = (
        (lambda each: nearness(each.session.venue, near).name) if near else (lambda each: each.day)
    )
    return [(key, list(group)) for key, group in groupby(listed, by)]
