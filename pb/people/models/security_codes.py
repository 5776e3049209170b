"""The second factor of a sign-in: security codes, from an authenticator app or printed on paper."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.marked import Marked


class Authenticator(Marked, db.Model):
    """Somebody gets their codes from an app. The app's secret is here sealed, with a key that is not in the database."""

    outside_acts = True

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    sealed_secret: Mapped[str] = mapped_column(String(250))
    #: The time step of the last code that was used: neither it nor an older one works again.
    last_step: Mapped[int]
    set_up_at: Mapped[datetime] = mapped_column(UTCTime)


class PrintedCode(Marked, db.Model):
    """One code of somebody's printed sheet; only its keyed hash is here. It works once."""

    outside_acts = True

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    used_at: Mapped[datetime | None] = mapped_column(UTCTime)
