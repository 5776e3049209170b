"""A ballot that a browser seals opens on the server, and says what was chosen; the receipts of both are the same."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from base64 import b64decode

import pytest

from pb.codes import receipt_of
from pb.voting.rules.keys import key_of
from pb.voting.rules.sealing import Choices, EnvelopeOpener, Unreadable
from tests.support.effort import FULL
from tests.support.sources import TOP

ROUND = 7
KEY = key_of(47)

#: Reads {round, public key, ballots} and writes a sealed ballot, its attempt and its receipt for each.
SEALS = """
import { readFileSync } from 'node:fs';
import { webcrypto as crypto } from 'node:crypto';
import { newAttempt, receiptOf, sealBallot } from './static/js/sealing/ballot.mjs';

const { round, key, ballots } = JSON.parse(readFileSync(0, 'utf8'));
const made = [];
for (const [right, choices] of ballots) {
  const attempt = newAttempt(crypto);
  const sealed = Buffer.from(await sealBallot(crypto, key, round, right, choices)).toString('base64');
  made.push([sealed, attempt, await receiptOf(crypto, attempt)]);
}
process.stdout.write(JSON.stringify(made));
"""


@pytest.fixture(scope="module")
def on_the_device():
    """Seals ballots ([right, choices] each) as a kiosk does."""
    node = shutil.which("node")
    if not node:
        pytest.skip("tests of the scripts: Node is not installed (apt-get install nodejs npm)")

    def seal_all(ballots: list[tuple[str, Choices]]) -> list[tuple[bytes, str, str]]:
        ran = subprocess.run(
            [node, "--input-type=module", "-e", SEALS],
            input=json.dumps({"round": ROUND, "key": KEY.public, "ballots": ballots}),
            cwd=TOP,
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        )
        return [(b64decode(sealed), attempt, receipt) for sealed, attempt, receipt in json.loads(ran.stdout)]

    return seal_all


def any_ballots(how_many: int, chance: random.Random) -> list[tuple[str, Choices]]:
    """Ticks, points, places and scores, in the order in which they were pressed; blank ones too."""
    ballots = []
    for _ in range(how_many):
        numbers = chance.sample(range(1, 301), chance.choice((0, 1, 3, 5, 24, 60)))
        most = chance.choice((1, 5, 10, 100))
        ballots.append((f"{chance.getrandbits(128):032x}", {number: chance.randint(1, most) for number in numbers}))
    return ballots


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
