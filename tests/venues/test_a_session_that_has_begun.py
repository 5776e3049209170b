"""Who ran a session and since when stays as it was; a session is cancelled with a reason."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from pb.clock import LOCAL
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.venues import actions

COORDINATOR = Actor(None, Role.COMMAND)


@pytest.fixture
def session_(make, clock):
    clock.set(f"{datetime.now(LOCAL).date() + timedelta(days=1)} 12:00")  # its hours lie on one day
    return make.session_at(make.voting_round(), make.staff(Role.FACILITATOR), make.staff(Role.FACILITATOR))


def test_its_start_and_its_team_stay_and_a_helper_may_join(app, make, session_):
    team = [member.account_id for member in session_.team]
    starts_at, ends_at = session_.starts_at, session_.ends_at
    for start, people in ((starts_at + timedelta(minutes=30), team), (starts_at, team[:1])):
        with pytest.raises(Refusal, match="cannot change its start time or remove anyone"):
            actions.change_session(COORDINATOR, session_, start, ends_at, people)
    more = [*team, make.staff(Role.FACILITATOR).id]
    actions.change_session(COORDINATOR, session_, starts_at, ends_at - timedelta(hours=1), more)
    assert {member.account_id for member in session_.team} == set(more)
    assert session_.ends_at == ends_at - timedelta(hours=1)


def test_a_session_is_cancelled_once_with_a_reason(app, make, session_):
    with pytest.raises(Refusal, match="Enter why the session is being cancelled") as refused:
        actions.cancel_session(COORDINATOR, session_, " ")
    assert refused.value.status == 422 and session_.cancelled_at is None
    actions.cancel_session(COORDINATOR, session_, "The hall is flooded.")
    with pytest.raises(Refusal, match="already been cancelled"):
        actions.cancel_session(COORDINATOR, session_, "The hall is flooded.")
