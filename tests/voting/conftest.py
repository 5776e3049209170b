"""What tests of kiosks have in common: a round in which facilitators vouch, a session of it, and its tablet."""

from __future__ import annotations

import pytest

from pb.rounds.models import Round
from pb.venues.models import VotingSession
from pb.web.access import FACILITATOR
from tests.support.tablets import Tablet


@pytest.fixture
def round_(make) -> Round:
    return make.voting_round(entitlement="vouch", min_choices=1, max_choices=3)


@pytest.fixture
def voting_session(make, round_) -> VotingSession:
    return make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))


@pytest.fixture
def tablet(make, voting_session) -> Tablet:
    """One that seals votes itself, with a stock of twelve openings."""
    found = Tablet(make.kiosk(voting_session))
    found.makes_contact(wanted=12)
    return found
