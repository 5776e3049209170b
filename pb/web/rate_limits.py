"""Limits on guessing: a try is spent before it is looked at, and given back when it was right.

So of any number of tries at the same moment exactly as many are looked at as the limit allows. Beyond it nobody is
shut out: tries are looked at one by one, with a wait between them, right ones included; for codes in a queue
(``pb.web.waiting_queue``). Counts are kept in the
database (all server processes share them) for an hour, under a keyed hash of the address, from which nobody can read
it. A whole lunch club behind one address must not wait for a few wrong cards, so the limit per address is generous: at
29**9 codes even a hundred guesses an hour are hopeless.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import current_app, request
from sqlalchemy import BigInteger, Executable, String, case, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from pb import clock
from pb.database import UTCTime, db, transaction
from pb.web import waiting_queue
from pb.web.too_many_tries import TooManyTries
from pb.words import Sentence
from pb.words import lazy_gettext as _l

Found = TypeVar("Found")


class SpentTries(db.Model):
    """Tries that were spent in one hour and not given back, per purpose and keyed hash of an address or account."""

    __tablename__ = "spent_tries"

    bucket: Mapped[str] = mapped_column(String(80), primary_key=True)
    spent: Mapped[int]
    #: When the next try is looked at, in milliseconds since 1970; 0 while nobody has to wait.
    free_at: Mapped[int] = mapped_column(BigInteger)
    expires_at: Mapped[datetime] = mapped_column(UTCTime)


@dataclass(frozen=True)
class RateLimit:
    """``free`` tries an hour for one address or account, then one after each of the ``waits``, the last of which goes
    on. ``in_all``: how many all addresses may spend together; beyond that (somebody guesses from many) each one has
    ``under_attack`` free tries, so that an honest voter still gets in at once.
    """

    purpose: str
    free: int
    sentence: Sentence
    #: Seconds between two tries.
    waits: tuple[int, ...] = (2,)
    in_all: int | None = None
    under_attack: int = 3
    #: Who has to wait gets a place in a queue, and is not left to be quicker than others behind the same address.
    queued: bool = False


_WRONG_CODES = _l("Too many wrong codes have come from this place. It may not have been you.")
_FROM_EVERYWHERE = _l(
    "Someone is trying many codes or passwords from many places. It is not you, but everyone has to wait a little."
)
_WRONG_PASSWORDS = _l("Several wrong passwords have been typed for this account on this connection.")
#: Seconds. A guess at one account from one address gets dearer and dearer; the person themself waits seconds.
_GROWING = (2, 4, 8, 15, 30, 60, 120, 300, 600)

VOTING_CODES = RateLimit("voting", 100, _WRONG_CODES, in_all=2_000, queued=True)
RESUME_CODES = RateLimit("resume", 30, _WRONG_CODES, in_all=1_000, queued=True)
SIGN_IN = RateLimit(
    "sign-in",
    20,
    _l("Several wrong passwords have been typed on this connection, perhaps by other people."),
    in_all=2_000,
    under_attack=5,
    queued=True,
)
ACCOUNT = RateLimit("account", 5, _WRONG_PASSWORDS, waits=_GROWING)
#: Codes for a forgotten password: as passwords, by address in a queue, and by account and address with a growing wait.
PASSWORD_CODES = RateLimit("new-password", 20, _WRONG_CODES, in_all=200, under_attack=5, queued=True)
PASSWORD_CODES_OF_ACCOUNT = RateLimit("new-password-of", 5, _WRONG_CODES, waits=_GROWING)
#: Applications that are begun: nothing fails here, but nobody may flood the programme with them. Not those of staff.
BEGINNINGS = RateLimit(
    "begin", 40, _l("Many applications have been started on this connection, perhaps by other people."),
    waits=(20,), in_all=1_000, queued=True,
)  # fmt: skip
#: The same of requests for votes by post. Staff look at each, so an address that brings many waits longer and longer.
POSTAL_REQUESTS = RateLimit(
    "post", 20, _l("Many requests have come from this connection, perhaps by other people."),
    waits=(20, 60, 180, 600), in_all=500, queued=True,
)  # fmt: skip
#: This makes whoever guesses wait. After so many in a row no PIN is looked at at all: ``pb.voting.rules.pins.MOST_WRONG``.
PINS = RateLimit("pin", 5, _l("Several wrong PINs have been typed on this tablet."), waits=(2, 4, 8, 15, 30))


def pins_of(kiosk_id: int, purpose: str) -> str:
    """What wrong PINs of one kind are limited by, on one device; see ``PINS``."""
    return f"kiosk:{kiosk_id}:{purpose}"


def security_codes(account_id: int) -> RateLimit:
    """For guesses at one person's security codes by somebody who knows their password: few, as an app's code has six
    digits. Beyond 50 an hour from all addresses together each further address begins with one try, and has four an
    hour; nobody makes the person themself wait at another address.
    """
    sentence = _l("Several wrong security codes have been typed on this connection.")
    return RateLimit(f"security-{account_id}", 5, sentence, waits=(60, 600, 1800), in_all=50, under_attack=1)


_HOUR = timedelta(hours=1)
#: Both databases can add one to a row that is there already, each with a statement of its own.
_INSERT: dict[str, Callable[[type[SpentTries]], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def address() -> str:
    """The visitor's address, as the trusted proxies tell it. A home or office has a whole /64 of IPv6 to itself."""
    try:
        found = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if found.version == 4:
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))


