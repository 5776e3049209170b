"""Venues of the demo and its voting sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pb.programme.demo.story import Players
from pb.rounds.models import Round
from pb.venues import actions
from pb.venues.models import Venue, VotingSession

#: Sessions last two hours; a day has a morning, a noon and an afternoon one. Voting opens at nine.
_STARTS_AFTER = (1, 3, 6)
_LASTS = timedelta(hours=2)


def open_venues(players: Players, story: dict[str, Any]) -> list[Venue]:
    """Add the venues with their access notes."""
    return [
        actions.add_venue(
            players["morag"],
            name=name,
            kind=kind,
            address=f"{number} {name.split()[0]} Road, Thistlemoor",
            step_free=step_free,
            hearing_loop=loop,
            access_notes=note,
        )  # fmt: skip
        for number, (name, kind, step_free, loop, note) in enumerate(story["venues"], start=3)
    ]


def plan_sessions(
    players: Players, round_: Round, venues: Sequence[Venue], opens_at: datetime, *, again: int = 0
) -> list[VotingSession]:
    """One session at each venue, three a day from the first day on, and a second one at the first ``again`` venues.

    Jean is in every team, with Piotr from the second session of a day on. In order of time.
    """
    voting_sessions = []
    for place, venue in enumerate([*venues, *venues[:again]]):
        day, slot = divmod(place, len(_STARTS_AFTER))
        starts_at = opens_at + timedelta(days=day, hours=_STARTS_AFTER[slot])
        team = [players.id("jean")] if slot == 0 else [players.id("jean"), players.id("piotr")]
        voting_sessions.append(
            actions.plan_session(players["morag"], round_, venue, starts_at, starts_at + _LASTS, team)
        )
    return voting_sessions
