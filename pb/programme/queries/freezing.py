"""What is known of a round before its freeze, and its frozen ballot afterwards."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from pb import clock
from pb.counting import refused
from pb.database import db
from pb.people.queries import people_in
from pb.programme.rules.freezing import Candidate, Ready, ballot_document
from pb.projects import queries as projects
from pb.projects.models import BallotLine, BallotText, Media
from pb.roles import STEERING
from pb.rounds.models import Round
from pb.rounds.rules import phase, post_closes_at
from pb.rounds.rules.settings import rulebook_of_settings


def ready(round_: Round) -> Ready:
    """What ``rules.freezing.missing`` asks for."""
    rulebook: Any = round_
    return Ready(
        phase=phase(round_, clock.now()),
        voting_is_over=clock.now() >= post_closes_at(round_),
        min_choices=round_.min_choices,
        max_choices=round_.max_choices,
        pots={pot.id: pot.name for pot in round_.pots},
        candidates=[
            Candidate(project.id, project.title, project.pot_id, _state(project.ballot_text))
            for project in projects.eligible(round_.id)
        ],
        undecided=len(projects.undecided(round_.id)),
        rule_error=refused(
            rulebook_of_settings(rulebook), round_.ballot_type, [pot.name or None for pot in round_.pots]
        ),
        members=len(people_in(STEERING)),
        signatures_needed=round_.signatures_needed,
    )


def _state(text: BallotText | None) -> str:
    return "none" if text is None else "approved" if text.approved_by else "unchecked"


def lines(round_id: int) -> list[BallotLine]:
    """The lines of a frozen ballot, by number."""
    return list(
        db.session.scalars(select(BallotLine).where(BallotLine.round_id == round_id).order_by(BallotLine.number))
    )


def frozen_document(round_: Round) -> dict[str, Any]:
    """Rulebook and ballot lines of a round as the JSON values over which ``ballot_hash`` is taken."""
    on_it = lines(round_.id)
    used = {each for line in on_it for each in (line.picture_id, line.sound_id) if each}
    hashes = {
        row.id: row.sha256 for row in db.session.execute(select(Media.id, Media.sha256).where(Media.id.in_(used)))
    }
    return ballot_document(round_, on_it, hashes)
