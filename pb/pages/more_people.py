"""Work for which nobody is left: those who may do it left, did the first half, were on the team, or have an interest. The
coordinator finds one more person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pb.pages.chore_sentences import chore_in_words
from pb.programme.rules.chores import Chore, ChoreKind
from pb.projects.queries import interested_on_the_ballot

#: Work that touches every project on the ballot: nobody does it who has an interest in one.
_IMPARTIAL = {
    ChoreKind.AGREE_STRAY,
    ChoreKind.RULE,
    ChoreKind.AGREE_RULING,
    ChoreKind.PROPOSE_RESOLUTION,
    ChoreKind.AGREE_RESOLUTION,
    ChoreKind.PUT_BACK,
}
#: Work of a session's team, or of the coordinator in its place.
_OF_A_TEAM = {ChoreKind.END_TURNS, ChoreKind.SUBMIT_ACCOUNT, ChoreKind.AGREE_ACCOUNT}
#: Work at the paper desk.
_OF_COUNTERS = {
    ChoreKind.OPEN_SESSION_BOX,
    ChoreKind.OPEN_ENVELOPES,
    ChoreKind.COUNT_TOO,
    ChoreKind.AGREE_STRAY,
    ChoreKind.TYPE_FIRST,
    ChoreKind.TYPE_SECOND,
    ChoreKind.FIND_PAPER,
    ChoreKind.EXPLAIN_PAPERS,
    ChoreKind.AGREE_MOVEMENT,
    ChoreKind.CHECK_PAPERS,
    ChoreKind.RULE,
    ChoreKind.AGREE_RULING,
    ChoreKind.LOOK_OVER,
    ChoreKind.PUT_IN_BOX,
    ChoreKind.PROPOSE_RESOLUTION,
    ChoreKind.AGREE_RESOLUTION,
}


def without_the_interested(round_id: int, chores: list[Chore]) -> list[Chore]:
    """The same work, and who is kept out of it by an interest among those who cannot do it."""
    if not any(each.kind in _IMPARTIAL for each in chores):
        return chores
    interested = frozenset(interested_on_the_ballot(round_id))
    return [replace(each, besides=each.besides | interested) if each.kind in _IMPARTIAL else each for each in chores]


def more_people(chores: Iterable[Chore], can_do: Callable[[Chore], set[int]]) -> Iterator[Chore]:
    """What the coordinator does for work that nobody ``can_do``: once for the desk, and once for each session."""
    stuck = [each for each in chores if each.kind in _OF_COUNTERS | _OF_A_TEAM and not can_do(each)]
    at_the_desk = [each for each in stuck if each.kind in _OF_COUNTERS]
    if at_the_desk:
        yield Chore(ChoreKind.MORE_COUNTERS, why=chore_in_words(at_the_desk[0]))
    of_teams = {tuple(each.address.items()): each for each in stuck if each.kind in _OF_A_TEAM}
    for each in of_teams.values():
        yield Chore(ChoreKind.MORE_ON_TEAM, where=each.where, why=chore_in_words(each), address=each.address)
