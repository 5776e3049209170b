"""What somebody declares of one round says nothing of another."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from pb.database import db
from pb.people import actions
from pb.people.models import Interest
from pb.projects.actions import propose_assessment as propose
from pb.record.acts import sentence_of_act
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.roles import Actor, Role
from tests.support.makers.projects import actor_of

pytestmark = pytest.mark.both_databases


def said(by: Actor) -> set[tuple[int, str]]:
    query = select(Interest.round_id, Interest.description).where(Interest.account_id == by.account_id)
    return {(round_id, description) for round_id, description in db.session.execute(query)}


def test_what_was_said_of_a_round_is_replaced_and_that_of_another_stays(app, make):
    jean, ina = (Actor(make.account(Role.STEERING, name=name).id, Role.STEERING) for name in ("Jean", "Ina"))
    first, second = (make.set_up_round().id for _ in range(2))
    for by, round_id in ((jean, first), (ina, first), (jean, second)):
        actions.declare_interest(by, round_id=round_id, description="I chair the lunch club.")
    actions.declare_interest(jean, round_id=first, description="I left the lunch club.")
    assert said(jean) == {(first, "I left the lunch club."), (second, "I chair the lunch club.")}
    actions.declare_interests(jean, round_id=second, description=" ")
    assert said(jean) == {(first, "I left the lunch club."), (second, "")}
    assert said(ina) == {(first, "I chair the lunch club.")}


def test_an_interest_that_is_taken_back_for_a_minute_keeps_its_person_out_all_the_same(app, make):
    round_ = make.applying_round()
    project, other = make.application(round_), make.application(round_)
    by = actor_of(make.staff(Role.STEERING))
    before = make.application(round_)
    for one in (before, project):  # the second answer takes back the first and declares another
        actions.declare_interests(by, round_id=round_.id, description="My sister runs it.", project_ids=[one.id])
    actions.declare_interests(by, round_id=round_.id, description="")
    line = db.session.scalars(select(RecordLine).order_by(RecordLine.position.desc()).limit(1)).one()
    assert line.facts["withdrawn"] == [project.id]
    assert "took back" in sentence_of_act(line.act, line.facts)
    for one in (before, project):
        with pytest.raises(Refusal, match="You have declared an interest in this project"):
            propose(by, one, outcome="eligible", reason="")
    assert propose(by, other, outcome="eligible", reason="").made_by == by.account_id


def test_one_interest_that_is_taken_back_alone_keeps_its_person_out_too(app, make):
    round_ = make.applying_round()
    project, by = make.application(round_), actor_of(make.staff(Role.STEERING))
    for said in ("I chair it.", ""):
        actions.declare_interest(by, round_id=round_.id, project_id=project.id, description=said)
    line = db.session.scalars(select(RecordLine).order_by(RecordLine.position.desc()).limit(1)).one()
    assert "took back" in sentence_of_act(line.act, line.facts)
    with pytest.raises(Refusal, match="You have declared an interest in this project"):
        propose(by, project, outcome="eligible", reason="")
