"""The desk keys of rounds: made before anything is typed, so that the first copy of ``KEYS_DIR`` holds them."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import select

from pb.database import db
from pb.keystore import KeyIsDead, desk_key, load_key
from pb.rounds.models import Round


def make_desk_keys() -> None:
    """Load, and where it was never made make, the desk key of each frozen round that people run and that is not
    published. Called at every start, inside a writing transaction.
    """
    frozen = select(Round.id).where(Round.frozen_at.is_not(None), Round.source == "people")
    for round_id in db.session.scalars(frozen.order_by(Round.id)).all():
        with suppress(KeyIsDead):
            load_key(desk_key(round_id))
