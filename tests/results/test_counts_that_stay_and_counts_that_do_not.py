"""What voids a count, and what nothing can change any more."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from pb import clock as program_clock
from pb.database import db, exclusive_transaction
from pb.projects.queries import ballot_lines
from pb.refusals import Refusal
from pb.results import actions
from pb.results.actions import counts
from pb.results.models import Count
from pb.results.queries.checklist import step
from pb.results.queries.counts import latest_count
from pb.rounds import actions as decisions
from pb.rounds.actions import propose_withdrawal, withdraw_proposal
from pb.rounds.models import Decision
from pb.web.access import Role

pytestmark = pytest.mark.databases_in_turn

BALLOTS = [(1, 2), (1, 3), (2,), (1,), (4, 1)]


def test_a_project_withdrawn_after_the_count_voids_it_with_its_signatures(make):
    round_ = make.signed(make.counted(make.opened_box(make.voting_round(), *BALLOTS)))
    line = make.fresh(round_).id
    first, second = make.account(Role.STEERING), make.account(Role.STEERING)

    project = ballot_lines(line)[0].project_id
    with exclusive_transaction() as session:
        session.add(
            Decision(
                round_id=line,
                kind="withdraw",
                project_id=project,
                reason="The group has dissolved.",
                proposed_by=first.id,
                proposed_at=program_clock.now(),
                agreed_by=second.id,
                agreed_at=program_clock.now(),
            )
        )
    with pytest.raises(Refusal, match="Something has changed since this count"):
        actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    with pytest.raises(Refusal, match="Something has changed since this count"):
        actions.sign(make.actor(Role.STEERING), make.fresh(round_), latest_count(round_.id).outcome_hash)
    assert "Something has changed since the count" in str(step(make.fresh(round_), "count").missing[0])
    counted = actions.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
    assert not step(make.fresh(round_), "count").missing
    assert counted.version == 2 and '"awards":{"2"' in counted.outcome
    assert db.session.query(Count).count() == 2


@pytest.mark.both_databases
def test_published_rows_never_change(make):
    round_ = make.published(make.voting_round(), *BALLOTS)

    for table in ("counting", "signature", "publication", "lot"):
        for statement in (f"UPDATE {table} SET round_id = round_id", f"DELETE FROM {table}"):
            with pytest.raises(Refusal), exclusive_transaction() as session:
                session.execute(text(statement))
    with pytest.raises(Refusal, match="already been published"):
        actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))


def test_no_count_before_the_lot_and_none_of_what_changed_meanwhile(make, monkeypatch):
    round_, by = make.opened_box(make.voting_round(), *BALLOTS), make.actor(Role.COORDINATOR)
    with pytest.raises(Refusal, match="lot has not been drawn yet"):
        actions.count_round(by, make.fresh(round_))
    make.lot(round_)
    project, count = ballot_lines(round_.id)[0].project_id, counts.count
    ina, hugh = make.actor(Role.STEERING), make.actor(Role.STEERING)

    def counting(*what, **more):
        decision = decisions.propose_withdrawal(ina, make.fresh(round_), project, "The group has folded.")
        decisions.agree_to(hugh, decision)
        return count(*what, **more)

    monkeypatch.setattr(counts, "count", counting)
    with pytest.raises(Refusal, match="changed while the votes were being counted"):
        actions.count_round(by, make.fresh(round_))
    assert latest_count(round_.id) is None
    monkeypatch.setattr(counts, "count", count)
    assert actions.count_round(by, make.fresh(round_)).version == 1


def test_no_result_is_published_while_a_withdrawal_waits(make):
    round_ = make.signed(make.counted(make.opened_box(make.voting_round(), *BALLOTS)))
    ina, hugh = make.actor(Role.STEERING), make.actor(Role.STEERING)
    waits = propose_withdrawal(ina, make.fresh(round_), ballot_lines(round_.id)[0].project_id, "It has dissolved.")
    with pytest.raises(Refusal, match="A proposal to withdraw a project, or to put one back, is waiting") as refused:
        actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    assert "turns it down" in str(refused.value.next_step)
    withdraw_proposal(hugh, waits)  # its advice works
    assert actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_)).version == 1
