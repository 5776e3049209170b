"""One of the two typings of papers from a list that somebody typed in a spreadsheet: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import SystemRandom
from typing import Any

from sqlalchemy.exc import IntegrityError

from pb import clock
from pb.given_ids import new_ids
from pb.guards import is_taken
from pb.marked import delete_rows, insert_rows
from pb.paper.actions.entries import ENTRY_REMOVED, bundle_error, paper_error, papers_left
from pb.paper.models import Bundle, Entry, Paper, Ruling
from pb.paper.queries.last_entry import uploaded_alone
from pb.paper.queries.typing_facts import KnownOfPaper, known_of_papers, papers_by_serial
from pb.paper.rules.entry_files import RowFault, TypedRow, fault_of, has_columns, read_rows
from pb.paper.rules.papers import BACK_TO_THE_BUNDLE, IN_THE_BOX_ALREADY
from pb.paper.rules.sentences import NO_SUCH_PAPER
from pb.paper.rules.serials import shown_serial
from pb.practice import is_practice
from pb.record.actions import ActInProgress, acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import Actor
from pb.sealed import seal_for_desk
from pb.tables import NotATable, Table, table_of
from pb.voting.queries import FrozenBallot
from pb.words import Sentence
from pb.words import lazy_gettext as _l
from pb.words import lazy_ngettext as _ln


@dataclass(frozen=True)
class EntryFile:
    """What a file says: ``rows``, each with its paper, and all ``faults``, by their rows. ``table``: what was read, if it is
    one.
    """

    rows: list[tuple[TypedRow, Paper]]
    faults: list[RowFault]
    table: Table | None = None


def read_entries(by: Actor, bundle: Bundle, pass_number: int, ballot: FrozenBallot, data: bytes) -> EntryFile:
    """Read a file as this person's typing of papers of this bundle in this pass. What is wrong with a row is what would be
    said at the desk; nothing is said of what anybody else typed.
    """
    try:
        table = table_of(data, has_columns)
    except NotATable as refused:
        return EntryFile([], [fault_of(refused)])
    rows, faults = read_rows(table, ballot.rules, practice=is_practice())
    there = papers_by_serial(bundle.round_id, {row.serial for row in rows})
    known = known_of_papers(
        by.account_id, bundle, pass_number, [there[row.serial] for row in rows if row.serial in there]
    )
    for row in rows:
        paper = there.get(row.serial)
        said = _row_error(bundle, paper, known[paper.id]) if paper else NO_SUCH_PAPER
        faults += [RowFault(row.line, shown_serial(row.serial), said)] if said else []
    if not faults and (left := papers_left(bundle, pass_number)) < len(rows):
        faults = [RowFault(0, "", _too_many(len(rows), max(left, 0)))]
    return EntryFile(
        [(row, there[row.serial]) for row in rows if row.serial in there], sorted(faults, key=_by_line), table
    )


def _by_line(fault: RowFault) -> int:
    return fault.line


def _row_error(bundle: Bundle, paper: Paper, known: KnownOfPaper) -> Sentence | None:
    if known.imported and known.typed_in is None:
        return _l("The other typing of this paper came from a file. Take this row out, and type the paper at the desk.")
    if known.is_from_elsewhere:
        return _l(
            "This paper was printed for another session. If its number is right, take this row out, and type the paper at "
            "the desk."
        )
    return paper_error(bundle, paper, known)


def _too_many(rows: int, left: int) -> Sentence:
    return _ln(
        "The file has %(rows)s papers, but only %(num)s paper of this bundle is left to type. Count the papers again.",
        "The file has %(rows)s papers, but only %(num)s papers of this bundle are left to type. Count the papers again.",
        left,
        rows=rows,
    )


ENTRIES_IMPORTED = Act(
    "entries.imported", _l("typed papers from a file (%(papers)s), %(bundle)s"), only=ENTRY_REMOVED.only
)


def import_entries(by: Actor, bundle: Bundle, pass_number: int, ballot: FrozenBallot, data: bytes) -> int:
    """Save a file as this person's typing of its papers, in an order of chance; returns how many.

    Refuses all of it where one row has a fault, and what ``type_paper`` refuses. A paper has at most one entry from a file
    (an index), so both typings can come neither from one file nor from two.
    """
    with acting(by, ENTRIES_IMPORTED, round_id=bundle.round_id, bundle=bundle.id) as act:
        if said := bundle_error(bundle):
            raise Refusal(said, BACK_TO_THE_BUNDLE)
        found = read_entries(by, bundle, pass_number, ballot, data)
        if found.faults:
            raise _file_error(found.faults)
        rows = SystemRandom().sample(found.rows, len(found.rows))
        try:
            insert_rows(act.session, Entry, _entries(act, bundle, pass_number, rows))
        except IntegrityError as taken:
            if not any(is_taken(taken, "entry.paper_id", f"entry.{other}") for other in _ONCE):
                raise
            raise Refusal(_l("Someone else has just typed one of these papers."), _UPLOAD_AGAIN) from taken
        act.facts.update({"papers": len(rows), "pass": pass_number})
    return len(rows)


def _entries(
    act: ActInProgress, bundle: Bundle, pass_number: int, rows: Sequence[tuple[TypedRow, Paper]]
) -> list[dict[str, Any]]:
    its = {"bundle_id": bundle.id, "pass_number": pass_number, "typed_by": act.by.account_id, "typed_at": clock.now()}
    return [
        {
            "id": id_,
            "paper_id": paper.id,
            "sealed": seal_for_desk(bundle.round_id, row.reading.as_text),
            "imported": True,
            **its,
        }
        for id_, (row, paper) in zip(new_ids(act.session, Entry, len(rows)), rows, strict=True)
    ]


UPLOAD_UNDONE = Act(
    "entries.upload_undone",
    _l("removed the typing of papers that came from a file (%(papers)s), %(bundle)s"),
    only=ENTRY_REMOVED.only,
)


def undo_upload(by: Actor, bundle: Bundle, pass_number: int, shown: int) -> int:
    """Who uploaded a list sees that it is wrong (one column was sorted without the other), and takes away what nobody else
    has typed; returns how many papers. ``shown``: as many as their page said.

    Refuses where it is another number by now, and what is in the box.
    """
    with acting(by, UPLOAD_UNDONE, round_id=bundle.round_id, bundle=bundle.id) as act:
        if bundle.cast_at is not None:
            raise Refusal(IN_THE_BOX_ALREADY)
        papers = uploaded_alone(bundle, pass_number, by.account_id)
        if not papers or len(papers) != shown:
            raise Refusal(
                _l("Someone else has typed some of these papers since."),
                BACK_TO_THE_BUNDLE,
            )
        delete_rows(
            act.session, Entry, Entry.paper_id.in_(papers), Entry.imported.is_(True), Entry.pass_number == pass_number
        )
        delete_rows(
            act.session, Ruling, Ruling.paper_id.in_(papers)
        )  # nobody has those papers in hand under these numbers
        act.facts.update({"papers": len(papers), "pass": pass_number})
    return len(papers)


#: What stands once for each paper.
_ONCE = ("pass_number", "typed_by", "imported")
_UPLOAD_AGAIN = _l("Correct the file and upload it again.")


def _file_error(faults: list[RowFault]) -> Refusal:
    first = faults[0]
    said = _l("Nothing was saved. Row %(line)s: %(reason)s", line=first.line, reason=first.reason)
    return Refusal(said if first.line else first.reason, _UPLOAD_AGAIN, status=422)
