"""The ballot as a short list and as one project at a time, and the settings of the voter's own, without a script."""

from __future__ import annotations

import re

import pytest

from pb.pages.vote.draft import SEALED_AS_DRAFT, opened_values, sealed_values
from tests.support.voters import at_the_ballot, choice_of, chosen, chosen_on, draft_on, noted


@pytest.fixture
def voter(visitor, make):
    at_the_ballot(visitor, make, make.voting_round(min_choices=1, max_choices=3))
    return visitor


def shown(page) -> list[str]:
    """The numbers of the projects that stand by themselves."""
    return [line.get("data-line") for line in page.all("li") if "is-shown" in line.get("class", "").split()]


def listed(page) -> list[str]:
    lines = [line for line in page.all("li") if "ballot-line" in line.get("class", "").split()]
    return [line.get("data-line") for line in lines if "is-left-out" not in line.get("class", "").split()]


def keyboard_is_on(page) -> list[str]:
    return [
        each.get("id") or "".join(each.itertext()).strip() for each in page.tree.iter() if "autofocus" in each.attrib
    ]


def test_one_project_after_another_and_back_to_the_list_with_everything_chosen(voter):
    page = voter.presses("See one project at a time")
    assert shown(page) == ["1"] and "1 of 6" in page.text
    voter.presses(choice_of(1))
    for number in (2, 3):
        page = voter.presses("Next project")
        assert shown(page) == [str(number)] and f"{number} of 6" in page.text and chosen_on(page) == ["1"]
    voter.presses(choice_of(3))
    page = voter.presses("Back to the project before")
    assert shown(page) == ["2"] and chosen_on(page) == ["1", "3"]
    page = voter.presses("See all projects")
    assert shown(page) == [] and chosen_on(page) == ["1", "3"]


def test_the_first_and_the_last_lead_no_further(voter):
    page = voter.presses("Number 6")
    (back, further) = [each for each in page.all("button") if "data-step" in each.attrib]
    assert shown(page) == ["6"] and "disabled" in further.attrib and "disabled" not in back.attrib
    page = voter.posts("/vote/ballot", {"draft": draft_on(page), "show": "1"})
    (back, further) = [each for each in page.all("button") if "data-step" in each.attrib]
    assert "disabled" in back.attrib and "disabled" not in further.attrib


@pytest.mark.parametrize(
    ("typed", "found"),
    [("4", ["4"]), ("PROJECT 2", ["2"]), ("number", ["1", "2", "3", "4", "5", "6"]), ("swimming", [])],
)
def test_a_word_or_a_number_makes_the_list_shorter(voter, typed, found):
    voter.presses(choice_of(5))
    page = voter.types("Or look for a word", typed).presses("Find")
    assert listed(page) == found and ("No project has this number or these words." in page.text) is not bool(found)
    (said,) = keyboard_is_on(page)
    assert said.startswith({0: "No project", 1: "1 project found.", 6: "6 projects found."}[len(found)])
    page = voter.presses("Show the whole list")
    assert len(listed(page)) == 6 and chosen_on(page) == ["5"]


def test_the_keyboard_stays_where_it_was_pressed(voter):
    assert keyboard_is_on(voter.presses(choice_of(4))) == ["choose-4"]
    assert keyboard_is_on(voter.presses("Take off: Number 4, Project number 4")) == ["choose-4"]
    assert keyboard_is_on(voter.presses("Number 2")) == ["Number 2: Project number 2"]


def test_change_leads_from_the_review_to_that_project_and_back(voter):
    for number in (2, 5):
        voter.presses(choice_of(number))
    page = voter.presses("Check my choices")
    assert "You have chosen 2 of 3. You may choose 1 more. Please check each line." in page.text
    page = voter.presses("Change: Number 5, Project number 5")
    assert page.heading == "Choose projects" and shown(page) == ["5"] and chosen_on(page) == ["2", "5"]
    voter.presses(chosen(5))
    page = voter.presses("Check my choices")
    assert "Project number 2" in page.main and "Project number 5" not in page.main


def test_what_a_script_noted_goes_along_with_whatever_is_pressed(voter):
    draft = draft_on(voter.page)
    page = voter.posts("/vote/ballot", {"draft": draft, "noted": noted(1, 6, shown=4)})
    assert chosen_on(page) == ["1", "6"] and shown(page) == ["4"]
    page = voter.posts("/vote/settings", {"draft": draft, "noted": noted(3), "page": "ballot", "colours": "soft"})
    assert chosen_on(page) == ["3"] and 'data-colours="soft"' in page.html


