"""A ballot that a browser seals opens on the server, and says what was chosen; the codes of both are the same."""

from __future__ import annotations

import random
import shutil
from functools import partial

import pytest

from pb.codes import code_of_digest
from pb.voting.rules.ballot_keys import key_of
from pb.voting.rules.envelope_digest import envelope_digest
from pb.voting.rules.sealing import EnvelopeOpener, Unreadable
from pb.voting.rules.tablet_checks import sealed_with
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
    for (right, choices), made in zip(ballots, on_the_device(ballots), strict=True):
        assert len(made.sealed) == 1105
        assert opener.unseal(ROUND, right, made.sealed) == choices
        assert made.digest == envelope_digest(ROUND, right, made.sealed)
        assert made.code == code_of_digest(made.digest) and len(made.code) == 16


def test_a_key_that_a_browser_gives_up_seals_the_same_once_more(on_the_device):
    ballots = any_ballots(20, random.Random(2006))
    for (right, choices), made in zip(ballots, on_the_device(ballots), strict=True):
        assert sealed_with(made.ephemeral, KEY.public, ROUND, right, choices) == made.sealed


def test_it_opens_for_its_round_and_its_right_only(on_the_device):
    (made,) = on_the_device([("right", {3: 1})])
    opener = EnvelopeOpener(KEY.private)
    for round_id, right in ((ROUND + 1, "right"), (ROUND, "other")):
        with pytest.raises(Unreadable):
            opener.unseal(round_id, right, made.sealed)
