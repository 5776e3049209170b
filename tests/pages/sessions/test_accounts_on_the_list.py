"""The list of sessions says which ballot paper account is missing, and leads to it."""

from __future__ import annotations

import pytest

from pb.web.access import Role


@pytest.fixture
def two_sessions(make, clock):
    """Papers were issued at both, and both are over; one has its account."""
    round_ = make.voting_round(entitlement="vouch")
    who = make.account(Role.FACILITATOR)
    one = make.session_at(round_, who, venue="Library")
    two = make.session_at(round_, who, venue="Thistle Club")
    make.papers(one, 3, 3)
    make.papers(two, 3, 3)
    make.bundle(one, in_box=3, one=make.staff(Role.COUNTER), two=make.staff(Role.COUNTER))
    clock.forward(hours=3)
    return round_, two, who


def test_which_account_is_missing_is_said_and_linked(two_sessions, visitor, make):
    round_, two, who = two_sessions
    page = visitor.signed_in_as(who).opens(f"/rounds/{round_.id}/sessions?show=account")
    listed = " ".join(" ".join(each.itertext()) for each in page.all("table"))
    assert "Thistle Club" in listed and "Library" not in listed and listed.count("Account missing") == 1
    page = visitor.follows("Ballot paper account")
    assert page.address == f"/rounds/{round_.id}/session-desk/{two.id}/ballot-paper-account"
    page = visitor.signed_in_as(make.account()).opens(f"/rounds/{round_.id}/sessions")
    listed = " ".join(" ".join(each.itertext()) for each in page.all("table"))
    assert "Thistle Club" in listed and "Library" in listed and listed.count("Account missing") == 1
