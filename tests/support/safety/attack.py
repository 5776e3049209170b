"""The thief's script: pairs known voters with ballots from the files alone, by every order that the files keep.

It knows each voter's right, the serial of each paper, when they voted, and where. A ballot says neither place nor
channel, so all of a round are one pool. (Kinds are for tests of the script: ballots that say more are guessed among
those of the same kind.) Every order of voters is laid beside every order of ballots; three
things are asked of each pair of orders, and how likely mere chance would answer so.
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

#: Some thousand questions are asked in one run; one is answered wrongly by chance less than once in a thousand runs.
SELDOM = 1e-7
#: Fewer voters of one kind than this say nothing about ranks and neighbours.
FEW = 8
Kind = tuple[int | None, str]
#: Of a ballot that says neither place nor channel.
ONE_POOL: Kind = (None, "")


@dataclass
class Known:
    """The truth, which only the judge knows, and what the thief knows of each voter.

    ``voted``: what was chosen by each voter (a right, or the serial of a paper; nobody chose what another did).
    ``chosen``: what each ballot says. ``voters``, ``ballots``: their kind (venue, medium). ``hours``: the part of the
    vote in which a right was spent, which is the difference between two backups.
    """

    voted: dict[str, str]
    chosen: dict[str, str]
    voters: dict[str, Kind]
    ballots: dict[str, Kind]
    hours: dict[str, int] = field(default_factory=dict)

    @cached_property
    def ballot_of(self) -> dict[str, str]:
        """The true ballot of each voter."""
        by_content = {content: key for key, content in self.chosen.items()}
        return {voter: by_content[content] for voter, content in self.voted.items()}

    @cached_property
    def hour_of(self) -> dict[str, int]:
        """The part of the vote to which each ballot truly belongs."""
        return {self.ballot_of[voter]: hour for voter, hour in self.hours.items()}

    @cached_property
    def alike(self) -> dict[Kind, tuple[int, float, float]]:
        """For each kind: its ballots, and the mean and spread of neighbours of the same hour when they lie by
        chance.
        """
        found, dice = {}, random.Random(11)
        for kind in set(self.ballots.values()):
            hours = [self.hour_of.get(key, -1) for key, where in self.ballots.items() if where == kind]
            counts = []
            for _ in range(300):
                dice.shuffle(hours)
                counts.append(_same_neighbours(hours))
            mean = sum(counts) / len(counts)
            found[kind] = len(hours), mean, math.sqrt(sum((n - mean) ** 2 for n in counts) / len(counts))
        return found


@dataclass
class Loot:
    """What was stolen: orders of voters and orders of ballots, each a list of keys as they were found."""

    voters: dict[str, list[str]] = field(default_factory=dict)
    ballots: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """Something that chance does not do: which orders, what was seen."""

    voters_by: str
    ballots_by: str
    seen: str


def links(known: Known, loot: Loot) -> list[Link]:
    """Everything in the loot that pairs voters with ballots better than chance."""
    return [Link(*names, seen) for *names, seen, p in answers(known, loot) if p < SELDOM]


def answers(known: Known, loot: Loot) -> Iterator[tuple[str, str, str, float]]:
    """(voters by, ballots by, what was seen, p: how likely chance would do that or more) for every question."""
    for ballots_by, ballots in loot.ballots.items():
        beside = _by_kind(ballots, known.ballots)
        yield "hour of the vote", ballots_by, *_neighbours(known, beside)
        for voters_by, voters in loot.voters.items():
            of_voters = _by_kind(voters, known.voters)
            yield voters_by, ballots_by, *_right_pairs(known, of_voters, beside)
            yield (
                voters_by,
                ballots_by,
                *_right_pairs(known, of_voters, {kind: keys[::-1] for kind, keys in beside.items()}),
            )
            yield voters_by, ballots_by, *_ranks(known, of_voters, beside)


def _by_kind(keys: Sequence[str], kinds: dict[str, Kind]) -> dict[Kind, list[str]]:
    found: dict[Kind, list[str]] = defaultdict(list)
    for key in keys:
        found[kinds[key]].append(key)
    return found


def _right_pairs(known: Known, voters: dict[Kind, list[str]], ballots: dict[Kind, list[str]]) -> tuple[str, float]:
    """The first voter with the first ballot of the kind and so on. Blindly, each of k guesses among n ballots is right
    with 1 / n; the number of right ones is Poisson to good approximation."""
    right, mean, tried, of_kind = 0, 0.0, 0, Counter(known.ballots.values())
    for kind, some in voters.items():
        guess = list(zip(some, ballots.get(kind, []), strict=False))
        right += sum(known.ballot_of[voter] == ballot for voter, ballot in guess)
        mean, tried = mean + len(guess) / of_kind[kind], tried + len(guess)
    below = sum(math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(right)) if mean else 0.0
    return f"{right} of {tried} are right, by chance {mean:.1f}", max(0.0, 1 - below)


def _ranks(known: Known, voters: dict[Kind, list[str]], ballots: dict[Kind, list[str]]) -> tuple[str, float]:
    """Spearman's rank correlation within each kind; each times sqrt(n - 1) is a normal variable."""
    scores = []
    for kind, some in voters.items():
        place = {key: rank for rank, key in enumerate(ballots.get(kind, []))}
        pairs = [
            (rank, place[known.ballot_of[voter]]) for rank, voter in enumerate(some) if known.ballot_of[voter] in place
        ]
        if len(pairs) >= FEW:
            scores.append(_spearman(pairs) * math.sqrt(len(pairs) - 1))
    z = sum(scores) / math.sqrt(len(scores)) if scores else 0.0
    return f"their ranks go together (z = {z:.1f})", _two_sided(z)