def here(account: str) -> str:
    """The key of tries at one account from the visitor's address: others, elsewhere, make nobody wait here."""
    return f"{account} from {address()}"


def spend(limit: RateLimit, key: str) -> None:
    """Spend one try of ``key`` before it is looked at. Refuses (429) while the wait after the last one goes on; where
    there is a queue, who is refused has a place in it.
    """
    one, everybody = _buckets(limit, key)
    place = waiting_queue.my_place() if limit.queued else None
    with transaction(durable=False) as session:
        allowed = limit.free if _together(session, limit, everybody) else limit.under_attack
        if waiting_queue.use_place(session, place, one, _now()):
            spent = session.scalar(_add_one(session, one, set_={"spent": SpentTries.spent + 1}))
        else:
            spent = session.scalar(_spend_one(session, one, allowed, limit.waits))
        turn = _turn(session, limit, place, one) if spent is None else None
        sentence = _why(session, limit, one) if turn else None
        if turn is None and limit.in_all:
            session.execute(_add_one(session, everybody, set_={"spent": SpentTries.spent + 1}))
        if spent == 1:
            session.execute(delete(SpentTries).where(SpentTries.expires_at < clock.now()))
    if limit.queued:
        waiting_queue.keep_place(turn.place if turn else None)
    if turn and sentence:
        raise TooManyTries(sentence, max(1, -(-(turn.at - _now()) // 1000)), turn.ahead)


def _why(session: Session, limit: RateLimit, bucket: str) -> Sentence:
    """Whose tries make this one wait: those of its own address or account, or others' from everywhere."""
    spent = session.scalar(select(SpentTries.spent).where(SpentTries.bucket == bucket)) or 0
    return limit.sentence if spent >= limit.free else _FROM_EVERYWHERE


def _turn(session: Session, limit: RateLimit, place: str | None, bucket: str) -> waiting_queue.QueueTurn:
    """When the next try of somebody who has to wait is looked at: by their place in the queue, or a new one."""
    now, here = _now(), SpentTries.bucket == bucket
    free_at = session.scalar(select(SpentTries.free_at).where(here)) or 0
    if not limit.queued:
        return waiting_queue.QueueTurn(free_at)
    step = limit.waits[-1] * 1000
    if turn := waiting_queue.waiting_turn(session, place, bucket, now, step):
        return turn
    longer = update(SpentTries).where(here, SpentTries.free_at <= now + waiting_queue.most_places(step) * step)
    end = session.scalar(longer.values(free_at=SpentTries.free_at + step).returning(SpentTries.free_at))
    if end is None:
        return waiting_queue.draw_place(session, bucket, now, step)
    return waiting_queue.take_place(session, bucket, end - step, now, step)


def tried(limit: RateLimit, key: str | None, look: Callable[[], Found]) -> Found:
    """What ``look`` finds with one try of ``key`` (None: tries do not count). Finding something gives the try back.

    Refuses as ``spend`` does.
    """
    if key is None:
        return look()
    spend(limit, key)
    found = look()
    if found:
        give_back(limit, key)
    return found


def forgive(limit: RateLimit, key: str) -> None:
    """Somebody who is in charge lets ``key`` try again at once."""
    with transaction(durable=False) as session:
        session.execute(delete(SpentTries).where(SpentTries.bucket == _buckets(limit, key)[0]))


def give_back(limit: RateLimit, key: str) -> None:
    """The try was right: it does not count."""
    with transaction(durable=False) as session:
        mine = SpentTries.bucket.in_(_buckets(limit, key))
        session.execute(update(SpentTries).where(mine, SpentTries.spent > 0).values(spent=SpentTries.spent - 1))


def _together(session: Session, limit: RateLimit, everybody: str) -> bool:
    """Whether all addresses together are still within the limit."""
    if limit.in_all is None:
        return True
    return (session.scalar(select(SpentTries.spent).where(SpentTries.bucket == everybody)) or 0) < limit.in_all


def _spend_one(session: Session, bucket: str, allowed: int, waits: tuple[int, ...]) -> Executable:
    """One UPSERT that answers how many are spent now, or nothing while the wait after the last one goes on."""
    after = {allowed + place: _now() + seconds * 1000 for place, seconds in enumerate(waits)}
    spent_then = SpentTries.spent + 1
    free_at = case((spent_then < allowed, 0), else_=case(after, value=spent_then, else_=max(after.values())))
    return _add_one(
        session,
        bucket,
        first_free_at=after.get(1, 0),
        set_={"spent": spent_then, "free_at": free_at},
        where=or_(SpentTries.spent < allowed, SpentTries.free_at <= _now()),
    )


def _add_one(session: Session, bucket: str, *, first_free_at: int = 0, **conflict: Any) -> Executable:
    insert = _INSERT[session.get_bind().dialect.name]
    first = {"bucket": bucket, "spent": 1, "free_at": first_free_at, "expires_at": clock.now() + _HOUR}
    adding = insert(SpentTries).values(first).on_conflict_do_update(index_elements=["bucket"], **conflict)
    return adding.returning(SpentTries.spent)


def _now() -> int:
    return int(clock.now().timestamp() * 1000)


def _buckets(limit: RateLimit, key: str) -> tuple[str, str]:
    hour = int(clock.now().timestamp()) // 3600
    secret = current_app.config["SECRET_KEY"].encode()
    one = hmac.new(secret, f"{limit.purpose}:{key}".encode(), hashlib.sha256).hexdigest()[:32]
    return f"{limit.purpose}:{hour}:{one}", f"{limit.purpose}:{hour}:all"
