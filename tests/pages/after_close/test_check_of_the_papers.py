"""The pages of the check of the papers: how many, the dice, looking at one after another, what is said of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from pb.paper.queries import agreed_papers
from pb.results import actions
from pb.results.queries.paper_checks import check_state, papers_to_look_at
from pb.web.access import Role
from tests.support.makers.checks import DICE

PAPERS = ("1 2", "1 3", "4")


@pytest.fixture
def round_(make, clock):
    counted = make.with_papers_to_check(*PAPERS, ballots=((1, 2),))
    clock.set(counted.post_closes_at + timedelta(hours=2))
    return counted


@pytest.fixture
def signs_in(make, new_visitor):
    return lambda role: new_visitor().signed_in_as(make.account(role))


def numbers(round_) -> dict[str, str]:
    """What each paper says, by its number."""
    return {paper.serial: paper.counted.text for paper in agreed_papers(round_.id).values()}


def looks(person, round_, says: dict[str, str]) -> None:
    for serial, words in says.items():
        person.opens(f"/rounds/{round_.id}/after-close/paper-check/papers")
        person.types("Number on the paper", serial).types("Projects ticked", words).presses("Next paper")


def test_two_people_look_at_each_paper_and_are_told_what_came_of_it(round_, signs_in):
    ina, hugh = signs_in(Role.STEERING), signs_in(Role.STEERING)
    list_ = ina.opens(f"/rounds/{round_.id}/after-close")
    assert "The papers are checked again" in list_.main and "Two people must still look at 3 papers." in list_.main
    page = ina.follows("The papers are checked again")
    assert "The paper part has 3 papers. Two people look at all of them again." in page.main
    assert page.main.count("nobody has looked yet") == 3 and "Compare with what was counted" not in page.buttons
    page = ina.follows("Look at papers")
    says = numbers(round_)
    first = next(iter(says))
    page = ina.types("Number on the paper", first).types("Projects ticked", says[first]).presses("Next paper")
    assert f"Paper {first[:3]} {first[3:]} is saved." in page.main and "1 of 3" in page.main
    assert first not in page.text and f"{first[:3]} {first[3:]} ·" not in page.main, (
        "what they have seen is no work any more"
    )
    looks(ina, round_, {serial: words for serial, words in says.items() if serial != first})
    page = ina.opens(f"/rounds/{round_.id}/after-close/paper-check")
    assert page.main.count("one person has looked") == 3
    assert "Someone else must look at the papers that are left." in page.main
    looks(hugh, round_, {serial: says[serial] for serial in list(says)[:2]})
    assert "Look at the papers that are checked again (1)" in hugh.opens("/dashboard").main
    assert "Two people must still look at one paper." in hugh.opens(f"/rounds/{round_.id}/after-close").main
    looks(hugh, round_, {serial: says[serial] for serial in list(says)[2:]})
    compare = "Compare what was seen on the papers with what was counted"
    assert "Look at the papers" not in hugh.opens("/dashboard").main and compare in hugh.page.links
    assert "must still look" not in hugh.opens(f"/rounds/{round_.id}/after-close").main
    hugh.opens(f"/rounds/{round_.id}/after-close/paper-check")
    page = hugh.presses("Compare with what was counted")
    assert "two people who had not typed them looked at each of the 3 papers again." in page.main
    assert "The paper part confirms the result." in page.main


def test_a_slip_of_keys_loses_nothing_and_a_paper_that_is_not_there_is_ticked(round_, signs_in, make):
    ina, serial = signs_in(Role.STEERING), next(iter(numbers(round_)))
    address = f"/rounds/{round_.id}/after-close/paper-check/papers"
    ina.opens(address)
    page = ina.types("Number on the paper", serial).types("Projects ticked", "1 99").presses("Next paper")
    assert page.status == 422 and "There is no project 99 on this ballot." in page.main
    assert [each.get("value") for each in page.all("input") if each.get("name") == "serial"] == [serial]
    ina.opens(address)
    page = ina.types("Number on the paper", "1234567").types("Projects ticked", "1").presses("Next paper")
    assert page.status == 422
    ina.opens(address)
    ina.types("Number on the paper", serial).types("Projects ticked", "1")
    page = ina.ticks("I cannot find this paper in its box").presses("Next paper")
    assert page.status == 422 and "Leave this empty if you cannot find the paper." in page.main
    ina.opens(address)
    page = ina.types("Number on the paper", serial).ticks("I cannot find this paper in its box").presses("Next paper")
    assert page.status == 200 and "is saved" in page.main
    state = next(each for each in papers_to_look_at(check_state(round_.id)) if each.paper.serial == serial)
    assert [each.kind for each in state.seen.values()] == ["missing"]


def test_no_answer_says_what_was_typed(round_, signs_in, make):
    """Nor what the other person saw."""
    counter, says = signs_in(Role.COUNTER), numbers(round_)
    for each in papers_to_look_at(check_state(round_.id)):
        make.sees(round_, make.actor(Role.STEERING), each.paper.serial, says[each.paper.serial])
    for address in ("", "/papers"):
        page = counter.opens(f"/rounds/{round_.id}/after-close/paper-check{address}")
        listed = re.findall(r"\d{3} \d{4} · ([^0-9]+)", page.main)
        assert listed and {each.strip() for each in listed} <= {
            "one person has looked",
            "one person has looked Lunch club",
        }


def test_the_dice_are_typed_by_two_and_then_stand_on_the_page(make, signs_in, clock):
    round_ = make.counted(make.opened_with_papers(*PAPERS))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    make.check_of_a_sample(round_, drawn=2, margin=None)
    mo, una = signs_in(Role.COORDINATOR), signs_in(Role.COUNTER)
    page = mo.opens(f"/rounds/{round_.id}/after-close/paper-check")
    assert "The paper part has 3 papers. Dice choose one of them 2 times" in page.main
    assert "The rule of this count gives no comparisons." in page.main and "Where the papers are" not in page.main
    page = mo.types("What the dice showed", DICE[:-1] + "9").presses("Save these dice")
    assert page.status == 422 and "from 1 to 6" in page.main
    page = mo.types("What the dice showed", DICE).presses("Save these dice")
    assert "A second person must now enter them on their own." in page.main
    una.opens(f"/rounds/{round_.id}/after-close/paper-check")
    page = una.types("What the dice showed", DICE).presses("Save these dice")
    assert "The papers are drawn." in page.main and "31425 16124 35261 36412" in page.main
    assert make.looked_at(round_).kind == "rate"
    page = una.opens(f"/rounds/{round_.id}/after-close/paper-check")
    assert "in 1,000 papers of the paper part were typed wrong" in page.main


def test_everybody_reads_what_was_checked(make, round_, visitor):
    make.looked_at(round_)
    make.signed(round_)
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    page = visitor.opens(f"/rounds/{round_.id}/results")
    assert "The papers were looked at again" in page.main and "The paper part confirms the result." in page.main


def test_everybody_reads_that_nothing_was_checked(make, visitor):
    round_ = make.signed(make.counted(make.opened_with_papers(*PAPERS)))
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    page = visitor.opens(f"/rounds/{round_.id}/results")
    assert "nobody looked at the papers again before the result was signed." in page.main


@pytest.mark.parametrize("address", ["paper-check", "paper-check/papers"])
def test_in_a_round_that_checks_no_papers_it_is_said(make, clock, signs_in, address):
    counted = make.counted(make.opened_box(make.voting_round(), (1,)))
    clock.set(counted.post_closes_at + timedelta(hours=2))
    page = signs_in(Role.STEERING).opens(f"/rounds/{counted.id}/after-close/{address}")
    assert page.status == 409 and "There are no papers to check in this round." in page.text
