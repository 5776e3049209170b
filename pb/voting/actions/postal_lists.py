"""Requests for postal votes from a list that somebody uploads: all of it, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, Actor
from pb.rounds.models import Round
from pb.tables import NotATable, Table, table_of
from pb.voting.actions.card_checks import CardIsUsed, noting_the_check
from pb.voting.actions.postal_requests import WHEN_ASKED, AskedByPost, require_a_card, write_down
from pb.voting.actions.rights import ballot_in
from pb.voting.queries.post import place, request_of, room_at
from pb.voting.rules.card_numbers import write_numbers
from pb.voting.rules.post import LIMIT_IS_REACHED
from pb.voting.rules.postal_lists import ListedRequest, ListFault, fault_of, has_columns, read_rows
from pb.words import lazy_gettext as _l


@dataclass(frozen=True)
class PostalList:
    """What a file says, and all that is wrong with it, by its rows. ``table``: what was read, if it is one."""

    rows: list[ListedRequest]
    faults: list[ListFault]
    table: Table | None = None


def read_postal_list(by: Actor, round_: Round, data: bytes) -> PostalList:
    """Read a list; nothing is saved. What is wrong with a row is what would be said of one request. Whoever is told that a
    card was used stands in the record as somebody who asked.
    """
    try:
        table = table_of(data, has_columns)
    except NotATable as refused:
        return PostalList([], [fault_of(refused)])
    rows, faults = read_rows(table)
    faults += [fault for row in rows for fault in _faults_of(by, round_, row)]
    faults += _too_many(round_.id, rows)
    return PostalList(rows, sorted(faults, key=lambda each: each.line), table)


def _faults_of(by: Actor, round_: Round, row: ListedRequest) -> Iterator[ListFault]:
    try:
        with noting_the_check(by, round_, row.number):
            require_a_card(round_.id, row.number)
    except Refusal as refused:  # ``CardIsUsed`` among them, which has been noted
        yield ListFault(row.line, row.name, refused.sentence)
    if request_of(round_.id, row.number):
        said = _l("Card %(number)s already goes to someone by post.", number=row.number)
        yield ListFault(row.line, row.name, said)


def _too_many(round_id: int, rows: list[ListedRequest]) -> Iterator[ListFault]:
    """The rows from which on more go to one address than may."""
    here: Counter[str] = Counter()
    for row in rows:
        where = place(row.address)
        here[where] += 1
        if here[where] > room_at(round_id, row.address):
            yield ListFault(row.line, row.name, LIMIT_IS_REACHED)


LIST_TAKEN = Act(
    "post.list_taken",
    _l("wrote down requests for postal votes from a list, with cards %(numbers)s"),
    only=(COORDINATOR,),
)


def take_postal_list(by: Actor, round_: Round, data: bytes) -> int:
    """Write down every request of a list; how many. Refuses all of it where one row has a fault, as ``take_request`` would."""
    found = read_postal_list(by, round_, data)
    if found.faults:
        raise _list_error(found.faults[0])
    with acting(by, LIST_TAKEN, round_id=round_.id) as act:
        ballot_in(round_.id, WHEN_ASKED)
        for row in found.rows:
            asked = AskedByPost(row.name, row.address, "list", row.large_print, row.alone)
            try:
                write_down(act.session, round_.id, row.number, asked)
            except CardIsUsed as since:  # as if its row had said so: who reads the file again is noted
                raise _list_error(ListFault(row.line, row.name, since.sentence)) from since
        act.facts["numbers"] = write_numbers([row.number for row in found.rows])
    return len(found.rows)


def _list_error(fault: ListFault) -> Refusal:
    said = _l("Nothing was saved. Row %(line)s: %(reason)s", line=fault.line, reason=fault.reason)
    return Refusal(said if fault.line else fault.reason, _l("Correct the file and upload it again."), status=422)
