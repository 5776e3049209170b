"""A published result is wrong: two people say why, a new version is counted and signed, and the old one stays."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from pb.counting import Outcome
from pb.database import db, exclusive_transaction
from pb.projects.queries import ballot_lines
from pb.refusals import Refusal
from pb.results import actions
from pb.results.models import Count, Publication, ResultCorrection, Signature
from pb.results.queries.checklist import step
from pb.results.queries.corrections import (
    correction_of_newest,
    publications_of,
    result_corrections_in,
    rounds_to_correct,
)
from pb.results.queries.counts import latest_count, publication_of
from pb.rounds import actions as decisions
from pb.web.access import Role

pytestmark = pytest.mark.databases_in_turn

BALLOTS = [(1, 2), (1, 3), (2,), (1,), (4, 1)]
REASON = "Project 1 was counted although its group had told us on the last day that it folds."


@pytest.fixture
def round_(make, clock):
    found = make.published(make.voting_round(), *BALLOTS)
    clock.set(publication_of(found.id).published_at)
    return found


def proposed(make, round_, role=Role.COORDINATOR):
    return actions.propose_correction(make.actor(role), make.fresh(round_), REASON)


def corrected(make, round_) -> None:
    """Two people have agreed that the result is wrong."""
    actions.agree_to_correct(make.actor(Role.STEERING), make.fresh(round_), proposed(make, round_))


def withdrawn(make, round_, number: int):
    project = ballot_lines(round_.id)[number - 1].project_id
    decision = decisions.propose_withdrawal(make.actor(Role.STEERING), make.fresh(round_), project, "The group folded.")
    decisions.agree_to(make.actor(Role.STEERING), decision)
    return decision


def published_anew(make, round_) -> None:
    actions.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
    make.signed(round_)
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))


def test_a_new_version_is_counted_signed_and_published_and_the_old_one_stays(make, round_):
    before = publication_of(round_.id)
    was = before.facts, before.counted.outcome, before.record_head
    corrected(make, round_)
    withdrawn(make, round_, 1)
    assert publication_of(round_.id).version == 1, "until there is a new one, this is the result"
    published_anew(make, round_)
    first, second = publications_of(round_.id)
    assert (first.facts, first.counted.outcome, first.record_head) == was
    assert second.version == 2 and '"awards":{"2"' in second.counted.outcome
    said = json.loads(second.facts)["corrects"]
    assert (said["version"], said["reason"], len(said["by"])) == (1, REASON, 2)
    assert "corrects" not in json.loads(first.facts)
    assert rounds_to_correct() == set() and correction_of_newest(round_.id) is None
    assert step(make.fresh(round_), "publish").state == "done"


def test_the_same_inputs_are_counted_again_once(make, round_):
    corrected(make, round_)
    assert "the published result is wrong" in str(step(make.fresh(round_), "count").missing[0])
    with pytest.raises(Refusal, match="Something has changed since this count"):
        make.sign(round_)
    with pytest.raises(Refusal, match="no longer valid|Not enough steering"):
        actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    actions.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
    with pytest.raises(Refusal, match="already been counted"):
        actions.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
    assert latest_count(round_.id).version == 2
    assert step(make.fresh(round_), "sign").missing


def test_a_withdrawal_of_the_wrong_project_is_undone_before_the_new_version(make, round_):
    corrected(make, round_)
    wrong = withdrawn(make, round_, 2)
    undone = decisions.propose_undoing(make.actor(Role.STEERING), wrong, "It was project 1.")
    decisions.agree_to(make.actor(Role.STEERING), undone)
    published_anew(make, round_)
    first, second = publications_of(round_.id)
    assert Outcome.from_json(first.counted.outcome).awards == Outcome.from_json(second.counted.outcome).awards
    with pytest.raises(Refusal, match="no more decisions"):
        withdrawn(make, round_, 1)


def test_a_new_version_is_corrected_too(make, round_):
    for version in (1, 2):
        corrected(make, round_)
        assert result_corrections_in(round_.id)[-1].version == version
        published_anew(make, round_)
    assert [each.version for each in publications_of(round_.id)] == [1, 2, 3]


def test_it_takes_a_reason_a_published_result_and_two(make, round_):
    with pytest.raises(Refusal, match="reason"):
        actions.propose_correction(make.actor(Role.COORDINATOR), make.fresh(round_), " \u200b ")
    unpublished = make.opened_box(make.voting_round(), *BALLOTS)
    with pytest.raises(Refusal, match="There is no published result"):
        actions.propose_correction(make.actor(Role.COORDINATOR), unpublished, REASON)
    member = make.actor(Role.STEERING)
    proposal = actions.propose_correction(member, make.fresh(round_), REASON)
    with pytest.raises(Refusal, match="already proposed"):
        proposed(make, round_)
    with pytest.raises(Refusal, match=r"[Ss]omeone else|[Aa]nother"):
        actions.agree_to_correct(member, make.fresh(round_), proposal)
    with pytest.raises(Refusal):
        actions.agree_to_correct(make.actor(Role.COORDINATOR), make.fresh(round_), proposal)
    assert publication_of(round_.id) and rounds_to_correct() == {round_.id}
    with pytest.raises(Refusal, match="has been published"):
        actions.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))


def test_a_proposal_ends_until_two_have_agreed(make, round_):
    actions.withdraw_correction(make.actor(Role.STEERING), proposed(make, round_))
    assert result_corrections_in(round_.id) == []
    corrected(make, round_)
    with pytest.raises(Refusal, match="already agreed"):
        actions.withdraw_correction(make.actor(Role.STEERING), correction_of_newest(round_.id))


def refused_by_the_database(statement: str, **facts) -> str:
    with pytest.raises(Refusal) as refused, exclusive_transaction() as session:
        session.execute(text(statement), facts)
    return str(refused.value)


def test_the_database_keeps_each_published_version_as_it_is(make, round_):
    columns = "outcome, outcome_hash, ballots_hash, inputs_hash, counted_at, counted_by, keyed_mark"
    counted = f"INSERT INTO counting (round_id, version, {columns}) SELECT round_id, :version, {columns} FROM counting WHERE version = 1"
    sign = (
        "INSERT INTO signature (round_id, version, account_id, signed_at, outcome_hash) SELECT round_id, 1, :who, counted_at, "
        "outcome_hash FROM counting WHERE round_id = :round AND version = 1"
    )
    who = make.actor(Role.STEERING).account_id
    assert "cannot be changed" in refused_by_the_database(counted, version=2)
    corrected(make, round_)
    assert "already been published" in refused_by_the_database(sign, who=who, round=round_.id)
    assert "already agreed" in refused_by_the_database("UPDATE result_correction SET reason = 'another'")
    assert "already agreed" in refused_by_the_database("DELETE FROM result_correction")
    assert "published result cannot be changed" in refused_by_the_database("UPDATE publication SET facts = '{}'")
    published_anew(make, round_)
    assert db.session.query(Signature).count() == 4 and db.session.query(Publication).count() == 2
    assert "cannot be changed" in refused_by_the_database(counted, version=3)
    assert db.session.query(Count).count() == 2 and db.session.query(ResultCorrection).count() == 1
