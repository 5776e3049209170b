"""The thief's script: pairs known voters with ballots from the files alone, by every order that the files keep.

It knows each voter's right and the order in which they voted, and it has what a thief could carry away: the dump of
the database, its raw files, its log. Each method gives voters and ballots an order (or a rank) and pairs them along it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Loot:
    """What was stolen. Orders are lists of keys as they were found, first found first."""

    #: Orders of voters: of casting (known), of rights, turnout and envelopes in dumps and raw bytes.
    voters: dict[str, list[str]] = field(default_factory=dict)
    #: Orders of ballots: in dumps, raw bytes, by transaction id, by place in the file.
    ballots: dict[str, list[str]] = field(default_factory=dict)


def order_in_bytes(data: bytes, keys: Sequence[str]) -> list[str]:
    """The keys that stand in ``data``, in order of where they first stand."""
    places = {key: data.find(key.encode()) for key in keys}
    return sorted((key for key in keys if places[key] >= 0), key=places.__getitem__)


def contents(folder: Path, *patterns: str) -> bytes:
    """All files of a folder that match, one after another by name."""
    files = sorted(file for pattern in patterns for file in folder.glob(pattern) if file.is_file())
    return b"\n".join(file.read_bytes() for file in files)


def pair(voters: Sequence[str], ballots: Sequence[str]) -> dict[str, str]:
    """The first voter with the first ballot and so on: the guess that an order allows."""
    return dict(zip(voters, ballots, strict=False))


def right_pairs(guess: dict[str, str], voted: dict[str, str], chosen: dict[str, str]) -> int:
    """How many guesses name a ballot with exactly what that voter chose."""
    return sum(chosen[ballot] == voted[voter] for voter, ballot in guess.items())


def chance(right: int, guess: dict[str, str], voted: dict[str, str], chosen: dict[str, str]) -> float:
    """p: how likely so many right pairs, or more, come from pairing the same voters and ballots blindly.

    The number of right pairs under a blind pairing has mean m = sum over contents of (voters with it × ballots with
    it) / n; for rare contents it is Poisson to good approximation, so p = P(Poisson(m) >= right).
    """
    n = len(guess)
    voters, ballots = [voted[key] for key in guess], [chosen[key] for key in guess.values()]
    mean = sum(voters.count(content) * ballots.count(content) for content in set(voters)) / n if n else 0.0
    below = sum(math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(right)) if mean else float(right > 0)
    return max(0.0, 1 - below) if mean else 1.0 - below


def correlation(one: Sequence[str], other: Sequence[str], partner: dict[str, str]) -> float:
    """Spearman's rank correlation of two orders, where ``partner`` says which of ``other`` truly belongs to each of ``one``."""
    place = {key: rank for rank, key in enumerate(other)}
    pairs = [(rank, place[partner[key]]) for rank, key in enumerate(one) if partner.get(key) in place]
    n = len(pairs)
    mean = [sum(pair[side] for pair in pairs) / n for side in (0, 1)]
    spread = [math.sqrt(sum((pair[side] - mean[side]) ** 2 for pair in pairs)) for side in (0, 1)]
    return sum((a - mean[0]) * (b - mean[1]) for a, b in pairs) / (spread[0] * spread[1])


def correlated(rho: float, n: int) -> bool:
    """Whether a correlation is beyond chance: |rho| × sqrt(n - 1) is normal, 5 is p = 0.0000006 (many orders are tried)."""
    return abs(rho) * math.sqrt(n - 1) > 5
