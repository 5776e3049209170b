"""The server that a real vote runs on takes no more than the database has, and its secrets outlive a power cut."""

from __future__ import annotations

import fcntl
import gc
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from pb import serving
from pb.causes import cause_of, is_out_of_reach
from pb.database import db, exclusive_transaction, is_engine_of_sqlite, transaction
from pb.stored_secret import stored_secret
from tests.support.program import PATIENT
from tests.support.sources import TOP


@pytest.mark.both_databases
@pytest.mark.parametrize("processors", [1, 2, 1_000])
def test_however_many_processors_there_are_the_database_has_a_connection_for_each_thread(app, monkeypatch, processors):
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    processes = serving.workers(16)
    if is_engine_of_sqlite(db.engine):
        assert processes == min(processors, 2)
        return
    most = int(db.session.execute(text("SHOW max_connections")).scalar_one())
    assert 1 <= processes <= processors
    assert processes == 1 or processes * 16 + serving.SPARE_CONNECTIONS <= most
    assert processors < 1_000 or (processes + 1) * 16 + serving.SPARE_CONNECTIONS > most, (
        "and leaves no more than it must"
    )


def test_one_process_serves_even_where_connections_are_few(app, monkeypatch):
    monkeypatch.setattr(serving, "is_engine_of_sqlite", lambda _engine: False)
    monkeypatch.setattr(db.session, "execute", lambda _query: type("Answer", (), {"scalar_one": lambda self: "20"})())
    assert serving.workers(16) == 1


@pytest.mark.parametrize("writing", [exclusive_transaction, transaction])
def test_whoever_writes_into_sqlite_has_the_turn_among_all_processes(app, writing):
    folder = os.open(os.path.dirname(db.engine.url.database), os.O_RDONLY)
    with writing(), pytest.raises(BlockingIOError):
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(folder)


@pytest.fixture
def impatient(app):
    app.config["DATABASE_TIMEOUTS"] = replace(PATIENT, turn=0.05)
    yield
    app.config["DATABASE_TIMEOUTS"] = PATIENT


def is_told_that_it_is_busy() -> bool:
    with pytest.raises(OperationalError) as late, transaction():
        pass
    return is_out_of_reach(late.value) and cause_of(late.value).endswith("keeps the database locked (SQLITE_BUSY)")


def test_whoever_waits_too_long_for_another_process_is_told_and_the_turn_is_passed_on(app, impatient):
    folder = os.open(os.path.dirname(db.engine.url.database), os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    assert is_told_that_it_is_busy()
    fcntl.flock(folder, fcntl.LOCK_UN)
    app.config["DATABASE_TIMEOUTS"] = PATIENT
    with transaction():
        pass
    fcntl.flock(folder, fcntl.LOCK_EX)  # who was told does not hold it
    os.close(folder)


def test_whoever_waits_too_long_for_another_thread_is_told(app, impatient):
    def other() -> bool:
        with app.app_context():
            return is_told_that_it_is_busy()

    with transaction(), ThreadPoolExecutor(1) as pool:
        assert pool.submit(other).result()
    with transaction():
        pass


def test_a_new_secret_and_its_name_are_on_the_disk_before_anybody_uses_it(tmp_path, monkeypatch):
    kept: list[str] = []
    sync = os.fsync

    def watched(descriptor: int) -> None:
        kept.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        kept.append("in its place" if (tmp_path / "codes.key").exists() else "not in its place")
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    secret = stored_secret(tmp_path / "codes.key")
    assert kept == ["file", "not in its place", "folder", "in its place"]
    assert stored_secret(tmp_path / "codes.key") == secret and [file.name for file in tmp_path.iterdir()] == [
        "codes.key"
    ]


def test_what_is_loaded_at_the_start_is_kept_out_of_the_collector_by_the_process_that_serves(app):
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    try:
        gc.set_threshold(700, 10, 10)  # as where no test runs
        assert serving.tuned_collector(app) is app
        assert gc.get_freeze_count() > frozen and gc.get_threshold() > (700, 10, 10)
    finally:
        gc.set_threshold(*before)
    assert "app = tuned_collector(app_or_exit())" in (TOP / "wsgi.py").read_text(encoding="utf-8")
