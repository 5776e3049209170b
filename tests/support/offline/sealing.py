"""Ballots sealed by the script of a tablet (``static/js/sealing``), on Node."""

from __future__ import annotations

import json
import random
import subprocess
from base64 import b64decode, urlsafe_b64decode
from dataclasses import dataclass

from pb.voting.rules.sealing import Choices
from tests.support.sources import TOP

#: Reads {round, public key, ballots} and writes for each what ``SealedOnTheDevice`` says.
_SEALS = """
import { readFileSync } from 'node:fs';
import { webcrypto as crypto } from 'node:crypto';
import { codeOf, digestOf, sealBallot } from './static/js/sealing/envelope.mjs';
import { newPair, privateHalf } from './static/js/sealing/hpke.mjs';

const { round, key, ballots } = JSON.parse(readFileSync(0, 'utf8'));
const made = [];
for (const [right, choices] of ballots) {
  const pair = await newPair(crypto);
  const sealed = await sealBallot(crypto, key, round, right, choices, pair);
  const digest = await digestOf(crypto, round, right, sealed);
  made.push({
    sealed: Buffer.from(sealed).toString('base64'), ephemeral: await privateHalf(crypto, pair), digest, code: codeOf(digest),
  });
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


@dataclass(frozen=True)
class SealedOnTheDevice:
    """A sealed ballot, the key that was drawn for it, the digest of its envelope and its code."""

    sealed: bytes
    ephemeral: int
    digest: str
    code: str


def sealed_on_the_device(public_key: str, round_id: int, ballots: list[tuple[str, Choices]]) -> list[SealedOnTheDevice]:
    """Each (right, choices), sealed."""
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", _SEALS],
        input=json.dumps({"round": round_id, "key": public_key, "ballots": ballots}),
        cwd=TOP,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return [_read(**each) for each in json.loads(ran.stdout)]


def _read(sealed: str, ephemeral: str, **more: str) -> SealedOnTheDevice:
    number = int.from_bytes(urlsafe_b64decode(f"{ephemeral}="), "big")
    return SealedOnTheDevice(sealed=b64decode(sealed), ephemeral=number, **more)
