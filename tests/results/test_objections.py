"""Between a count and its signatures everybody can object; two people answer each, and what was written is deleted."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from sqlalchemy import inspect, select

from pb import clock as program_clock
from pb.clock import LOCAL
from pb.database import db
from pb.refusals import Refusal
from pb.results import actions
from pb.results.models import ObjectionTime, ObjectionWords
from pb.results.queries.checklist import step
from pb.results.queries.counts import latest_count, publication_of
from pb.results.queries.objections import announced_of, objections_in, objections_until
from pb.results.rules.objections import OBJECTIONS_KEPT
from pb.roles import Actor
from pb.web.access import Role
from tests.support.safety.interests import declares_in_everything

pytestmark = pytest.mark.databases_in_turn

BALLOTS = [(1, 2), (1, 3), (2,)]
PUBLIC = Actor(None, Role.PUBLIC)
WORDS = "The box at the library stood open."


@pytest.fixture
def round_(make, clock):
    found = make.voting_round(objection_days=3)
    make.opened_box(found, *BALLOTS)
    clock.set(found.post_closes_at + timedelta(hours=2))
    return make.counted(found)


def objected(make, round_, **more) -> int:
    return actions.object_to(PUBLIC, make.fresh(round_), WORDS, **more)


def proposed(make, round_, number: int, role=Role.COORDINATOR):
    said = ("A box at a session.", "Its seal was whole, and two people say so.")
    return actions.propose_answer(make.actor(role), make.fresh(round_), number, *said, upheld=False)


def answered(make, round_, number: int) -> None:
    actions.agree_to_answer(make.actor(Role.STEERING), make.fresh(round_), proposed(make, round_, number))


def test_the_time_begins_with_the_count_and_ends_with_the_last_day(make, round_, clock):
    closes_at = db.session.get(ObjectionTime, (round_.id, 1)).closes_at
    days = closes_at.astimezone(LOCAL).date() - latest_count(round_.id).counted_at.astimezone(LOCAL).date()
    assert days == timedelta(days=4) and f"{closes_at.astimezone(LOCAL):%H:%M}" == "00:00"
    assert objections_until(round_.id) == closes_at
    clock.set(closes_at)
    assert objections_until(round_.id) is None
    with pytest.raises(Refusal, match="Nobody can object"):
        objected(make, round_)


def test_signing_waits_for_the_end_of_the_time_and_for_every_answer(make, round_, clock):
    one, two = objected(make, round_), objected(make, round_)
    assert (one, two) == (1, 2)
    said = " ".join(map(str, step(make.fresh(round_), "objections").missing))
    assert "Everyone can object until" in said and "still answer 2 objections" in said
    answered(make, round_, 1)
    answered(make, round_, 2)
    with pytest.raises(Refusal, match="time for objections is over"):
        make.sign(round_)
    clock.set(objections_until(round_.id))
    third = actions.object_to(make.actor(Role.COORDINATOR), make.fresh(round_), "It was too loud.", way="telephone")
    with pytest.raises(Refusal, match="each objection is answered"):
        make.sign(round_)
    assert "still answer one objection" in str(step(make.fresh(round_), "objections").missing[0])
    answered(make, round_, third)
    make.signed(round_)
    with pytest.raises(Refusal, match="Nobody can object"):
        actions.object_to(make.actor(Role.COORDINATOR), make.fresh(round_), WORDS, way="letter")
    assert step(make.fresh(round_), "sign").state == "done"


def test_two_people_answer_and_neither_twice(make, round_):
    objected(make, round_)
    one = make.actor(Role.STEERING)
    said = ("A box.", "It was sealed.")
    with pytest.raises(Refusal, match="Write what the objection is about"):
        actions.propose_answer(one, make.fresh(round_), 1, " ", "It was sealed.", upheld=True)
    with pytest.raises(Refusal, match="no objection with this number"):
        actions.propose_answer(one, make.fresh(round_), 7, *said, upheld=True)
    answer = actions.propose_answer(one, make.fresh(round_), 1, *said, upheld=True)
    with pytest.raises(Refusal, match="already proposed an answer"):
        proposed(make, round_, 1)
    with pytest.raises(Refusal, match=r"[Ss]omeone else|[Aa]nother"):
        actions.agree_to_answer(one, make.fresh(round_), answer)
    with pytest.raises(Refusal):
        actions.agree_to_answer(make.actor(Role.COORDINATOR), make.fresh(round_), answer)
    with pytest.raises(Refusal, match="Only a steering group member can turn down"):
        actions.withdraw_answer(make.actor(Role.COORDINATOR), answer)
    actions.withdraw_answer(make.actor(Role.STEERING), answer)
    answered(make, round_, 1)
    with pytest.raises(Refusal, match="already agreed on this answer"):
        actions.withdraw_answer(one, objections_in(round_.id)[0].answer)


def test_who_has_an_interest_answers_nothing(make, round_):
    objected(make, round_)
    by = make.actor(Role.COORDINATOR)
    declares_in_everything(by)
    with pytest.raises(Refusal, match="declared an interest"):
        actions.propose_answer(by, make.fresh(round_), 1, "A box.", "It was sealed.", upheld=False)


def test_the_result_tells_the_answers_without_words_and_names(make, round_, clock):
    objected(make, round_, name="Rose Bell", phone="0131 496 0000")
    answered(make, round_, 1)
    counted = latest_count(round_.id)
    announced = announced_of(counted)
    clock.set(objections_until(round_.id))
    make.signed(round_)
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    facts = publication_of(round_.id).facts
    said = json.loads(facts)["objections"]
    assert (said["days"], said["received"], said["announced"]) == (3, 1, announced)
    line = f"{said['salt']}:{counted.ballots_hash}:{counted.outcome_hash}"
    assert announced == hashlib.sha256(line.encode()).hexdigest() and len(said["salt"]) == 32
    assert [(each["about"], each["upheld"]) for each in said["answers"]] == [("A box at a session.", False)]
    assert WORDS not in facts and "Rose Bell" not in facts and "496 0000" not in facts


def test_what_was_written_is_kept_apart_and_deleted_four_weeks_after_the_result(make, round_, clock):
    look = inspect(db.engine)
    assert look.get_foreign_keys("objection_words") == []
    objected(make, round_, name="Rose Bell")
    answered(make, round_, 1)
    clock.set(objections_until(round_.id) + timedelta(days=60))
    assert actions.forget_objections() == 0, "the result is not public"
    make.signed(round_)
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    assert actions.forget_objections() == 0
    clock.set(program_clock.now() + OBJECTIONS_KEPT)
    assert actions.forget_objections(lambda: True) == 0
    assert actions.forget_objections() == 1 and actions.forget_objections() == 0
    assert db.session.scalars(select(ObjectionWords)).all() == []
    assert objections_in(round_.id)[0].answered and objections_in(round_.id)[0].said is None


def test_a_new_count_has_a_time_of_its_own_and_the_same_objections(make, round_, clock):
    from pb.projects.queries import ballot_lines
    from pb.rounds import actions as decisions

    objected(make, round_)
    clock.set(objections_until(round_.id))
    project = ballot_lines(round_.id)[0].project_id
    decision = decisions.propose_withdrawal(make.actor(Role.STEERING), make.fresh(round_), project, "It folded.")
    decisions.agree_to(make.actor(Role.STEERING), decision)
    actions.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
    assert objections_until(round_.id) and objected(make, round_) == 2


def test_a_round_without_days_has_no_such_step(make, clock):
    found = make.voting_round()
    make.counted(make.opened_box(found, *BALLOTS))
    with pytest.raises(Refusal, match="Nobody can object"):
        actions.object_to(PUBLIC, make.fresh(found), WORDS)
    with pytest.raises(StopIteration):
        step(make.fresh(found), "objections")
    make.signed(found)
