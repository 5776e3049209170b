"""The paper votes of the opened box against what the desk settled: compared once, at the opening."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import select

from pb.damaged import naming_the_damaged
from pb.database import db
from pb.keystore import KeyLost
from pb.marked import Forged
from pb.paper.models import Bundle
from pb.paper.queries.agreed_entries import hash_of_paper_votes, line_of, papers_left_out
from pb.paper.queries.papers import paper_statuses
from pb.paper.rules import common_reading
from pb.sealed import NotSealedHere
from pb.voting.queries import require_frozen_ballot
from pb.voting.rules.sealing import Choices


def beside_the_entries(round_id: int, in_box: list[Choices]) -> dict[str, Any]:
    """Facts for the record. ``papers``: "same", "different", or "not compared" where what was typed cannot be read.

    ``papers_hash`` is over the votes as they were in the box, whatever their order, with the desk key: who holds it can
    work it out from the entries until the publication. (Without a key anybody could try which of the published ballots
    make it, and so learn which came on paper.)
    """
    found = Counter(map(line_of, in_box))
    try:
        settled, papers_hash = _settled(round_id), hash_of_paper_votes(round_id, found)
    except (NotSealedHere, KeyLost):
        return {"papers": "not compared"}
    except Forged:  # an entry was changed outside the program: told, and the opening goes on
        return {"papers": "different", "paper_votes": len(in_box)}
    return {
        "papers": "same" if _are_the_same(found, settled, round_id) else "different",
        "paper_votes": len(in_box),
        "papers_hash": papers_hash,
    }


def _are_the_same(found: Counter[str], settled: Counter[str], round_id: int) -> bool:
    """Whether the votes are those that were settled, but for papers of which two people decided that there were too
    many: chance chose them, and nobody knows which they were.
    """
    return not found - settled and (settled - found).total() <= papers_left_out(round_id)


def _settled(round_id: int) -> Counter[str]:
    """How often each vote was settled at the desk. Papers with a damaged row count as not settled: they are told of as
    papers that differ, and stop no opening.
    """
    ballot = require_frozen_ballot(round_id)
    cast = db.session.scalars(select(Bundle.id).where(Bundle.round_id == round_id, Bundle.cast_at.is_not(None))).all()
    votes: Counter[str] = Counter()
    with naming_the_damaged(db.session()) as damaged:
        found = [status for statuses in paper_statuses(cast, ballot).values() for status in statuses]
        for status in found:
            if any(row in damaged for row in (status.ruling, *status.entries)):
                continue
            ruling = status.ruling
            reading = ruling.decided.counts if ruling else common_reading(entry.unsealed for entry in status.entries)
            if reading is not None:
                votes[line_of(reading.choices)] += 1
    return votes
