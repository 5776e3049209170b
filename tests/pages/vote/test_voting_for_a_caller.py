"""Staff vote for somebody on the phone, on the voter's own screens; the vote counts as cast with help. No line of the record
says when."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from pb.codes import shown
from pb.database import db
from pb.record.models import RecordLine
from pb.roles import FACILITATOR
from pb.voting import queries
from tests.support.voters import chooses


@pytest.fixture
def round_(make):
    return make.voting_round(min_choices=1, max_choices=3)


@pytest.fixture
def helper(visitor, make):
    return visitor.signed_in_as(make.staff(FACILITATOR))


def test_a_caller_votes_with_help_and_nobody_reads_whom_it_was(helper, make, round_):
    card = make.cards(round_)[0]
    lines = db.session.scalar(select(func.count()).where(RecordLine.round_id == round_.id))
    helper.opens("/vote")
    helper.follows("Vote for somebody on the phone")
    helper.types("Your voting code", shown(card.code)).presses("Continue")
    helper.ticks("Yes, this is true for me").presses("Show me the ballot")
    chooses(helper, 2)
    assert helper.presses("Cast my vote").heading == "Your vote is saved"
    assert queries.turnout(round_.id) == [(None, "online", True, 1)]
    assert db.session.scalar(select(func.count()).where(RecordLine.round_id == round_.id)) == lines


def test_the_page_stays_the_helpers_with_another_size_and_a_wrong_code(helper, make, round_):
    helper.opens("/vote/for-a-caller")
    for button in ("Large text", "Continue"):
        page = helper.types("Your voting code", "ABCDE").presses(button)
        assert page.heading == "Vote for somebody on the phone", button


def test_a_voter_at_home_is_not_offered_it(visitor, round_):
    assert "on the phone" not in visitor.opens("/vote").main
