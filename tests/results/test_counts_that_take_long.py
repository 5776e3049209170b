"""A count that takes longer than a page should is done by a job: once, with the same result, however often it is begun."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pb.database import db
from pb.job_failures import sentences_of
from pb.job_running import LEASE, run_next
from pb.jobs import jobs_of
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.results import actions
from pb.results.models import Count
from pb.results.queries.counts import latest_count
from pb.results.rules import patience
from pb.roles import Role
from pb.rounds.models import Round
from tests.support.job_work import Killed

pytestmark = pytest.mark.databases_in_turn


@pytest.fixture
def round_(make, clock, monkeypatch):
    """A round whose votes can be counted now, by shares that grow; a page has no patience at all."""
    monkeypatch.setattr(patience, "LONGEST_ON_A_PAGE", 0)
    costs = [30_000, 40_000, 20_000, 60_000]
    round_ = make.voting_round(projects=4, costs=costs, rule="equal-shares-add1")
    make.opened_box(round_, (1, 2), (1, 3), (2,), (4, 1))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    return make.lot(round_)


def lines() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(RecordLine.act == "result.counted"))


def test_the_page_says_that_it_is_counted_and_then_shows_the_result(round_, make, visitor):
    visitor.signed_in_as(make.account(Role.COORDINATOR)).opens(f"/rounds/{round_.id}/after-close")
    page = visitor.presses("Count the votes")
    assert page.heading == "The votes are being counted" and "Counted so far: 0 times" in page.text
    assert latest_count(round_.id) is None and lines() == 0
    assert run_next()
    assert visitor.follows("Look again").heading == "Provisional result"
    assert lines() == 1


def test_a_second_press_begins_nothing_and_says_that_the_votes_are_being_counted(round_, make, visitor, monkeypatch):
    """Neither a second job, nor a count on the page, however much patience that has by then."""
    visitor.signed_in_as(make.account(Role.COORDINATOR)).opens(f"/rounds/{round_.id}/after-close")
    visitor.presses("Count the votes")
    monkeypatch.setattr(patience, "LONGEST_ON_A_PAGE", 60)
    visitor.opens(f"/rounds/{round_.id}/after-close")
    page = visitor.presses("Count the votes")
    assert page.status == 200 and page.heading == "The votes are being counted"
    assert len(jobs_of(round_.id, actions.COUNT_ORDER)) == 1 and latest_count(round_.id) is None
    assert run_next() and not run_next() and lines() == 1


def test_who_presses_again_after_a_count_that_failed_counts(round_, make, monkeypatch):
    by, round_id = make.actor(Role.COORDINATOR), round_.id
    assert actions.count_or_order(by, round_) is None

    def broken(*_steps):
        raise Refusal("Not now.")

    with monkeypatch.context() as here:
        here.setattr("pb.job_running.JobWork.goes_on", broken)
        assert run_next() and jobs_of(round_id, actions.COUNT_ORDER)[0].state == "failed"
    monkeypatch.setattr(patience, "LONGEST_ON_A_PAGE", 60)
    assert actions.count_or_order(by, db.session.get(Round, round_id)) is not None and lines() == 1


def test_a_job_that_was_killed_counts_again_and_once(round_, make, clock, monkeypatch):
    by = make.actor(Role.COORDINATOR)
    assert actions.count_or_order(by, round_) is None
    runs = iter([None, None, Killed()])

    def killed(*_steps):
        if ended := next(runs):
            raise ended

    with monkeypatch.context() as here, pytest.raises(Killed):
        here.setattr("pb.job_running.JobWork.goes_on", killed)
        run_next()
    assert lines() == 0 and not run_next(), "its lease still holds"
    clock.forward(seconds=LEASE.total_seconds() + 1)
    assert run_next() and not run_next()
    assert lines() == 1 and jobs_of(round_.id, actions.COUNT_ORDER)[0].state == "done"
    counted = db.session.scalars(select(Count)).one()
    assert counted.outcome == _directly(make, round_)


def _directly(make, round_) -> str:
    """What a count at once would have stored."""
    from pb.counting import count
    from pb.results.queries.elections import ballots_of, election_of, lot_for_count
    from pb.rounds.rules import rulebook_of

    round_ = make.fresh(round_)
    ballots = ballots_of(round_.id)
    return count(election_of(round_, ballots), rulebook_of(round_), lot_for_count(round_.id)).to_json().decode()


def test_what_cannot_be_counted_is_told_on_the_page(round_, make, visitor):
    by, round_id = make.actor(Role.COORDINATOR), round_.id
    assert actions.count_or_order(by, round_) is None
    actions.count_round(by, make.fresh(round_))
    assert run_next()
    job = jobs_of(round_id, actions.COUNT_ORDER)[0]
    assert job.state == "failed" and "already been counted" in str(sentences_of(job)[0])
    visitor.signed_in_as(make.account(Role.COORDINATOR)).opens(f"/rounds/{round_id}/after-close/count")
    assert visitor.page.heading == "Provisional result", "it is counted after all"
