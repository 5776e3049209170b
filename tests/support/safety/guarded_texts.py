"""Corrections of frozen texts, for the guards of their table."""

from __future__ import annotations

from typing import Any

from pb import clock
from pb.database import exclusive_transaction
from pb.paper.actions import print_batch
from pb.projects.models import TextCorrection
from pb.projects.queries import ballot_lines
from pb.roles import Actor, Role
from pb.rounds.models import Round, RoundMember


def corrections(make: Any, ids: dict[str, int]) -> dict[str, int]:
    """A correction that is made and one that waits, in a round with a list; and one each where somebody has voted and where
    papers for the post were printed.
    """
    member, substitute = make.staff(Role.STEERING), make.staff(Role.STEERING)
    listed = [
        RoundMember(account_id=each.id, name=each.name, substitute=each is substitute) for each in (member, substitute)
    ]
    quiet, voted, posted = make.voting_round(projects=3, members=listed), make.voting_round(), make.voting_round()
    done, waits = (correction(quiet, number, ids) for number in (1, 2))
    with exclusive_transaction() as session:
        row = session.get_one(TextCorrection, done)
        row.agreed_by, row.agreed_at, row.old_hash, row.new_hash = member.id, clock.now(), "0" * 64, "1" * 64
    found = {
        "correction_after_a_vote": correction(voted, 1, ids),
        "correction_after_printing": correction(posted, 1, ids),
    }
    make.cast(voted, (1,))
    print_batch(Actor(make.staff(Role.COUNTER).id, Role.COUNTER), posted.id, None, 1)
    return found | {
        "done_correction": done,
        "waiting_correction": waits,
        "quiet_substitute": substitute.id,
        "quiet": quiet.id,
        "voted": voted.id,
        "posted": posted.id,
        "voted_project": ballot_lines(voted.id)[1].project_id,
        "posted_project": ballot_lines(posted.id)[1].project_id,
    }


def correction(round_: Round, number: int, ids: dict[str, int]) -> int:
    """Somebody has proposed another title for this project."""
    line = ballot_lines(round_.id)[number - 1]
    said = {"old_title": line.title, "old_body": line.body, "old_picture_alt": "", "body": line.body, "picture_alt": ""}
    about = {"round_id": round_.id, "project_id": line.project_id, "proposed_by": ids["typist"]}
    with exclusive_transaction() as session:
        row = TextCorrection(title="Another title", reason="why", proposed_at=clock.now(), **said, **about)
        session.add(row)
        session.flush()
        return int(row.id)
