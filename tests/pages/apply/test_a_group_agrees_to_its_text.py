"""A group agrees to its ballot text or asks for a change, by its page, by letter, by telephone, or by silence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.database import db
from pb.formats import day_time
from pb.people.actions import declare_interest
from pb.programme.queries.freezing import ready
from pb.programme.rules.freezing import missing_for_freeze
from pb.projects import actions
from pb.projects.models import Project
from pb.projects.queries import text_stands_of
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.projects.rules.said_for import SaidBy
from pb.projects.rules.text_answers import text_fingerprint
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.web.access import Role
from tests.support.group_answers import opens_its_page
from tests.support.makers.projects import APPLICANT, WORDS, actor_of

AGREES = "We agree to this text"


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
    group, late = opens_its_page(new_visitor, code), opens_its_page(new_visitor, code)
    until = day_time(project.ballot_text.silence_until)
    assert f"If we do not hear from you by {until}, we will take it that you agree to it." in group.page.main
    group.follows("Read the text")
    late.follows("Read the text")
    assert WORDS in group.page.main and AGREES in group.page.buttons
    assert "Say what should be changed" in group.presses("Ask for a change").errors[0]
    page = group.types("What should be changed?", "It is a boat.").presses("Ask for a change")
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
    page = desk.types("On which day?", program_clock.now().strftime("%-d %b")).presses("Save what the group said")
    assert "The group agrees to this text. Rose Gray said it on" in page.main and says(project) == "agreed"
    assert "wrote down on" in opens_its_page(new_visitor, code).page.main
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
    assert [str(each.sentence) for each in missing_for_freeze(ready(round_))] == ([told] if needed else [])
    desk = visitor.signed_in_as(make.staff(Role.COORDINATOR))
    page = desk.opens(f"/rounds/{round_.id}/freeze")
    assert told in page.main and ("Propose to freeze the ballot" in page.buttons) is not needed


def test_a_change_that_is_asked_for_says_its_day_on_the_page_and_in_the_list(make, visitor, new_visitor):
    project, code = make.begun(make.applying_round())
    actions.send_application(APPLICANT, project)
    make.decided(project, "fix", "Say who drives.", (1,))
    by = project.assessments[-1].fix_until
    group = opens_its_page(new_visitor, code)
    assert f"Send your changes by {day_time(by)}." in group.page.main and "Change my answers" in group.page.links
    member = visitor.signed_in_as(make.staff(Role.STEERING))
    here = f"/rounds/{project.round_id}/applications"
    assert f"Changes must come by {day_time(by)}." in member.opens(f"{here}?show=fix").main
    with program_clock.moved(by + timedelta(minutes=16), everywhere=True):
        page = opens_its_page(new_visitor, code).page
        assert "Change my answers" not in page.links and "decides on what you sent before" in page.main
        visitor.signed_in_as(make.staff(Role.STEERING))
        assert project.title in visitor.opens(f"{here}?show=yours").links
        assert "Not changed in time" in visitor.opens(f"{here}/{project.id}").main


def test_staff_do_not_write_down_that_a_group_agrees_which_asks_for_a_change_itself(make):
    """Nor after a note of their own that it asks: of two words in its name the group's own counts."""
    project, _code = text_of(make)
    read = text_fingerprint(project.ballot_text, project.cost_pence)
    desk, said = make.actor(Role.COORDINATOR), SaidBy("Rose Gray", "telephone", program_clock.now())
    actions.ask_for_change(APPLICANT, project, read, "It is a boat.")
    actions.ask_for_change(desk, project, read, "It is a large boat.", said)
    with pytest.raises(Refusal, match="has asked for a change of this text, on its own page"):
        actions.agree_to_text(desk, project, read, said)
    assert says(project) == "change_asked"
    actions.agree_to_text(APPLICANT, project, read)
    assert says(project) == "agreed"
