"""The same ballots under other rules are counted by a job: the page never makes anybody wait for a count."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from pb.job_running import LEASE, run_next
from pb.jobs import jobs_of
from pb.pages.results import what_if
from pb.results import actions
from pb.results.queries.charts import CHARTS
from pb.results.rules import patience
from pb.web.access import EVALUATOR, Role
from tests.support.job_work import Killed

pytestmark = pytest.mark.databases_in_turn
RULES = 7


@pytest.fixture
def here(make, clock, visitor):
    """The address of the page of a result that has just been published, and that nobody has begun to count again."""
    round_ = make.opened_box(make.voting_round(projects=5), (1, 2), (1, 3), (2,), (1,))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(make.signed(make.counted(round_))))
    visitor.signed_in_as(make.account(Role.STEERING))
    return f"/rounds/{round_.id}/results/other-rules"


@pytest.fixture
def counted(monkeypatch):
    """The rules, in the order in which they are counted."""
    rules: list[str] = []
    count = what_if.what_if

    def noted(election, rulebooks, lot, going_on):
        rules.extend(each.rule for each in rulebooks)
        return count(election, rulebooks, lot, going_on)

    monkeypatch.setattr(what_if, "what_if", noted)
    return rules


def test_until_they_are_counted_the_page_says_so_and_then_shows_them(visitor, here, counted):
    page = visitor.opens(here)
    assert "being counted under the other rules" in page.main and f"0 of {RULES}" in page.main and counted == []
    assert run_next() and len(counted) == len(set(counted)) == RULES - 1, "the published rule is counted already"
    page = visitor.follows("Look again")
    assert len(page.tables["Comparison of the rules"]) == RULES + 1
    assert "Most votes first (the published rule)" in page.tables["Comparison of the rules"][1]
    assert len(counted) == RULES - 1, "nothing was counted for a reader"


def test_who_is_killed_leaves_what_is_counted_and_another_counts_the_rest(visitor, here, counted, monkeypatch, clock):
    noted = what_if.what_if

    def dies(*asked):
        if len(counted) == 3:
            raise Killed
        return noted(*asked)

    monkeypatch.setattr(what_if, "what_if", dies)
    with pytest.raises(Killed):
        run_next()
    assert f"4 of {RULES}" in visitor.opens(here).main
    monkeypatch.setattr(what_if, "what_if", noted)
    clock.forward(seconds=LEASE.total_seconds() + 1)
    assert run_next() and len(counted) == len(set(counted)) == RULES - 1


def test_a_folder_that_was_lost_is_filled_again_by_who_asks(app, visitor, here, counted):
    assert run_next()
    before = visitor.opens(here).tables
    shutil.rmtree(Path(app.instance_path, "other-rules"))
    counted.clear()
    assert visitor.opens(here).tables == before and len(counted) == RULES - 1


def test_what_takes_long_and_is_lost_is_left_to_the_server_also_for_who_only_reads(
    app, visitor, make, here, counted, monkeypatch
):
    assert run_next()
    shutil.rmtree(Path(app.instance_path, "other-rules"))
    monkeypatch.setattr(patience, "LONGEST_ON_A_PAGE", -1)
    page = visitor.signed_in_as(make.account(EVALUATOR)).opens(here)
    assert "being counted under the other rules" in page.main
    (job, _of_the_publication) = jobs_of(1, CHARTS)
    assert (job.account_id, job.role) == (None, Role.COMMAND)
    actions.order_charts_again(1)
    assert len(jobs_of(1, CHARTS)) == 2, "who opens it at the same moment waits for the same job"
    assert run_next() and len(visitor.opens(here).tables["Comparison of the rules"]) == RULES + 1


def test_what_is_kept_of_one_result_is_not_shown_of_another(make, visitor, here):
    assert run_next()
    other = make.published(make.voting_round(projects=5), (4,), (4,), (5,))
    page = visitor.opens(f"/rounds/{other.id}/results/other-rules")
    assert page.tables["Who would be funded"] != visitor.opens(here).tables["Who would be funded"]
