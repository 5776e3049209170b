"""What has to go on beside the server goes on: who ends the process that stamps totals, or makes it fail, holds up no
stamp for long, and no act passes without one.
"""

from __future__ import annotations

import os
import sys

import pytest

from pb import anchor, beside, mark_stamps, serving
from pb.database import db, is_engine_of_sqlite
from pb.record import queries as record
from pb.voting import commands
from tests.support.safety.lies import an_act, change, told

#: Says that it has begun, and runs until its input is closed.
PROGRAM = "import sys; open(sys.argv[1], 'w').write('x'); sys.stdin.read()"


@pytest.fixture
def begins(tmp_path):
    """A command, and a function that waits until it has begun once more."""
    pipe = tmp_path / "begun"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDWR)
    yield [sys.executable, "-c", PROGRAM, str(pipe)], lambda: os.read(reading, 1) == b"x"
    os.close(reading)


def test_a_process_that_was_ended_is_started_again_and_ends_with_the_server(begins, caplog):
    command, has_begun = begins
    with beside.running([command, command], look_every=0.01) as these:
        assert has_begun() and has_begun()
        first = list(these.processes)
        first[1].kill()
        assert has_begun()
        assert these.processes[0] is first[0] and first[1].wait() == -9
    assert [each.poll() for each in these.processes] == [0, 0] and these.processes[1] is not first[1]
    assert "ended with status -9 and is started again" in caplog.text


def test_one_that_runs_is_left_alone(begins):
    command, has_begun = begins
    these = beside.Beside([command])
    assert has_begun()
    (first,) = these.processes
    these.look()
    assert these.processes == [first]
    these.end()
    assert first.poll() == 0


def test_the_server_has_totals_stamped_and_jobs_done_beside_it(app):
    for command in serving.commands_beside("wsgi:app"):
        assert command[:5] == [sys.executable, "-m", "flask", "--app", "wsgi:app"]
        answer = app.test_cli_runner().invoke(args=[*command[5:], "--help"])
        assert answer.exit_code == 0 and "The server does it by itself" in " ".join(answer.output.split())


def test_totals_that_could_not_be_stamped_are_tried_again_soon(app, monkeypatch, caplog):
    answers, waits = iter([ConnectionError(), "", "ab" * 32]), []

    def stamps(*, unless: str) -> str:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def waited(_reading, _writing, _else, seconds: float) -> tuple[bool, None, None]:
        waits.append(seconds)
        return len(waits) == 3, None, None

    monkeypatch.setattr(commands, "stamp_totals", stamps)
    monkeypatch.setattr(commands, "select", waited)
    assert app.test_cli_runner().invoke(args=["voting", "note-days", "--every", "600"]).exit_code == 0
    assert waits == [30, 30, 600] and "totals could not be stamped: ConnectionError" in caplog.text


@pytest.mark.both_databases
def test_an_act_that_cannot_stamp_the_totals_is_not_saved(app, monkeypatch):
    def cannot(*_what, **_how):
        raise ConnectionError

    an_act()
    before = record.length(), anchor.stored()
    with monkeypatch.context() as failing:
        failing.setattr(mark_stamps, "stamp", cannot)
        with pytest.raises(ConnectionError):
            an_act()
    db.session.rollback()
    assert (record.length(), anchor.stored()) == before
    an_act()
    assert anchor.stored().stamp == before[1].stamp + 1


def test_bytes_in_place_of_a_mark_stop_neither_acts_nor_stamps(app, make):
    make.voting_round()
    an_act()
    assert is_engine_of_sqlite(db.engine), "PostgreSQL refuses bytes in a text"
    before = anchor.stored().stamp
    change(app, "UPDATE mark_total SET keyed_mark = x'00', stamp_mark = x'00' WHERE table_name = 'sign_in'")
    an_act()
    assert anchor.stored().stamp > before and any("table sign_in" in fault for fault in told())
