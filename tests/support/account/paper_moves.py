"""Blank papers that go from one place to another, whether somebody writes it down or not."""

from __future__ import annotations

from pb.database import db
from pb.paper import actions as paper
from pb.paper import queries as papers
from pb.paper.models import Batch
from tests.support.account.things import Things, Venue
from tests.support.makers.voting import COMMAND


class PaperMoves(Things):
    """Teams, and whoever drives."""

    def place(self, n: int) -> tuple[int, Venue]:
        id_ = sorted(self.venues)[n % len(self.venues)]
        return id_, self.venues[id_]

    def lends(self, n: int, to: int, *, from_post: bool = False, told: bool = False) -> None:
        """Blank papers are carried to another session. ``told``: it is written down, or it is not done; else nobody tells
        the program.
        """
        (to_id, other), (from_id, venue) = self.place(to), (None, self.post) if from_post else self.place(n)
        if not venue.blanks or venue is other or (told and not self._writes_down(venue.blanks[-1], from_id, to_id)):
            return
        other.blanks.append(venue.blanks.pop())
        other.received, venue.received = other.received + 1, venue.received - 1

    def brings_back(self, n: int) -> None:
        """All that is left at a session, cancelled or not, goes back to the office."""
        id_, venue = self.place(n)
        while venue.blanks and self._writes_down(venue.blanks[-1], id_, None):
            self.post.blanks.append(venue.blanks.pop())
            self.post.received, venue.received = self.post.received + 1, venue.received - 1

    def _writes_down(self, serial: str, left: int | None, came: int | None) -> bool:
        """Somebody writes down that one paper goes: of the batch that they believe it is of, which is the right one."""
        sheet, by = papers.paper_of(self.round_id, serial), COMMAND
        assert sheet is not None
        batch = sheet.batch_id
        return self.tries(
            lambda: paper.move_papers(
                by,
                db.session.get_one(Batch, batch),
                self.session(left) if left else None,
                self.session(came) if came else None,
                1,
                "Nan",
            )
        )[0]