def test_settings_stay_until_the_vote_is_saved_and_are_gone_for_the_next(voter, new_visitor):
    page = voter.presses("Extra large text")
    assert 'data-text-size="xl"' in page.html and page.heading == "Choose projects"
    page = voter.presses("Yellow on black")
    assert 'data-text-size="xl"' in page.html and 'data-colours="yellow-on-black"' in page.html
    voter.presses(choice_of(1))
    for button in ("Check my choices", "Cast my vote"):
        page = voter.presses(button)
        assert 'data-text-size="xl"' in page.html and 'data-colours="yellow-on-black"' in page.html
    assert page.heading == "Your vote is saved"
    page = voter.opens("/vote")
    assert 'data-text-size="m"' in page.html and 'data-colours="default"' in page.html


def test_settings_are_offered_with_the_code_and_go_along(visitor, make):
    card = make.cards(make.voting_round())[0]
    entered = next(
        each for each in visitor.opens("/vote").all("button") if each.get("form", "voter-form") == "voter-form"
    )
    assert {"name", "formaction"}.isdisjoint(entered.attrib), "the Enter key in a field presses the first button"
    page = visitor.types("Your voting code", card.code).presses("Large text")
    assert 'data-text-size="l"' in page.html and f'value="{card.code}"' in page.html and page.status == 200
    page = visitor.presses("Continue")
    assert page.heading == "Before you vote" and 'data-text-size="l"' in page.html


@pytest.mark.parametrize("screen", ["settings", "declaration", "ballot", "review", "cast"])
def test_a_screen_that_is_opened_again_by_its_address_begins_with_the_code(visitor, screen):
    assert visitor.opens(f"/vote/{screen}").heading == "Enter your voting code"


def test_one_press_takes_size_and_colours_back_and_leaves_sound_and_choices(voter):
    voter.presses(choice_of(2))
    for button in ("Extra large text", "Yellow on black", "No sound"):
        voter.presses(button)
    page = voter.presses("Back to the usual size and colours")
    assert (
        'data-text-size="m"' in page.html and 'data-colours="default"' in page.html and 'data-sound="off"' in page.html
    )
    assert chosen_on(page) == ["2"]
    assert re.search(r'name="text_size" value="m"[^>]*autofocus', page.html)  # the button is hidden once it was pressed


@pytest.mark.parametrize("sent", [{"text_size": "huge"}, {"colours": '"><script>'}, {"text_size": ""}, {}])
def test_a_setting_that_is_not_on_offer_changes_nothing(voter, sent):
    page = voter.posts("/vote/settings", {"draft": draft_on(voter.page), "page": "ballot", **sent})
    assert page.status == 200 and 'data-text-size="m"' in page.html and 'data-colours="default"' in page.html


def test_a_half_made_ballot_has_one_length_whatever_was_chosen(voter):
    lengths = set()
    for numbers in ((), (1,), (1, 2), (2, 4, 6)):
        page = voter.posts("/vote/ballot", {"draft": draft_on(voter.page), "noted": noted(*numbers)})
        lengths.add(len(draft_on(page)))
        assert chosen_on(page) == [str(number) for number in numbers]
    assert len(lengths) == 1


def test_a_ballot_from_before_an_upgrade_goes_on(voter, make):
    """The page of 0.7.0 had boxes to tick and no script that sends, and knew nothing of corrections, settings or single
    projects.
    """
    begun = opened_values(draft_on(voter.page), SEALED_AS_DRAFT)
    older = {name: value for name, value in begun.items() if name not in ("corrected", "shown", "settings")}
    reviewed = sealed_values({**older, "choices": {"2": 1}}, SEALED_AS_DRAFT)
    page = voter.posts("/vote/review", {"draft": reviewed, "project": ["3", "5"]})  # its boxes
    assert page.heading == "Check your choices" and "Project number 5" in page.main and "number 2" not in page.main
    page = voter.posts("/vote/ballot", {"draft": reviewed})
    assert chosen_on(page) == ["2"] and 'data-text-size="m"' in page.html
    assert voter.posts("/vote/cast", {"draft": reviewed}).heading == "Your vote is saved"
