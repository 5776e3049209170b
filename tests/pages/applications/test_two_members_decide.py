"""What two members, the group, the coordinator and everybody read while a decision waits for its second member."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.database import db
from pb.people.actions import declare_interest
from pb.projects import actions
from pb.projects.models import Project
from pb.projects.queries import eligible
from pb.rounds.models import Round
from pb.web.access import Role
from tests.support.document import words
from tests.support.makers.projects import APPLICANT, actor_of

NO = ("Not eligible: it cannot go on the ballot", "It is too far away.")


@pytest.fixture
def sent(make):
    """An application that was sent, and its code."""
    project, code = make.begun(make.applying_round())
    actions.send_application(APPLICANT, project)
    return project, code


@pytest.fixture
def jean(make, new_visitor):
    return new_visitor().signed_in_as(make.account(Role.STEERING, name="Jean"))


@pytest.fixture
def effie(make, new_visitor):
    return new_visitor().signed_in_as(make.account(Role.STEERING, name="Effie"))


def opens(person, project):
    return person.opens(f"/rounds/{project.round_id}/applications/{project.id}")


def proposes(person, project, outcome, message, first="No"):
    opens(person, project)
    person.ticks(first, within="Rule 1 is met").ticks("Yes", within="Rule 2 is met").ticks(outcome)
    return person.types("Message to the group", message).presses("Propose this decision")


def the_group_reads(new_visitor, code) -> str:
    group = new_visitor()
    group.opens("/apply/resume")
    return group.types("Your code", code).presses("Open it").main


def test_the_second_reads_who_proposed_what_with_which_words_and_agrees(new_visitor, sent, jean, effie):
    project, code = sent
    page = proposes(jean, project, *NO)
    assert "Your proposal has been saved. Another steering group member must agree to it." in page.main
    assert "I agree" not in page.buttons and "Propose this decision" not in page.buttons
    assert "Two members of the steering group decide on it together." in the_group_reads(new_visitor, code)
    page = opens(effie, project)
    assert "Proposed: Not eligible" in page.main and "Proposed by Jean on" in page.main
    told = page.main.split("A decision waiting for a second member")[1]
    for each in ("Rule 1 is met", "It is too far away.", "The group cannot read this yet."):
        assert each in told
    assert "Rule 2 is met" not in told.split("Message to the group")[0]
    page = effie.presses("I agree")
    assert "The decision has been saved. The group can read it with its code." in page.main
    assert "Proposed by Jean. Effie agreed. Not met: “Rule 1 is met”." in page.main
    (again,) = [each for each in page.all("details") if "Decide again on this application" in words(each)]
    assert "open" not in again.attrib and "Check this application" not in page.headings, "nothing asks for a decision"
    told = the_group_reads(new_visitor, code)
    assert "It is too far away." in told and "This rule is not met: Rule 1 is met" in told and "Rule 2" not in told


def test_who_does_not_agree_proposes_another_decision_on_the_same_page(sent, jean, effie):
    project, _code = sent
    proposes(jean, project, *NO)
    opens(effie, project)
    effie.ticks("Yes", within="Rule 1 is met").ticks("Yes", within="Rule 2 is met")
    page = effie.ticks("Eligible: it goes on the ballot").presses("Propose this decision")
    assert "Proposed: Eligible" in page.main and "Nothing. Every rule is met." in page.main
    assert "Jean proposed “Not eligible” on" in page.main and "Effie proposed another decision instead." in page.main
    assert "Eligible" in opens(jean, project).main
    assert "The decision has been saved." in jean.presses("I agree").main


def test_an_answer_that_does_not_add_up_is_told_where_it_was_typed(sent, jean, effie):
    project, _code = sent
    proposes(jean, project, *NO)
    opens(effie, project)
    effie.ticks("Yes", within="Rule 1 is met").ticks("Yes", within="Rule 2 is met").ticks(NO[0])
    page = effie.types("Message to the group", "No.").presses("Propose this decision")
    assert page.status == 422 and "You answered “Yes” to every question" in page.errors[0]
    assert "Proposed by Jean on" in page.main and '<details class="details" open>' in page.html


def test_who_proposed_it_withdraws_it_and_proposes_again(sent, jean):
    project, _code = sent
    proposes(jean, project, *NO)
    page = jean.presses("Withdraw this proposal")
    assert "The proposal has been withdrawn." in page.main and "They withdrew it." in page.main
    assert "Your proposal has been saved." in proposes(jean, project, *NO).main


def test_a_proposal_that_was_replaced_meanwhile_is_not_agreed_to(make, sent, jean, effie):
    project, _code = sent
    proposes(jean, project, *NO)
    opens(effie, project)
    other = make.member_for(project)
    actions.propose_instead(other, db.session.get_one(Project, project.id), outcome="eligible", reason="")
    page = effie.presses("I agree")
    assert "This has changed since you opened the page." in page.text and "Proposed: Eligible" in page.text
    assert db.session.get_one(Project, project.id).assessments == []


def test_nobody_can_agree_to_what_was_proposed_before_a_rule_changed(make, visitor, sent, jean, effie):
    project, _code = sent
    proposes(jean, project, *NO)
    desk = visitor.signed_in_as(make.staff(Role.COORDINATOR))
    desk.opens(f"/rounds/{project.round_id}/settings/applications")
    desk.types("What must be true of every application?", "Rule 1 is met\nRule 9 is met").presses("Save")
    page = opens(effie, project)
    assert "I agree" not in page.buttons and "Something has changed since this was proposed" in page.main
    assert "Waiting for a second member" not in page.main
    effie.ticks("Yes", within="Rule 1 is met").ticks("Yes", within="Rule 9 is met")
    page = effie.ticks("Eligible: it goes on the ballot").presses("Propose this decision")
    assert "Your proposal has been saved." in page.main and "Proposed by Effie on" in page.main


def test_an_older_proposal_that_another_member_replaced_was_not_withdrawn(make, sent, jean, effie):
    """Until this was told by the moment, the two rows of one act said moments that differed a little."""
    project, _code = sent
    proposes(jean, project, *NO)
    opens(effie, project)
    effie.ticks("Yes", within="Rule 1 is met").ticks("Yes", within="Rule 2 is met")
    effie.ticks("Eligible: it goes on the ballot").presses("Propose this decision")
    older = db.session.get_one(Project, project.id).all_assessments[0]
    older.ended_at -= timedelta(microseconds=9)
    assert older.was_replaced
    db.session.rollback()


def test_who_proposes_anew_after_a_rule_changed_has_not_withdrawn(make, visitor, sent, jean):
    project, _code = sent
    proposes(jean, project, *NO)
    desk = visitor.signed_in_as(make.staff(Role.COORDINATOR))
    desk.opens(f"/rounds/{project.round_id}/settings/applications")
    desk.types("What must be true of every application?", "Rule 1 is met\nRule 2 is met\nRule 3 is met").presses("Save")
    opens(jean, project)
    for rule in (1, 2, 3):
        jean.ticks("Yes", within=f"Rule {rule} is met")
    page = jean.ticks("Eligible: it goes on the ballot").presses("Propose this decision")
    assert "Jean proposed “Not eligible” on" in page.main and "Jean proposed another decision instead." in page.main
    assert "They withdrew it." not in page.main


def test_a_member_with_an_interest_and_a_coordinator_read_it_and_can_do_nothing(make, new_visitor, sent, jean):
    project, _code = sent
    proposes(jean, project, *NO)
    close = make.staff(Role.STEERING)
    declare_interest(actor_of(close), round_id=project.round_id, project_id=project.id, description="I sing there.")
    for account, status in ((close, 409), (make.staff(Role.COORDINATOR), 403)):
        person = new_visitor().signed_in_as(account)
        page = opens(person, project)
        assert "Proposed by Jean on" in page.main and not {"I agree", "Propose this decision"} & set(page.buttons)
        assert person.posts(f"{page.address}/agree").status == status
        assert person.posts(f"{page.address}/withdraw-proposal").status in (403, 409)
    assert db.session.get_one(Project, project.id).assessments == []


def test_the_list_the_dashboard_and_the_round_say_what_waits_and_for_whom(make, sent, jean, effie, new_visitor):
    project, _code = sent
    make.application(db.session.get_one(Round, project.round_id))
    proposes(jean, project, *NO)
    table = effie.opens(f"/rounds/{project.round_id}/applications").tables["Applications that were sent"]
    assert [row[-1] for row in table[1:]] == ["Waiting for a second member", "To be checked"]
    asks = "Agree to decisions on applications, or propose others (1)"
    for path in ("/dashboard", f"/rounds/{project.round_id}/manage"):
        assert asks in effie.opens(path).links and "another steering group member Do this next" in effie.page.main
        assert asks in jean.opens(path).main and "another steering group member Next" in jean.page.main
        assert asks not in new_visitor().signed_in_as(make.staff(Role.FACILITATOR)).opens(path).main
    effie.opens("/dashboard")
    assert effie.follows(asks).heading == "Applications"


def test_when_only_second_members_are_waited_for_the_round_says_so(make, sent, jean, effie, clock):
    project, _code = sent
    proposes(jean, project, *NO)
    clock.forward(days=15)
    page = effie.opens(f"/rounds/{project.round_id}/manage")
    asks = "Agree to decisions on applications, or propose others (1)"
    assert page.main.count(asks) == 1 and "a steering group member, but not Jean" in page.main
    assert asks in page.links and jean.opens(page.address).main.count("but not Jean") == 1


def test_the_freeze_names_what_waits_for_a_second_member_and_what_one_decided(make, visitor, jean):
    round_ = make.ready_round(3)
    here = f"/rounds/{round_.id}/freeze"
    desk = visitor.signed_in_as(make.staff(Role.COORDINATOR))
    assert "Everything is ready." in desk.opens(here).main
    make.proposed(eligible(round_.id)[0], "not_eligible", "It is too far away.", (1,))
    said = "A second steering group member must agree to the decision on “A day by the water”."
    page = desk.opens(here)
    assert (
        said in page.main
        and "Propose to freeze the ballot" not in page.buttons
        and "Go to the applications" in page.links
    )


@pytest.mark.parametrize("older", [None, False])
def test_where_one_decides_one_saves_it_at_once_and_everybody_can_read_that(make, new_visitor, visitor, jean, older):
    project, code = make.begun(make.applying_round(assessed_by_two=older))
    actions.send_application(APPLICANT, project)
    assert "The steering group decides on it." in the_group_reads(new_visitor, code)
    opens(jean, project)
    assert "when another steering group member has agreed" not in jean.page.main
    jean.ticks("No", within="Rule 1 is met").ticks("Yes", within="Rule 2 is met").ticks(NO[0])
    page = jean.types("Message to the group", NO[1]).presses("Save this decision")
    assert "The decision has been saved." in page.main and "Saved by Jean." in page.main
    assert NO[1] in the_group_reads(new_visitor, code)
    assert "One of its members is enough for a decision." in visitor.opens(f"/rounds/{project.round_id}").main


def test_everybody_can_read_that_two_decide(make, visitor):
    page = visitor.opens(f"/rounds/{make.applying_round().id}")
    assert "Two of its members decide together: one proposes, and another must agree." in page.main


def test_the_coordinator_switches_it_off_only_before_anything_was_proposed(make, visitor, sent):
    project, _code = sent
    question = "Decisions on applications are made by two people"
    desk = visitor.signed_in_as(make.staff(Role.COORDINATOR))
    desk.opens(f"/rounds/{project.round_id}/settings/applications")
    assert "has been saved." in desk.unticks(question).presses("Save").text
    desk.opens(f"/rounds/{project.round_id}/settings/applications")
    desk.ticks(question).presses("Save")
    make.proposed(db.session.get_one(Project, project.id))
    desk.opens(f"/rounds/{project.round_id}/settings/applications")
    page = desk.unticks(question).presses("Save")
    assert "Two people have begun to decide on applications in this round" in page.errors[0]
