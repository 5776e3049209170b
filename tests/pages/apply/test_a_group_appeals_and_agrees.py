"""What a group, two members, the coordinator and the dashboard read of an appeal, and of the group's yes to its ballot text."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.codes import shown
from pb.database import db
from pb.formats import day_time
from pb.people.actions import declare_interest
from pb.people.models import Account
from pb.programme.queries.freezing import ready
from pb.programme.rules.freezing import missing
from pb.projects import actions
from pb.projects.models import Project
from pb.projects.queries import text_stands_of
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.projects.rules.said_for import Said
from pb.projects.rules.text_answers import fingerprint
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.web.access import Role
from tests.support.deciding import NO
from tests.support.makers.projects import APPLICANT, WORDS, actor_of

AGREES = "We agree to this text"


def opens(new_visitor, code):
    group = new_visitor()
    group.opens("/apply/resume")
    group.types("Your code", shown(code)).presses("Open it")
    return group


@pytest.fixture
def refused(make):
    """An application that was not accepted, its code, and the member who proposed that."""
    project, code = make.begun(make.applying_round())
    actions.send_application(APPLICANT, project)
    return project, code, make.decided(project, *NO.values()).made_by


def test_an_appeal_from_the_groups_page_to_the_answer_that_it_reads(make, new_visitor, refused):
    project, code, proposer = refused
    here = f"/rounds/{project.round_id}/applications"
    group = opens(new_visitor, code)
    until = day_time(project.assessments[-1].appeal_until)
    assert f"You can appeal until {until}, but not after the ballot is frozen." in group.page.main
    group.follows("Appeal against the decision")
    page = group.presses("Send the appeal")
    assert page.status == 422 and "Say why the decision is wrong." in page.errors
    page = group.types("Why is the decision wrong?", "It is ten minutes by bus.").presses("Send the appeal")
    assert "The appeal waits for its answer" in page.main and "You wrote: “It is ten minutes by bus.”" in page.main
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
    page = opens(new_visitor, code).page
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
    desk.types("On which day?", program_clock.now().strftime("%d %m %Y"))
    page = desk.types("What did the group say?", "It is near.").presses("Save the appeal")
    assert "The appeal has been saved." in page.main and "Rose Gray said it on" in page.main
    page = opens(new_visitor, code).page
    assert "Rose Gray said: “It is near.”" in page.main and "wrote down the group’s appeal on" in page.main


def test_an_appeal_is_taken_back_until_somebody_begins_to_answer(make, visitor, new_visitor, refused):
    project, code, _proposer = refused
    here = f"/rounds/{project.round_id}/applications/{project.id}"
    actions.appeal(APPLICANT, project, "It is near.")
    group = opens(new_visitor, code)
    group.follows("Take back your appeal")
    assert "The decision stands." in group.presses("Yes, take it back").text
    assert "Appeal against the decision" in group.page.links, "its days are not over"
    actions.appeal(APPLICANT, project, "It is near, we have asked.")
    desk = visitor.signed_in_as(make.staff(Role.COORDINATOR))
    desk.opens(here)
    desk.follows("Write down that the group takes back its appeal")
    assert len(desk.presses("Take back the appeal").errors) == 3
    desk.types("Who said it for the group?", "Rose Gray").ticks("By phone")
    desk.types("On which day?", (program_clock.now() - timedelta(days=3)).strftime("%d %m %Y"))
    assert "It is between the appeal and today." in desk.presses("Take back the appeal").text
    desk.opens(f"{here}/appeal/take-back")
    desk.types("Who said it for the group?", "Rose Gray").ticks("By phone")
    page = desk.types("On which day?", program_clock.now().strftime("%d %m %Y")).presses("Take back the appeal")
    assert "The appeal has been taken back." in page.text and "The group has appealed" not in page.main
    page = opens(new_visitor, code).page
    assert "that the group takes back its appeal. Who said it: Rose Gray" in page.main
    with pytest.raises(Refusal, match="no appeal that waits"):
        actions.withdraw_appeal(APPLICANT, project)
    actions.appeal(APPLICANT, project, "We think again.")
    make.proposed(project)
    with pytest.raises(Refusal, match="begun to answer"):
        actions.withdraw_appeal(APPLICANT, project)
    assert "Take back your appeal" not in opens(new_visitor, code).page.links
    assert "Write down that the group takes back its appeal" not in desk.opens(here).links


def test_with_a_code_that_staff_know_no_appeal_is_taken_back(make, refused):
    project, _code, _proposer = refused
    actions.appeal(APPLICANT, project, "It is near.")
    actions.renew_code(make.actor(Role.COORDINATOR), project, "Rose Gray lost it. I know her voice.")
    with pytest.raises(Refusal, match="cannot be taken back on this website"):
        actions.withdraw_appeal(APPLICANT, project)


def text_of(make, **settings):
    """A project whose ballot text was approved and to which its group has said nothing; its code."""
    round_ = make.applying_round(**settings)
    project, code = make.begun(round_)
    actions.send_application(APPLICANT, project)
    make.decided(project, "eligible")
    writes(make, project, WORDS)
    return project, code


def writes(make, project, body):
    draft = BallotTextChange(title="A day by the water", body=body)
    actions.write_ballot_text(actor_of(make.staff(Role.COORDINATOR)), project, draft)
    actions.approve_ballot_text(actor_of(make.staff(Role.STEERING)), project)


def says(project) -> str:
    db.session.rollback()
    return str(text_stands_of(db.session.get_one(Round, project.round_id), db.session.get_one(Project, project.id)))


def test_a_group_asks_for_a_change_and_agrees_to_the_new_words_only(make, visitor, new_visitor):
    project, code = text_of(make)
    group, late = opens(new_visitor, code), opens(new_visitor, code)
    until = day_time(project.ballot_text.silence_until)
    assert f"If we hear nothing from you until {until}, you agree to it." in group.page.main
    group.follows("Read the text")
    late.follows("Read the text")
    assert WORDS in group.page.main and AGREES in group.page.buttons
    assert "Say what is to be changed" in group.presses("Ask for a change").errors[0]
    page = group.types("What is to be changed?", "It is a boat.").presses("Ask for a change")
    assert "You have asked for a change" in page.main and says(project) == "change_asked"
    desk = visitor.signed_in_as(make.staff(Role.COORDINATOR))
    asks = f"Change the ballot text of “{project.title}”, as its group asks"
    assert asks in desk.opens("/dashboard").links
    assert "It is a boat." in desk.follows(asks).main
    here = f"/rounds/{project.round_id}/ballot-texts"
    assert "The group asks for a change" in desk.opens(f"{here}?show=change").main
    assert "It is a boat." in desk.opens(f"{here}/{project.id}/check").main
    with program_clock.moved(program_clock.now() + timedelta(days=30)):
        assert says(project) == "change_asked"  # whoever asks for a change is not silent
    writes(make, db.session.get_one(Project, project.id), WORDS.replace("bus", "boat"))
    page = late.presses(AGREES)
    assert "The ballot text has changed since you opened the page." in page.text and says(project) == "waiting"
    group.opens("/apply/ballot-text")
    assert "boat" in group.page.main
    assert "You have agreed to the text." in group.presses(AGREES).main and says(project) == "agreed"
    assert AGREES not in group.opens("/apply/ballot-text").buttons


def test_silence_counts_as_it_was_said_beforehand_and_never_where_it_was_not(make, clock):
    silent, _code = text_of(make, silence_days=3)
    until = silent.ballot_text.silence_until
    asked, code = text_of(make, silence_days=0)
    assert says(silent) == says(asked) == "waiting" and asked.ballot_text.silence_until is None
    with program_clock.moved(until - timedelta(seconds=1)):
        assert says(silent) == "waiting"
    with program_clock.moved(until):
        assert (says(silent), says(asked)) == ("silent", "waiting")


def test_staff_write_down_what_a_group_said_but_not_with_an_interest(make, visitor, new_visitor):
    project, code = text_of(make)
    here = f"/rounds/{project.round_id}/ballot-texts/{project.id}"
    desk = visitor.signed_in_as(make.staff(Role.COORDINATOR))
    desk.opens(f"{here}/check")
    desk.follows("Write down what the group said")
    assert len(desk.presses("Save what the group said").errors) == 4
    desk.types("Who said it for the group?", "Rose Gray").ticks("By phone").ticks("It agrees to the text")
    page = desk.types("On which day?", program_clock.now().strftime("%d/%m/%Y")).presses("Save what the group said")
    assert "The group agrees to this text. Rose Gray said it on" in page.main and says(project) == "agreed"
    assert "wrote down on" in opens(new_visitor, code).page.main
    close = make.staff(Role.STEERING)
    declare_interest(actor_of(close), round_id=project.round_id, project_id=project.id, description="I sing there.")
    page = new_visitor().signed_in_as(close).opens(f"{here}/group")
    assert page.status == 409 and "You have declared an interest" in page.text


@pytest.mark.parametrize("needed", [True, False])
def test_the_freeze_names_a_group_that_has_not_agreed_and_waits_where_the_round_says_so(make, visitor, needed):
    with program_clock.moved(program_clock.now() - timedelta(days=15)):
        round_ = make.applying_round(texts_agreed=needed, silence_days=0)
        for _number in range(2):
            make.on_the_ballot(round_)
        project = make.eligible(round_)
        writes(make, project, WORDS)
    told = "The group has not agreed to the ballot text “A day by the water”."
    assert [str(each.sentence) for each in missing(ready(round_))] == ([told] if needed else [])
    desk = visitor.signed_in_as(make.staff(Role.COORDINATOR))
    page = desk.opens(f"/rounds/{round_.id}/freeze")
    assert told in page.main and ("Propose to freeze the ballot" in page.buttons) is not needed


def test_a_change_that_is_asked_for_says_its_day_on_the_page_and_in_the_list(make, visitor, new_visitor):
    project, code = make.begun(make.applying_round())
    actions.send_application(APPLICANT, project)
    make.decided(project, "fix", "Say who drives.", (1,))
    by = project.assessments[-1].mend_by
    group = opens(new_visitor, code)
    assert f"Send your changes by {day_time(by)}." in group.page.main and "Change my answers" in group.page.links
    member = visitor.signed_in_as(make.staff(Role.STEERING))
    here = f"/rounds/{project.round_id}/applications"
    assert f"Changes must come by {day_time(by)}." in member.opens(f"{here}?show=fix").main
    with program_clock.moved(by + timedelta(minutes=16), everywhere=True):
        page = opens(new_visitor, code).page
        assert "Change my answers" not in page.links and "decides on what you sent before" in page.main
        visitor.signed_in_as(make.staff(Role.STEERING))
        assert project.title in visitor.opens(f"{here}?show=yours").links
        assert "Not changed in time" in visitor.opens(f"{here}/{project.id}").main


def test_staff_do_not_write_down_that_a_group_agrees_which_asks_for_a_change_itself(make):
    """Nor after a note of their own that it asks: of two words in its name the group's own counts."""
    project, _code = text_of(make)
    read = fingerprint(project.ballot_text, project.cost_pence)
    desk, said = make.actor(Role.COORDINATOR), Said("Rose Gray", "telephone", program_clock.now())
    actions.ask_for_change(APPLICANT, project, read, "It is a boat.")
    actions.ask_for_change(desk, project, read, "It is a large boat.", said)
    with pytest.raises(Refusal, match="has asked for a change of this text, on its own page"):
        actions.agree_to_text(desk, project, read, said)
    assert says(project) == "change_asked"
    actions.agree_to_text(APPLICANT, project, read)
    assert says(project) == "agreed"
