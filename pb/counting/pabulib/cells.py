"""The cells of many rows at once, as positions in a buffer of bytes; and the texts in them, as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

__all__ = ["Cells", "Names", "PlainRows", "numbers", "texts"]

_LONG = 64  # bytes; longer cells are hashed one by one
_NEWLINE, _SEMICOLON, _COMMA, _NOUGHT = 10, 59, 44, 48


class PlainRows:
    """Rows of text without quotation marks: line ends and semicolons found, empty lines left out.

    lines: for each row the number of its line in the buffer, from 0.
    """

    def __init__(self, text: bytes):
        self.buffer = np.frombuffer(text if text.endswith(b"\n") else text + b"\n", dtype=np.uint8)
        ends = np.flatnonzero(self.buffer == _NEWLINE)
        starts = np.concatenate(([0], ends[:-1] + 1))
        if len(ends) and (self.buffer[ends - 1] == 13).any():
            ends = ends - (self.buffer[ends - 1] == 13)
        self.lines = np.flatnonzero(ends > starts)
        self.starts, self.ends = starts[self.lines], ends[self.lines]
        self.separators = np.flatnonzero(self.buffer == _SEMICOLON)
        self.first = np.searchsorted(self.separators, self.starts)

    def cells(self, column: int) -> Cells:
        """The cells of a column. A row that is too short has length -1."""
        padded = np.concatenate((self.separators, np.full(column + 2, len(self.buffer))))
        before = self.starts if column == 0 else padded[self.first + column - 1] + 1
        after = np.minimum(padded[self.first + column], self.ends)
        return Cells(self.buffer, before, np.where(before <= self.ends, after, before - 1))


@dataclass(frozen=True)
class Cells:
    """Stretches of a buffer: cell k is buffer[starts[k]:ends[k]]."""

    buffer: np.ndarray
    starts: np.ndarray
    ends: np.ndarray

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def lengths(self) -> np.ndarray:
        return self.ends - self.starts

    def text(self, k: int) -> bytes:
        return self.buffer[self.starts[k] : self.ends[k]].tobytes()

    def split(self) -> tuple[Cells, np.ndarray]:
        """The parts between commas, cell after cell, and how many each cell has (none if it is empty)."""
        commas = np.flatnonzero(self.buffer == _COMMA)
        cell = np.searchsorted(self.starts, commas, side="right") - 1
        inside = (cell >= 0) & (commas < self.ends[cell])
        commas, cell = commas[inside], cell[inside]
        filled = self.lengths > 0
        counts = np.bincount(cell, minlength=len(self)) + filled
        # Comma and cell bounds are each in ascending order, so sorting puts every start beside its end.
        starts = np.sort(np.concatenate((self.starts[filled], commas + 1)), kind="stable")
        ends = np.sort(np.concatenate((self.ends[filled], commas)), kind="stable")
        return Cells(self.buffer, starts, ends), counts

    def word(self, number: int) -> np.ndarray:
        """Eight bytes of each cell from 8 × number on as one uint64; what is past the end is nought."""
        words = np.zeros(len(self), dtype=np.uint64)
        lengths = self.lengths
        for k in range(8 * number, min(8 * number + 8, int(lengths.max(initial=0)))):
            there = np.flatnonzero(lengths > k)
            words[there] |= self.buffer[self.starts[there] + k].astype(np.uint64) << np.uint64(8 * (k % 8))
        return words

    def hashes(self) -> np.ndarray:
        """A 64-bit number of each cell: equal cells have equal numbers, different ones very likely different ones."""
        result = self.lengths.astype(np.uint64)
        for number in range(-(-min(int(self.lengths.max(initial=0)), _LONG) // 8)):
            result = (result ^ self.word(number)) * np.uint64(0x9E3779B97F4A7C15)
            result ^= result >> np.uint64(29)
        for k in np.flatnonzero(self.lengths > _LONG):
            result[k] = int.from_bytes(blake2b(self.text(int(k)), digest_size=8).digest(), "little")
        return result


class Names:
    """Finds which of some names each cell is, exactly, whatever the length."""

    def __init__(self, names: Sequence[bytes]):
        buffer = np.frombuffer(b"".join(names), dtype=np.uint8)
        ends = np.cumsum([len(name) for name in names], dtype=np.int64)
        cells = Cells(buffer, np.concatenate(([0], ends[:-1])) if names else ends, ends)
        self.longest = int(cells.lengths.max(initial=0))
        self.words = [_Words(np.unique(cells.word(k))) for k in range(-(-self.longest // 8))]
        codes = self._codes(cells)
        self.order = np.argsort(codes)
        self.codes = codes[self.order]
        self.one_word = len(self.words) == 1

    def find(self, cells: Cells) -> np.ndarray:
        """For each cell the index of its name, or -1."""
        if not len(self.codes):
            return np.full(len(cells), -1)
        codes = self._codes(cells)
        if self.one_word:
            good = (codes >= 0) & (cells.lengths <= 8) & (cells.lengths > 0)
            return np.where(good, self.order[codes], -1)
        near = np.minimum(np.searchsorted(self.codes, codes), len(self.codes) - 1)
        found = (self.codes[near] == codes) & (cells.lengths <= self.longest) & (cells.lengths > 0)
        return np.where(found, self.order[near], -1)

    def _codes(self, cells: Cells) -> np.ndarray:
        """One number for each combination of words that occurs in a name; -1 for what occurs in none."""
        codes = np.zeros(len(cells), dtype=np.int64)
        for number, known in enumerate(self.words):
            found = known.find(cells.word(number))
            codes = np.where((found >= 0) & (codes >= 0), codes * known.many + found, -1)
        return codes


class _Words:
    """Finds which of some words each of many is, by a table in which no two of them share a slot."""

    def __init__(self, words: np.ndarray):
        self.many, slots = len(words), None
        self.bits, self.factor = 8, 0x9E3779B97F4A7C15  # pragma: no mutate - where the search begins
        while slots is None or len(np.unique(slots)) < len(words):
            self.factor = (self.factor * 0x5851F42D4C957F2D + 2) % 2**64 | 1  # pragma: no mutate - any other will do
            self.bits = min(self.bits + 1, 24)  # pragma: no mutate - a larger table finds the same
            slots = self._slots(words)
        self.words = np.zeros(2**self.bits, dtype=np.uint64)
        self.indices = np.full(2**self.bits, -1, dtype=np.int32)
        self.words[slots], self.indices[slots] = words, np.arange(len(words))

    def find(self, words: np.ndarray) -> np.ndarray:
        slots = self._slots(words)
        return np.where(self.words[slots] == words, self.indices[slots], -1)

    def _slots(self, words: np.ndarray) -> np.ndarray:
        return (words * np.uint64(self.factor) >> np.uint64(64 - self.bits)).astype(np.int64)


def numbers(cells: Cells) -> np.ndarray:
    """Whole numbers from 0, at most 15 digits; -1 for anything else."""
    lengths = cells.lengths
    values = np.zeros(len(cells), dtype=np.int64)
    good = (lengths > 0) & (lengths <= 15)
    for k in range(min(15, int(lengths.max(initial=0)))):
        there = np.flatnonzero(lengths > k)
        digits = cells.buffer[cells.starts[there] + k].astype(np.int64) - _NOUGHT
        good[there[(digits < 0) | (digits > 9)]] = False
        values[there] = values[there] * 10 + digits
    return np.where(good, values, -1)


def texts(cells: Cells) -> list[bytes]:
    """The cells as texts, one by one; slow, for what is rare."""
    return [cells.text(k) for k in range(len(cells))]
