"""Ballots sealed by the script of a tablet (``static/js/sealing``), on Node."""

from __future__ import annotations

import json
import random
import subprocess
from base64 import b64decode

from pb.voting.rules.sealing import Choices
from tests.support.sources import TOP

#: Reads {round, public key, ballots} and writes a sealed ballot, its attempt and its receipt for each.
_SEALS = """
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


def any_ballots(how_many: int, chance: random.Random) -> list[tuple[str, Choices]]:
    """Ticks, points, places and scores, in the order in which they were pressed; blank ones too."""
    ballots = []
    for _ in range(how_many):
        numbers = chance.sample(range(1, 301), chance.choice((0, 1, 3, 5, 24, 60)))
        most = chance.choice((1, 5, 10, 100))
        ballots.append((f"{chance.getrandbits(128):032x}", {number: chance.randint(1, most) for number in numbers}))
    return ballots


def sealed_on_the_device(
    public_key: str, round_id: int, ballots: list[tuple[str, Choices]]
) -> list[tuple[bytes, str, str]]:
    """The sealed ballot, the attempt and the receipt of each (right, choices)."""
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", _SEALS],
        input=json.dumps({"round": round_id, "key": public_key, "ballots": ballots}),
        cwd=TOP,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return [(b64decode(sealed), attempt, receipt) for sealed, attempt, receipt in json.loads(ran.stdout)]
