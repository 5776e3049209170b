"""The box is opened while the disk is full: it is open all the same, and the traces in files are erased when there is room
again.
"""

from __future__ import annotations

import sqlite3
from datetime import timedelta

import psycopg.errors
import pytest

from pb.database import db, is_engine_of_sqlite
from pb.voting import queries
from pb.voting.actions import erasure
from pb.web.access import Role
from tests.support.safety.racing import open_the_box

pytestmark = pytest.mark.both_databases

SAID = "The database files have not been cleaned yet"


class OnAFullDisk:
    """A connection whose database cannot write its files anew."""

    def __init__(self, connection) -> None:
        self._connection, self._raw = connection, connection.driver_connection
        self.driver_connection = self

    def execute(self, command: str) -> None:
        if not command.startswith("VACUUM"):
            return  # how long it may take
        if is_engine_of_sqlite(db.engine):
            raise sqlite3.OperationalError("database or disk is full")
        raise psycopg.errors.DiskFull("could not extend file")

    def detach(self) -> None:
        self._connection.detach()

    def close(self) -> None:
        self._raw.close()


@pytest.fixture
def round_(make, clock):
    round_ = make.voting_round()
    make.cast(round_, (1,), (2, 3))
    clock.set(round_.post_closes_at + timedelta(hours=1))
    return round_


def test_the_box_is_open_although_the_disk_is_full_and_the_page_says_what_is_left_to_do(
    app, make, round_, visitor, monkeypatch, caplog
):
    here, round_id = f"/rounds/{round_.id}/after-close", round_.id
    coordinator = visitor.signed_in_as(make.account(Role.COORDINATOR))
    assert SAID not in coordinator.opens(here).main
    raw = erasure._raw
    with monkeypatch.context() as full:
        full.setattr(erasure, "_raw", lambda: OnAFullDisk(raw()))
        coordinator.follows("The ballot box is opened")
        page = coordinator.presses("Open the ballot box now")
        assert page.status == 200 and "The ballot box has been opened. There were 2 votes in it." in page.main
        assert SAID in page.main and "free some disk space and restart the service" in page.main
        erasure.finish_erasing()  # the next start, and the disk is still full
        assert SAID in coordinator.opens(here).main
    assert [record.getMessage().split(";")[0] for record in caplog.records if "erased" in record.getMessage()] == [
        "key and files could not be erased: "
        + ("OperationalError" if is_engine_of_sqlite(db.engine) else "disk full (53100)")
    ] * 2
    assert (
        queries.box_opening_of(round_id).votes == 2 and not (app.config["KEYS_DIR"] / f"round-{round_id}.key").exists()
    )
    erasure.finish_erasing()
    assert SAID not in coordinator.opens(here).main
    assert not list(app.config["KEYS_DIR"].glob("*.sweep"))


def test_a_key_that_the_disk_does_not_let_go_does_not_stop_the_next_start(app, make, round_, caplog):
    other = make.voting_round()
    make.cast(other, (1,))
    stuck, put_back = (app.config["KEYS_DIR"] / f"round-{each.id}.key" for each in (round_, other))
    for opened, key in ((round_, stuck), (other, put_back)):
        open_the_box(opened)
        assert not key.exists()
    stuck.mkdir()  # nothing can be written over it
    erasure.remember_to_erase(round_.id)
    put_back.write_text("from the stick")
    erasure.finish_erasing()
    assert (
        "key and files could not be erased: Is a directory (EISDIR)" in caplog.text
        and f"{stuck} could not be" in caplog.text
    )
    assert erasure.is_erasure_due(round_.id) and not put_back.exists(), "the other round's key is destroyed"
    stuck.rmdir()
    erasure.finish_erasing()
    assert not list(app.config["KEYS_DIR"].glob("*.sweep"))


def test_a_note_of_an_opening_that_never_was_is_nothing_to_do(make, round_, visitor):
    erasure.remember_to_erase(round_.id)
    coordinator = visitor.signed_in_as(make.account(Role.COORDINATOR))
    assert SAID not in coordinator.opens(f"/rounds/{round_.id}/after-close").main
