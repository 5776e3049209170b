"""A round of each type, voted at home to the page that says "saved", and what lies in the box afterwards."""

from __future__ import annotations

import pytest

from pb.database import db
from pb.rounds.models import Round
from pb.voting import queries
from tests.support.ballot_types import gives, takes_back, values_of
from tests.support.voters import at_the_ballot, choice_of, chooses, draft_on

COSTS = [200_00, 300_00, 600_00, 500_00]


def saved(visitor, make, round_) -> list[dict[int, int]]:
    """Cast what is on the review; what the opened box says."""
    page = visitor.presses("Cast my vote")
    assert page.title.startswith("Your vote is saved")
    return values_of(make.opened_box(db.session.get(Round, round_.id)).id)


def test_points_are_shared_out_with_plus_and_minus(visitor, make):
    round_ = make.voting_round(costs=COSTS, ballot_type="points", points_to_share=5, min_choices=1, max_choices=3)
    at_the_ballot(visitor, make, round_)
    assert "You have 5 points to share out." in visitor.page.text and "5 of 5 points left" in visitor.page.text
    gives(visitor, 2, 4)
    takes_back(visitor, 2)
    gives(visitor, 4, 2)
    assert "0 of 5 points left" in visitor.page.text
    gives(visitor, 1, 1)
    assert "You have given all your 5 points." in visitor.page.text
    takes_back(visitor, 4)
    page = visitor.presses("Check my choices")
    assert "You have given 4 of 5 points. You have 1 point left." in page.text
    assert "Cost: £300 · 3 points" in page.text and "Cost: £500 · 1 point" in page.text
    assert saved(visitor, make, round_) == [{2: 3, 4: 1}]


def test_scores_from_one_to_five(visitor, make):
    round_ = make.voting_round(costs=COSTS, ballot_type="score", min_choices=0, max_choices=1, any_number=True)
    at_the_ballot(visitor, make, round_)
    gives(visitor, 1, 6)
    assert "You can give each project up to 5 points." in visitor.page.text
    gives(visitor, 3, 2)
    takes_back(visitor, 3)
    page = visitor.presses("Check my choices")
    assert "5 points" in page.text and "more" not in page.text.partition("Please check each line.")[0]
    assert saved(visitor, make, round_) == [{1: 5, 3: 1}]


def test_places_are_given_by_pressing_in_turn(visitor, make):
    round_ = make.voting_round(costs=COSTS, ballot_type="rank", min_choices=1, max_choices=3)
    at_the_ballot(visitor, make, round_)
    for number in (4, 1, 2):
        visitor.presses(choice_of(number))
    assert "3rd" in visitor.page.text
    visitor.presses("1st Number 4, Project number 4")
    page = chooses(visitor, 3)
    assert (
        page.text.index("Project number 1") < page.text.index("Project number 2") < page.text.index("Project number 3")
    )
    assert "1st Number 1: Project number 1 Cost: £200" in page.text and "3rd Number 3: Project number 3" in page.text
    assert saved(visitor, make, round_) == [{1: 1, 2: 2, 3: 3}]


def chips(page) -> list[str]:
    """The numbers in the bar, as they stand there."""
    return [
        each.get("data-chip") for each in page.all("span") if "data-chip" in each.attrib and "hidden" not in each.attrib
    ]


def test_places_in_two_pots_are_listed_pot_after_pot(visitor, make):
    round_ = make.voting_round(costs=COSTS, ballot_type="rank", pots=2, pot_choices=((0, 2), (0, 2)))
    at_the_ballot(visitor, make, round_)  # 2 and 4 are in the first
    for number in (3, 4, 1, 2):
        visitor.presses(choice_of(number))
    assert chips(visitor.page) == ["4", "2", "3", "1"]
    page = visitor.presses("Check my choices")
    listed = [page.text.index(f"{place} Number {number}:") for place, number in (("1st", 4), ("2nd", 2), ("1st", 3))]
    assert listed == sorted(listed) and "Project number 4 Cost: £500 Pot: Pot 1" in page.text


