"""What is done again and again beside the server: it gives way to jobs, and what fails in it holds nothing else up."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from pb import job_commands, regular_work
from pb.database import db, transaction
from pb.jobs import Job
from tests.support.job_work import effects, job, kind, ordered


@pytest.fixture
def declared(app, monkeypatch):
    """The regular work of a test, in the place of the program's."""
    works: list = []
    monkeypatch.setattr(regular_work, "_all", works)
    return works


def commanded(app) -> None:
    db.session.rollback()
    assert app.test_cli_runner().invoke(args=["jobs", "run"]).exit_code == 0


def broken(_is_to_stop) -> None:
    """It leaves the session in a transaction that can do nothing more."""
    db.session.add(Job())
    db.session.flush()


def test_work_that_fails_leaves_the_jobs_and_the_other_works_running(app, declared, caplog):
    done = []
    regular_work.done_regularly(broken)
    regular_work.done_regularly(lambda _is_to_stop: done.append(db.session.query(Job).count()))
    one = ordered("before")
    with kind():
        commanded(app)
        assert (job(one).state, effects(), done) == ("done", ["before"], [1])
        two = ordered("after")
        commanded(app)
    assert (job(two).state, effects(), done) == ("done", ["before", "after"], [1, 2])
    assert [each.message for each in caplog.records] == [
        "regular work could not be done: IntegrityError (SQLITE_CONSTRAINT_NOTNULL)"
    ] * 2


def steps_of(declared, app, *, at_step: int, happens) -> list[str]:
    """A work of three steps; what it and the jobs did, in order."""
    did: list[str] = []
    left = ["one", "two", "three"]

    def work(is_to_stop) -> None:
        while left and not is_to_stop():
            did.append(left.pop(0))
            if len(did) == at_step:
                happens()

    declared.append(work)
    with kind(lambda job_: did.append(job_.inputs["name"]) or done(job_)):
        commanded(app)
    return did


def done(job_) -> None:
    with transaction() as session:
        job_.is_done(session)


def test_a_job_that_comes_meanwhile_is_done_between_two_steps(app, declared):
    did = steps_of(declared, app, at_step=2, happens=lambda: ordered("a job"))
    assert did == ["one", "two", "a job", "three"]


def test_a_damaged_job_that_nobody_can_do_stops_no_work(app, declared):
    damaged = ordered("damaged")
    with transaction() as session:
        session.connection().exec_driver_sql(f"UPDATE job SET role = 'coordinator' WHERE id = {damaged}")
    assert steps_of(declared, app, at_step=0, happens=None) == ["one", "two", "three"]


def test_while_jobs_cannot_be_done_the_work_goes_on(app, declared, monkeypatch, caplog):
    def full(*_):
        raise OperationalError("UPDATE job", {}, Exception())

    monkeypatch.setattr(job_commands, "run_next", full)
    ordered("waits")
    assert steps_of(declared, app, at_step=0, happens=None) == ["one", "two", "three"]
    assert "jobs could not be done" in caplog.text and effects() == []


def test_it_is_said_whether_anything_was_told_to_stop(app, declared):
    asked = []
    declared += [lambda is_to_stop: asked.append(is_to_stop()), lambda is_to_stop: asked.append(is_to_stop())]
    assert regular_work.do_regular_work(lambda: False) and asked == [False, False]
    answers = iter([False, True])
    assert not regular_work.do_regular_work(lambda: next(answers), lambda: False)
    assert asked[2:] == [False, True]
    assert not regular_work.do_regular_work(lambda: True) and asked[4:] == [True, True]
