"""A file that was brought for a job: gone a day after the order, whatever became of the job."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from pb import clock as the_clock
from pb.database import db, transaction
from pb.job_failures import sentences_of
from pb.job_files import KEPT_FOR, LOOKS_AGAIN_AFTER, RUNS_ON_FOR, file_for_job, keep_file
from pb.job_running import MOST_ATTEMPTS, LostLease, run_next, take_next
from pb.jobs import Job, JobPart
from pb.refusals import Refusal
from tests.support.job_work import does_it, effects, job, kind, ordered

pytestmark = pytest.mark.both_databases
LONG_AGO = "2020-01-01 00:00:00.000000"


@pytest.fixture
def one(app, clock):
    """An order with a file; the clock stands until it is moved."""
    clock.set(the_clock.now())
    order_id = ordered()
    with transaction() as session:
        keep_file(session, job(order_id), "Side door", 1)
    return order_id


def moves(clock, by: timedelta) -> None:
    clock.forward(seconds=by.total_seconds())


def files() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(JobPart))


def says(order_id: int) -> list[str]:
    return [str(each) for each in sentences_of(job(order_id))]


def reads_and_does(work):
    assert file_for_job(work) == "Side door"
    does_it(work)


def test_one_that_nobody_has_begun_within_the_day_fails_and_its_file_is_gone(one, clock):
    with transaction() as session:
        session.get_one(Job, one).not_before = the_clock.now() + timedelta(days=9)
    moves(clock, KEPT_FOR - timedelta(seconds=1))
    assert not run_next() and files() == 1
    moves(clock, timedelta(seconds=1))
    assert run_next() and files() == 0
    assert job(one).state == "failed" and says(one) == ["The file is no longer here.", "Upload it again."]
    assert not run_next(), "nobody looks after it any longer"


def test_one_that_is_begun_after_the_day_reads_no_file_whichever_job_comes_first(one, clock):
    moves(clock, KEPT_FOR)
    with kind(reads_and_does):
        assert run_next() and run_next() and not run_next()
    assert says(one) == ["The file is no longer here.", "Upload it again."] and files() == 0 and effects() == []


def test_one_that_fails_while_the_day_ends_loses_its_file_within_minutes_and_no_clock_is_blamed(one, clock, caplog):
    moves(clock, KEPT_FOR - timedelta(minutes=1))
    work = take_next()
    moves(clock, timedelta(minutes=1))
    assert run_next() and not run_next() and files() == 1, "somebody is doing it"
    work.failed(Refusal("The hall is taken."))
    moves(clock, LOOKS_AGAIN_AFTER)
    assert run_next() and not run_next() and files() == 0
    assert says(one) == ["The file is no longer here.", "Upload it again."], "why it failed goes with the file"
    assert "clocks" not in caplog.text and "before its time" not in caplog.text


def test_one_that_is_done_while_the_day_ends_is_done(one, clock):
    moves(clock, KEPT_FOR - timedelta(minutes=1))
    with kind():
        work = take_next()
        read = file_for_job(work)
        moves(clock, timedelta(minutes=1))
        assert run_next()
        does_it(work)
        moves(clock, LOOKS_AGAIN_AFTER)
        assert run_next() and not run_next()
    assert read == "Side door" and effects() == ["one"] and job(one).state == "done" and files() == 0


def test_one_that_goes_on_and_on_loses_its_file_and_does_nothing_more(one, clock):
    moves(clock, KEPT_FOR - timedelta(minutes=1))
    with kind():
        work = take_next()
        moves(clock, timedelta(minutes=1))
        looks = 0
        while files():
            assert run_next(), "the file is still here, and nobody looks after it"
            looks += 1
            assert looks <= RUNS_ON_FOR / LOOKS_AGAIN_AFTER + 1
            if files():
                moves(clock, LOOKS_AGAIN_AFTER)
                work.goes_on(1, 2)
        assert looks > MOST_ATTEMPTS, "looking again counts as no attempt"
        with pytest.raises(LostLease):
            does_it(work)
    assert says(one) == ["The file is no longer here.", "Upload it again."] and effects() == []


def test_who_moves_the_time_of_the_wiping_in_the_database_wipes_nothing_early(one, caplog):
    work = take_next()
    with db.engine.begin() as connection:
        moved = text("UPDATE job SET not_before = :then WHERE kind = 'file left'")
        assert connection.execute(moved, {"then": LONG_AGO}).rowcount == 1
    assert run_next() and not run_next() and files() == 1 and file_for_job(work) == "Side door"
    assert "before its time" in caplog.text
