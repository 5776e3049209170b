"""The steering group checks applications against the round's criteria; members close to a group step aside."""

import pytest
from sqlalchemy import select

from pb.database import db
from pb.people.actions import appoint, declare_interest
from pb.projects import actions
from pb.projects.models import Assessment, Project
from pb.record.models import Reason, RecordLine
from pb.refusals import Refusal
from pb.web.access import Actor, Role
from tests.support.makers.projects import actor_of

ELIGIBLE = {"criterion_1": "yes", "criterion_2": "yes", "outcome": "eligible", "reason": ""}


def opens(visitor, project):
    return visitor.opens(f"/rounds/{project.round_id}/applications/{project.id}")


def test_a_member_checks_each_criterion_and_says_yes(visitor, make):
    project = make.application(make.applying_round())
    member = make.staff(Role.STEERING)
    visitor.signed_in_as(member).opens(f"/rounds/{project.round_id}/applications")
    table = visitor.page.tables["Applications that were sent"]
    assert table[1][1:] == ["The Larks 1", "£350", "online", "To be checked"]
    visitor.follows("Trips to the sea 1")
    visitor.ticks("Yes", within="Rule 1 is met").ticks("Yes", within="Rule 2 is met")
    page = visitor.ticks("Eligible: it goes on the ballot").presses("Propose this decision")
    assert "Your proposal has been saved." in page.main and "Waiting for a second member" in page.main
    said = db.session.scalars(select(Assessment)).one()
    assert (said.outcome, said.made_by, said.unmet) == ("eligible", member.id, "")
    line = db.session.scalars(select(RecordLine).where(RecordLine.act == "assessment.proposed")).one()
    assert (line.role, line.facts) == ("steering", {"project": project.id}), "the outcome is read by two first"


def test_a_proposals_message_is_not_in_the_record(visitor, make):
    project = make.application(make.applying_round())
    visitor.signed_in_as(make.staff(Role.STEERING))
    opens(visitor, project)
    visitor.ticks("No", within="Rule 1 is met").ticks("Yes", within="Rule 2 is met").ticks(
        "Not eligible: it cannot go on the ballot"
    )
    visitor.types("Message to the group", "It is too far away.").presses("Propose this decision")
    assert "It is too far away." in visitor.page.main and "Rule 1 is met" in visitor.page.main.split("Not met")[1]
    assert db.session.scalars(select(Reason.text)).all() == [], "all staff read the record"


@pytest.mark.parametrize(
    ("first", "outcome", "reason", "said"),
    [
        ("No", "Eligible: it goes on the ballot", "", "You answered “No” to a question."),
        ("Yes", "Not eligible: it cannot go on the ballot", "No.", "You answered “Yes” to every question"),
        (
            "No",
            "Not eligible: it cannot go on the ballot",
            " ",
            "Enter a message to the group that gives the reason.",
        ),
        ("No", "Ask the group to change something and send it again", "", "Enter a message to the group"),
        ("No", "Ask the group to change something and send it again", "x" * 1001, "1,000 characters or fewer"),
        ("Yes", None, "Hello", "Select what the steering group decided."),
    ],
)
def test_an_assessment_that_does_not_add_up_is_explained(visitor, make, first, outcome, reason, said):
    project = make.application(make.applying_round())
    visitor.signed_in_as(make.staff(Role.STEERING))
    opens(visitor, project)
    visitor.ticks(first, within="Rule 1 is met").ticks("Yes", within="Rule 2 is met").types(
        "Message to the group", reason
    )
    if outcome:
        visitor.ticks(outcome)
    page = visitor.presses("Propose this decision")
    assert page.status == 422 and said in page.errors[0]
    assert reason.strip() in (page.by_id("reason").text or "") and db.session.scalars(select(Assessment)).all() == []


def test_every_question_is_answered(visitor, make):
    project = make.application(make.applying_round())
    visitor.signed_in_as(make.staff(Role.STEERING))
    opens(visitor, project)
    page = (
        visitor.ticks("Yes", within="Rule 1 is met")
        .ticks("Eligible: it goes on the ballot")
        .presses("Propose this decision")
    )
    assert page.status == 422 and page.errors == ["Select yes or no for “Rule 2 is met”."]


