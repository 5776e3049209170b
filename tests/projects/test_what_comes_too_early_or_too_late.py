"""An application is assessed when it has been sent and not withdrawn; a text is approved when it is written."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as time
from pb.edits import NothingChanged
from pb.projects import actions
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.refusals import Refusal
from pb.roles import Role
from tests.support.makers.projects import APPLICANT, WORDS, actor_of


def test_only_what_was_sent_and_not_withdrawn_is_assessed(app, make):
    round_ = make.applying_round()
    member = actor_of(make.staff(Role.STEERING, declared_in=round_))
    begun, _code = make.begun(round_)
    withdrawn = make.application(round_)
    actions.withdraw_application(APPLICANT, withdrawn)
    for project, says in ((begun, "has not sent this application yet"), (withdrawn, "has withdrawn this application")):
        with pytest.raises(Refusal, match=says):
            actions.propose_assessment(member, project, outcome="eligible", reason="")
        assert project.all_assessments == []


def test_no_text_is_approved_before_it_is_written(app, make):
    project = make.eligible(make.applying_round())
    with pytest.raises(Refusal, match="no ballot text to check yet"):
        actions.approve_ballot_text(actor_of(make.staff(Role.STEERING)), project)


def test_a_text_that_is_approved_a_second_time_gives_its_group_no_further_days(make, clock):
    """The group's days of silence run from the day on which it was told."""
    project = make.eligible(make.applying_round(texts_agreed=True, silence_days=14))
    draft = BallotTextChange(title="A day by the water", body=WORDS)
    actions.write_ballot_text(actor_of(make.staff(Role.COORDINATOR)), project, draft)
    actions.approve_ballot_text(actor_of(make.staff(Role.STEERING)), project)
    before = project.ballot_text.approved_by, project.ballot_text.silence_until
    clock.set(time.now() + timedelta(days=3))
    with pytest.raises(NothingChanged):
        actions.approve_ballot_text(actor_of(make.staff(Role.STEERING)), project)
    assert before == (project.ballot_text.approved_by, project.ballot_text.silence_until) and all(before)
