"""Limits on guessing: wrong codes and passwords are counted, right ones never.

Counts are kept in the database (all server processes share them) under a keyed hash of the address, in windows of
one hour; nobody can read an address from them. A whole lunch club behind one address must not be locked out by a few
wrong cards, so the limit per address is generous: at 29**9 codes even a hundred guesses an hour are hopeless.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app, request
from sqlalchemy import String, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from pb import clock
from pb.database import UTCTime, db, transaction
from pb.refusals import Refusal
from pb.words import Sentence
from pb.words import lazy_gettext as _l


class FailedTries(db.Model):
    """How often something failed in one hour, per purpose and keyed hash of an address or account."""

    __tablename__ = "failed_tries"

    bucket: Mapped[str] = mapped_column(String(80), primary_key=True)
    failures: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UTCTime)


@dataclass(frozen=True)
class Limit:
    """At most ``per_key`` failures an hour for one address or account, ``in_all`` for all addresses together.

    When everybody together is over the limit (somebody guesses from many addresses), each address keeps
    ``under_attack`` tries an hour, so that an honest voter still gets in.
    """

    purpose: str
    per_key: int
    in_all: int
    under_attack: int
    #: What the person can do, other than wait.
    next_step: Sentence = _l("Wait an hour and try again, or phone us for help.")


VOTING_CODES = Limit("voting", per_key=100, in_all=2_000, under_attack=3)
RESUME_CODES = Limit("resume", per_key=30, in_all=1_000, under_attack=3)
SIGN_IN = Limit("sign-in", per_key=20, in_all=2_000, under_attack=5)
ACCOUNT = Limit("account", per_key=10, in_all=2_000, under_attack=5)
#: Applications that are begun: nothing fails here, but nobody may flood the programme with them.
BEGINNINGS = Limit("begin", per_key=40, in_all=1_000, under_attack=3)
PINS = Limit(
    "pin",
    per_key=10,
    in_all=10_000,
    under_attack=10,
    next_step=_l(
        "Wait an hour. Or ask a facilitator to stop this kiosk on the session’s page and set up the device as a "
        "kiosk again."
    ),
)

_HOUR = timedelta(hours=1)
#: Both databases can add one to a row that is there already, each with a statement of its own.
_INSERT: dict[str, Callable[[type[FailedTries]], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def address() -> str:
    """The visitor's address, as the trusted proxies tell it."""
    return request.remote_addr or "unknown"


def check(limit: Limit, key: str) -> None:
    """Refuse (429) when ``key`` has failed too often in this hour."""
    one, everybody = _buckets(limit, key)
    rows = db.session.execute(
        select(FailedTries.bucket, FailedTries.failures).where(FailedTries.bucket.in_((one, everybody)))
    )
    failures = dict(rows.all())
    allowed = limit.per_key if failures.get(everybody, 0) < limit.in_all else limit.under_attack
    if failures.get(one, 0) >= allowed:
        raise Refusal(
            _l("There have been too many attempts from this connection in the last hour."),
            limit.next_step,
            status=429,
        )


def record_failure(limit: Limit, key: str) -> None:
    """Count one failure of ``key``. Counts of past hours are swept away on the way."""
    with transaction() as session:
        session.execute(delete(FailedTries).where(FailedTries.expires_at < clock.now()))
        insert = _INSERT[session.get_bind().dialect.name]
        for bucket in _buckets(limit, key):
            session.execute(
                insert(FailedTries)
                .values(bucket=bucket, failures=1, expires_at=clock.now() + _HOUR)
                .on_conflict_do_update(index_elements=["bucket"], set_={"failures": FailedTries.failures + 1})
            )


def _buckets(limit: Limit, key: str) -> tuple[str, str]:
    hour = int(clock.now().timestamp()) // 3600
    secret = current_app.config["SECRET_KEY"].encode()
    one = hmac.new(secret, f"{limit.purpose}:{key}".encode(), hashlib.sha256).hexdigest()[:32]
    return f"{limit.purpose}:{hour}:{one}", f"{limit.purpose}:{hour}:all"
