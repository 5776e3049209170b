"""A voter at home: code, declaration, choices, review, cast, receipt."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.codes import older_receipt_of, receipt_of
from pb.voting import queries
from pb.voting.rules.spent_rights import WHY_RIGHT_IS_SPENT
from tests.support.voters import at_the_ballot, choice_of, chooses, chosen, chosen_on, draft_on, noted


@pytest.fixture
def round_(make):
    return make.voting_round(min_choices=1, max_choices=3)


def test_a_voter_chooses_looks_changes_and_casts(visitor, make, round_):
    at_the_ballot(visitor, make, round_)
    page = chooses(visitor, 2, 3, 5)
    assert "You have chosen 3 of 3." in page.text
    assert "You cannot change your vote after casting it." in page.text
    visitor.presses("Change my choices")
    visitor.presses(chosen(5))
    page = chooses(visitor, 1)
    assert "Project number 1" in page.text and "Project number 5" not in page.text
    page = visitor.presses("Cast my vote")
    assert page.title.startswith("Your vote is saved")
    assert queries.envelopes_in(round_.id) == 1
    assert queries.turnout(round_.id) == [(None, "online", False, 1)]


def test_the_receipt_has_sixteen_symbols_and_twelve_at_a_second_press_for_a_vote_of_an_older_version(
    visitor, make, round_, monkeypatch
):
    def receipt_on(page) -> str:
        (shown,) = [each for each in page.all("span") if each.get("class") == "code__value"]
        return "".join("".join(shown.itertext()).split())

    for symbols, made_by in ((16, receipt_of), (12, older_receipt_of)):
        monkeypatch.setattr("pb.voting.actions.votes.receipt_of", made_by)
        at_the_ballot(visitor, make, round_)
        page = chooses(visitor, 1)
        draft = draft_on(page)
        first = receipt_on(visitor.presses("Cast my vote"))
        monkeypatch.undo()
        assert len(first) == symbols
        assert receipt_on(visitor.posts("/vote/cast", {"draft": draft})) == first, "it was pressed twice"


def test_one_choice_too_many_opens_my_choices_and_takes_none_off(visitor, make, round_):
    at_the_ballot(visitor, make, round_)
    for number in (1, 2, 3):
        page = visitor.presses(choice_of(number))
        assert page.status == 200 and f"{number} of 3" in page.text
    page = visitor.presses(choice_of(4))
    assert page.status == 200 and chosen_on(page) == ["1", "2", "3"]
    assert "You can choose up to 3 projects. To choose a different one, take one off first." in page.text
    (mine,) = [each for each in page.all("details") if "my-choices" in each.get("class", "")]
    assert "open" in mine.attrib
    page = visitor.presses("Take off: Number 2, Project number 2")
    assert page.status == 200 and chosen_on(page) == ["1", "3"]
    assert visitor.presses("Check my choices").heading == "Check your choices"


def test_a_page_that_notes_too_many_is_refused_and_all_of_them_stay(visitor, make, round_):
    at_the_ballot(visitor, make, round_)
    page = visitor.posts("/vote/review", {"draft": draft_on(visitor.page), "noted": noted(1, 2, 3, 4)})
    assert page.status == 422 and "You have chosen 4 projects. Take 1 off." in page.text
    assert chosen_on(page) == ["1", "2", "3", "4"]


def test_too_few_choices_are_said_with_how_many_are_missing(visitor, make):
    round_ = make.voting_round(min_choices=2, max_choices=3)
    at_the_ballot(visitor, make, round_)
    page = chooses(visitor, 1)
    assert page.status == 422 and "Choose at least 2 projects." in page.text


def test_a_used_code_is_told_without_accusing(visitor, new_visitor, make, round_):
    card = at_the_ballot(visitor, make, round_)
    chooses(visitor, 1)
    visitor.presses("Cast my vote")
    again = new_visitor()
    again.opens("/vote")
    page = again.types("Your voting code", card.code).presses("Continue")
    assert page.status == 409
    assert "A vote has already been cast with this code." in page.text and "ask any of our staff" in page.text
    assert page.heading == "Enter your voting code" and f'value="{card.code}"' in page.html, (
        "what was typed stays in its field"
    )
    assert page.errors == [" ".join(map(str, WHY_RIGHT_IS_SPENT["cast"]))]
    field = next(box for box in page.all("input") if box.get("name") == "code")
    assert field.get("aria-invalid") == "true" and queries.envelopes_in(round_.id) == 1


def test_a_code_typed_after_the_close_is_told_so_and_nothing_is_kept(visitor, make, round_, clock):
    card, close = make.cards(round_)[0], round_.voting_closes_at
    clock.set(close)
    visitor.opens("/vote")
    page = visitor.types("Your voting code", card.code).presses("Continue")
    assert page.status == 409 and "Voting in this round has closed. The results will be on this site." in page.text
    assert 'name="draft"' not in page.html and queries.envelopes_in(round_.id) == 0 and queries.turnout(round_.id) == []
    assert queries.right_of_code(card.code).status is None
    clock.set(close - timedelta(seconds=1))
    visitor.opens("/vote")
    assert visitor.types("Your voting code", card.code).presses("Continue").heading == "Before you vote"


def test_an_unknown_code_is_kept_in_the_field_and_says_what_to_do(visitor, make, round_):
    visitor.opens("/vote")
    page = visitor.types("Your voting code", "22222-2222A").presses("Continue")
    assert page.status == 422
    assert "This voting code is not right" in page.text and 'value="22222-2222A"' in page.html


def test_casting_the_same_page_twice_is_one_vote_with_one_receipt(visitor, make, round_):
    at_the_ballot(visitor, make, round_)
    chooses(visitor, 1)
    draft = next(box.get("value") for box in visitor.page.all("input") if box.get("name") == "draft")
    first = visitor.presses("Cast my vote")
    second = visitor.posts("/vote/cast", {"draft": draft})
    assert queries.envelopes_in(round_.id) == 1
    assert first.text == second.text


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("/vote/review", lambda number: {"noted": noted(number)}),
        ("/vote/ballot", lambda number: {"noted": noted(number)}),
        ("/vote/ballot", lambda number: {"choose": number}),
        ("/vote/settings", lambda number: {"noted": noted(number), "page": "review", "text_size": "l"}),
    ],
)
def test_saved_is_said_only_of_the_choices_that_are_in_the_box(visitor, make, round_, page, sent):
    """Two pages of one ballot: a helper casts their own choices and leaves the voter's page to be pressed."""
    at_the_ballot(visitor, make, round_)
    opened = draft_on(visitor.page)
    reviews = [draft_on(visitor.posts(page, {"draft": opened, **sent(number)})) for number in (1, 2)]
    first = visitor.posts("/vote/cast", {"draft": reviews[0]})
    other = visitor.posts("/vote/cast", {"draft": reviews[1]})
    assert (
        first.heading == "Your vote is saved" and first.text == visitor.posts("/vote/cast", {"draft": reviews[0]}).text
    )
    assert other.status == 409 and "A vote has already been cast with this code." in other.text
    assert "is saved" not in other.text and queries.envelopes_in(round_.id) == 1


