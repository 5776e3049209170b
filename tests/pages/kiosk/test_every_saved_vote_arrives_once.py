"""A tablet says "saved", and whatever happens to the line, the browser and the server, the vote is in the box once."""

from __future__ import annotations

from tests.support import effort
from tests.support.offline import proof


def test_every_saved_vote_is_in_the_box_exactly_once(chromium):
    plan = proof.FULL if effort.FULL else proof.SHORT
    outcome = proof.prove(plan, chromium)
    effort.did(outcome.saved)
    assert outcome.is_well, outcome
    assert outcome.saved >= plan.votes
    assert outcome.cuts["an answer lost"] and outcome.cuts["half a request"], "the line was too good"
    print(outcome)
