"""What most tests of kiosks begin with."""

from __future__ import annotations

import pytest


@pytest.fixture
def round_(make):
    """The facilitator vouches for voters, who choose one to three projects."""
    return make.voting_round(entitlement="vouch", min_choices=1, max_choices=3)
