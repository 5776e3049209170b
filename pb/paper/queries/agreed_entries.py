"""What was agreed about each paper that went into the box: what was typed, a ruling, and what it counts as."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from pb.database import db
from pb.keystore import desk_key, load_key
from pb.paper.models import Bundle, Entry, Paper
from pb.paper.queries.of_a_round import resolutions
from pb.paper.queries.papers import paper_statuses
from pb.paper.rules import PaperReading, RuledReading, common_reading, needs_ruling
from pb.voting.queries import require_frozen_ballot
from pb.voting.rules.ballot_rules import BallotRules
from pb.voting.rules.sealing import Choices


@dataclass(frozen=True)
class AgreedPaper:
    """One paper. ``typed``: what each typist typed; ``ruling``: what two people decided, if anything."""

    paper_id: int
    serial: str
    typed: tuple[PaperReading, ...]
    ruling: RuledReading | None

    @property
    def counted(self) -> PaperReading | None:
        """What it counts as; None where it does not count."""
        return self.ruling.counts if self.ruling else common_reading(self.typed)

    def is_as_seen(self, seen: PaperReading, rules: BallotRules, withdrawn: Collection[int]) -> bool:
        """Whether somebody who looks at the paper saw what was agreed. Of a paper with a ruling that is also what was typed
        before it, or that it needs one; unless two people ruled that it was typed wrong, and counts as something else.
        """
        if self.counted is not None and seen == self.counted:
            return True
        if self.ruling is None:
            return False
        if self.ruling.reason == "typed_wrong":
            return self.counted is None and needs_ruling(seen, rules, withdrawn)
        return seen in self.typed or needs_ruling(seen, rules, withdrawn)

    @property
    def line(self) -> str:
        """As it goes into the hash of all of them."""
        return f"{self.serial} {self.counted.text if self.counted else '-'}"


@dataclass(frozen=True)
class PaperInBox:
    """A paper that was typed in a bundle whose votes are in the box."""

    paper_id: int
    serial: str
    bundle_id: int


def papers_in_box(round_id: int) -> list[PaperInBox]:
    """All of them, in the order of their serials: the first is paper 1 of a draw."""
    query = (
        select(Entry.paper_id, Paper.serial, Entry.bundle_id)
        .join(Paper, Paper.id == Entry.paper_id)
        .join(Bundle, Bundle.id == Entry.bundle_id)
        .where(Bundle.round_id == round_id, Bundle.cast_at.is_not(None))
        .distinct()
    )
    return sorted((PaperInBox(*row) for row in db.session.execute(query)), key=lambda paper: paper.serial)


def agreed_papers(round_id: int) -> dict[int, AgreedPaper]:
    """What was agreed, by the paper's id. Raises ``NotSealedHere``, ``KeyLost``, ``KeyIsDead`` and ``Forged``."""
    ballot = require_frozen_ballot(round_id)
    cast = db.session.scalars(select(Bundle.id).where(Bundle.round_id == round_id, Bundle.cast_at.is_not(None))).all()
    return {
        status.paper.id: AgreedPaper(
            status.paper.id,
            status.paper.serial,
            tuple(entry.unsealed for entry in status.entries),
            status.ruling.decided if status.ruling else None,
        )
        for statuses in paper_statuses(cast, ballot).values()
        for status in statuses
    }


def hash_of_entries(round_id: int, papers: Iterable[AgreedPaper]) -> str:
    """Over each paper and what it counts as, with the desk key: without it anybody could try which votes make it."""
    lines = "\n".join(sorted(paper.line for paper in papers))
    return _keyed(round_id, f"entries of round {round_id}\n{lines}")


def hash_of_paper_votes(round_id: int, votes: Counter[str]) -> str:
    """Over votes on paper as ``line_of`` has them, whatever their order, with the desk key."""
    lines = "\n".join(sorted(votes.elements()))
    return _keyed(round_id, f"papers of round {round_id}\n{lines}")


def line_of(choices: Choices) -> str:
    """A vote as a line of the hash."""
    return " ".join(f"{number}:{value}" for number, value in sorted(choices.items()))


def papers_left_out(round_id: int) -> int:
    """Of how many papers two people decided that there were too many: chance chose them, and nobody knows which."""
    decided = (each for each in resolutions(round_id) if each.agreed_by and each.outcome == "leave_out")
    return sum(each.number for each in decided if each.bundle_id)


def _keyed(round_id: int, text: str) -> str:
    return hmac.new(load_key(desk_key(round_id)), text.encode(), hashlib.sha256).hexdigest()