def test_places_over_all_pots_are_listed_by_place(visitor, make):
    round_ = make.voting_round(costs=COSTS, ballot_type="rank", pots=2, min_choices=0, max_choices=4)
    at_the_ballot(visitor, make, round_)
    for number in (3, 4, 1):
        visitor.presses(choice_of(number))
    assert chips(visitor.page) == ["3", "4", "1"]


def counted(page) -> str:
    """What the bar counts."""
    return next("".join(each.itertext()).strip() for each in page.all("strong") if "data-choice-count" in each.attrib)


def test_the_bar_counts_the_money_of_all_pots(visitor, make):
    pots = make.voting_round(costs=COSTS, ballot_type="budget", pots=2, min_choices=0, any_number=True)
    at_the_ballot(visitor, make, pots)
    page = visitor.presses(choice_of(1))
    assert counted(page) == "£1,800 left"
    whole = [each for each in page.all("strong") + page.all("p") if each.get("data-tally") == ""]
    assert whole == [], "each pot says its own: money of one is not to be spent in the other"


def test_where_any_number_can_be_chosen_it_is_said_how_many_are(visitor, make):
    at_the_ballot(visitor, make, make.voting_round(costs=COSTS, min_choices=0, any_number=True))
    assert counted(visitor.presses(choice_of(1))) == "1 chosen"
    assert "You have chosen 1. Please check each line." in visitor.presses("Check my choices").text


def test_what_is_chosen_must_fit_the_money_and_nothing_else_is_taken_off(visitor, make):
    round_ = make.voting_round(costs=COSTS, ballot_type="budget", min_choices=1, max_choices=1, any_number=True)
    at_the_ballot(visitor, make, round_)
    visitor.presses(choice_of(1))
    page = visitor.presses(choice_of(3))
    assert "£800 of £1,000 used, £200 left" in page.text
    page = visitor.presses(choice_of(4))
    assert "There is not enough money left for this project. You have £200 left." in page.text
    page = chooses(visitor)
    assert "You have used £800 of £1,000." in page.text
    assert saved(visitor, make, round_) == [{1: 1, 3: 1}]


def test_each_pot_has_its_own_number_of_choices(visitor, make):
    round_ = make.voting_round(costs=COSTS, pots=2, pot_choices=((1, 1), (0, 2)))  # 2 and 4 are in the first
    at_the_ballot(visitor, make, round_)
    page = visitor.presses(choice_of(2))
    assert "Choose 1 project. 1 of 1" in page.text and "Choose up to 2 projects. 0 of 2" in page.text
    page = visitor.presses(choice_of(4))
    assert "Pot 1: You can choose up to 1 project." in page.text
    page = chooses(visitor, 1, 3)
    assert "Pot 1: You have chosen 1 of 1. Pot 2: You have chosen 2 of 2." in page.text
    assert saved(visitor, make, round_) == [{1: 1, 3: 1}, {2: 1}]


def test_too_few_in_a_pot_are_told_with_its_name(visitor, make):
    round_ = make.voting_round(costs=COSTS, pots=2, pot_choices=((1, 1), (0, 2)))
    at_the_ballot(visitor, make, round_)
    assert "Pot 1: Choose a project." in chooses(visitor, 1).text


@pytest.mark.parametrize(
    ("ballot_type", "values", "said"),
    [
        ("points", "006000000005", "You have given 11 points. Take 1 off."),
        ("rank", "001003000000", "Give each place once"),
        ("score", "006000000000", "You can give each project up to 5 points."),
        ("budget", "000001001001", "Your choices cost £1,400, and there is £1,000."),
        ("choose", "002000000000", "You can only choose each project once."),
    ],
)
def test_what_no_page_would_send_is_refused_and_nothing_is_cast(visitor, make, ballot_type, values, said):
    round_ = make.voting_round(costs=COSTS, ballot_type=ballot_type, max_choices=4)
    draft = draft_on(at_the_ballot(visitor, make, round_) and visitor.page)
    page = visitor.posts("/vote/review", {"draft": draft, "noted": "s000" + values})
    assert page.status == 422 and said in page.text
    page = visitor.posts("/vote/cast", {"draft": draft_on(page)})
    assert page.status >= 400 and said in page.text
    assert not queries.votes_cast(round_.id)
