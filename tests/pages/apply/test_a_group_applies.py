"""A group applies on a public page, over several days, with nothing but a code on a piece of paper."""

import re

import pytest
from sqlalchemy import select

from pb.codes import new_code
from pb.database import db
from pb.projects import actions
from pb.projects.models import Project
from pb.record.models import RecordLine
from pb.rounds.models import Pot
from pb.web.access import COORDINATOR
from tests.support.makers.projects import actor_of


def the_code(page) -> str:
    return "".join(re.search(r"Your code ([2-9A-Z]{5}) ([2-9A-Z]{5})", page.main).groups())


def begins(visitor, name="The Larks") -> str:
    """Open the form and answer the first question; returns the resume code."""
    visitor.opens("/apply")
    visitor.presses("Start")
    page = visitor.types("The name of your group", name).presses("Save and continue")
    assert page.heading == "Write down this code"
    return the_code(page)


def answers_the_rest(visitor) -> None:
    visitor.follows("I have written it down")
    visitor.types("A short name", "Trips to the sea").types("What do you want to do?", "Hire a bus.").presses(
        "Save and continue"
    )
    visitor.types("Who will it help?", "Thirty people.").presses("Save and continue")
    visitor.types("What for?", "Bus", within="Line 1").types("How much?", "£300", within="Line 1")
    visitor.types("What for?", "Tea", within="Line 2").types("How much?", "49.50", within="Line 2").presses(
        "Save and continue"
    )
    visitor.types("The smallest amount", "300 pounds").presses("Save and continue")
    visitor.types("Name", "Rose Gray").types("Phone number", "0131 555 0100").presses("Save and continue")
    visitor.types("Who helped you", "My daughter").presses("Save and continue")


def test_a_group_applies_and_reads_that_it_arrived(visitor, make):
    make.applying_round()
    begins(visitor)
    answers_the_rest(visitor)
    page = visitor.page
    assert page.heading == "Check your answers" and "Total: £349.50" in page.main and "My daughter" in page.main
    page = visitor.presses("Send the application")
    assert page.heading == "Your application" and "We have your application" in page.main
    project = db.session.scalars(select(Project)).one()
    assert (project.cost_pence, project.least_pence, project.came_by, project.typed_by) == (
        34_950,
        30_000,
        "online",
        None,
    )
    assert project.sent_at and project.pot_id
    lines = db.session.execute(select(RecordLine.act, RecordLine.role).order_by(RecordLine.position)).all()
    assert lines[0] == ("application.begun", "applicant") and lines[-1] == ("application.sent", "applicant")


def test_a_group_comes_back_on_another_day_at_another_computer(visitor, new_visitor, make):
    make.applying_round()
    code = begins(visitor)
    page = visitor.follows("I have written it down")
    visitor.presses("Save and stop for today")
    assert "Nothing is left on this computer" in visitor.page.main
    assert visitor.opens("/apply/check").heading == "Open your application"
    other = new_visitor()
    other.opens("/apply/resume")
    page = other.types("Your code", f" {code[:5].lower()} - {code[5:].lower()}").presses("Open it")
    assert page.heading == "Your application" and "has not been sent yet" in page.main and "The Larks" in page.main
    page = other.follows("Continue")
    assert page.heading == "Check your answers" and "Enter a short name for your idea." in page.links
    assert "Send the application" not in page.buttons


def test_who_stops_finds_again_what_they_had_typed_on_the_page(visitor, make):
    make.applying_round()
    code = begins(visitor)
    visitor.follows("I have written it down")
    page = visitor.types("A short name", "Trips to the sea").presses("Save and stop for today")
    assert "Your answers are saved. Nothing is left on this computer." in page.main
    visitor.opens("/apply/resume")
    page = visitor.types("Your code", code).presses("Open it")
    assert "Trips to the sea" in page.main
    page = visitor.follows("Continue")
    assert "Enter a short name for your idea." not in page.links and "Enter what you want to do." in page.links


@pytest.mark.parametrize(
    ("button", "then"), [("Skip this for now", "The people it helps"), ("Save and stop for today", "Apply")]
)
def test_a_page_that_is_left_half_filled_in_or_empty_keeps_what_is_right_and_loses_nothing(visitor, make, button, then):
    round_ = make.applying_round()
    db.session.add(Pot(round=round_, name="North", amount_pence=100_000))
    db.session.commit()
    begins(visitor)
    visitor.opens("/apply/pot")
    assert visitor.presses("Skip this for now").heading == "Your idea"
    assert visitor.types("A short name", "Sea").presses(button).heading.startswith(then)
    project = db.session.scalars(select(Project)).one()
    assert (project.title, project.what, project.pot_id) == ("Sea", "", None)


def test_what_was_given_before_is_not_lost_when_its_page_is_left_empty(visitor, make):
    make.applying_round()
    begins(visitor)
    answers_the_rest(visitor)
    visitor.opens("/apply/contact")
    visitor.types("Name", "").types("Phone number", "").presses("Skip this for now")
    visitor.opens("/apply/cost")
    visitor.types("What for?", "Bus", within="Line 1").types("How much?", "900", within="Line 1")
    assert "Your answers are saved." in visitor.presses("Save and stop for today").main
    project = db.session.scalars(select(Project)).one()
    assert (project.contact_name, project.contact_phone, project.cost_pence) == ("Rose Gray", "0131 555 0100", 34_950)


