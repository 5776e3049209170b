"""Jobs: done once, by whoever gets hold of them; killed anywhere, and finished by somebody else."""

from __future__ import annotations

import pytest

from pb import clock as the_clock
from pb import job_running, jobs
from pb.database import transaction
from pb.job_failures import sentences_of
from pb.job_running import LEASE, MOST_ATTEMPTS, PAUSE, LostLease, run_next, run_soon, take_next
from pb.record.actions import acting
from pb.refusals import Refusal
from pb.roles import Actor, Role
from tests.support.acts import SOMETHING_DONE
from tests.support.job_work import COMMAND, KIND, Killed, does_it, effects, job, kind, ordered
from tests.support.safety.racing import SAFETY, at_once

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def tables(app):
    """The program with its database."""


@pytest.mark.parametrize("step", ["at the start", "half way", "before the act", "in the act", "at the last word"])
def test_a_program_that_is_killed_anywhere_leaves_nothing_and_another_does_it_once(clock, step):
    def dies(work):
        if step == "at the start":
            raise Killed
        work.goes_on(0, 2)
        if step == "half way":
            raise Killed
        work.goes_on(2, 2)
        if step == "before the act":
            raise Killed
        with acting(work.by, SOMETHING_DONE, work="lost") as act:
            if step == "in the act":
                raise Killed
            work.is_done(act.session)
            raise Killed

    clock.set(the_clock.now())
    one = ordered()
    with kind(dies), pytest.raises(Killed):
        run_next()
    assert (job(one).state, effects()) == ("running", [])
    with kind():
        assert not run_next(), "its lease is another's until it ends"
        clock.forward(seconds=LEASE.total_seconds() + 1)
        assert run_next()
    assert (job(one).state, job(one).attempts, effects()) == ("done", 2, ["one"])


def test_who_was_only_slow_finds_that_it_is_no_longer_theirs_and_does_nothing(clock):
    clock.set(the_clock.now())
    one = ordered()
    with kind():
        slow = take_next()
        clock.forward(seconds=LEASE.total_seconds() + 1)
        assert run_next() and effects() == ["one"]
    for too_late in (lambda: does_it(slow), lambda: slow.failed(Refusal("no")), lambda: slow.given_back(counts=True)):
        with pytest.raises(LostLease):
            too_late()
    with pytest.raises(LostLease), acting(COMMAND, SOMETHING_DONE, work="twice") as act:
        slow.is_done(act.session)
    assert effects() == ["one"] and job(one).state == "done"


def test_who_goes_on_keeps_the_lease(clock):
    clock.set(the_clock.now())
    ordered()
    with kind():
        work = take_next()
        for _ in range(3):
            clock.forward(seconds=LEASE.total_seconds() - 1)
            work.goes_on(1, 5)
            assert take_next() is None
        assert (job(work.job_id).steps, job(work.job_id).all_steps) == (1, 5)
        does_it(work)
    assert effects() == ["one"]


def test_of_many_who_look_at_the_same_moment_each_job_has_one(app):
    names = [f"work {number}" for number in range(6)]
    for name in names:
        ordered(name)

    def all_of_it():
        done = 0
        while run_next():
            done += 1
        return done

    with kind():
        found = at_once(app, [all_of_it] * 4)
    assert sorted(effects()) == names and sum(found) == len(names)


def test_two_with_the_same_slot_are_not_open_at_a_time_also_where_both_are_ordered_at_once(app):
    outcomes = at_once(app, [lambda: ordered(slot="the cards")] * 4)
    refused = [each for each in outcomes if isinstance(each, Refusal)]
    assert len(refused) == 3 and "not started again" in str(refused[0].sentence)
    with kind():
        assert run_next()
    assert ordered(slot="the cards")


def test_what_breaks_is_tried_again_later_and_then_said_in_a_sentence(clock, caplog):
    def breaks(_work):
        raise ZeroDivisionError("a voter's words")

    clock.set(the_clock.now())
    one = ordered()
    with kind(breaks):
        for attempt in range(1, MOST_ATTEMPTS + 1):
            assert run_next() and job(one).attempts == attempt
            assert not run_next()
            clock.forward(seconds=PAUSE.total_seconds() * attempt)
    assert job(one).state == "failed" and [str(each) for each in sentences_of(job(one))] == list(
        map(str, job_running.BROKE)
    )
    assert "ZeroDivisionError" in caplog.text and "voter" not in caplog.text
    jobs.begin_again(COMMAND, one)
    with kind():
        assert run_next() and effects() == ["one"]
    with pytest.raises(Refusal, match="done already"):
        jobs.begin_again(COMMAND, one)


