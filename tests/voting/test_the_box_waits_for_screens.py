"""The box is opened when no vote can come any longer: also not in the minutes that voters at screens were promised."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as time
from pb.programme.queries.facts import status_facts_of
from pb.programme.rules.round_status import RoundState, next_act
from pb.refusals import Refusal
from pb.results.queries.checklist import checklist
from pb.voting import actions, queries
from pb.web.access import Actor, Role

COMMAND = Actor(None, Role.COMMAND)


def test_the_box_stays_shut_while_a_voter_may_finish_at_a_screen(make, clock):
    """Where the last post is due with the close of screens, the box could be opened in the grace that voters were promised."""
    closes = time.now() + timedelta(days=5)
    round_ = make.voting_round(voting_closes_at=closes, post_closes_at=closes)
    make.cast(round_, (1,))
    clock.set(closes + timedelta(minutes=14))
    with pytest.raises(Refusal, match="can still finish") as refused:
        actions.decrypt_ballot_box(COMMAND, make.fresh(round_))
    assert "Open the ballot box after" in str(refused.value.next_step)
    assert next(step for step in checklist(make.fresh(round_)) if step.key == "post").state == "next"
    assert next_act(status_facts_of(make.fresh(round_))).state == RoundState.SCREENS_FINISHING
    clock.set(closes + timedelta(minutes=15))
    actions.decrypt_ballot_box(COMMAND, make.fresh(round_))
    assert queries.box_opening_of(round_.id)
