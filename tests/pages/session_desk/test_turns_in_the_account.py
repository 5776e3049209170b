"""Every ballot that was opened on a kiosk shows in the session's account: cast, closed without a vote, or still
open.
"""

from __future__ import annotations

import pytest

from pb.database import transaction
from pb.voting import actions, queries
from pb.web.access import FACILITATOR, Actor
from tests.support.document import words
from tests.support.kiosks import KioskKey


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch")


@pytest.fixture
def tablet(voting_session, facilitator):
    """A device that this session's voters use."""
    by = Actor(facilitator.id, FACILITATOR)
    return queries.kiosk_of_device(
        actions.pair(
            by, voting_session, name="Tablet 1", next_pin="2468", leave_pin="97531", public_key=KioskKey().public
        )
    )


@pytest.fixture
def colleague(visitor, facilitator):
    """The facilitator at a screen of their own."""
    return visitor.signed_in_as(facilitator)


def votes(voting_session, tablet) -> None:
    """The next voter opens a ballot and casts it."""
    key = actions.begin_turn(voting_session, tablet)
    ballot = queries.frozen_ballot(voting_session.round_id)
    with transaction() as session:
        actions.cast(session, actions.VoteToCast(ballot, key, key, {1: 1}, "kiosk", venue_id=voting_session.venue_id))


def beside(page) -> dict[str, str]:
    """What stands beside each label."""
    return dict(zip(map(words, page.all("dt")), map(words, page.all("dd")), strict=True))


def test_a_turn_that_is_walked_away_from_is_a_figure_on_the_desk_and_in_the_account(colleague, voting_session, tablet):
    here = f"/rounds/{voting_session.round_id}/session-desk/{voting_session.id}"
    for _ in range(2):
        votes(voting_session, tablet)
    actions.begin_turn(voting_session, tablet)  # and this voter walks away
    assert "closed without a vote 0" in colleague.opens(here).main

    for _ in range(3):  # the first of these closes the ballot that was left open
        votes(voting_session, tablet)
    actions.begin_turn(voting_session, tablet)
    seen = beside(colleague.opens(here))
    figures = ("ballots opened", "votes cast", "closed without a vote", "open now")
    assert [seen[label] for label in figures] == ["7", "5", "1", "1"]
    seen = beside(colleague.opens(f"{here}/ballot-paper-account"))
    figures = ("Ballots opened", "Votes cast", "Closed without a vote", "Still open")
    assert [seen[label] for label in figures] == ["7", "5", "1", "1"]

    for label in (
        "Papers received",
        "Papers issued",
        "Unused papers",
        "Spoiled papers",
        "Papers taken away",
    ):
        colleague.types(label, "0")
    colleague.types("Voters counted", "7").types("Who counted the voters?", "Nan, the host")
    seen = beside(colleague.presses("Submit the ballot paper account"))  # which closes the ballot that is still open
    assert [seen[label] for label in figures] == ["7", "5", "2", "0"]


def test_a_session_without_a_kiosk_has_no_figures_of_turns_in_its_account(colleague, voting_session):
    page = colleague.opens(f"/rounds/{voting_session.round_id}/session-desk/{voting_session.id}/ballot-paper-account")
    assert page.heading == "Ballot paper account" and "Ballots on the tablets" not in page.headings
