"""Files as they arrive when something has gone wrong on the way."""

from __future__ import annotations

import random
from collections.abc import Iterator


def damaged(whole: bytes, times: int) -> Iterator[bytes]:
    """The same file ``times`` times, each with up to six other bytes and cut somewhere; the same ones in every run."""
    chance = random.Random(7)
    for _try in range(times):
        data = bytearray(whole)
        for _place in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        yield bytes(data[: chance.randint(1, len(data))])
