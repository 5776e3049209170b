"""A box that does not come back from its session is asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb import clock as program_clock
from pb.web.access import COUNTER, FACILITATOR


def test_a_box_that_has_not_come_back_a_day_after_its_session_is_overdue(visitor, make, clock):
    round_ = make.voting_round(entitlement="vouch")
    voting_session = make.session_at(round_, make.staff(FACILITATOR))
    make.papers(voting_session, 3, 1)
    visitor.signed_in_as(make.staff(COUNTER, declared_in=round_))
    desk = f"/rounds/{round_.id}/paper-desk"
    clock.set(voting_session.ends_at + timedelta(hours=24))
    page = visitor.opens(desk)
    assert "Overdue" not in page.main and "Ask the team to return the session box" not in page.main
    clock.forward(seconds=1)
    page = visitor.opens(desk)
    assert (
        "Overdue" in page.main
        and "Ask the team to return the session box" in page.main
        and "session boxes overdue 1" in page.main
    )


@pytest.mark.parametrize(
    ("later", "state"), [(-1, "Not held yet"), (1, "No papers yet"), (4, "No papers used"), (48, "No papers used")]
)
def test_of_a_session_that_never_had_papers_no_box_is_missed(visitor, make, clock, later, state):
    """People vote on tablets there: its account is waited for, and no box."""
    round_ = make.voting_round(entitlement="vouch")
    voting_session = make.session_at(round_, make.staff(FACILITATOR))
    make.kiosk(voting_session)
    visitor.signed_in_as(make.staff(COUNTER, declared_in=round_))
    clock.set(voting_session.starts_at + timedelta(hours=later))
    page = visitor.opens(f"/rounds/{round_.id}/paper-desk")
    assert state in page.main and "session boxes overdue 0" in page.main
    assert "has not come back" not in page.main and "Ask the team to return" not in page.main
    assert ("Submit the ballot paper account" in page.main) == (voting_session.ends_at <= program_clock.now())
