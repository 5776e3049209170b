"""The end of a session on one screen: papers, voters, help and the seal; and the box when it is opened."""

from __future__ import annotations

import pytest

from pb.edits import value_hash
from pb.paper import queries
from pb.paper.queries.session_ends import help_given_in
from pb.paper.rules.seals_and_help import HelpGiven
from pb.web.access import COORDINATOR, COUNTER, FACILITATOR

SUBMIT, COUNT = "Submit the ballot paper account", "Save my count"
WHY = "If the numbers do not add up, explain why"


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch")


@pytest.fixture
def team(make, round_):
    return [make.staff(FACILITATOR, declared_in=round_) for _ in range(2)]


@pytest.fixture
def voting_session(make, round_, team):
    voting_session = make.session_at(round_, *team, venue="Leith Library")
    make.papers(voting_session, printed=30, issued=20)
    return voting_session


@pytest.fixture
def desk(round_, voting_session):
    return f"/rounds/{round_.id}/session-desk/{voting_session.id}"


def fills(person, desk: str, unused: int = 10, **more: str):
    person.opens(f"{desk}/ballot-paper-account")
    for label, number in (
        ("Papers received", 30), ("Papers issued", 20), ("Unused papers", unused), ("Spoiled papers", 0),
        ("Papers taken away", 0), ("Voters counted", 20),
    ):  # fmt: skip
        person.types(label, str(number))
    person.types("Who counted the voters?", "Nan, the host")
    for label, typed in more.items():
        person.types(label.replace("_", " "), typed)
    return person.presses(SUBMIT)


def test_help_and_seal_are_written_down_with_the_papers(visitor, round_, team, voting_session, desk):
    visitor.signed_in_as(team[0])
    page = fills(visitor, desk)
    assert page.status == 422
    assert page.errors == ["Enter the number on the seal of the session box. If the box has no seal, explain why."]
    visitor.types("Number on the seal", "ab 47-11").types("Voters who had the ballot read to them", "3")
    page = visitor.types("Voters who told someone what to mark", "some").presses(SUBMIT)
    assert page.errors == ["Enter a whole number, or leave this empty if there were none."]
    page = visitor.types("Voters who told someone what to mark", "1").presses(SUBMIT)
    assert page.status == 200 and "every paper is accounted for" in page.text
    again = visitor.opens(page.address)
    assert "Written down" in again.main and "4711" not in again.html, "whoever opens the box reads it from the box"
    assert value_hash("AB4711") not in again.html, (
        "nor can they try out which number has the hash that the form carries"
    )
    assert help_given_in(round_.id) == HelpGiven(3, 1, 0)


def test_who_saves_second_is_told_that_the_seal_is_another_and_not_its_number(
    visitor, new_visitor, round_, team, voting_session, desk
):
    one, two = visitor.signed_in_as(team[0]), new_visitor().signed_in_as(team[1])
    two.opens(f"{desk}/ballot-paper-account")
    fills(one, desk, Number_on_the_seal="B29")
    for label, number in (("Papers received", 30), ("Papers issued", 20), ("Unused papers", 10), ("Spoiled papers", 0)):
        two.types(label, str(number))
    two.types("Papers taken away", "0").types("Voters counted", "20").types("Who counted the voters?", "Nan, the host")
    page = two.types("Number on the seal", "A1").presses(SUBMIT)
    assert page.status == 409 and "another number than before" in page.main and "B29" not in page.html


def test_an_account_that_waits_is_closed_nowhere(visitor, new_visitor, make, round_, team, voting_session, desk):
    visitor.signed_in_as(team[0])
    fills(visitor, desk)
    page = visitor.types(WHY, "The seals were left at the office.").presses(SUBMIT)
    assert "No number of a seal was written down." in page.main and "every paper is accounted for" not in page.main
    waits = "This ballot paper account needs a second person to agree it."
    assert waits in visitor.opens(desk).main
    board = new_visitor().signed_in_as(make.staff(COORDINATOR))
    page = board.opens(f"/rounds/{round_.id}/paper-desk")
    assert "Account to agree" in page.main and "Open the session box" not in page.main
    counter = new_visitor().signed_in_as(make.staff(COUNTER, declared_in=round_))
    assert "Ask the team to agree its account" in counter.opens(f"/rounds/{round_.id}/paper-desk").main
    page = board.opens(
        next(to for words, to in page.links.items() if words.startswith("Look at the ballot paper account"))
    )
    board.presses("I have checked it and agree")
    assert waits not in visitor.opens(desk).main
    assert "Open the session box" in board.opens(f"/rounds/{round_.id}/paper-desk").main


