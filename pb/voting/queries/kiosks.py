"""Kiosks of a voting session, the turns of voters at them now, and what they count besides votes."""

from __future__ import annotations

from sqlalchemy import func, select

from pb.codes import code_hash
from pb.database import db
from pb.voting.models import OPEN_TURN, Kiosk, KioskTally, Turnout, VotingRight


def kiosks_of(session_id: int) -> list[Kiosk]:
    """The devices paired with a voting session, stopped and ended ones included."""
    return list(db.session.scalars(select(Kiosk).where(Kiosk.session_id == session_id).order_by(Kiosk.id)))


def who_set_up_kiosks(session_id: int) -> set[int]:
    """The account ids of who paired a device with a voting session, and so chose its PINs. Also where such a row is damaged."""
    return set(db.session.scalars(select(Kiosk.paired_by).where(Kiosk.session_id == session_id)))


def kiosk_of_device(token: str, *, stopped_too: bool = False) -> Kiosk | None:
    """The kiosk that holds this device key and was neither stopped nor ended. ``stopped_too``: or was, as it may still
    have votes to send.
    """
    query = select(Kiosk).where(Kiosk.device_hash == code_hash("kiosk", token))
    return db.session.scalar(query if stopped_too else query.where(Kiosk.revoked_at.is_(None)))


def open_turn(kiosk_id: int) -> VotingRight | None:
    """The opening of the voter who is at this kiosk now."""
    return db.session.scalar(select(VotingRight).where(VotingRight.kiosk_id == kiosk_id, OPEN_TURN))


def kiosk_tallies(session_id: int) -> dict[int, KioskTally]:
    """What the kiosks of a session have counted, by kiosk id: wrong PINs, very short turns. None yet: not in it."""
    query = select(KioskTally).join(Kiosk, Kiosk.id == KioskTally.kiosk_id).where(Kiosk.session_id == session_id)
    return {each.kiosk_id: each for each in db.session.scalars(query)}


def wrong_pins_in_a_row(kiosk_id: int) -> int:
    """How many wrong PINs for the next voter a kiosk had in a row, as far as is known here; 0 after "Unlock"."""
    tally = db.session.get(KioskTally, kiosk_id)
    return tally.next_in_a_row if tally else 0


def votes_on_tablets(round_id: int) -> dict[int, int]:
    """How many votes were cast on the tablets of each session, by session id; none: not in it."""
    query = (
        select(VotingRight.session_id, func.count())
        .select_from(VotingRight)
        .join(Turnout, Turnout.right_key == VotingRight.key)
        .where(Turnout.round_id == round_id, Turnout.channel == "kiosk")
        .group_by(VotingRight.session_id)
    )
    return {session_id: n for session_id, n in db.session.execute(query) if session_id is not None}


def measured_screen(kiosk_id: int) -> int | None:
    """Pixels of CSS to a metre of a kiosk's screen; None where it is not measured."""
    tally = db.session.get(KioskTally, kiosk_id)
    return tally.px_per_metre if tally else None


def has_opened_a_ballot(kiosk_id: int) -> bool:
    """Whether a turn was ever begun at a kiosk."""
    return db.session.scalar(select(VotingRight.key).where(VotingRight.kiosk_id == kiosk_id).limit(1)) is not None
