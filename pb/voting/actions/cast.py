"""The one door: every vote of every channel goes in here."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Integer, bindparam, exists, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb import clock
from pb.codes import OLDER_RECEIPT, code_hash
from pb.guards import is_taken
from pb.marks import mark
from pb.projects.rules.sentences import PHONE_US
from pb.refusals import Refusal
from pb.rounds.queries import ABANDONED_ROUNDS, is_abandoned
from pb.rounds.rules import Phase, may_cast_on_screen, phase
from pb.rounds.rules.sentences import ROUND_IS_ABANDONED
from pb.voting.actions.read_back import require_votes_there
from pb.voting.actions.votes import VoteToCast
from pb.voting.actions.wording import TextsCorrected, with_old_words
from pb.voting.models import SCREENS, BoxOpening, Envelope, Receipt, Turnout, VotingRight
from pb.voting.queries import dates_of
from pb.voting.rules.envelopes import ENVELOPE, marked_values
from pb.voting.rules.sentences import NO_MORE_VOTES, NOBODY_VOTES_NOW, NOT_STARTED_YET, START_AGAIN, WHEN_VOTING_STARTS
from pb.voting.rules.spent_rights import why_spent
from pb.words import lazy_gettext as _l


class AttemptUsed(Refusal):
    """The attempt is that of another vote of the round, so both would have the same receipt. (No browser makes the same
    128 random bits twice: somebody has written the request by hand.) The transaction is lost with it.
    """

    def __init__(self) -> None:
        super().__init__(_l("Your vote has not been saved."), START_AGAIN)


def cast(session: Session, vote: VoteToCast) -> str:
    """Spend the right and put the sealed vote in the box, in the caller's transaction. Returns the receipt code.

    Casting the same attempt again changes nothing and returns the same receipt. Refuses choices that the ballot does
    not allow, a right that was used, cancelled or handed in for something else, and a round that is not open for this channel.
    The receipt may be shown only after the caller's commit.
    """
    answer = cast_each(session, [vote])[0]
    if isinstance(answer, Refusal):
        raise answer
    return answer


def cast_each(session: Session, votes: Sequence[VoteToCast]) -> list[str | Refusal]:
    """Put the votes of several people into the ballot box, in the caller's transaction. One answer for each, in their
    order: its receipt, or the refusal that ``cast`` would raise. A vote that was cast before with the same attempt key
    gets its receipt again.

    A refused vote writes nothing and hinders no other. There is one exception: an attempt that is another vote's is
    found by the database only, and then no vote at all is written (``AttemptUsed``).
    """
    connection = session.connection()
    refusals = _refusals(session, votes)
    spent = _spend(
        connection, [vote if refusal is None else None for vote, refusal in zip(votes, refusals, strict=True)]
    )
    _put_in(connection, [vote for vote, is_first in zip(votes, spent, strict=True) if is_first])
    return [
        vote.receipt if is_first else _receipt_of_earlier_cast(session, vote) or _refusal_now(session, vote, refusal)
        for vote, is_first, refusal in zip(votes, spent, refusals, strict=True)
    ]


#: Asked with the spending: a question of its own would cost every cast.
_IS_ABANDONED = bindparam("of_round", type_=Integer).in_(ABANDONED_ROUNDS)
#: Written once, because every cast says the same: building a statement takes longer than running it.
_SPEND = (
    update(VotingRight.__table__)
    .where(
        VotingRight.key.in_(bindparam("rights", expanding=True)),
        VotingRight.round_id == bindparam("of_round"),
        VotingRight.status.is_(None),
        ~_IS_ABANDONED,
    )
    .values(status="cast")
    .returning(VotingRight.key)
)
_TURNOUT, _ENVELOPE = insert(Turnout.__table__), insert(Envelope.__table__)


def _refusals(session: Session, votes: Sequence[VoteToCast]) -> list[Refusal | None]:
    outdated = with_old_words(session, [vote.ballot for vote in votes])
    return [
        TextsCorrected() if (vote.ballot.round_id, vote.ballot.corrected) in outdated else refusal_of_vote(vote)
        for vote in votes
    ]


def refusal_of_vote(vote: VoteToCast) -> Refusal | None:
    """What the calendar and the ballot say against this vote. Whether its round was abandoned is asked as it is cast."""
    if not is_in_time(vote):
        return _too_late_or_early(vote)
    sentence = vote.error()
    return Refusal(sentence) if sentence else None


def _spend(connection: Connection, votes: Sequence[VoteToCast | None]) -> list[bool]:
    """For each vote whether it spends its right. The rows decide: of simultaneous casts exactly one changes its row."""
    rights: dict[int, list[str]] = {}
    for allowed in filter(None, votes):
        rights.setdefault(allowed.ballot.round_id, []).append(allowed.right_key)
    just_spent = {
        (round_id, key)
        for round_id, keys in rights.items()
        for key in connection.scalars(_SPEND, {"rights": keys, "of_round": round_id})
    }
    spent = []
    for vote in votes:
        right = vote and (vote.ballot.round_id, vote.right_key)
        spent.append(right in just_spent)
        just_spent.discard(right)
    return spent


def _put_in(connection: Connection, votes: list[VoteToCast]) -> None:
    if not votes:
        return
    turnout = [
        {
            "right_key": vote.right_key,
            "round_id": vote.ballot.round_id,
            "cast_on": clock.today(),
            "venue_id": vote.venue_id,
            "channel": vote.channel,
            "assisted": vote.assisted,
        }
        for vote in votes
    ]
    envelopes = [
        {
            "right_key": vote.right_key,
            "round_id": vote.ballot.round_id,
            "attempt_hash": code_hash("attempt", vote.attempt),
            "receipt": vote.receipt,
            "sealed": vote.sealed,
        }
        for vote in votes
    ]
    marks = [mark(ENVELOPE, *marked_values(spent, put_in)) for spent, put_in in zip(turnout, envelopes, strict=True)]
    for put_in, its_mark in zip(envelopes, marks, strict=True):
        put_in["keyed_mark"] = its_mark
    connection.execute(_TURNOUT, turnout)
    try:
        connection.execute(_ENVELOPE, envelopes)
    except IntegrityError as refused:
        if is_taken(refused, "envelope.round_id", "envelope.receipt"):
            raise AttemptUsed from refused
        raise
    require_votes_there(connection, [vote.right_key for vote in votes], marks)


def is_in_time(vote: VoteToCast) -> bool:
    """Papers and letters are typed after the close too, until the box is opened. On a screen it counts when the ballot
    was opened.
    """
    now, ballot = clock.now(), vote.ballot
    if vote.channel not in SCREENS:
        return phase(dates_of(ballot), now) in (Phase.VOTING, Phase.POST, Phase.CLOSED)
    opened_at = vote.opened_at or now
    if ballot.voting_opens_at <= opened_at <= now < ballot.voting_closes_at:
        return True  # the common case needs no look at clocks that differ
    return may_cast_on_screen(dates_of(ballot), opened_at, now)


def _too_late_or_early(vote: VoteToCast) -> Refusal:
    if clock.now() < vote.ballot.voting_opens_at:
        return Refusal(NOT_STARTED_YET, WHEN_VOTING_STARTS)
    return Refusal(_l("Voting in this round has closed, so this vote could not be cast."), PHONE_US)


def _receipt_of_earlier_cast(session: Session, vote: VoteToCast) -> str | None:
    """The receipt, if this very vote went in before: it was pressed twice, or its answer was lost on the way."""
    mine = code_hash("attempt", vote.attempt)
    waiting = select(Envelope.receipt).where(Envelope.right_key == vote.right_key, Envelope.attempt_hash == mine)
    if receipt := session.scalar(waiting):
        return receipt
    was_cast = exists().where(VotingRight.key == vote.right_key, VotingRight.status == "cast")  # not another's attempt
    # It may have gone in before receipts were so long.
    either = Receipt.code.in_((vote.receipt, vote.receipt[:OLDER_RECEIPT]))
    opened = select(Receipt.code).where(Receipt.round_id == vote.ballot.round_id, either, was_cast)
    return session.scalar(opened)


def _refusal_now(session: Session, vote: VoteToCast, refusal: Refusal | None) -> Refusal:
    """Why it was not cast. ``refusal``: what the calendar and the ballot say."""
    if not isinstance(refusal, TextsCorrected) and is_abandoned(vote.ballot.round_id):
        return Refusal(ROUND_IS_ABANDONED, NOBODY_VOTES_NOW)
    return refusal or _refusal_of_spent_right(session, vote)


def _refusal_of_spent_right(session: Session, vote: VoteToCast) -> Refusal:
    if session.get(BoxOpening, vote.ballot.round_id):
        return Refusal(NO_MORE_VOTES)
    here = (VotingRight.key == vote.right_key, VotingRight.round_id == vote.ballot.round_id)
    right = session.execute(select(VotingRight.kind, VotingRight.status).where(*here)).first()
    return Refusal(*why_spent(*(right or (None, None))))
