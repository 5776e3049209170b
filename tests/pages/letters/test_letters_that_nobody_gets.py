"""A letter that nobody gets is not offered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.programme.actions.letters import make_letters
from pb.programme.queries.letters import receivers
from pb.programme.rules.letters import KINDS
from pb.refusals import Refusal
from pb.roles import COORDINATOR, FACILITATOR
from tests.support.makers.projects import actor_of


@pytest.fixture
def desk(visitor, make):
    return visitor.signed_in_as(make.account(COORDINATOR))


def test_a_letter_that_nobody_gets_is_not_offered(desk, make):
    round_ = make.applying_round()
    page = desk.opens(f"/rounds/{round_.id}/letters")
    assert "Nobody gets a letter now" in page.main and "Make these letters" not in page.buttons
    with pytest.raises(Refusal, match="There is nobody to write to yet"):
        make_letters(actor_of(make.account(COORDINATOR)), round_.id, "vote_dates", 0)
    make.eligible(round_)
    page = desk.opens(f"/rounds/{round_.id}/letters")
    assert str(KINDS["decisions"]) in page.main and str(KINDS["vote_dates"]) not in page.main


def test_sessions_that_are_over_are_not_promised_and_after_the_vote_there_are_no_dates(make, clock):
    round_ = make.voting_round(projects=1)
    past = make.session_at(round_, make.account(FACILITATOR), venue="Thistle Club")
    clock.set(past.ends_at + timedelta(hours=1))
    make.session_at(round_, make.account(FACILITATOR), venue="Larch Library")
    assert [each.name for each in receivers(round_, "venues")] == ["Larch Library"]
    clock.set(round_.post_closes_at + timedelta(hours=1))
    assert receivers(round_, "venues") == receivers(round_, "vote_dates") == []
