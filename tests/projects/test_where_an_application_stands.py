"""Where an application stands, and what may be done with it then. No database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from pb.projects.rules.applications import (
    ApplicationStatus,
    begin_error,
    change_error,
    status_of,
    withdraw_error,
)
from pb.projects.rules.whose_hand import may_type
from pb.roles import COORDINATOR, FACILITATOR, STEERING, Actor
from pb.rounds.rules import Phase

NOW = datetime(2026, 5, 1, tzinfo=UTC)
BEFORE_THE_FREEZE = (Phase.DRAFT, Phase.SET_UP, Phase.APPLYING, Phase.ASSESSING)
AFTER_IT = (Phase.READY, Phase.VOTING, Phase.POST, Phase.CLOSED)


@dataclass
class Said:
    outcome: str
    fixed_at: datetime | None = None


@dataclass
class Application:
    came_by: str = "online"
    sent_at: datetime | None = NOW
    withdrawn_at: datetime | None = None
    assessments: list[Said] = field(default_factory=list)
    typed_by: int | None = None


BEGUN, TYPED = Application(sent_at=None), Application("paper", sent_at=None, typed_by=7)
SENT, WITHDRAWN = Application(), Application(withdrawn_at=NOW)
TO_FIX, ELIGIBLE = Application(assessments=[Said("fix")]), Application(assessments=[Said("eligible")])


@pytest.mark.parametrize(
    ("application", "stands"),
    [
        (BEGUN, "begun"),
        (SENT, "waiting"),
        (TO_FIX, "fix"),
        (Application(assessments=[Said("fix", NOW)]), "waiting"),
        (ELIGIBLE, "eligible"),
        (Application(assessments=[Said("not_eligible")]), "not_eligible"),
        (Application(assessments=[Said("fix", NOW), Said("not_eligible")]), "not_eligible"),
        (Application(assessments=[Said("not_eligible"), Said("eligible")]), "eligible"),
        (WITHDRAWN, "withdrawn"),
        (Application(withdrawn_at=NOW, assessments=[Said("eligible")]), "withdrawn"),
        (Application(sent_at=None, withdrawn_at=NOW), "withdrawn"),
    ],
)
def test_the_newest_assessment_says_where_an_application_stands(application, stands):
    assert status_of(application) == stands and isinstance(status_of(application), ApplicationStatus)


def test_groups_begin_while_applications_are_open_and_staff_until_the_freeze():
    assert "not open yet" in str(begin_error(Phase.SET_UP, by_staff=True))
    assert begin_error(Phase.APPLYING, by_staff=False) is begin_error(Phase.APPLYING, by_staff=True) is None
    assert begin_error(Phase.ASSESSING, by_staff=True) is None
    assert "have closed" in str(begin_error(Phase.ASSESSING, by_staff=False))
    for phase in AFTER_IT:
        assert "have closed" in str(begin_error(phase, by_staff=True))


@pytest.mark.parametrize(
    ("application", "phases"),
    [(BEGUN, [Phase.APPLYING]), (TYPED, BEFORE_THE_FREEZE), (TO_FIX, BEFORE_THE_FREEZE), (SENT, []), (WITHDRAWN, [])],
)
def test_answers_can_be_changed_in_these_phases_only(application, phases):
    assert [phase for phase in Phase if change_error(application, phase) is None] == list(phases)


@pytest.mark.parametrize(
    ("application", "said"),
    [
        (BEGUN, "This one was not sent in time."),
        (TYPED, "This one was not sent in time."),
        (TO_FIX, "too late to change this application"),
        (WITHDRAWN, "has been withdrawn"),
        (SENT, "has been sent"),
        (ELIGIBLE, "has been sent"),
    ],
)
def test_why_answers_can_no_longer_be_changed(application, said):
    assert said in str(change_error(application, Phase.VOTING))


def test_an_application_is_withdrawn_once_and_before_the_freeze():
    assert [phase for phase in Phase if withdraw_error(SENT, phase) is None] == list(BEFORE_THE_FREEZE)
    assert "already been withdrawn" in str(withdraw_error(WITHDRAWN, Phase.APPLYING))
    assert "Only the steering group can withdraw" in str(withdraw_error(SENT, Phase.READY))


def test_what_staff_typed_in_is_opened_by_whoever_typed_it_and_by_coordinators():
    assert may_type(TYPED, Actor(7, FACILITATOR)) and may_type(TYPED, Actor(8, COORDINATOR))
    assert not may_type(TYPED, Actor(8, FACILITATOR)) and not may_type(TYPED, Actor(8, STEERING))
    assert not may_type(Application(typed_by=7), Actor(7, COORDINATOR)), "a group's own is opened by its code"
