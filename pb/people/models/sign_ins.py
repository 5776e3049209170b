"""Who is signed in, on which devices."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.database import UTCTime, db
from pb.marked import Marked
from pb.people.rules import DEVICES

if TYPE_CHECKING:
    from pb.people.models import Account

_DEVICES = ", ".join(f"'{each}'" for each in DEVICES)


class SignIn(Marked, db.Model):
    """Somebody is signed in on a device: its cookie holds a token, of which only the hash is here. No address is kept.

    It is over when its row is gone, when the account's ``stamp`` is another, and after ``SIGN_IN_HOURS``. Where the
    programme asks for security codes it begins when one was given.
    """

    outside_acts = True

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    #: The account's when the password was typed.
    stamp: Mapped[str] = mapped_column(String(32))
    began_at: Mapped[datetime] = mapped_column(UTCTime)
    device: Mapped[str] = mapped_column(String(10))
    #: The name of the browser as people know it; empty where it is not known.
    browser: Mapped[str] = mapped_column(String(30))
    #: When a security code was given; empty while none was, or none was asked for.
    proved_at: Mapped[datetime | None] = mapped_column(UTCTime)

    account: Mapped[Account] = relationship()

    __table_args__ = (CheckConstraint(f"device IN ({_DEVICES})", name="device_is_known"),)