def test_only_a_hash_of_the_code_is_kept(visitor, make):
    make.applying_round()
    code = begins(visitor)
    kept = db.session.scalars(select(Project.resume_code_hash)).one()
    assert code not in kept and len(kept) == 64


def test_a_new_code_closes_what_the_old_one_opened_and_the_cookie_tells_no_code(visitor, make):
    make.applying_round()
    code = begins(visitor)
    assert code in visitor.opens("/apply/code").text.replace(" ", "").replace("-", "")
    with visitor.client.session_transaction() as session:
        assert code not in str(dict(session))
    project = db.session.scalars(select(Project)).one()
    new = actions.renew_code(actor_of(make.staff(COORDINATOR)), project, "They lost it.")
    for address in ("/apply/your-application", "/apply/contact", "/apply/code", "/apply/withdraw"):
        assert "The Larks" not in visitor.opens(address).text
    visitor.posts("/apply/withdraw", {})
    db.session.rollback()
    assert db.session.get(Project, project.id).withdrawn_at is None
    visitor.opens("/apply/resume")
    assert "The Larks" in visitor.types("Your code", new).presses("Open it").main


def test_a_wrong_code_is_limited_but_a_slip_is_no_guess(visitor, make, clock):
    clock.set("2026-11-24 10:05")
    make.applying_round()
    code = begins(visitor)
    visitor.opens("/apply/resume")
    slipped = code[:-1] + ("3" if code[-1] != "3" else "4")
    for _try in range(31):
        page = visitor.types("Your code", slipped).presses("Open it")
        assert page.status == 422 and "This code is not right" in page.errors[0]
    for _try in range(30):
        page = visitor.types("Your code", new_code()).presses("Open it")
        assert page.status == 422 and "We do not recognise this code" in page.errors[0]
    page = visitor.types("Your code", new_code()).presses("Open it")
    assert page.status == 422 and "Wait 2 seconds and try again" in page.errors[0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            [("Bus", "600")],
            "Your costs come to £600. The most one group can ask for is £500. Reduce your costs by £100.",
        ),
        ([("Bus", "about 50")], "Line 1: “How much?” must be an amount in pounds, like 120 or 120.50."),
        ([("Bus", "1,50")], "Line 1: “How much?” must be an amount in pounds, like 120 or 120.50."),
        ([("Bus", "")], "Enter how much this costs"),
        ([("", "12")], "Enter what this amount is for."),
        ([("Bus", "0")], "Line 1: Enter an amount of more than £0."),
        ([], "Enter at least one thing the money is for"),
    ],
)
def test_costs_that_cannot_be_are_explained_and_stay_typed(visitor, make, typed, said):
    make.applying_round()
    begins(visitor)
    visitor.opens("/apply/cost")
    for number, (what, amount) in enumerate(typed, start=1):
        visitor.types("What for?", what, within=f"Line {number}").types("How much?", amount, within=f"Line {number}")
    page = visitor.presses("Save and continue")
    assert page.status == 422 and said in page.errors[0]
    for number, (what, amount) in enumerate(typed):
        assert page.by_id(f"cost_lines-{number}-what").get("value") == what
        assert page.by_id(f"cost_lines-{number}-pence").get("value") == amount
    assert db.session.scalars(select(Project)).one().cost_lines == []


def test_more_cost_lines_keep_what_was_typed(visitor, make):
    make.applying_round()
    begins(visitor)
    visitor.opens("/apply/cost")
    visitor.types("What for?", "Bus", within="Line 1").types("How much?", "30", within="Line 1")
    page = visitor.presses("Add more lines")
    assert page.status == 200 and page.by_id("cost_lines-6-what") is not None
    visitor.types("What for?", "Tea", within="Line 7").types("How much?", "20", within="Line 7").presses(
        "Save and continue"
    )
    assert db.session.scalars(select(Project)).one().cost_pence == 5_000


def test_the_least_amount_cannot_be_more_than_the_cost(visitor, make):
    make.applying_round()
    begins(visitor)
    visitor.opens("/apply/cost")
    visitor.types("What for?", "Bus", within="Line 1").types("How much?", "30", within="Line 1").presses(
        "Save and continue"
    )
    page = visitor.types("The smallest amount", "31").presses("Save and continue")
    assert page.status == 422 and page.errors == [
        "The smallest amount you could work with must not be more than the £30 you are asking for."
    ]
    assert page.by_id("least_pence").get("value") == "31"
    assert db.session.scalars(select(Project)).one().least_pence is None


def test_somebody_to_talk_to_needs_one_way_to_be_reached(visitor, make):
    make.applying_round()
    begins(visitor)
    visitor.opens("/apply/contact")
    page = visitor.types("Name", "Rose").presses("Save and continue")
    assert (
        page.status == 422
        and "Enter a phone number, an email address or a postal address" in page.errors[0]
        and page.by_id("contact_name").get("value") == "Rose"
    )
    page = visitor.types("Email address", "rose at home").presses("Save and continue")
    assert page.status == 422 and "Enter an email address in the correct format" in page.errors[0]


def test_a_round_with_several_pots_asks_which_one(visitor, make):
    make.applying_round(pots=("North", "South"))
    begins(visitor)
    page = visitor.follows("I have written it down")
    assert page.heading == "Which money?"
    assert visitor.presses("Save and continue").errors == ["Select the pot of money you are applying to."]
    visitor.ticks("South").presses("Save and continue")
    assert visitor.page.heading == "Your idea"
    chosen = select(Pot.name).join(Project, Project.pot_id == Pot.id)
    assert db.session.scalars(chosen).all() == ["South"]