def _spearman(pairs: list[tuple[int, int]]) -> float:
    ranks = [{value: rank for rank, value in enumerate(sorted(pair[side] for pair in pairs))} for side in (0, 1)]
    n = len(pairs)
    apart = sum((ranks[0][a] - ranks[1][b]) ** 2 for a, b in pairs)
    return 1 - 6 * apart / (n * (n * n - 1))


def _neighbours(known: Known, ballots: dict[Kind, list[str]]) -> tuple[str, float]:
    """Whether ballots that were cast in the same hour lie beside each other."""
    scores = []
    for kind, keys in ballots.items():
        of_kind, mean, spread = known.alike[kind]
        if len(keys) == of_kind >= FEW and spread > 0:
            scores.append((_same_neighbours([known.hour_of.get(key, -1) for key in keys]) - mean) / spread)
    z = sum(scores) / math.sqrt(len(scores)) if scores else 0.0
    return f"ballots of one hour lie together (z = {z:.1f})", _two_sided(z)


def _same_neighbours(hours: Sequence[int]) -> int:
    return sum(one == other for one, other in zip(hours, hours[1:], strict=False))


def _two_sided(z: float) -> float:
    return math.erfc(abs(z) / math.sqrt(2))


def orders_in_bytes(data: bytes, keys: Sequence[str]) -> tuple[list[str], list[str]]:
    """The keys that stand in ``data``, in order of where they first and where they last stand. All are of the same
    length.
    """
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for place, key in standing_in(data, keys):
        first.setdefault(key, place)
        last[key] = place
    return sorted(first, key=first.__getitem__), sorted(last, key=last.__getitem__)


def standing_in(data: bytes, keys: Sequence[str]) -> Iterator[tuple[int, str]]:
    """(place, key) wherever one of the keys stands in the bytes, in order of place."""
    wanted, size = {key.encode(): key for key in keys}, len(keys[0])
    for run in re.finditer(rb"[0-9A-Za-z]{%d,}" % size, data):
        for start in range(run.start(), run.end() - size + 1):
            if key := wanted.get(data[start : start + size]):
                yield start, key


def contents(folder: Path, *patterns: str) -> bytes:
    """All files of a folder that match, one after another by name."""
    files = sorted(file for pattern in patterns for file in folder.glob(pattern) if file.is_file())
    return b"\n".join(file.read_bytes() for file in files)


def columns(rows: Sequence[Any]) -> list[str]:
    """The first column, each value once, in order."""
    return list(dict.fromkeys(str(row[0]) for row in rows))
