"""The papers are looked at again before a result is signed: how many, and what comes of it. Plain values in, plain values
out.

Only the paper part of a vote can be checked so: votes on screens are what they were counted as. The result is wrong if
papers that were typed wrong help one of its comparisons by more votes than it holds by; so a margin is the comparison's
margin in all the votes, for each paper. Papers that two people left out, and chance chose, are taken to be as bad as they
can be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pb.counting import Comparison
from pb.counting.overstatements import overstatement
from pb.counting.risk_limits import RISK, risk_left, sample_size
from pb.results.rules.lots import digits_error, read_digits
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: Up to so many papers all are looked at; of more, so many where there are no comparisons.
ALL_UP_TO = 400


@dataclass(frozen=True)
class CheckedPaper:
    """What a paper gives each project, by id: as it was counted, and as it was seen (None: it was not found). ``same``:
    whether both are one thing; ``times``: how often it was drawn.
    """

    counted: Mapping[str, int]
    seen: Mapping[str, int] | None
    same: bool
    times: int = 1

    def helped(self, proof: Comparison, most: int) -> int:
        """By how much it helped a comparison, in votes or points; one that was not found by as much as any can."""
        return 2 * most if self.seen is None else overstatement(proof, self.counted, self.seen)


@dataclass(frozen=True)
class CheckedCount:
    """What a check rests on. ``papers``: all that were typed; ``margin``: the smallest number of votes (or points) by which
    a comparison holds, None where there are no comparisons; ``most``: the most that one ballot gives one project;
    ``left_out``: papers that two people left out because there were too many.
    """

    papers: int
    margin: int | None
    most: int = 1
    left_out: int = 0

    @property
    def for_each_paper(self) -> Fraction:
        """The margin in ballots, for each paper; 0 or less where no sample can confirm the result."""
        return Fraction((self.margin or 0) - 2 * self.most * self.left_out, self.most * self.papers)


def papers_to_draw(count: CheckedCount) -> int | None:
    """How many papers are drawn first; None: all are looked at."""
    if count.papers <= ALL_UP_TO:
        return None
    if count.margin is None:
        return ALL_UP_TO
    return _drawn_at_most(count, 0, 0)


def _drawn_at_most(count: CheckedCount, one_vote: int, two_votes: int) -> int | None:
    if count.for_each_paper <= 0:
        return None
    needed = sample_size(count.for_each_paper, RISK, one_vote, two_votes)
    return needed if needed < count.papers else None


@dataclass(frozen=True)
class Seen:
    """What those who looked saw. ``looked``: how often a paper was looked at, one that was drawn twice counts twice;
    ``differ``: how many say something else than was counted, those that were not found among them; ``one_vote``,
    ``two_votes``: how many of those helped a comparison by up to one vote, or by more.
    """

    looked: int
    differ: int = 0
    one_vote: int = 0
    two_votes: int = 0


#: What a check can come to (``Finding``). Two end it before it begins, or where what was typed is not there any more:
#: "unreadable", and "different", where the papers in the box are not those that were typed.
CONFIRMED, MORE, ALL, RATE, UNCONFIRMED = "confirmed", "more", "all", "rate", "unconfirmed"
UNREADABLE, DIFFERENT = "unreadable", "different"
FINAL = (CONFIRMED, RATE, UNCONFIRMED, UNREADABLE, DIFFERENT)
FINDINGS = (*FINAL, MORE, ALL)
#: Of a check that has come to nothing yet.
NOT_ENDED = "not ended"


@dataclass(frozen=True)
class Finding:
    """What came of it: "confirmed"; "more" papers have to be drawn, or "all" looked at; where there are no comparisons only
    how often papers were typed wrong ("rate"); or not every comparison holds by what all the papers say ("unconfirmed").
    """

    kind: str
    more: int = 0


def finding_of_sample(count: CheckedCount, seen: Seen) -> Finding:
    """What papers that were drawn say of the result."""
    if count.margin is None:
        return Finding(RATE)
    if risk_left(count.for_each_paper, seen.looked, seen.one_vote, seen.two_votes) <= RISK:
        return Finding(CONFIRMED)
    needed = _drawn_at_most(count, seen.one_vote, seen.two_votes)
    return Finding(ALL) if needed is None else Finding(MORE, needed - seen.looked)


def finding_of_all(count: CheckedCount, seen: Seen, holds: bool) -> Finding:
    """What all papers together say of the result. ``holds``: whether its comparisons do (``all_hold``)."""
    if seen.differ == 0:
        return Finding(CONFIRMED)
    if count.margin is None:
        return Finding(RATE)
    return Finding(CONFIRMED if holds else UNCONFIRMED)


def seen_of(proofs: Sequence[Comparison], papers: Iterable[CheckedPaper], most: int) -> Seen:
    """The sum of what was seen on these papers."""
    looked = differ = one_vote = two_votes = 0
    for paper in papers:
        looked += paper.times
        if paper.same:
            continue
        differ += paper.times
        worst = max((paper.helped(proof, most) for proof in proofs), default=0)
        one_vote += paper.times * (0 < worst <= most)
        two_votes += paper.times * (worst > most)
    return Seen(looked, differ, one_vote, two_votes)


def all_hold(proofs: Sequence[Comparison], papers: Sequence[CheckedPaper], most: int, left_out: int) -> bool:
    """Whether each comparison holds by what all the papers say. ``left_out``: where there are such papers nobody knows which
    they are, so that no error that hurt a comparison makes up for one that helped it.
    """
    for proof in proofs:
        errors = [paper.helped(proof, most) for paper in papers if not paper.same]
        total = sum(max(error, 0) for error in errors) if left_out else sum(errors)
        if total > 0 and total >= proof.margin:
            return False
    return True


#: How often one person looks at one paper: again only where two saw different things.
TURNS_EACH = 2

#: What somebody saw who did not find a paper (the kind of a reading).
MISSING = "missing"


def read_dice(typed: str) -> str:
    """What a person typed, without the spaces, commas and line ends between rolls."""
    return read_digits(typed)


def dice_error(digits: str) -> Sentence | None:
    """Why these cannot be dice, as a sentence; None when they can."""
    if re.search(r"[^1-6]", digits):
        return _l("Enter only what dice show, from 1 to 6. You can put spaces between them.")
    return digits_error(digits)
