"""What was written is read again in the same transaction, before anybody is told that it is there.

A trigger of somebody else may have written something else than the program did. What is in memory is what the voters
chose; what the database says is compared with it, never the other way round.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, func, select

from pb.refusals import Refusal
from pb.voting.models import Envelope, Turnout, VotingRight
from pb.voting.queries.marks import mark_of_what_is_left
from pb.words import lazy_gettext as _l

log = logging.getLogger("pb")


class NotWritten(RuntimeError):
    """The database took a vote and does not have it: nobody may read "saved". (It may be tried again.)"""


class OtherBallots(Refusal):
    """The database does not have the ballots that were in the envelopes; nothing is opened."""

    def __init__(self) -> None:
        super().__init__(
            _l("The database wrote other ballots than were in the ballot box. Nothing has been opened."),
            _l(
                "Please tell the person who looks after the server. They run “flask check”, which says what was "
                "changed in the database and what to do."
            ),
            status=503,
        )


#: Built once: casting is what has to be quick.
_THERE = (
    select(func.count())
    .select_from(VotingRight.__table__)
    .join(Turnout.__table__, (Turnout.right_key == VotingRight.key) & (Turnout.round_id == VotingRight.round_id))
    .join(Envelope.__table__, (Envelope.right_key == VotingRight.key) & (Envelope.round_id == VotingRight.round_id))
    .where(
        VotingRight.key.in_(bindparam("rights", expanding=True)),
        Envelope.keyed_mark.in_(bindparam("marks", expanding=True)),
        VotingRight.status == "cast",
    )
)


def require_votes_there(connection: Connection, rights: Sequence[str], marks: Sequence[str]) -> None:
    """Raise ``NotWritten`` unless each of these rights is spent, with its turnout and an envelope of one of these
    marks.
    """
    there = connection.scalar(_THERE, {"rights": rights, "marks": marks})
    if there != len(rights):
        log.error("votes were taken and are not in the ballot box: flask check says what was changed")
        raise NotWritten


def require_ballots_as_marked(round_id: int, left_mark: str) -> None:
    """Refuse (``OtherBallots``) unless turnout, ballots, choices and receipts are those over which ``left_mark`` was made
    from memory.
    """
    if mark_of_what_is_left(round_id) != left_mark:
        raise OtherBallots
