"""What a group, two members, the coordinator and the dashboard read of an appeal, and of the group's yes to its ballot text."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.database import db
from pb.formats import day_time
from pb.people.models import Account
from pb.projects import actions
from pb.projects.rules.said_for import SaidBy
from pb.refusals import Refusal
from pb.web.access import Role
from tests.support.deciding import NO
from tests.support.group_answers import opens_its_page
from tests.support.makers.projects import APPLICANT


@pytest.fixture
def refused(make):
    """An application that was not accepted, its code, and the member who proposed that."""
    project, code = make.begun(make.applying_round())
    actions.send_application(APPLICANT, project)
    return project, code, make.decided(project, *NO.values()).made_by


def test_an_appeal_from_the_groups_page_to_the_answer_that_it_reads(make, new_visitor, refused):
    project, code, proposer = refused
    here = f"/rounds/{project.round_id}/applications"
    group = opens_its_page(new_visitor, code)
    until = day_time(project.assessments[-1].appeal_until)
    assert f"You can appeal until {until}, but not after the ballot is frozen." in group.page.main
    group.follows("Appeal against the decision")
    page = group.presses("Send the appeal")
    assert page.status == 422 and "Say why the decision is wrong." in page.errors
    page = group.types("Why is the decision wrong?", "It is ten minutes by bus.").presses("Send the appeal")
    assert "The appeal is waiting for an answer" in page.main and "You wrote: “It is ten minutes by bus.”" in page.main
    assert "Appeal against the decision" not in page.links
    db.session.rollback()
    first = new_visitor().signed_in_as(db.session.get_one(Account, proposer))
    page = first.opens(f"{here}/{project.id}")
    assert "You took part in the decision, so others answer." in page.main
    assert "Propose this decision" not in page.buttons
    dashboard = first.opens("/dashboard").main  # nobody can answer yet, so nobody is asked to
    assert (
        "Invite 2 more people to the steering group, so that two can answer" in dashboard
        and "Answer the" not in dashboard
    )
    assert "Too few members can answer" in page.main and "Invite 2 more people" in page.main
    one, two = (new_visitor().signed_in_as(make.account(Role.STEERING, name=name)) for name in ("Jean", "Effie"))
    for each in (one, two):
        each.opens("/dashboard")
    assert f"Answer the appeal about “{project.title}”" in one.page.links
    assert "Appeals to answer (1)" in one.opens(f"{here}?show=appeals").main and project.title in one.page.links
    one.opens(f"{here}/{project.id}")
    assert "It is ten minutes by bus." in one.page.main and "Too few members" not in one.page.main
    one.ticks("Yes", within="Rule 1 is met").ticks("Yes", within="Rule 2 is met")
    one.ticks("Eligible: it goes on the ballot").types("Message to the group", "You are right, we are sorry.")
    assert "Another steering group member must agree" in one.presses("Propose this decision").main
    assert "I agree" not in first.opens(f"{here}/{project.id}").buttons
    two.opens(f"{here}/{project.id}")
    page = two.presses("I agree")
    assert "This is the answer to the appeal." in page.main and "The group appealed on" in page.main
    page = opens_its_page(new_visitor, code).page
    assert "You are right, we are sorry." in page.main and "This is the answer to your appeal." in page.main


def test_a_letter_is_written_down_by_the_coordinator_and_read_by_the_group(make, visitor, new_visitor, refused):
    project, code, _proposer = refused
    here = f"/rounds/{project.round_id}/applications/{project.id}"
    desk = visitor.signed_in_as(make.staff(Role.COORDINATOR))
    desk.opens(here)
    desk.follows("Write down an appeal that came by letter or phone")
    page = desk.presses("Save the appeal")
    assert page.status == 422 and len(page.errors) == 4
    desk.types("Who said it for the group?", "Rose Gray").ticks("By letter or on paper")
    desk.types("On which day?", program_clock.today().strftime("%d %m %Y"))
    page = desk.types("What did the group say?", "It is near.").presses("Save the appeal")
    assert "The appeal has been saved." in page.main and "Rose Gray said it on" in page.main
    page = opens_its_page(new_visitor, code).page
    assert "Rose Gray said: “It is near.”" in page.main and "wrote down the group’s appeal on" in page.main


def test_an_appeal_is_taken_back_until_somebody_begins_to_answer(make, visitor, new_visitor, refused):
    project, code, _proposer = refused
    here = f"/rounds/{project.round_id}/applications/{project.id}"
    actions.appeal(APPLICANT, project, "It is near.")
    group = opens_its_page(new_visitor, code)
    group.follows("Take back your appeal")
    assert "The decision does not change." in group.presses("Yes, take it back").text
    assert "Appeal against the decision" in group.page.links, "its days are not over"
    actions.appeal(APPLICANT, project, "It is near, we have asked.")
    desk = visitor.signed_in_as(make.staff(Role.COORDINATOR))
    called = SaidBy("Rose Gray", "telephone", program_clock.now())
    assert "Write down that the group takes back its appeal" not in desk.opens(here).links
    with pytest.raises(Refusal, match="appealed itself"):
        actions.withdraw_appeal(make.actor(Role.COORDINATOR), project, called)
    actions.withdraw_appeal(APPLICANT, project)
    actions.appeal(make.actor(Role.COORDINATOR), project, "It is near.", called)
    desk.opens(here)
    desk.follows("Write down that the group takes back its appeal")
    assert len(desk.presses("Take back the appeal").errors) == 3
    desk.types("Who said it for the group?", "Rose Gray").ticks("By phone")
    desk.types("On which day?", (program_clock.now() - timedelta(days=3)).strftime("%d %m %Y"))
    assert "It is between the appeal and today." in desk.presses("Take back the appeal").text
    desk.opens(f"{here}/appeal/take-back")
    desk.types("Who said it for the group?", "Rose Gray").ticks("By phone")
    page = desk.types("On which day?", program_clock.today().strftime("%d %m %Y")).presses("Take back the appeal")
    assert "The appeal has been taken back." in page.text and "The group has appealed" not in page.main
    page = opens_its_page(new_visitor, code).page
    assert "that the group takes back its appeal. Who said it: Rose Gray" in page.main
    with pytest.raises(Refusal, match="no appeal waiting"):
        actions.withdraw_appeal(APPLICANT, project)
    actions.appeal(APPLICANT, project, "We think again.")
    make.proposed(project)
    with pytest.raises(Refusal, match="begun to answer"):
        actions.withdraw_appeal(APPLICANT, project)
    assert "Take back your appeal" not in opens_its_page(new_visitor, code).page.links
    assert "Write down that the group takes back its appeal" not in desk.opens(here).links


def test_with_a_code_that_staff_know_no_appeal_is_taken_back(make, refused):
    project, _code, _proposer = refused
    actions.appeal(APPLICANT, project, "It is near.")
    actions.renew_code(make.actor(Role.COORDINATOR), project, "Rose Gray lost it. I know her voice.")
    with pytest.raises(Refusal, match="cannot be taken back on this website"):
        actions.withdraw_appeal(APPLICANT, project)
