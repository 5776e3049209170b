"""A letter that nobody gets is not offered."""

from __future__ import annotations

import pytest

from pb.programme.actions.letters import make_letters
from pb.programme.rules.letters import KINDS
from pb.refusals import Refusal
from pb.roles import COORDINATOR
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
