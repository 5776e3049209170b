"""Where every right that was issued went. Plain numbers in, plain numbers out.

At each place (a session with its papers and tablets, or the post) the same has to hold:

    issued = cast + spoiled + taken away + without a vote + decided

"Every vote is in" is said exactly when it does at every place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class RightsSum:
    """Rights in numbers. ``without_vote``: turns at a tablet that ended without a vote. ``decided``: what two people have
    decided, papers that do not count and counts that differ; less than 0 where the people counted more.
    """

    issued: int = 0
    cast: int = 0
    spoiled: int = 0
    taken_away: int = 0
    without_vote: int = 0
    decided: int = 0

    @property
    def difference(self) -> int:
        """How many rights nobody can say anything of yet; less than 0 where more was found than was issued."""
        return self.issued - self.cast - self.spoiled - self.taken_away - self.without_vote - self.decided

    def __add__(self, other: RightsSum) -> RightsSum:
        """(Written out: a page of a large round adds six hundred.)"""
        return RightsSum(
            self.issued + other.issued,
            self.cast + other.cast,
            self.spoiled + other.spoiled,
            self.taken_away + other.taken_away,
            self.without_vote + other.without_vote,
            self.decided + other.decided,
        )


def total(sums: Iterable[RightsSum]) -> RightsSum:
    """All places together."""
    return sum(sums, RightsSum())


def every_vote_is_in(sums: Iterable[RightsSum], found_late: int = 0) -> bool:
    """Whether the sum comes out at each place; one place too many never makes up for another with too few. ``found_late``:
    papers that were found and cannot be counted any more; with one of them it is never said.
    """
    return not found_late and all(each.difference == 0 for each in sums)


@dataclass(frozen=True)
class PaperFacts:
    """What is known of the papers of one session, in numbers.

    Rights: ``rights_issued`` (those that two people admitted included), ``cast``, ``admitted``. The ballot paper account:
    ``issued``, ``spoiled``, ``taken_away``; ``agreed`` by a second person. The bundle, once its votes are in the ballot
    box: ``papers_in_box`` (all sheets that two counted), ``typed`` papers, ``strays``, ``ruled`` (papers with a ruling of two),
    ``left_out`` (more than were issued, and two people decided that they do not count); ``count_agreed``: two counted and gave a reason.
    ``explained``: a difference that two people have looked into.
    """

    rights_issued: int = 0
    cast: int = 0
    admitted: int = 0
    issued: int = 0
    spoiled: int = 0
    taken_away: int = 0
    agreed: bool = False
    papers_in_box: int = 0
    typed: int = 0
    strays: int = 0
    ruled: int = 0
    left_out: int = 0
    count_agreed: bool = False
    explained: int = 0


def sum_of_session(facts: PaperFacts) -> RightsSum:
    """The sum of a session's papers. A difference counts as decided only when two people have signed for it."""
    not_counted = min(facts.typed - facts.cast, facts.ruled + facts.left_out)
    account_difference = facts.rights_issued - facts.admitted - facts.issued
    box_difference = facts.issued - facts.spoiled - facts.taken_away - facts.papers_in_box
    decided = not_counted + facts.strays + facts.admitted + facts.explained
    decided += account_difference if facts.agreed else 0
    decided += box_difference if facts.count_agreed else 0
    return RightsSum(facts.rights_issued, facts.cast, facts.spoiled, facts.taken_away, 0, decided)


def of_post(issued: int, cast: int, ended: int, decided: int) -> RightsSum:
    """The sum of the reply envelopes. ``ended``: rights that a bundle closed without a vote; ``decided``: papers of
    which two people decided that they do not count, and sheets that they set aside.
    """
    return RightsSum(issued, cast, decided=min(ended, decided))


def of_turns(issued: int, cast: int, without_vote: int, left_out: int, held: int) -> RightsSum:
    """The sum of a session's ballots on tablets. ``left_out``: votes of which two people decided that they do
    not count; ``held``: votes of which nobody has decided yet.
    """
    return RightsSum(issued, cast, without_vote=without_vote - held, decided=left_out)
