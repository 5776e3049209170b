"""Nobody is asked to sign who has an interest in a project on the ballot, and a freeze says when too few can."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from pb.database import db
from pb.people.actions import declare_interest
from pb.people.models import Account
from pb.programme.queries.facts import status_facts_of
from pb.programme.queries.freezing import ready
from pb.projects.queries import ballot_lines
from pb.roles import STEERING
from tests.support.makers.projects import actor_of


def test_a_member_with_an_interest_is_not_asked_to_sign(make, clock):
    round_ = make.voting_round(projects=2)
    make.account(STEERING, name="Rose"), make.account(STEERING, name="Jean")
    make.counted(make.opened_box(round_, (1,)))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    first, second, *_more = status_facts_of(make.fresh(round_)).yet_to_sign
    rose = db.session.scalars(select(Account).where(Account.name == first)).one()
    project_id = ballot_lines(round_.id)[0].project_id
    declare_interest(actor_of(rose), round_id=round_.id, project_id=project_id, description="Sings there.")
    asked = status_facts_of(make.fresh(round_)).yet_to_sign
    assert first not in asked and second in asked


def test_a_freeze_counts_the_members_without_an_interest_in_what_is_eligible(make):
    round_ = make.applying_round()
    rose, jean = make.account(STEERING), make.account(STEERING)
    theirs, gone = make.eligible(round_), make.application(round_)
    before = ready(round_).without_interest
    declare_interest(actor_of(rose), round_id=round_.id, project_id=theirs.id, description="Sings there.")
    declare_interest(actor_of(jean), round_id=round_.id, project_id=gone.id, description="Sings there.")
    assert ready(round_).without_interest == before - 1
