"""How far somebody has read what the others did."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import db
from pb.marked import Marked


class LastRead(Marked, db.Model):
    """Up to which line of the record somebody has read what the others did. Reading is no act."""

    outside_acts = True

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    position: Mapped[int]
