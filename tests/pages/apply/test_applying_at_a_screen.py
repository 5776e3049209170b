"""The pages of projects in a real browser: each is checked for what a person with any device needs (axe, console,
width).
"""

import pytest

from pb import clock
from pb.people.queries import people_in
from pb.projects import actions
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.projects.rules.said_for import SaidBy
from pb.web.access import Role
from tests.support import browser
from tests.support.effort import runs
from tests.support.makers.projects import APPLICANT, WORDS, actor_of, picture


@pytest.mark.parametrize("scripts", [False, True][: runs(1, 2)], ids=["without scripts", "with scripts"][: runs(1, 2)])
def test_a_group_applies_on_a_phone(new_browser_visitor, make, scripts):
    make.applying_round()
    person = new_browser_visitor(browser.PHONE, java_script_enabled=scripts)
    person.opens("/apply").presses("Start")
    person.types("The name of your group", "The Larks").presses("Save and continue").follows("I have written it down")
    person.types("A short name", "Trips to the sea").types("What do you want to do?", "A bus.").presses(
        "Save and continue"
    )
    person.types("Who will it help?", "Thirty people.").presses("Save and continue")
    person.presses("Add more lines")
    person.types("What for?", "Bus", within="Line 1").types("How much?", "three hundred", within="Line 1")
    person.page.get_by_role("button", name="Save and continue").click()
    person.watch.faults.clear()  # the browser's console notes the 422
    assert "Line 1: “How much?” must be an amount in pounds" in person.text
    person.types("How much?", "£300", within="Line 1").presses("Save and continue")
    person.types("The smallest amount", "200").presses("Save and continue")
    person.types("Name", "Rose").types("Phone number", "0131 555 0100").presses("Save and continue").presses(
        "Save and continue"
    )
    assert person.heading == "Check your answers"
    person.presses("Send the application")
    assert "We have your application" in person.text
    person.follows("Withdraw this application")
    assert person.heading == "Withdraw your application?"
    person.opens("/apply/resume")


@pytest.mark.parametrize("size", [browser.PHONE, browser.TABLET, browser.DESK][: runs(1, 3)])
def test_staff_pages_fit_every_screen(new_browser_visitor, make, size):
    round_ = make.applying_round()
    project, eligible = make.application(round_), make.on_the_ballot(round_)
    fix = make.application(round_)
    make.decided(fix, "fix", "Where does the bus go?", [1])
    make.proposed(make.application(round_), "not_eligible", "It is too far away.", [1])
    text = make.eligible(round_)
    actions.write_ballot_text(actor_of(make.staff(Role.COORDINATOR)), text, BallotTextChange("Larks", WORDS))
    person = new_browser_visitor(size).signed_in_as(make.staff(Role.COORDINATOR))
    base = f"/rounds/{round_.id}"
    for path in (
        "/applications",
        f"/applications/{project.id}",
        f"/applications/{fix.id}",
        "/applications/type-in",
        "/ballot-texts",
        f"/ballot-texts/{eligible.id}",
        f"/ballot-texts/{eligible.id}/check",
        f"/ballot-texts/{eligible.id}/group",
        f"/applications/{fix.id}/appeal",
        f"/ballot-texts/{text.id}/check",
        "/freeze",
    ):
        person.opens(base + path)
    ready = make.ready_round()
    person.opens(f"/rounds/{ready.id}/freeze").ticks("I have read the list")
    person.page.get_by_label("Who is the substitute?").select_option(str(make.substitute()))
    person.presses("Propose to freeze the ballot")
    person.signed_in_as(people_in(Role.STEERING)[0]).opens(f"/rounds/{ready.id}/freeze")
    person.presses("I agree: freeze the ballot")
    assert person.heading == "The key of the ballot box, in words"
    person.follows("I have printed it, continue")
    assert person.heading == "The frozen ballot"


def test_a_picture_is_chosen_and_seen(browser_visitor, make):
    project = make.eligible(make.applying_round())
    browser_visitor.signed_in_as(make.staff(Role.COORDINATOR))
    browser_visitor.opens(f"/rounds/{project.round_id}/ballot-texts/{project.id}")
    browser_visitor.types("Title", "A day by the water").types("About 50 words", WORDS)
    browser_visitor.types("What the picture shows", "A bus").attaches("Picture", picture(), "bus.png", "image/png")
    browser_visitor.presses("Save")
    shown = browser_visitor.page.get_by_role("img", name="A bus")
    assert shown.evaluate("image => image.naturalWidth") == 853


def test_the_answer_of_the_steering_group_is_read_at_a_screen(new_browser_visitor, make):
    round_ = make.applying_round()
    for outcome, words, said in (
        ("fix", "Where does the bus go?", "has asked you to change something"),
        ("not_eligible", "It is too far away.", "Your application has not been accepted"),
    ):
        project, code = make.begun(round_)
        actions.send_application(APPLICANT, project)
        make.decided(project, outcome, words, [1])
        person = new_browser_visitor(browser.TABLET)
        person.opens("/apply/resume").types("Your code", code).presses("Open it")
        assert said in person.text and words in person.text
        assert person.follows("Appeal against the decision").heading == "Appeal against the decision"
    person.types("Why is the decision wrong?", "It is near.").presses("Send the appeal")
    assert person.follows("Take back your appeal").heading == "Take back your appeal?"
    take_back = "Write down that the group takes back its appeal"
    coordinator = make.staff(Role.COORDINATOR)
    desk = new_browser_visitor(browser.PHONE).signed_in_as(coordinator)
    desk.opens(f"/rounds/{round_.id}/applications/{project.id}")
    assert take_back not in desk.text, "the group appealed with its own code"
    refused = make.application(round_)
    make.decided(refused, "not_eligible", "It is too far away.", [1])
    actions.appeal(actor_of(coordinator), refused, "It is near.", SaidBy("Rose Gray", "telephone", clock.now()))
    assert desk.opens(f"/rounds/{round_.id}/applications/{refused.id}").follows(take_back).heading == take_back


def test_a_group_reads_its_ballot_text_at_a_screen(new_browser_visitor, make):
    project = make.on_the_ballot(make.applying_round())
    code = actions.renew_code(actor_of(make.staff(Role.COORDINATOR)), project, "Lost.")
    person = new_browser_visitor(browser.PHONE)
    person.opens("/apply/resume").types("Your code", code).presses("Open it")
    assert WORDS in person.follows("Read the text").text
