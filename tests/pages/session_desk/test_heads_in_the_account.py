"""Who counted the voters is typed with the account of a session; nothing that was typed is lost by a mistake."""

from __future__ import annotations

import pytest

from pb.paper import queries
from pb.voting.actions import begin_turn
from tests.support.voters import desk


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch")


@pytest.fixture
def at_the_account(visitor, make, facilitator, voting_session):
    """One voter was at a tablet; there were no papers, so their numbers stand there as 0."""
    begin_turn(voting_session, make.kiosk(voting_session))
    visitor.signed_in_as(facilitator).opens(desk(voting_session))
    assert visitor.follows("End the session and account for the papers").html.count('value="0"') >= 5
    return visitor


def submits(visitor, heads: str, counted_by: str):
    visitor.types("Voters counted", heads).types("Who counted the voters?", counted_by)
    return visitor.presses("Submit the ballot paper account")


@pytest.mark.parametrize(
    ("heads", "counted_by", "said"),
    [
        ("1", "", "Enter the name of the person who counted the voters."),
        ("", "Nan, the host", "Enter how many voters were counted. If nobody voted, enter 0."),
        ("a few", "Nan, the host", "Enter how many voters were counted. If nobody voted, enter 0."),
        ("", "", "Count again. If you get the same numbers, explain why they do not add up."),
        ("3", "Nan, the host", "Voters counted: 3. Ballots opened on tablets: 1. Papers issued to voters: 0."),
    ],
)
def test_what_is_missing_or_does_not_fit_is_said_and_what_was_typed_stays(
    at_the_account, voting_session, heads, counted_by, said
):
    page = submits(at_the_account, heads, counted_by)
    assert page.status == 422 and said in page.text
    assert all(f'value="{typed}"' in page.html for typed in (heads, counted_by) if typed)
    assert queries.ballot_paper_account_of(voting_session.id) is None


def test_the_error_names_the_number_that_does_not_fit(at_the_account):
    (said,) = submits(at_the_account, "3", "Nan, the host").errors
    assert said.startswith("Voters counted: 3. Ballots opened on tablets: 1.") and "Count again." in said


def test_who_set_up_the_tablet_cannot_have_counted(at_the_account, facilitator):
    page = submits(at_the_account, "1", facilitator.name.upper())
    assert page.status == 422 and "Someone else must count the voters, for example the host." in page.text


def test_once_it_is_made_the_desk_says_so_and_offers_no_kiosk(at_the_account, voting_session):
    page = submits(at_the_account, "1", "Nan, the host")
    assert "every paper is accounted for" in page.text and "1, by Nan, the host" in page.main
    page = at_the_account.opens(desk(voting_session))
    assert "no more ballots can be opened here" in page.main and "Use this device as a kiosk" not in page.main


def test_the_sheet_has_a_place_to_count_voters_and_to_sign(at_the_account, voting_session):
    at_the_account.opens(desk(voting_session))
    page = at_the_account.follows("Print the session sheet")
    assert page.heading == "Session sheet: Leith Library"
    for line in ("makes one mark for each person who votes", "Counted by (name)", "Signature", "Papers received"):
        assert line in page.text
