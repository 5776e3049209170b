"""A ballot that a browser seals opens on the server, and says what was chosen; the receipts of both are the same."""

from __future__ import annotations

import random
import shutil
from functools import partial

import pytest

from pb.codes import receipt_of
from pb.voting.rules.ballot_keys import key_of
from pb.voting.rules.sealing import EnvelopeOpener, Unreadable
from tests.support.effort import FULL
from tests.support.offline.sealing import any_ballots, sealed_on_the_device

ROUND = 7
KEY = key_of(47)


@pytest.fixture(scope="module")
def on_the_device():
    """Seals ballots ([right, choices] each) as a kiosk does."""
    if not shutil.which("node"):
        pytest.skip("tests of the scripts: Node is not installed (apt-get install nodejs npm)")
    return partial(sealed_on_the_device, KEY.public, ROUND)


def test_what_a_browser_seals_the_server_opens(on_the_device):
    ballots = any_ballots(10_000 if FULL else 200, random.Random(9180))
    opener = EnvelopeOpener(KEY.private)
    for (right, choices), (sealed, attempt, receipt) in zip(ballots, on_the_device(ballots), strict=True):
        assert len(sealed) == 1105
        assert opener.unseal(ROUND, right, sealed) == choices
        assert receipt == receipt_of(attempt)


def test_it_opens_for_its_round_and_its_right_only(on_the_device):
    ((sealed, _attempt, _receipt),) = on_the_device([("right", {3: 1})])
    opener = EnvelopeOpener(KEY.private)
    for round_id, right in ((ROUND + 1, "right"), (ROUND, "other")):
        with pytest.raises(Unreadable):
            opener.unseal(round_id, right, sealed)
