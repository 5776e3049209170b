"""The files of ballot keys, and what the database says of them: also whether this program wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import select

from pb import anchor, keystore
from pb.database import db
from pb.marked import Marked, mark_is_right
from pb.record.queries.key_proofs import wrote
from pb.rounds.models import Round
from pb.voting.models import BoxOpening
from pb.voting.rules import ballot_keys
from pb.voting.rules.envelopes import BOX_OPENED_NAME


def read_key(file: Path) -> int | None:
    """The private half; None where there is no file, or one that was cut short or written over."""
    try:
        return int(file.read_text(encoding="ascii"), 16) or None
    except (FileNotFoundError, ValueError):
        return None


def key_file(round_id: int) -> Path:
    """Where the key of this round's box belongs."""
    return current_app.config["KEYS_DIR"] / f"round-{round_id}.key"


def missing_ballot_keys() -> dict[int, Path]:
    """By round: files of ballot keys that are missing, cut short or another's, although their box is still to be
    opened with them. Never of a round with word sheets.
    """
    query = select(Round.id, Round.public_key).where(
        Round.frozen_at.is_not(None), Round.public_key.is_not(None), Round.key_custody != "shares"
    )
    opened = {*(round_id for round_id, really in _openings() if really), *removed_openings()}
    found = {
        round_id: (read_key(key_file(round_id)), public)
        for round_id, public in db.session.execute(query)
        if round_id not in opened
    }
    return {
        round_id: key_file(round_id)
        for round_id, (private, public) in sorted(found.items())
        if private is None or not belongs(private, public)
    }


def forged_openings() -> list[int]:
    """Ids of rounds of which somebody else wrote into the database that their ballot box was opened."""
    return sorted(round_id for round_id, really in _openings() if not really)


def removed_openings() -> list[int]:
    """Ids of rounds whose ballot box was opened, as the record says, and of whose opening the row was taken away."""
    kept = {round_id for round_id, _really in _openings()}
    rounds = db.session.connection().scalars(select(Round.id).order_by(Round.id)).all()
    return [round_id for round_id in rounds if round_id not in kept and was_opened(round_id)]


def was_opened(round_id: int) -> bool:
    """Whether the record has the line of the opening, also where the row itself is gone."""
    return wrote(BOX_OPENED_NAME, round_id)


def _openings() -> Iterator[tuple[int, bool]]:
    """Each round whose box is said to be open, and whether this program wrote so. (While the key "marks" is not there,
    or this database is older than the marks, nobody can tell: it is believed then, and nothing is destroyed for it.)
    """
    return _written_here(BoxOpening, BoxOpening.round_id)


def changed_rounds() -> set[int]:
    """Ids of rounds whose row somebody else wrote or changed: what it calls the ballot key may be false."""
    return {round_id for round_id, really in _written_here(Round, Round.id) if not really}


def _written_here(model: type[Marked], of_round: Any) -> Iterator[tuple[int, bool]]:
    kept = anchor.stored()
    lost = keystore.file_of_key("marks") in keystore.lost_keys()
    believed = lost or (kept.marks_from == 0 if kept else not keystore.is_there("marks"))
    for row in db.session.connection().execute(select(model.__table__)).mappings():
        yield row[of_round.name], believed or mark_is_right(model, row)


def belongs(private: int, public: str | None) -> bool:
    """Whether this private number is that of the key with this public half."""
    try:
        return ballot_keys.key_of(private).public == public
    except ValueError:  # no key has such a number
        return False