def test_a_member_who_is_close_to_the_group_steps_aside(visitor, make):
    project = make.application(make.applying_round())
    member = make.staff(Role.STEERING)
    visitor.signed_in_as(member)
    opens(visitor, project)
    assert visitor.presses("Declare my interest").errors == ["Enter a few words about your connection with this group."]
    page = visitor.types("What is your connection with this group?", "My sister sings there.").presses(
        "Declare my interest"
    )
    assert (
        "You cannot take part in checking this application" in page.main
        and "Check this application" not in page.headings
    )
    page = visitor.posts(page.address, ELIGIBLE)
    assert page.status == 409 and "you cannot take part in this" in page.main
    assert db.session.scalars(select(Assessment)).all() == []
    with pytest.raises(Refusal, match="declared an interest"):
        actions.propose_assessment(actor_of(member), project, outcome="eligible", reason="")
    actions.propose_assessment(make.member_for(project), project, outcome="eligible", reason="")


def test_an_interest_in_another_application_does_not_matter(app, make):
    round_ = make.applying_round()
    first, second = make.application(round_), make.application(round_)
    member = actor_of(make.staff(Role.STEERING))
    declare_interest(member, round_id=round_.id, project_id=first.id, description="My sister sings there.")
    declare_interest(member, round_id=round_.id, description="")
    assert actions.propose_assessment(member, second, outcome="eligible", reason="").outcome == "eligible"


def test_only_what_was_sent_is_assessed(app, make):
    round_ = make.applying_round()
    member = actor_of(make.staff(Role.STEERING))
    project, _code = make.begun(round_)
    with pytest.raises(Refusal, match="has not sent"):
        actions.propose_assessment(member, project, outcome="eligible", reason="")
    sent = make.application(round_)
    actions.withdraw_application(Actor(None, Role.APPLICANT), sent)
    with pytest.raises(Refusal, match="has withdrawn"):
        actions.propose_assessment(member, sent, outcome="eligible", reason="")


def test_the_coordinator_reads_applications_but_does_not_decide(visitor, make):
    project = make.application(make.applying_round())
    visitor.signed_in_as(make.staff(Role.COORDINATOR))
    page = opens(visitor, project)
    assert "Check this application" not in page.headings
    page = visitor.posts(page.address, ELIGIBLE)
    assert page.status == 403 and db.session.scalars(select(Assessment)).all() == []


def test_an_application_is_looked_up_inside_its_round(visitor, make):
    project, other = make.application(make.applying_round()), make.applying_round()
    visitor.signed_in_as(make.staff(Role.STEERING))
    for path in ("applications", "ballot-texts"):
        assert visitor.opens(f"/rounds/{other.id}/{path}/{project.id}").status == 404


def test_staff_type_in_a_paper_application_and_say_so(visitor, new_visitor, make):
    round_ = make.applying_round()
    facilitator = make.staff(Role.FACILITATOR)
    visitor.signed_in_as(facilitator).opens(f"/rounds/{round_.id}/applications/type-in")
    assert visitor.presses("Begin").errors == ["Select how we got this application."]
    page = visitor.ticks("On paper").presses("Begin")
    assert page.heading == "Your group" and "You are typing this in for a group" in page.main
    page = visitor.types("The name of your group", "The Larks").presses("Save and continue")
    assert "Tell the group this code" in page.main
    project = db.session.scalars(select(Project)).one()
    assert (project.came_by, project.typed_by) == ("paper", facilitator.id)
    office = new_visitor().signed_in_as(make.staff(Role.COORDINATOR))
    page = opens(office, project)
    assert f"We got it on paper. {facilitator.name} typed it in." in page.main
    page = office.presses("Continue typing this application")
    assert page.heading == "Check your answers" and "You are typing this in for a group" in page.main
    line = db.session.scalars(select(RecordLine).where(RecordLine.act == "application.begun")).one()
    assert (line.role, line.actor_id, line.facts["came_by"]) == ("facilitator", facilitator.id, "paper")


