"""When a round is over, the pages of staff offer nothing that nobody can do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.rounds import actions as rounds
from pb.web.access import COORDINATOR, COUNTER, STEERING

OFFERS = (
    "Plan a session", "Add from a file", "Make cards to print", "Write this down", "Print ballot papers",
    "Check in reply envelopes", "View or correct the text", "Two people can still correct a typing error.",
)  # fmt: skip
PAGES = ("sessions", "cards", "cards/stacks", "paper-desk", "ballot-texts", "freeze", "after-close", "manage")


def offered(visitor, round_) -> set[str]:
    """What of these a page offers, as a link or a button."""
    found = set()
    for each in PAGES:
        page = visitor.opens(f"/rounds/{round_.id}/{each}")
        found |= {offer for offer in OFFERS if offer in {*page.links, *page.buttons}}
    return found


@pytest.fixture
def desk(make, visitor):
    """Somebody who may open all of them, with no interest in a round."""
    return lambda round_: visitor.signed_in_as(make.staff(COORDINATOR, COUNTER, declared_in=round_))


def test_before_the_first_vote_all_of_it_is_offered(make, desk):
    round_ = make.voting_round()
    assert offered(desk(round_), round_) == {*OFFERS} - {"View or correct the text"}, "its texts were never written"


def test_once_the_box_is_open_nothing_of_it_is(make, desk, clock):
    round_ = make.opened_box(make.voting_round(), (1,), (2,))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    assert offered(desk(round_), round_) <= {"Write this down"}, "cards that were sent out may still come back"


def test_of_an_abandoned_round_nothing_is(make, desk):
    round_ = make.voting_round()
    decision = rounds.propose_abandoning(make.actor(COORDINATOR), round_, "The money was withdrawn.")
    rounds.agree_to_abandon(make.actor(STEERING), decision)
    assert offered(desk(round_), round_) == set()
