"""A round with a paper desk, three counters at their screens, and a bundle of three papers."""

from __future__ import annotations

import pytest

from pb.web.access import COUNTER


@pytest.fixture
def round_(make):
    return make.voting_round(projects=12, entitlement="vouch", min_choices=1, max_choices=3)


@pytest.fixture
def counters(make, round_):
    return [make.staff(COUNTER, declared_in=round_) for _ in range(3)]


@pytest.fixture
def desks(new_visitor, counters):
    """Three counters, each at a screen of their own."""
    return [new_visitor().signed_in_as(account) for account in counters]


@pytest.fixture
def typing_desks(make, voting_session, counters, desks):
    """The same with a bundle of three papers: (desks, bundle, serials)."""
    serials = make.papers(voting_session, printed=5, issued=3)[:3]
    bundle = make.bundle(voting_session, in_box=3, one=counters[0], two=counters[1])
    return desks, bundle, serials