@pytest.mark.parametrize("came_by", ["paper", "telephone"])
def test_an_application_that_was_typed_in_opens_to_who_typed_it_and_to_coordinators(
    visitor, new_visitor, make, came_by
):
    """It has the name and the phone number of somebody in the group."""
    round_, mine, other = make.applying_round(), make.staff(Role.FACILITATOR), make.staff(Role.FACILITATOR)
    begun = [
        actions.begin_application(Actor(person.id, Role.FACILITATOR), round_, {"group_name": name}, came_by=came_by)[0]
        for person, name in ((mine, "The Larks"), (other, "The Wrens"))
    ]
    page = visitor.signed_in_as(mine).opens(f"/rounds/{round_.id}/applications/type-in")
    assert "The Larks" in page.main and "The Wrens" not in page.main
    assert visitor.presses("Continue typing this application").heading == "Check your answers"
    stranger = new_visitor().signed_in_as(mine)
    page = stranger.opens(f"/rounds/{round_.id}/applications/type-in")
    page = stranger.posts(f"/rounds/{round_.id}/applications/{begun[1].id}/go-on")
    assert page.status == 403 and "Someone else typed in this application." in page.main
    for address in ("/apply/check", "/apply/contact", "/apply/your-application", "/apply/withdraw"):
        assert stranger.opens(address).heading != "Check your answers" and "The Wrens" not in stranger.page.main
    office = new_visitor().signed_in_as(make.staff(Role.COORDINATOR))
    opens(office, begun[1])
    assert office.presses("Continue typing this application").heading == "Check your answers"


def test_who_lost_the_role_does_not_go_on_typing(visitor, make):
    round_, person = make.applying_round(), make.staff(Role.FACILITATOR, Role.COUNTER)
    make.staff(Role.COORDINATOR)
    visitor.signed_in_as(person).opens(f"/rounds/{round_.id}/applications/type-in")
    visitor.ticks("On paper").presses("Begin")
    visitor.types("The name of your group", "The Larks").presses("Save and continue")
    assert "The Larks" in visitor.opens("/apply/check").main
    appoint(Actor(None, Role.COMMAND), person, (Role.COUNTER,))
    assert "The Larks" not in visitor.opens("/apply/check").main


def test_a_paper_that_came_in_time_may_be_typed_after_the_close(visitor, make, clock):
    round_ = make.applying_round()
    clock.forward(days=15)
    visitor.signed_in_as(make.staff(Role.COORDINATOR)).opens(f"/rounds/{round_.id}/applications/type-in")
    page = visitor.ticks("By phone").presses("Begin")
    assert page.status == 422 and "Tick this if we got it in time." in page.errors[0]
    visitor.ticks("We got it before applications closed").presses("Begin")
    visitor.types("The name of your group", "The Larks").presses("Save and continue")
    assert db.session.scalars(select(Project)).one().came_by == "telephone"


def test_staff_do_not_write_in_a_group_s_own_application(visitor, make):
    project, _code = make.begun(make.applying_round())
    visitor.signed_in_as(make.staff(Role.COORDINATOR)).opens(f"/rounds/{project.round_id}/applications/type-in")
    page = visitor.posts(f"/rounds/{project.round_id}/applications/{project.id}/go-on")
    assert page.status == 409 and "is filling in its own application" in page.main


@pytest.mark.parametrize("first_role", [Role.COUNTER, Role.FACILITATOR])
def test_a_member_with_another_role_decides_as_a_member(visitor, make, first_role):
    project = make.application(make.applying_round())
    visitor.signed_in_as(make.staff(first_role, Role.STEERING))
    page = opens(visitor, project)
    assert "Make a new code if the group has lost theirs" not in page.links
    visitor.ticks("Yes", within="Rule 1 is met").ticks("Yes", within="Rule 2 is met")
    visitor.ticks("Eligible: it goes on the ballot").presses("Propose this decision")
    line = db.session.scalars(select(RecordLine).where(RecordLine.act == "assessment.proposed")).one()
    assert line.role == "steering"


@pytest.mark.parametrize(("role", "why"), [(Role.FACILITATOR, "Someone else"), (Role.STEERING, "in your role")])
def test_staff_who_have_not_typed_it_in_change_nothing_in_an_application(app, make, role, why):
    round_, typist, other = make.applying_round(), make.staff(Role.FACILITATOR), Actor(make.staff(role).id, role)
    typed = Actor(typist.id, Role.FACILITATOR)
    project, _code = actions.begin_application(typed, round_, {"group_name": "The Larks"}, came_by="paper")
    for act in (
        lambda by: actions.save_answers(by, project, {"group_name": "The Wrens"}),
        lambda by: actions.send_application(by, project),
        lambda by: actions.withdraw_application(by, project),
    ):
        with pytest.raises(Refusal, match=why) as refused:
            act(other)
        assert refused.value.status == 403
    assert (project.group_name, project.sent_at, project.withdrawn_at) == ("The Larks", None, None)
    actions.save_answers(typed, project, {"group_name": "The Wrens"})
    assert project.group_name == "The Wrens"
