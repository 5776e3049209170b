"""Kiosks: a device is paired with a voting session, serves one voter after another, and is stopped from the
desk of its session or ended on the device itself.
"""

from __future__ import annotations

import secrets

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb import clock
from pb.codes import code_hash
from pb.database import db, transaction
from pb.guards import is_taken, sentence_of_guard
from pb.marked import change_rows, locked_rows
from pb.passwords import hash_password
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, FACILITATOR, KIOSK, Actor, Role
from pb.rounds.rules import Phase, session_margin
from pb.unicode_text import tidy
from pb.venues.models import VotingSession
from pb.venues.rules.hours import is_over, why_closed
from pb.venues.rules.sentences import ASK_FOR_LONGER, SESSION_IS_OVER
from pb.voting.actions.kiosk_locks import has_its_person, lock_kiosk, lock_session
from pb.voting.actions.kiosk_tallies import turns_were_closed
from pb.voting.actions.rights import ballot_for_session, take_card
from pb.voting.actions.stock import contact_of, say_goodbye
from pb.voting.models import BEGUN_FROM_STOCK, OPEN_TURN, Kiosk, VotingRight
from pb.voting.queries import turns_to_give_again
from pb.voting.rules.pins import pin_error
from pb.voting.rules.request_signatures import NoKey, read_public_key
from pb.voting.rules.sentences import (
    ENTER_THE_CODE_ON_THE_CARD,
    NO_KIOSK_WITHOUT_KEY,
    NO_LONGER_A_KIOSK,
    TELL_THE_FACILITATOR,
)
from pb.words import Sentence
from pb.words import lazy_gettext as _l

KIOSK_PAIRED = Act("kiosk.paired", _l("set up a tablet as a kiosk: %(session)s"), only=(COORDINATOR, FACILITATOR))


def pair(by: Actor, voting_session: VotingSession, *, name: str, next_pin: str, leave_pin: str, public_key: str) -> str:
    """This device becomes a kiosk of a voting session. Returns the device key; only its hash is kept. ``public_key``:
    of the key with which its browser signs (``pb.voting.rules.request_signatures``).

    Refuses weak or equal PINs, what is no key or another kiosk's, a session that is cancelled, over or accounted for (guard
    `kiosk_before_the_account`), and a round in which nobody can vote any more. A session that is on another day may be
    prepared for; the page says which.
    """
    if sentence := pin_error(next_pin, leave_pin) or public_key_error(public_key):
        raise Refusal(sentence, status=422)
    token = secrets.token_urlsafe(32)
    pins = {"next_pin_hash": hash_password(next_pin), "leave_pin_hash": hash_password(leave_pin)}
    with acting(by, KIOSK_PAIRED, round_id=voting_session.round_id, session=voting_session.id) as act:
        ballot = ballot_for_session(voting_session, (Phase.READY, Phase.VOTING))
        if is_over(voting_session, clock.now(), session_margin(ballot)):
            raise Refusal(SESSION_IS_OVER, ASK_FOR_LONGER)
        kiosk = Kiosk(
            session_id=voting_session.id,
            name=tidy(name),
            device_hash=code_hash("kiosk", token),
            paired_by=by.account_id,
            paired_at=clock.now(),
            public_key=public_key,
            tells_codes=True,
            **pins,
        )
        act.session.add(kiosk)
        act.session.flush()
        act.facts["kiosk"] = kiosk.id
    return token


def public_key_error(public_key: str) -> Sentence | None:
    """Why no kiosk can sign with this key; None when one can."""
    try:
        read_public_key(public_key)
    except NoKey:
        return NO_KIOSK_WITHOUT_KEY
    taken = db.session.scalar(select(Kiosk.id).where(Kiosk.public_key == public_key))
    return _l("This device has just been set up as a kiosk. Open its page again.") if taken else None


# In older records too, so its name stays.
KIOSK_STOPPED = Act(
    "kiosk.revoked", _l("stopped a kiosk: %(session)s"), only=(COORDINATOR, FACILITATOR), after_the_end=True
)


def stop_kiosk(by: Actor, voting_session: VotingSession, kiosk: Kiosk) -> None:
    """The desk stops a kiosk: the device opens nothing from now on; a ballot that is open on it is closed unused."""
    with acting(by, KIOSK_STOPPED, round_id=voting_session.round_id, session=voting_session.id, kiosk=kiosk.id) as act:
        _retire(act.session, kiosk)


KIOSK_LEFT = Act("kiosk.left", _l("ended a kiosk: %(session)s"), only=(KIOSK,), after_the_end=True)


def leave(voting_session: VotingSession, kiosk: Kiosk) -> None:
    """Somebody with the leaving PIN ends the kiosk on the device itself. Refuses while votes are on it that it has not
    sent: they would go with it.
    """
    by = Actor(None, Role.KIOSK)
    with acting(by, KIOSK_LEFT, round_id=voting_session.round_id, session=voting_session.id, kiosk=kiosk.id) as act:
        _retire(act.session, kiosk)
        say_goodbye(act.session, kiosk)


