"""Damaged or missing votes are put back into a shut box from a backup: found by a command, put back by two people.

Only what this program itself once put into the box can be put back: the mark of the envelope says so.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, STEERING, Actor
from pb.rounds.actions import require_member
from pb.rounds.models import Round
from pb.voting.models import PutBack
from pb.voting.models.put_back import ARE_BACK
from pb.voting.queries import box_opening_of
from pb.voting.queries.backups import TABLES, InBackup, NotABackup, Pair, look_into
from pb.voting.rules.sentences import NO_MORE_VOTES
from pb.words import lazy_gettext as _l

VOTES_FOUND = Act(
    "votes.found_in_a_backup", _l("found undamaged copies of %(votes)s damaged or missing votes in a backup")
)


def find_in_backup(by: Actor, round_: Round, file: Path) -> InBackup:
    """Look into a backup, and note what two people may put back from it. Changes nothing in the box.

    Refuses a file that is no backup, one in which nothing fits, and an opened box.
    """
    with acting(by, VOTES_FOUND, round_id=round_.id) as act:
        found = _looked(round_.id, file)
        if not found.fit:
            raise NothingFits(found)
        act.session.add(
            PutBack(round_id=round_.id, file=str(file.absolute()), votes=len(found.fit), marks_hash=found.marks_hash)
        )
        act.facts["votes"] = len(found.fit)
    return found


class NothingFits(Refusal):
    """The backup has no vote that is damaged or missing here. ``found``: what it has."""

    def __init__(self, found: InBackup) -> None:
        super().__init__(_l("No vote in this backup can be put back."))
        self.found = found


PUT_BACK_PROPOSED = Act(
    "votes.put_back_proposed",
    _l("asked for votes to be put back from a backup: %(votes)s"),
    only=(COORDINATOR, STEERING),
    impartial=True,
)


def propose_put_back(by: Actor, found: PutBack) -> None:
    """A first person wants these votes to be put back. Refuses a second first person."""
    with acting(by, PUT_BACK_PROPOSED, round_id=found.round_id, votes=found.votes):
        if found.proposed_by is not None:
            raise Refusal(_l("Someone has already asked for this."), _l("A steering group member must now agree."))
        found.proposed_by = by.account_id


PUT_BACK = Act(
    "votes.put_back",
    _l("agreed that votes are put back from a backup: %(votes)s"),
    only=(STEERING,),
    people=2,
    impartial=True,
)


def put_votes_back(by: Actor, found: PutBack) -> None:
    """A steering group member agrees, and the votes are put back, each as it was when it was cast.

    Refuses who asked for it, anyone who does not act for the steering group of this round, an opened box, and a backup
    or a box that is no longer as it was when the command looked.
    """
    with acting(by, PUT_BACK, round_id=found.round_id, votes=found.votes) as act:
        if found.agreed_by is not None:
            raise Refusal(ARE_BACK)
        if found.proposed_by is None:
            raise Refusal(_l("Nobody has asked for this yet."))
        if found.proposed_by == by.account_id:
            raise Refusal(_l("You asked for this, so someone else must agree."))
        require_member(by, act.session.get_one(Round, found.round_id))
        act.require_as_shown(found)
        now = _looked(found.round_id, Path(found.file))
        if now.marks_hash != found.marks_hash:
            raise Refusal(
                _l("The backup or the ballot box is no longer as it was."),
                _l("Ask the person who looks after the server to look into the backup again."),
            )
        _write(act.session, now.fit)
        found.agreed_by = by.account_id


def _looked(round_id: int, file: Path) -> InBackup:
    if box_opening_of(round_id):
        raise Refusal(NO_MORE_VOTES)
    try:
        return look_into(file, round_id)
    except NotABackup as wrong:
        raise Refusal(
            _l("The backup cannot be read."),
            _l("It must be a database file of this website, or a file that the command save-votes has written."),
        ) from wrong


def _write(session: Session, pairs: list[Pair]) -> None:
    turnout, envelope = TABLES
    connection, keys = session.connection(), [envelope["right_key"] for _turnout, envelope in pairs]
    for table in (envelope, turnout):
        for key in keys:
            connection.execute(table.delete().where(table.c.right_key == key))
    connection.execute(turnout.insert(), [spent for spent, _envelope in pairs])
    connection.execute(envelope.insert(), [sealed for _turnout, sealed in pairs])
