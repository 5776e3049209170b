"""A server starts where it can write and has room; what keeps it from that is said with what helps."""

from __future__ import annotations

import os
import shutil

import pytest

from pb import disk_questions, serving
from tests.support.starting import LATER, check, stopped_with


@pytest.fixture(autouse=True)
def nothing_beside(monkeypatch):
    """The process beside the server is not what these tests are about."""
    monkeypatch.setattr(serving, "commands_beside", lambda _target: [])


def test_a_disk_without_room(app, make, served, monkeypatch):
    make.cards(make.voting_round())
    full = shutil.disk_usage(app.config["KEYS_DIR"])._replace(free=disk_questions.LEAST_TO_START - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: full)
    status, said = stopped_with(app)
    assert status == LATER and said.startswith("Less than 500 MB are free for ") and check(app)["disk"] == said


def test_with_little_room_a_server_starts_and_says_so(app, make, served, monkeypatch):
    make.cards(make.voting_round())
    little = shutil.disk_usage(app.config["KEYS_DIR"])._replace(free=disk_questions.LEAST_TO_START)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: little)
    result = app.test_cli_runner().invoke(args=["serve"])
    assert result.exit_code == 0 and served and "Warning: Less than 500 MB are free for " in result.output
    assert check(app)["disk"].startswith("Less than 500 MB are free for ")


def test_keys_on_a_small_disk_of_their_own_need_next_to_nothing(app, monkeypatch):
    app.config["KEYS_DIR"].mkdir(exist_ok=True)
    keys, room = app.config["KEYS_DIR"], shutil.disk_usage(app.config["KEYS_DIR"])._replace(free=10**12)
    free = {str(keys): disk_questions.LEAST_FOR_KEYS}
    monkeypatch.setattr(shutil, "disk_usage", lambda at: room._replace(free=free.get(str(at), 10**12)))
    with app.app_context():
        assert disk_questions.disk().fault.startswith("Less than 500 MB"), "they share their disk with the rest"
        monkeypatch.setattr(disk_questions, "device_of", lambda at: 2 if str(at) == str(keys) else 1)
        assert disk_questions.disk().fault == ""
        free[str(keys)] -= 1
        assert (
            disk_questions.disk().fault
            == f"Less than 500 MB are free for {keys}. Make room, before votes cannot be saved."
        )


def test_what_lies_on_something_that_may_only_be_read_is_not_to_be_given_another_mode(app, monkeypatch):
    readable = os.statvfs_result((*os.statvfs(".")[:8], os.ST_RDONLY, 255))
    with app.app_context():
        monkeypatch.setattr(os, "access", lambda _path, _mode: False)
        monkeypatch.setattr(os, "statvfs", lambda _path: readable)
        said = disk_questions.disk().fault
    assert "may only be read" in said and "ReadWritePaths" in said and "chmod" not in said
