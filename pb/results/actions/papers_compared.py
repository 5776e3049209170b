"""What was seen on papers beside what was agreed about them, and what a check rests on. Only here are both opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pb.counting import Comparison, Outcome
from pb.counting.overstatements import given_by
from pb.keystore import KeyLost
from pb.marked import Forged
from pb.paper.queries import (
    AgreedPaper,
    agreed_papers,
    hash_of_entries,
    hash_of_paper_votes,
    line_of,
    papers_left_out,
)
from pb.paper.rules import PaperReading, needs_ruling
from pb.record.queries import facts_of
from pb.results.models import Count, PaperCheck
from pb.results.queries.paper_checks import PaperToLookAt
from pb.results.rules.paper_checks import DIFFERENT, MISSING, UNREADABLE, CheckedCount, CheckedPaper
from pb.rounds.models import Round
from pb.rounds.rules import counts_points
from pb.sealed import NotSealedHere
from pb.voting.queries import FrozenBallot, require_frozen_ballot, withdrawn_numbers
from pb.voting.rules.ballot_rules import BEST_SCORE
from pb.voting.rules.sealing import Choices

#: The act whose line says what was found when the box was opened.
_BOX_OPENED = "box.opened"


@dataclass(frozen=True)
class EntriesAgreed:
    """What was agreed about every paper, with its hash. ``fault``: why no check can rest on it, "" where one can."""

    papers: dict[int, AgreedPaper]
    hash: str
    fault: str = ""


def entries_agreed(round_id: int) -> EntriesAgreed:
    """As it can be read now, and whether its votes are those that were in the box: at the opening both were compared, and
    the hash of the box's votes must come out again.
    """
    try:
        papers = agreed_papers(round_id)
        hash_, votes_hash = hash_of_entries(round_id, papers.values()), _hash_of_votes(round_id, papers)
    except (NotSealedHere, KeyLost):
        return EntriesAgreed({}, "", UNREADABLE)
    except Forged:
        return EntriesAgreed({}, "", DIFFERENT)
    opening = facts_of(_BOX_OPENED, round_id)
    if opening.get("papers") != "same":
        return EntriesAgreed(papers, hash_, DIFFERENT if opening.get("papers") == "different" else UNREADABLE)
    same = papers_left_out(round_id) or votes_hash == opening["papers_hash"]
    return EntriesAgreed(papers, hash_, "" if same else DIFFERENT)


def _hash_of_votes(round_id: int, papers: dict[int, AgreedPaper]) -> str:
    counted = (paper.counted for paper in papers.values())
    return hash_of_paper_votes(round_id, Counter(line_of(reading.choices) for reading in counted if reading))


def proofs_of(outcome: Outcome) -> list[Comparison] | None:
    """The comparisons that a whole count rests on; None where a part of it has none."""
    if any(pot.comparisons.why_none for pot in outcome.pots) or outcome.rulebook.min_support_percent is not None:
        return None
    return [proof for pot in outcome.pots for proof in pot.comparisons.proofs] or None


def checked_count(round_: Round, outcome: Outcome, papers: int) -> CheckedCount:
    """What a check of this many papers rests on."""
    proofs = proofs_of(outcome)
    margin = min(proof.margin for proof in proofs) if proofs else None
    return CheckedCount(papers, margin, _most(round_), papers_left_out(round_.id))


def _most(round_: Round) -> int:
    """The most that one ballot can give one project."""
    if not counts_points(round_):
        return 1
    rules = require_frozen_ballot(round_.id).rules
    if rules.ballot_type == "rank":
        return max(min(part.most, len(part.numbers)) for part in rules.parts)
    return BEST_SCORE if rules.ballot_type == "score" else rules.points


def compared(round_: Round, papers: Sequence[PaperToLookAt], agreed: dict[int, AgreedPaper]) -> list[CheckedPaper]:
    """Each paper that two people saw alike, beside what was agreed about it."""
    ballot, points = require_frozen_ballot(round_.id), counts_points(round_)
    gone = withdrawn_numbers(ballot)
    found = []
    for each in papers:
        entry, seen = agreed[each.paper.paper_id], each.agreed
        assert seen is not None
        counted = entry.counted.choices if entry.counted else {}
        found.append(
            CheckedPaper(
                _given(counted, ballot, points),
                None if seen.kind == MISSING else _given(_counting(seen, ballot, gone), ballot, points),
                seen.kind != MISSING and entry.is_as_seen(seen, ballot.rules, gone),
                each.times,
            )
        )
    return found


def _counting(seen: PaperReading, ballot: FrozenBallot, gone: frozenset[int]) -> Choices:
    """What a paper counts as by itself; one that would need a ruling counts as nothing."""
    return {} if needs_ruling(seen, ballot.rules, gone) else seen.choices


def _given(choices: Choices, ballot: FrozenBallot, points: bool) -> dict[str, int]:
    parts = [part.numbers for part in ballot.rules.parts]
    return given_by(choices, ballot.ballot_type, points=points, parts=parts)


def outcome_of(counted: Count) -> Outcome:
    """The outcome of a count, from its JSON."""
    return Outcome.from_json(counted.outcome)


def is_as_begun(check: PaperCheck, agreed: EntriesAgreed) -> str:
    """Why a check cannot go on with what was agreed, as it can be read now; "" where it can."""
    return agreed.fault or ("" if agreed.hash == check.entries_hash else DIFFERENT)
