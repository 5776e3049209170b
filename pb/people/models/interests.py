"""Interests that people declare."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import UTCTime, db
from pb.marked import Marked


class Interest(Marked, db.Model):
    """Somebody says that they belong to, or are close to, a group or venue of a round. Shown to the coordinator
    and, for an application, to the steering group.

    ``project_id`` is set when the interest is in one application: that person then steps aside from deciding it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    #: Rounds and projects are known further up: their rooms say that these are keys.
    round_id: Mapped[int] = mapped_column(index=True)
    project_id: Mapped[int | None]
    #: Empty when the person says that they have no interest to declare.
    description: Mapped[str] = mapped_column(Text)
    declared_at: Mapped[datetime] = mapped_column(UTCTime)

    marked_as = {"description": "words"}

    __table_args__ = (UniqueConstraint("account_id", "round_id", "project_id"),)
