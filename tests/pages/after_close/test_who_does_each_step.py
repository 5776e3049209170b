"""After the close each step names and serves the people who may do it, and no one else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from pb.database import db
from pb.record.models import RecordLine
from pb.rounds.models import Round
from pb.web.access import Role
from tests.support.makers.people import PASSWORD

BALLOTS = [(1, 2), (1, 3), (2,), (1,), (4, 1)]


@pytest.fixture
def closed(make, clock) -> Round:
    """A round in whose sealed box five votes lie, an hour after the last close."""
    round_ = make.voting_round(projects=5, costs=[30_000, 40_000, 20_000, 60_000, 10_000])
    make.cast(round_, *BALLOTS)
    clock.set(round_.post_closes_at + timedelta(hours=1))
    return round_


def signs_in(new_visitor, make, *roles: Role):
    return new_visitor().signed_in_as(make.account(*roles))


def test_the_checklist_names_whoever_may_do_each_step(closed, make, new_visitor):
    page = signs_in(new_visitor, make, Role.COUNTER).opens(f"/rounds/{closed.id}/after-close")
    for who in (
        "the coordinator",
        "2 different people from the coordinators, the steering group or the counters",
        "2 different people from the steering group",
    ):
        assert f"Who: {who} Not yet" in page.main or f"Who: {who} Next" in page.main, page.main
    assert "Do this next" not in page.main, "it is the coordinator's to do"
    page = signs_in(new_visitor, make, Role.COORDINATOR).opens(f"/rounds/{closed.id}/after-close")
    assert page.main.count("Do this next") == 1


def test_nobody_is_told_to_do_the_last_post(make, new_visitor, clock):
    round_ = make.voting_round()
    clock.set(round_.post_closes_at - timedelta(hours=1))
    person = signs_in(new_visitor, make, Role.COORDINATOR)
    page = person.opens(f"/rounds/{round_.id}/after-close")
    post = "The last postal votes have arrived Postal votes can arrive until"
    assert post in page.main and "Do this next" not in page.main
    assert "Who:" not in page.main.partition("Every voting session that used")[0]
    clock.set(round_.post_closes_at + timedelta(hours=1))
    assert "The last postal votes have arrived Done" in person.opens(page.address).main


def test_a_coordinator_counts_and_publishes_and_a_member_signs(make, new_visitor, clock):
    round_ = make.lot(make.opened_box(make.voting_round(), *BALLOTS))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    here = f"/rounds/{round_.id}/after-close"
    person, member = (signs_in(new_visitor, make, role) for role in (Role.COORDINATOR, Role.STEERING))
    person.opens(here)
    person.presses("Count the votes")
    make.sign(round_)
    member.opens(f"{here}/count")
    member.types("Your password", PASSWORD)
    assert "You have signed the result." in member.presses("Sign this result").main
    assert "Sign this result" not in member.opens(f"{here}/count").buttons
    person.opens(f"{here}/count")
    assert person.presses("Publish the result now").heading.startswith("Result:")
    db.session.rollback()
    done = select(RecordLine.act, RecordLine.role).where(RecordLine.act.in_(("result.signed", "result.published")))
    roles = dict(db.session.execute(done.order_by(RecordLine.position)).all())
    assert roles == {"result.signed": "steering", "result.published": "coordinator"}


def test_what_a_person_may_not_do_has_no_button(make, new_visitor, clock):
    round_ = make.counted(make.opened_box(make.voting_round(), *BALLOTS))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    here = f"/rounds/{round_.id}/after-close/count"
    assert "Sign this result" not in signs_in(new_visitor, make, Role.COORDINATOR).opens(here).buttons
    assert "Sign this result" in signs_in(new_visitor, make, Role.STEERING, Role.COUNTER).opens(here).buttons
    make.signed(round_)
    assert "Publish the result now" not in signs_in(new_visitor, make, Role.STEERING).opens(here).buttons
    assert "Publish the result now" in signs_in(new_visitor, make, Role.COORDINATOR).opens(here).buttons
