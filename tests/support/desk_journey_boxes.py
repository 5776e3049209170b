"""The papers of one box, or of the reply envelopes, in the hands of those who count, type and decide."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import select

from pb import clock
from pb.database import db
from pb.paper import actions as desk
from pb.paper import queries
from pb.paper.models import Bundle, Stray
from pb.paper.rules import read_entry
from pb.voting.queries import frozen_ballot

#: By its place in a bundle: what is marked, why two people rule, and as what it counts ("" where it does not).
DOUBTFUL = {
    0: ("B", "blank", ""),
    1: ("1 2 3 4", "too_many", ""),
    2: ("?", "torn", "2 5"),
    3: ("?", "unclear", ""),
}


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Everything in the block is done then."""
    with clock.moved(moment):
        yield


class BoxOnTheDesk:
    """A bundle that was opened. ``said``: {serial: what is marked}; ``elsewhere``: of these, printed for another session."""

    def __init__(
        self, typists: list[Any], bundle: Bundle, said: dict[str, str], elsewhere: tuple[str, ...] = ()
    ) -> None:
        self.typists, self.bundle, self.said, self.elsewhere = typists, bundle, said, elsewhere
        self.ballot = frozen_ballot(bundle.round_id)

    def paper(self, serial: str) -> Any:
        found = queries.paper_of(self.bundle.round_id, serial)
        assert found is not None
        return found

    def typed_by_two(self, slips: tuple[str, ...] = ()) -> None:
        """The first from a spreadsheet, the second at the desk, where a hand slips on ``slips`` and a third person looks."""
        one, two, three = self.typists
        rows = [f"{serial},{marked}" for serial, marked in self.said.items() if serial not in self.elsewhere]
        desk.import_entries(one, self.bundle, 1, self.ballot, "\n".join(["paper,marked", *rows]).encode())
        for serial in self.elsewhere:
            self._types(one, 1, serial, self.said[serial])
        for serial, marked in self.said.items():
            self._types(two, 2, serial, "12" if serial in slips else marked)
        for serial in slips:
            reading = read_entry(self.said[serial], self.ballot.rules)
            desk.third_look(three, self.bundle, self.ballot, self.paper(serial), reading)

    def _types(self, who: Any, pass_number: int, serial: str, marked: str) -> None:
        reading, right = read_entry(marked, self.ballot.rules), serial in self.elsewhere
        desk.type_paper(who, self.bundle, pass_number, self.paper(serial), reading, number_is_right=right)

    def ruled(self, serial: str, reason: str, counts: str) -> None:
        """Two people decide about a paper."""
        reading = read_entry(counts, self.ballot.rules) if counts else None
        desk.propose_ruling(self.typists[1], self.bundle, self.paper(serial), reason=reason, counts=reading)
        desk.agree_ruling(self.typists[2], self.bundle, self.paper(serial))

    def set_aside(self, why: str) -> None:
        """A sheet without a number of ours that nobody typed, or with one that is typed already: a copy."""
        desk.propose_stray(self.typists[0], self.bundle, why)
        sheet = db.session.scalars(select(Stray).where(Stray.bundle_id == self.bundle.id)).one()
        desk.agree_stray(self.typists[1], self.bundle, sheet)

    def explained(self, batch: Any, left: Any, *, filled_in: bool) -> None:
        """Two say how papers of another session came here."""
        said = desk.say_how_they_came(self.typists[0], self.bundle, batch, left, filled_in=filled_in)
        desk.agree_how_they_came(self.typists[1], said)

    def goes_in(self) -> int:
        """Into the ballot box."""
        return desk.cast_bundle(self.typists[0], self.bundle)