def test_many_papers_that_do_not_add_up_are_said_louder_than_a_slip(visitor, new_visitor, make, round_, team, desk):
    visitor.signed_in_as(team[0])
    page = fills(visitor, desk, unused=7, Number_on_the_seal="A1")
    said = "3 papers do not add up. That is more than a small mistake"
    assert page.status == 422 and said in page.main
    page = visitor.types(WHY, "We looked everywhere.").presses(SUBMIT)
    assert said in page.main
    board = new_visitor().signed_in_as(make.staff(COORDINATOR))
    assert "3 papers do not add up" in board.opens(f"/rounds/{round_.id}/paper-desk").main


def test_another_seal_is_asked_about_and_told_to_whoever_types(
    visitor, new_visitor, make, round_, team, desk, voting_session
):
    visitor.signed_in_as(team[0])
    fills(visitor, desk, Number_on_the_seal="A1")
    one, two = (new_visitor().signed_in_as(make.staff(COUNTER, declared_in=round_)) for _ in range(2))
    page = one.opens(f"/rounds/{round_.id}/paper-desk/bundles/of-session/{voting_session.id}")
    assert "A1" not in page.main and "explain why" not in page.main
    page = one.types("Number on the seal", "B2").types("Papers you counted", "20").presses(COUNT)
    assert page.status == 422 and "This is not the number that the team wrote down" in page.errors[0]
    page = one.types("If it is another seal, or there is none, explain why", "It broke in the car").presses(COUNT)
    here = page.address
    page = two.opens(here)
    assert "It broke in the car" in page.main and "B2" not in page.main and "A1" not in page.main
    page = two.types("Number on the seal", "b 2").types("Papers you counted", "20").presses(COUNT)
    assert "The seal was not the one that was written down" in page.main
    assert "Written down: A1. On the box: B2. Reason: It broke in the car" in page.main


def test_two_who_read_different_seals_look_at_it_together(
    visitor, new_visitor, make, round_, team, desk, voting_session
):
    visitor.signed_in_as(team[0])
    fills(visitor, desk, Number_on_the_seal="A1")
    one, two = (new_visitor().signed_in_as(make.staff(COUNTER, declared_in=round_)) for _ in range(2))
    one.opens(f"/rounds/{round_.id}/paper-desk/bundles/of-session/{voting_session.id}")
    here = one.types("Number on the seal", "A1").types("Papers you counted", "20").presses(COUNT).address
    two.opens(here)
    page = two.types("Number on the seal", "A7").types("Papers you counted", "20").presses(COUNT)
    assert page.status == 422
    page = two.types("If it is another seal, or there is none, explain why", "So it says.").presses(COUNT)
    assert "The two numbers of the seal are different." in page.text
    one.opens(here)
    page = one.types("Number on the seal", "A1").types("Papers you counted", "20").presses(COUNT)
    assert "Someone else" in page.text or "different" in page.text


def test_the_page_keeps_its_counts_by_a_script_and_says_what_it_would_say(visitor, team, desk):
    page = visitor.signed_in_as(team[0]).opens(f"{desk}/ballot-paper-account")
    (form,) = [each for each in page.all("form") if "data-keep-counts" in each.attrib]
    assert "as soon as there is one" in form.get("data-no-connection")
    numeric = [each.get("name") for each in form.iter("input") if each.get("inputmode") == "numeric"]
    assert numeric == [
        "received", "issued", "unused", "spoiled", "taken_away", "heads", "read_to", "marked_for", "companions",
    ]  # fmt: skip
    assert queries.missing_accounts([]) == {}
