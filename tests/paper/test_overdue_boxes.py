"""A box that does not come back from its session is asked for."""

from __future__ import annotations

from datetime import timedelta

from pb.web.access import COUNTER, FACILITATOR


def test_a_box_that_has_not_come_back_a_day_after_its_session_is_overdue(visitor, make, clock):
    round_ = make.voting_round(entitlement="vouch")
    voting_session = make.session_at(round_, make.staff(FACILITATOR))
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