def test_a_ballot_opened_in_time_may_be_cast_within_the_grace_and_not_after(visitor, make, round_, clock):
    close = round_.voting_closes_at
    clock.set(close - timedelta(minutes=5))
    at_the_ballot(visitor, make, round_)
    chooses(visitor, 1)
    draft = next(box.get("value") for box in visitor.page.all("input") if box.get("name") == "draft")
    clock.set(close + timedelta(minutes=round_.grace_minutes, seconds=1))
    page = visitor.posts("/vote/cast", {"draft": draft})
    assert page.status == 409 and "has closed" in page.text and queries.envelopes_in(round_.id) == 0
    clock.set(close + timedelta(minutes=round_.grace_minutes - 1))
    page = visitor.posts("/vote/cast", {"draft": draft})
    assert page.title.startswith("Your vote is saved")


def test_before_voting_opens_the_page_says_when(visitor, make, clock):
    round_ = make.voting_round()
    card = make.cards(round_)[0]
    clock.set(round_.voting_opens_at - timedelta(days=1))
    visitor.opens("/vote")
    page = visitor.types("Your voting code", card.code).presses("Continue")
    assert page.status == 409 and "It opens on" in page.text


def test_a_half_made_ballot_of_another_program_is_refused(visitor, make, round_):
    visitor.opens("/vote")
    page = visitor.posts("/vote/cast", {"draft": "not from here"})
    assert page.status == 400 and "Nothing was cast just now." in page.text
    assert queries.envelopes_in(round_.id) == 0 and queries.turnout(round_.id) == []


def test_a_card_that_was_made_before_the_freeze_says_that_voting_has_not_started(visitor, make):
    card = make.cards(make.applying_round())[0]
    visitor.opens("/vote")
    page = visitor.types("Your voting code", card.code).presses("Continue")
    assert page.status == 409 and "has not started yet" in page.main and "too old" not in page.main


def test_who_goes_back_to_the_declaration_keeps_what_was_chosen(visitor, make, round_):
    """The script brings along what the ballot's page has noted (static/js/ballot/in-place.mjs)."""
    at_the_ballot(visitor, make, round_)
    sent = {"draft": draft_on(visitor.page), "noted": noted(2, 4)}
    page = visitor.posts("/vote/declaration", {**sent, "declared": "y"})
    assert page.heading == "Choose projects" and chosen_on(page) == ["2", "4"]
    page = visitor.posts("/vote/declaration", sent)
    assert page.status == 422 and page.heading == "Before you vote"
