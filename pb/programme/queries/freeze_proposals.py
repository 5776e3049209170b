"""A proposal to freeze the ballot: what it is about, and whether that is still so."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import select

from pb.database import db
from pb.people.queries import people_in
from pb.programme.queries.freezing import line_of, said_of_translations
from pb.programme.rules.ballot_documents import ballot_document
from pb.projects import queries as projects
from pb.projects.rules.text_answers import TextStands
from pb.roles import STEERING
from pb.rounds.models import FreezeProposal, Round


class Freeze(StrEnum):
    """``NOT_PROPOSED``; ``WAITS`` for a second person; ``OVERTAKEN``: what was proposed is no longer what would be frozen."""

    NOT_PROPOSED = "not_proposed"
    WAITS = "waits"
    OVERTAKEN = "overtaken"


def freeze_proposal_of(round_: Round) -> FreezeProposal | None:
    """The proposal to freeze the ballot of a round; after the freeze the one that was agreed to."""
    return db.session.scalar(select(FreezeProposal).where(FreezeProposal.round_id == round_.id))


def what_freezes(round_: Round) -> dict[str, Any]:
    """What a freeze at this moment would make final, but for the numbers, which are drawn: rulebook, pots, rules for
    applications, projects with their texts, pictures and costs, and the steering group. As JSON values.
    """
    sent = projects.with_costs(projects.applications_with_texts(round_.id))
    candidates = [each for each in projects.eligible_of(sent) if each.ballot_text and each.pot_id is not None]
    lines = [line_of(round_, number, each) for number, each in enumerate(candidates, start=1)]
    said = said_of_translations(round_, candidates)
    found = ballot_document(round_, lines, projects.media_hashes(lines), said)
    for line in found["lines"]:
        del line["number"]
    members = sorted(people_in(STEERING), key=lambda member: member.id)
    return found | {
        "criteria": [criterion.question for criterion in round_.criteria],
        "steering_group": [{"account": member.id, "name": member.name} for member in members],
    }


def objections(round_: Round) -> list[int]:
    """The projects whose groups ask for another ballot text: who agrees to the freeze sees them."""
    candidates = projects.eligible_of(projects.applications_with_texts(round_.id))
    return [each.id for each in candidates if projects.text_stands_of(round_, each) == TextStands.CHANGE_ASKED]


def how_the_freeze_stands(round_: Round) -> Freeze:
    """Whether a freeze was proposed, and whether what was proposed is still what would be frozen."""
    proposal = freeze_proposal_of(round_)
    if proposal is None or round_.frozen:
        return Freeze.NOT_PROPOSED
    return Freeze.WAITS if proposal.proposed == what_freezes(round_) else Freeze.OVERTAKEN
