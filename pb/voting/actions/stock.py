"""The stock of a kiosk that seals votes itself: what it has used becomes rights, and what is missing is given."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.database import transaction
from pb.marked import change_rows, delete_rows, insert_rows, locked_rows
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, FACILITATOR, Actor
from pb.rounds.rules import session_margin
from pb.venues.models import VotingSession
from pb.venues.rules.hours import is_over
from pb.venues.rules.sentences import ASK_FOR_LONGER, SESSION_IS_OVER
from pb.voting.actions.kiosk_locks import has_its_person, lock_kiosk, lock_session
from pb.voting.actions.kiosk_tallies import pins_were_wrong
from pb.voting.actions.quick_votes import quick_votes_told, turns_came
from pb.voting.actions.tablet_checks import SentCheck, take_checks
from pb.voting.actions.wording import hold_the_texts
from pb.voting.models import BEGUN_FROM_STOCK, Kiosk, KioskContact, StockedOpening, VotingRight, random_key
from pb.voting.queries import ballots_given, openings_without_vote, require_frozen_ballot, to_send
from pb.voting.rules.stock import (
    MORE_AT_ONCE,
    OF_A_SESSION,
    began_out_of_hours,
    how_many_more,
    kept_moment,
    reason_to_hold,
)
from pb.words import lazy_gettext as _l


@dataclass(frozen=True)
class KioskReport:
    """What a kiosk says. ``begun``: keys of openings whose turn has begun; ``unused``: of those that ended without a
    vote; ``waiting``: how many sealed votes are on it; ``wanted``: how many openings it would like to have in stock;
    ``wrong_in_a_row``: wrong PINs since the last right one; ``checks``: of the unused ones, those that were checked
    instead of cast.

    ``wrong_pins_in_all`` (for the next voter) and ``quick`` (very quick votes; None: it does not say) count from the
    moment at which it was paired. They are totals, because an answer may be lost, and then it says the same again.
    """

    begun: Collection[str] = ()
    unused: Collection[str] = ()
    waiting: int = 0
    wanted: int = 0
    wrong_pins_in_all: int = 0
    wrong_in_a_row: int = 0
    quick: int | None = None
    checks: Collection[SentCheck] = ()


def take_contact(
    voting_session: VotingSession, kiosk: Kiosk, said: KioskReport, *, accounted: bool, may_begin: bool
) -> list[str]:
    """A kiosk says how it goes, and gets openings for voters to come. Returns the keys of all that it has in stock; none
    where nobody can begin there any longer (not ``may_begin``). The same said again changes nothing.

    ``accounted``: the account of the session is made; an opening that was not known to have begun has ended with it.
    """
    with transaction() as session:
        hold_the_texts(session)
        lock_kiosk(session, kiosk)
        lock_session(session, voting_session)
        if _counts_no_more(session, voting_session, kiosk):
            return []
        not_now = is_not_now(session, kiosk, voting_session)
        begun = begin_from_stock(session, kiosk, {*said.begun, *said.unused}, ended=accounted or not_now)
        ended = (VotingRight.key.in_(said.unused), VotingRight.kiosk_id == kiosk.id, BEGUN_FROM_STOCK)
        closed = change_rows(session, VotingRight, ended, status="unused")
        take_checks(session, kiosk, require_frozen_ballot(voting_session.round_id), said.checks)
        turns = len(begun.difference(said.unused))
        before = max(0, closed - (len(begun) - turns))  # those that had begun by the last contact
        turns_came(session, kiosk, contact_of(session, kiosk.id), turns, closed=before)
        _note(session, kiosk, said)
        if not may_begin or kiosk.revoked_at is not None or not has_its_person(session, kiosk):
            return []
        return _filled_up(session, kiosk, voting_session, said.wanted)


def begin_from_stock(
    session: Session, kiosk: Kiosk, keys: Collection[str], *, ended: bool, assisted: Collection[str] = ()
) -> set[str]:
    """Openings of the kiosk's stock become rights; keys that are not in it are passed by. ``ended``: without a vote, so
    that one that comes is held. Part of a bigger transaction, which has locked the kiosk. Returns their keys.
    """
    table = StockedOpening.__table__
    here = (table.c.kiosk_id == kiosk.id, table.c.key.in_(keys))
    found = locked_rows(session, table, here)
    if not found:
        return set()
    delete_rows(session, StockedOpening, *here)
    common = {
        "kind": "opening",
        "status": "unused" if ended or kiosk.revoked_at is not None else None,
        "session_id": kiosk.session_id,
        "kiosk_id": kiosk.id,
        "from_stock": True,
    }
    rows = [
        {"key": each["key"], "round_id": each["round_id"], "assisted": each["key"] in assisted, **common}
        for each in found
    ]
    insert_rows(session, VotingRight, rows)
    return {each["key"] for each in found}


def is_not_now(session: Session, kiosk: Kiosk, voting_session: VotingSession) -> bool:
    """Whether a turn of which the kiosk tells for the first time began when nobody could vote there: before the session,
    after or between its hours, or it was cancelled. Part of a bigger transaction, which has locked the kiosk.
    """
    margin, now = session_margin(require_frozen_ballot(voting_session.round_id)), clock.now()
    contact = session.get(KioskContact, kiosk.id, populate_existing=True)
    late = contact is not None and began_out_of_hours(voting_session, margin, contact.last_at, now)
    return late or bool(reason_to_hold(voting_session, margin, now))


def end_turns_of_a_quiet_kiosk(session: Session, voting_session: VotingSession, kiosk: Kiosk) -> None:
    """A kiosk that said, long after its last turn could begin, that it has nothing to send has no voter any more: turns
    that are still open end without a vote. Part of a bigger transaction, which has locked it.
    """
    if _counts_no_more(session, voting_session, kiosk):
        change_rows(session, VotingRight, (VotingRight.kiosk_id == kiosk.id, BEGUN_FROM_STOCK), status="unused")


def say_goodbye(session: Session, kiosk: Kiosk) -> None:
    """The device keeps nothing from now on, and its stock goes. Part of a bigger act. Refuses while votes are on it."""
    contact = session.get(KioskContact, kiosk.id, populate_existing=True)
    if contact is None:
        return
    if contact.waiting:
        raise Refusal(
            _l("This device still has votes to send."),
            _l("Connect it to the internet and wait until its start page says that all votes are sent."),
        )
    contact.last_at, contact.last_word = kept_moment(clock.now()), "over"
    delete_rows(session, StockedOpening, StockedOpening.kiosk_id == kiosk.id)


def _counts_no_more(session: Session, voting_session: VotingSession, kiosk: Kiosk) -> bool:
    """Whoever has the device could say another number each time."""
    session.get(KioskContact, kiosk.id, populate_existing=True)  # as it is under the lock
    known = to_send(voting_session.round_id, [voting_session]).get(kiosk.id)
    return known is not None and known.is_final


def contact_of(session: Session, kiosk_id: int) -> KioskContact:
    """What the kiosk last said; made when it is the first time. Part of a bigger transaction, which has locked the
    kiosk.
    """
    contact = session.get(KioskContact, kiosk_id, populate_existing=True)
    if contact is None:
        contact = KioskContact(kiosk_id=kiosk_id, last_at=kept_moment(clock.now()), waiting=0, refused=0)
        session.add(contact)
    return contact


MORE_BALLOTS = Act(
    "session.more_ballots",
    _l("gave the tablets of a session %(more)s more ballots: %(session)s. In all: %(in_all)s"),
    only=(COORDINATOR, FACILITATOR),
)


def give_more_ballots(by: Actor, voting_session: VotingSession) -> None:
    """Somebody of the team lets the tablets of a session have more openings than every session's. Refuses once it is
    cancelled or over.
    """
    about = voting_session.id
    with acting(by, MORE_BALLOTS, round_id=voting_session.round_id, session=about, more=MORE_AT_ONCE) as act:
        lock_session(act.session, voting_session)
        margin = session_margin(require_frozen_ballot(voting_session.round_id))
        if voting_session.cancelled_at is not None or is_over(voting_session, clock.now(), margin):
            raise Refusal(SESSION_IS_OVER, ASK_FOR_LONGER)
        voting_session.more_ballots = (voting_session.more_ballots or 0) + MORE_AT_ONCE
        act.facts["in_all"] = OF_A_SESSION + voting_session.more_ballots


def _filled_up(session: Session, kiosk: Kiosk, voting_session: VotingSession, wanted: int) -> list[str]:
    round_id, today = voting_session.round_id, clock.today()
    table = StockedOpening.__table__
    keys = list(session.connection().scalars(select(table.c.key).where(table.c.kiosk_id == kiosk.id)))
    how_many = how_many_more(
        wanted,
        len(keys),
        given=ballots_given(voting_session.id),
        more=voting_session.more_ballots or 0,
        is_before=voting_session.starts_at.astimezone(clock.LOCAL).date() > today,
    )
    new = [random_key() for _ in range(how_many)]
    insert_rows(session, StockedOpening, [{"key": key, "round_id": round_id, "kiosk_id": kiosk.id} for key in new])
    return sorted([*keys, *new])


def _note(session: Session, kiosk: Kiosk, said: KioskReport) -> None:
    contact = contact_of(session, kiosk.id)
    session.flush()
    # What a tablet says is published, if it is lost: no more than it can have.
    contact.waiting = min(said.waiting, openings_without_vote(kiosk.id))
    last_at = kept_moment(clock.now())
    if last_at != contact.last_at:
        contact.last_at, contact.since_last = last_at, None
    quick_votes_told(session, kiosk, contact, said.quick)
    if said.wrong_pins_in_all:
        pins_were_wrong(session, kiosk, said.wrong_pins_in_all, said.wrong_in_a_row)
