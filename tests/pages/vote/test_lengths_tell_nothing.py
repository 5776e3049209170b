"""Who sees how long requests and pages are learns nothing about what was chosen: all pairs of a ballot of 24 lines."""

from __future__ import annotations

from itertools import combinations
from urllib.parse import urlencode

import pytest

from pb.pages.vote.draft import BallotDraft
from pb.pages.vote.presses import PRESS_LENGTH, press_value
from pb.pages.vote.screens import ballot_page, review_page
from tests.support import effort
from tests.support.voters import at_the_ballot, draft_on, noted

LINES = range(1, 25)
PAIRS = [(), *((line,) for line in LINES), *combinations(LINES, 2), tuple(LINES)[:4]]


@pytest.fixture
def voter(visitor, make):
    at_the_ballot(visitor, make, make.voting_round(projects=24, min_choices=0, max_choices=4, rotation=True))
    return visitor


def test_the_review_the_ballot_and_what_they_carry_have_one_length_for_all_pairs(app, voter):
    begun = BallotDraft.from_token(draft_on(voter.page))
    lengths: dict[str, set[int]] = {"ballot": set(), "review": set(), "draft": set()}
    with app.test_request_context("/vote/review", method="POST"):
        for numbers in PAIRS:
            draft = begun.choosing(dict.fromkeys(numbers, 1))
            lengths["draft"].add(len(draft.to_token()))
            lengths["review"].add(len(review_page(draft).encode()))
        for numbers in PAIRS[:: 1 if effort.FULL else 12]:  # its states are few: the same for each project
            draft = begun.choosing(dict.fromkeys(numbers, 1))
            lengths["ballot"].add(len(ballot_page(draft)[0].encode()))
    assert {what: len(found) for what, found in lengths.items()} == {"ballot": 1, "review": 1, "draft": 1}


@pytest.mark.parametrize(
    ("kind", "drafts"),
    [
        ("points", [{}, {1: 10}, {3: 1, 24: 9}, dict.fromkeys(range(1, 11), 1)]),
        ("score", [{}, {1: 5}, dict.fromkeys(LINES, 5)]),
        ("rank", [{}, {24: 1}, {9: 1, 1: 2, 24: 3}]),
        ("budget", [{}, {24: 1}, {1: 1, 2: 1}]),
    ],
)
def test_so_have_those_of_every_other_type(app, visitor, make, kind, drafts):
    at_the_ballot(
        visitor,
        make,
        make.voting_round(projects=24, ballot_type=kind, min_choices=0, max_choices=24, points_to_share=10),
    )
    begun, lengths = BallotDraft.from_token(draft_on(visitor.page)), set()
    with app.test_request_context("/vote/review", method="POST"):
        for choices in drafts:
            draft = begun.choosing(choices)
            lengths.add((len(draft.to_token()), len(ballot_page(draft)[0].encode()), len(review_page(draft).encode())))
    assert len(lengths) == 1


def sent_by(page, name: str) -> set[int]:
    """How long the request is that each button with this name sends, without a script."""
    hidden = [(box.get("name"), box.get("value")) for box in page.all("input") if box.get("type") == "hidden"]
    fields = [(each, value) for each, value in hidden if each != "noted"]  # only a script's
    return {
        len(urlencode([*fields, (name, button.get("value"))]))
        for button in page.all("button")
        if button.get("name") == name
    }


def test_without_a_script_every_press_sends_as_much_and_gets_as_much(voter):
    seen = set()
    for press in (
        {"choose": "000003"},
        {"choose": "000024"},
        {"take_off": "0024"},
        {"show": "0000000012"},
        {"find": "5"},
    ):
        page = voter.posts("/vote/ballot", {"draft": draft_on(voter.page), **press})
        seen.add(len(voter.answer.data))
        assert len(sent_by(page, "choose") | sent_by(page, "take_off") | sent_by(page, "show")) == 1
    assert len(seen) == 1
    review = voter.posts("/vote/review", {"draft": draft_on(voter.page)})
    assert len(sent_by(review, "show")) == 1


@pytest.mark.parametrize("address", ["/vote/ballot", "/vote/review", "/vote/keep"])
def test_what_a_script_asks_and_gets_is_as_long_whatever_was_chosen(voter, address):
    draft, asked, got = draft_on(voter.page), set(), set()
    for numbers in PAIRS if effort.FULL else ((), (9,), (1, 24), (10, 11, 12, 13)):
        sent = {"draft": draft, "page": "ballot", "noted": noted(*numbers, lines=24)}
        asked.add(len(urlencode(sent)))
        voter.posts(address, sent)
        assert voter.answer.status_code == 200 and "Content-Encoding" not in voter.answer.headers
        got.add(len(voter.answer.data))
        voter.opens("/vote")
    assert (len(asked), len(got)) == (1, 1)


def test_a_refusal_on_the_ballot_is_as_long_as_the_ballot(voter):
    draft, got = draft_on(voter.page), {len(voter.answer.data)}
    for numbers in ((1, 2, 3, 4, 5), (20, 21, 22, 23, 24), tuple(LINES)):
        assert voter.posts("/vote/review", {"draft": draft, "noted": noted(*numbers, lines=24)}).status == 422
        got.add(len(voter.answer.data))
    assert len(got) == 1


def test_saved_is_said_in_one_length_and_the_cast_sends_as_much(visitor, make):
    round_ = make.voting_round(projects=24, min_choices=0, max_choices=4)
    asked, got = set(), set()
    for numbers in PAIRS if effort.FULL else ((), (7,), (1, 24), (20, 21, 22, 23)):
        at_the_ballot(visitor, make, round_)
        review = visitor.posts("/vote/review", {"draft": draft_on(visitor.page), "noted": noted(*numbers, lines=24)})
        asked.add(len(draft_on(review)))
        assert visitor.presses("Cast my vote").heading == "Your vote is saved"
        got.add(len(visitor.answer.data))
    assert (len(asked), len(got)) == (1, 1)


@pytest.mark.parametrize("name", ["choose", "less", "take_off", "show"])
def test_the_name_and_value_of_a_button_are_as_long_for_each_press_and_number(app, name):
    assert app.jinja_env.filters["press_value"] is press_value, "what the templates write"
    values = [press_value(number, name) for number in (0, 7, 24, 999)]
    assert {len(name) + len(value) for value in values} == {PRESS_LENGTH}
    assert [int(value) for value in values] == [0, 7, 24, 999]
