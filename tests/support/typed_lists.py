"""Lists of papers that somebody has typed in a spreadsheet, and what comes of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, select

from pb import clock
from pb.database import db, exclusive_transaction
from pb.paper.models import Bundle, Entry

FIELD = "Your spreadsheet or CSV file"


def from_file(bundle, pass_number: int = 1) -> str:
    """The address."""
    return f"/rounds/{bundle.round_id}/paper-desk/bundles/{bundle.id}/typing/{pass_number}/from-file"


def typed_list(*rows: tuple[str, str]) -> bytes:
    """A CSV file of (number of the paper, what is marked)."""
    return "\r\n".join(["paper,marked", *(f'{paper},"{marked}"' for paper, marked in rows)]).encode()


def uploads(person, bundle, data: bytes, pass_number: int = 1, name: str = "typed.csv"):
    """The page after the file was checked."""
    person.opens(from_file(bundle, pass_number))
    return person.attaches(FIELD, data, name).presses("Check the file")


def entries_of(bundle) -> list[Entry]:
    """All that was typed of a bundle."""
    db.session.rollback()
    return list(db.session.scalars(select(Entry).where(Entry.bundle_id == bundle.id)))


def box_of(voting_session, counters, papers: int) -> Bundle:
    """A box with so many papers, counted by two."""
    with exclusive_transaction() as session:
        bundle = Bundle(
            round_id=voting_session.round_id, session_id=voting_session.id, channel="paper", papers_in_box=papers,
            reason="", counted_by=counters[0].id, also_counted_by=counters[1].id, made_at=clock.now(),
        )  # fmt: skip
        session.add(bundle)
    return bundle


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Every statement that the database was asked meanwhile."""
    said: list[str] = []

    def note(_connection, _cursor, statement, *_more):
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield said
    event.remove(db.engine, "before_cursor_execute", note)


def faults_on(page) -> list[list[str]]:
    """Row, paper and problem, of a file that cannot be saved."""
    assert not page.buttons.count("Save these papers as typed by me")
    return page.tables["Problems in the file"][1:]
