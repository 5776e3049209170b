"""Somebody who takes the fingerprint of a desk key out of the database is found, whether the key lives or is dead."""

from __future__ import annotations

import pytest

from pb.database import db
from pb.record import queries as record
from tests.support.safety import tampering


def told() -> list[str]:
    db.session.rollback()
    return [*record.verify_record().faults, *record.check_everything()]


def take_out(name: str) -> None:
    tampering.without_any_guard()
    db.session.rollback()
    with db.engine.begin() as connection:
        assert connection.exec_driver_sql(f"DELETE FROM key_fingerprint WHERE name = '{name}'").rowcount == 1


@pytest.mark.both_databases
@pytest.mark.parametrize("is_dead", [False, True])
def test_a_fingerprint_that_was_taken_out_is_told_of(make, is_dead):
    bundle = make.typed_bundle("1 2", "3")
    round_id = make.published(make.voting_round(projects=3), (1, 2)).id if is_dead else bundle.round_id
    assert told() == []
    take_out(f"desk-{round_id}")
    said = "The database no longer says that" if is_dead else "The fingerprint of"
    (fault,) = told()
    assert fault.startswith(f"{said} desk-{round_id}.key ")
