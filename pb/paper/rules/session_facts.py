"""What the program knows of a session, for its ballot paper account."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from pb.paper.rules.ballot_paper_accounts import PaperCounts, discrepancies, is_a_lot, papers_off
from pb.venues.rules.heads import heads_discrepancy
from pb.words import Sentence


@dataclass
class SessionFacts:
    """What the program knows of a session, beside what its people say in the account."""

    printed: int = 0
    #: Blank papers that came from elsewhere, and that went elsewhere, as its account counts them.
    lent_in: int = 0
    lent_out: int = 0
    kiosks: int = 0
    #: Papers beyond those that were issued, which two people have let count.
    admitted: int = 0
    #: The papers of its box have gone into the ballot box.
    is_in: bool = False
    #: How many rights, by (kind, status, whether it was given again in place of one that was closed unused).
    rights: dict[tuple[str, str | None, bool], int] = field(default_factory=dict)

    @property
    def here(self) -> int:
        """Papers that the session should have had: printed for it, with what was lent to it and without what it lent."""
        return self.printed + self.lent_in - self.lent_out

    @property
    def issued(self) -> int:
        """Papers that were recorded when they were issued."""
        return self._count("paper")

    @property
    def issued_not_admitted(self) -> int:
        """The same without papers that two people have let count."""
        return self.issued - self.admitted

    @property
    def replaced(self) -> int:
        """Papers that were recorded as spoiled and replaced."""
        return sum(n for (kind, status, _), n in self.rights.items() if kind == "paper" and status == "unused")

    @property
    def opened(self) -> int:
        """Ballots opened on kiosks, each voter once."""
        return self._count("opening") - sum(n for (_, _, again), n in self.rights.items() if again)

    @property
    def turns(self) -> tuple[int, int, int]:
        """Ballots opened on kiosks by how they ended: cast, closed without a vote, still open."""
        ended = Counter[str | None]()
        for (kind, status, _), n in self.rights.items():
            ended[status] += n if kind == "opening" else 0
        return ended["cast"], ended["unused"] + ended["void"], ended[None]

    def needs_account(self, *, cancelled: bool) -> bool:
        """Whether anybody could vote there: a paper was issued or a ballot opened, or papers were there, wherever they are
        said to have gone since, or a kiosk was set up for a session that was not cancelled.
        """
        return bool(self.rights) or (not cancelled and (self.printed > 0 or self.here > 0 or self.kiosks > 0))

    def discrepancies(self, figures: PaperCounts, heads: int | None) -> list[Sentence]:
        """What of the figures and heads does not fit with what the program knows, as sentences."""
        lent = (self.lent_in, self.lent_out)
        said = discrepancies(
            figures, printed=self.printed, lent=lent, issued=self.issued_not_admitted, replaced=self.replaced
        )
        differs = self.heads_differ(figures, heads)
        return [*said, differs] if differs else said

    def many_off(self, figures: PaperCounts) -> int:
        """How many papers do not add up, where that is no slip any more; else 0."""
        off = papers_off(figures, here=self.here, issued=self.issued_not_admitted)
        return off if is_a_lot(off, max(figures.received, self.here)) else 0

    def heads_differ(self, figures: PaperCounts, heads: int | None) -> Sentence | None:
        """What does not fit between the people who were counted and the ballots that they were given."""
        return heads_discrepancy(heads, opened=self.opened, papers=self.given_out(figures) - self.opened)

    def given_out(self, figures: PaperCounts) -> int:
        """Ballots opened on kiosks and papers issued, each voter once."""
        return self.opened + max(0, figures.issued - figures.spoiled)

    def _count(self, kind: str) -> int:
        return sum(n for (each, *_), n in self.rights.items() if each == kind)