def failed_one() -> int:
    """One that could not be done."""

    def refuses(_work):
        raise Refusal("Not today.")

    one = ordered(slot="the cards")
    with kind(refuses):
        assert run_next()
    return one


def test_what_failed_is_not_begun_again_beside_another_with_its_slot_but_after_it(app):
    one = failed_one()
    ordered("two", slot="the cards")
    with pytest.raises(Refusal, match="not started again"):
        jobs.begin_again(COMMAND, one)
    assert job(one).state == "failed" and [str(each) for each in sentences_of(job(one))] == ["Not today."]
    with kind():
        assert run_next() and not run_next() and effects() == ["two"]
        jobs.begin_again(COMMAND, one)
        assert run_next() and effects() == ["two", "one"]


def test_of_two_that_failed_and_are_begun_again_at_once_one_is(app):
    both = [failed_one(), failed_one()]
    outcomes = at_once(app, [lambda one=one: jobs.begin_again(COMMAND, one) for one in both])
    (refused,) = [each for each in outcomes if each is not None]
    assert isinstance(refused, Refusal) and "not started again" in str(refused.sentence)
    assert sorted(job(one).state for one in both) == ["failed", "waiting"]


@pytest.mark.parametrize("other", [Actor(7, Role.COMMAND), Actor(None, Role.COORDINATOR)], ids=["person", "role"])
def test_nobody_but_who_ordered_it_begins_it_again(app, other):
    one = failed_one()
    with pytest.raises(Refusal, match="Only the person who started this"):
        jobs.begin_again(other, one)
    assert job(one).state == "failed" and not jobs.may_begin_again(other, job(one))


def test_a_job_that_ends_the_program_each_time_is_given_up(clock):
    def dies(_work):
        raise Killed

    clock.set(the_clock.now())
    one = ordered()
    with kind(dies):
        for _ in range(MOST_ATTEMPTS):
            with pytest.raises(Killed):
                run_next()
            clock.forward(seconds=LEASE.total_seconds() + 1)
        assert not run_next()
    assert job(one).state == "failed" and "something went wrong" in str(sentences_of(job(one))[0])


def test_a_refusal_is_told_as_it_is_and_the_work_is_not_tried_again(app):
    def refuses(_work):
        raise Refusal(jobs._l("There are %(number)s cats.", number=7), "Feed 100% of them.")

    one = ordered()
    with kind(refuses):
        assert run_next() and not run_next()
    assert [str(each) for each in sentences_of(job(one))] == ["There are 7 cats.", "Feed 100% of them."]


def test_a_program_that_is_to_end_gives_the_work_back_at_once(app):
    one = ordered()
    with kind():
        assert run_next(lambda: True)
        assert (job(one).state, job(one).attempts, effects()) == ("waiting", 0, [])
        assert run_next() and effects() == ["one"]


def test_a_kind_that_this_version_does_not_know_fails_in_a_sentence(app):
    one = ordered()
    assert run_next() and "does not know" in str(sentences_of(job(one))[0])


def test_a_damaged_job_is_not_done_and_holds_no_other_up(app, caplog):
    damaged, sound = ordered("damaged"), ordered("sound")
    with transaction() as session:
        session.connection().exec_driver_sql(f"UPDATE job SET role = 'coordinator' WHERE id = {damaged}")
    with kind():
        assert run_next() and not run_next()
    assert effects() == ["sound"] and job(sound).state == "done" and "row of job" in caplog.text


def test_a_job_that_is_done_is_never_begun_again(app):
    one = ordered()
    with kind():
        assert run_next()
    with pytest.raises(Refusal, match="done already"), transaction() as session:
        session.connection().exec_driver_sql(f"UPDATE job SET state = 'waiting', ended_at = NULL WHERE id = {one}")


def test_two_kinds_have_two_names():
    with kind(), pytest.raises(ValueError, match="two kinds"):
        jobs.job_kind(KIND, "Again")(does_it)


def test_the_command_does_what_is_due_and_ends(app):
    ordered()
    with kind():
        said = app.test_cli_runner().invoke(args=["jobs", "run"])
    assert said.exit_code == 0 and effects() == ["one"]


def test_where_no_server_runs_jobs_the_process_itself_does_and_in_production_and_tests_it_does_not(app):
    ordered()
    with kind():
        assert run_soon(app) is None and effects() == []
        app.config["TESTING"] = False
        beside = run_soon(app)
        beside.join(SAFETY)
        assert effects() == ["one"]
        app.config["PB_PRODUCTION"] = True
        assert run_soon(app) is None