def stop_lost_kiosk(session: Session, kiosk: Kiosk) -> None:
    """Two people have said that it is lost: what it says no longer counts, and votes that it may yet send are held. Part of
    a bigger act; harmless where it was stopped before.
    """
    lock_kiosk(session, kiosk)
    if kiosk.revoked_at is None:
        _retire(session, kiosk)
    contact_of(session, kiosk.id).last_word = "over"


def _retire(session: Session, kiosk: Kiosk) -> None:
    lock_kiosk(session, kiosk)
    if kiosk.revoked_at is not None:
        raise Refusal(NO_LONGER_A_KIOSK)
    _close_from_outside(session, kiosk)
    kiosk.revoked_at = clock.now()


def begin_turn(
    voting_session: VotingSession,
    kiosk: Kiosk,
    *,
    card: VotingRight | None = None,
    assisted: bool = False,
    again: bool = False,
) -> str:
    """The next voter begins: gives an opening and returns its right key. A turn that is still open is closed unused.

    ``again``: in place of a turn that was closed unused, so no card is needed. Two presses at the same moment open
    one turn: the database refuses the second. Refuses outside the session's hours, once its account is made (guard
    `voting_right_before_the_account`), and once the person who set the kiosk up, and chose its PINs, has left.
    """
    with transaction() as session:
        lock_kiosk(session, kiosk)
        if kiosk.revoked_at is not None:
            raise Refusal(NO_LONGER_A_KIOSK, TELL_THE_FACILITATOR)
        ballot = ballot_for_session(voting_session, (Phase.VOTING,))
        lock_session(session, voting_session)
        if wrong := why_closed(voting_session, clock.now(), session_margin(ballot)):
            raise Refusal(*wrong)
        _require_its_person(session, kiosk)
        _close_turns(session, kiosk)
        if again:
            _require_turn_to_give_again(voting_session)  # (the first turn took the card)
        else:
            take_card(session, ballot, card)
        right = VotingRight(
            round_id=ballot.round_id,
            kind="opening",
            session_id=voting_session.id,
            kiosk_id=kiosk.id,
            assisted=assisted,
            given_again=again,
        )
        session.add(right)
        _flush_turn(session)
        return right.key


def _flush_turn(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as refused:
        if sentence := sentence_of_guard(refused):
            raise Refusal(sentence, _l("Ask the coordinator where this voter can still vote.")) from refused
        if not is_taken(refused, "voting_right.kiosk_id"):
            raise  # pragma: no cover - nothing else can refuse this row; if it ever does, the log says what
        raise Refusal(_l("A ballot has just been opened on this kiosk."), _l("Continue with that ballot.")) from refused


def _require_its_person(session: Session, kiosk: Kiosk) -> None:
    """Refuse to open ballots for someone who no longer has an account or the role, as they still know the PINs.

    A ballot that is already open may still be cast.
    """
    if not has_its_person(session, kiosk):
        raise Refusal(
            _l("The person who set up this kiosk no longer runs voting sessions, so it cannot open any more ballots."),
            _l("End this kiosk. Then a facilitator must sign in on the device and set it up again with new PINs."),
        )


def _require_turn_to_give_again(voting_session: VotingSession) -> None:
    if turns_to_give_again(voting_session.id) < 1:
        raise Refusal(_l("No ballot at this session was closed without a vote."), ENTER_THE_CODE_ON_THE_CARD)


def end_turn(kiosk: Kiosk) -> None:
    """The voter goes without a vote, or was away for too long: the opening is closed unused. Harmless when there is
    none.
    """
    with transaction() as session:
        _close_turns(session, kiosk)


def end_turns_of(session: Session, session_id: int) -> None:
    """The session is over: openings that nobody used are closed. Part of a bigger act."""
    # All of them are held first, whichever kiosk they are of: votes of several kiosks arrive together too.
    locked_rows(
        session, VotingRight.__table__, (VotingRight.session_id == session_id, or_(OPEN_TURN, BEGUN_FROM_STOCK))
    )
    for kiosk in session.scalars(select(Kiosk).where(Kiosk.session_id == session_id).order_by(Kiosk.id)):
        _close_from_outside(session, kiosk)


def _close_from_outside(session: Session, kiosk: Kiosk) -> None:
    """Votes of these turns may still come, to be held. Those from the kiosk's stock are known by their openings."""
    turns_were_closed(session, kiosk, _close_turns(session, kiosk))
    change_rows(session, VotingRight, (VotingRight.kiosk_id == kiosk.id, BEGUN_FROM_STOCK), status="unused")


def _close_turns(session: Session, kiosk: Kiosk) -> int:
    """How many were open.

    In the order in which votes that arrive together take their rights, or the two would wait for each other for
    ever.
    """
    return change_rows(session, VotingRight, (VotingRight.kiosk_id == kiosk.id, OPEN_TURN), status="unused")
