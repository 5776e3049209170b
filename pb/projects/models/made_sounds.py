"""Sounds that the server made of words, for texts that nobody has read into a microphone."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from pb.database import db
from pb.marked import Marked


class MadeSound(Marked, db.Model):
    """Words as a program speaks them. ``identity`` stands for the words, their language and the way in which they are
    spoken (``voting.rules.spoken``): the sound of other words is another row. It is made by no act: anybody could make
    it again, and nothing is lost with it.
    """

    outside_acts = True
    #: ``sha256`` stands for it.
    unmarked = frozenset({"data"})

    identity: Mapped[str] = mapped_column(String(64), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    media_type: Mapped[str] = mapped_column(String(40))
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
