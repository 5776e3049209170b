"""The VOTES section, fast: rows are taken in pieces of some megabytes, whole columns at a time.

Of the voter ids only hashes are kept; if two are equal the section is read again to compare the ids themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import DTypeLike

from pb.counting.merging import merge_identical
from pb.counting.pabulib.cells import Names, numbers, texts
from pb.counting.pabulib.pieces import Piece, Pieces, columns_of, quoted_piece
from pb.counting.pabulib.text import BadFile, quoted_text

__all__ = ["Votes", "read_votes"]


@dataclass
class Votes:
    """The ballots read so far, as parts of the arrays that ``Election.from_arrays`` takes, merged piece by piece."""

    lengths: list[np.ndarray] = field(default_factory=list)
    chosen: list[np.ndarray] = field(default_factory=list)
    points: list[np.ndarray] = field(default_factory=list)
    counts: list[np.ndarray] = field(default_factory=list)
    pots: list = field(default_factory=list)
    voters: list[np.ndarray] = field(default_factory=list)
    total: int = 0
    named_twice: int = 0
    points_twice: bool = False

    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """(start, chosen, points, count) of everything read. Can be taken once: the parts are let go on the way."""
        start = np.concatenate(([0], np.cumsum(_joined(self.lengths, np.int64))))
        return start, _joined(self.chosen, np.int32), _joined(self.points, np.int64), _joined(self.counts, np.int64)


def _joined(parts: list[np.ndarray], dtype: DTypeLike) -> np.ndarray:
    joined = np.concatenate(parts).astype(dtype, copy=False) if parts else np.empty(0, dtype=dtype)
    parts.clear()
    return joined


def read_votes(
    data: bytes,
    position: int,
    line: int,
    indices: dict[str, int],
    ballot_type: str,
    pots: Collection[str | None],
    misquoted: list[int],
) -> Votes:
    """Read the section whose header row begins at ``position``, on line ``line``. ``indices`` gives each project id its
    index, ``pots`` are those that a vote may belong to, ``misquoted`` is added to (see ``text.rows``).
    """
    end_of_header = data.find(b"\n", position)
    end_of_header = len(data) if end_of_header < 0 else end_of_header
    columns = columns_of(data[position:end_of_header], line, ballot_type in ("points", "score"))
    pieces: Iterable[Piece] = Pieces(data, end_of_header + 1, line + 1, columns)
    if data.find(b'"', end_of_header) >= 0:
        pieces = [quoted_piece(data[end_of_header + 1 :], line + 1, columns, misquoted)]
    ids = {id.encode(): index for id, index in indices.items()}
    names, votes = Names(list(ids)), Votes()
    for piece in pieces:
        _refuse_unknown_pots(piece, pots)
        _add(votes, piece, names, ids, ballot_type)
    _refuse_same_voter(votes, pieces)
    return votes


def _refuse_unknown_pots(piece: Piece, pots: Collection[str | None]) -> None:
    if piece.pot is None:
        return
    known = {(pot or "").encode() for pot in pots} | {b""}
    for row, label in enumerate(texts(piece.pot)):
        if label not in known:
            raise BadFile(
                piece.line(row),
                f"This vote belongs to pot {quoted_text(label.decode('utf-8', 'replace'))}, which is not in META.",
            )


def _add(votes: Votes, piece: Piece, names: Names, ids: dict[bytes, int], ballot_type: str) -> None:
    named, lengths = piece.vote.split()
    chosen = names.find(named).astype(np.int32)
    points = None
    if piece.points is not None:
        values, many = piece.points.split()
        points = numbers(values)
        if not np.array_equal(many, lengths) or (points < 0).any():
            raise _first_bad(piece, ids)
    row = np.repeat(np.arange(len(lengths)), lengths)
    if (chosen < 0).any():
        raise _first_bad(piece, ids)
    if points is None:
        twice = _named_again(row, chosen, len(ids))
        keep = ~twice
    else:
        # The last number of points is the one that counts, as in pabutools, where it takes the place of the first.
        twice = _named_again(row[::-1], chosen[::-1], len(ids))[::-1]
        votes.points_twice |= bool(twice.any())
        keep = ~twice & (points > 0)
    votes.named_twice += len(np.unique(row[twice]))
    lengths = np.bincount(row[keep], minlength=len(lengths))
    _store(
        votes, piece, lengths, chosen[keep], points if points is None else points[keep], len(ids), ballot_type == "rank"
    )


def _store(
    votes: Votes,
    piece: Piece,
    lengths: np.ndarray,
    chosen: np.ndarray,
    points: np.ndarray | None,
    projects: int,
    ordered: bool,
) -> None:
    count = np.ones(len(lengths), dtype=np.int64)
    if piece.pot is None:
        merged = merge_identical(np.concatenate(([0], np.cumsum(lengths))), chosen, points, count, projects, ordered)
        lengths, chosen, points, count = merged.lengths, merged.chosen, merged.points, merged.multiplicity
    else:
        votes.pots += [label.decode("utf-8", "replace") or None for label in texts(piece.pot)]
    votes.lengths.append(lengths)
    votes.chosen.append(chosen)
    votes.counts.append(count)
    if points is not None:
        votes.points.append(points)
    votes.voters.append(piece.voter.hashes())
    votes.total += len(piece.voter)


def _named_again(row: np.ndarray, chosen: np.ndarray, projects: int) -> np.ndarray:
    """Which entries name a project that the same ballot has named before."""
    key = row * max(projects, 1) + chosen
    ordered = np.sort(key)
    again = np.zeros(len(key), dtype=bool)
    if (ordered[1:] == ordered[:-1]).any():
        order = np.argsort(key, kind="stable")
        again[order[1:]] = key[order][1:] == key[order][:-1]
    return again


def _first_bad(piece: Piece, ids: dict[bytes, int]) -> BadFile:
    """Which row of this piece cannot be read, and why."""
    for row in range(len(piece.vote)):
        reason = _what_is_wrong(piece.vote.text(row), None if piece.points is None else piece.points.text(row), ids)
        if reason:
            return BadFile(piece.line(row), reason)
    raise AssertionError("no row is wrong")  # pragma: no cover - it is only called for a piece with a wrong row


def _what_is_wrong(vote: bytes, points: bytes | None, ids: dict[bytes, int]) -> str | None:
    named = vote.split(b",") if vote else []
    for id in named:
        if id not in ids:
            shown = id.decode("utf-8", "replace")
            if id.strip() in ids:
                return f"There is a space around project {quoted_text(shown.strip())}; write the projects as 1,2,3."
            return f"The vote names project {quoted_text(shown)}, which is not under PROJECTS."
    if points is None:
        return None
    values = points.split(b",") if points else []
    if len(values) != len(named):
        return f"The vote names {len(named)} projects but gives {len(values)} numbers of points."
    if not all(value.isdigit() and len(value) <= 15 for value in values):
        return "Points should be whole numbers from 0, without spaces, such as 3,2,1."
    return None


def _refuse_same_voter(votes: Votes, pieces: Iterable[Piece]) -> None:
    hashes = np.sort(_joined(votes.voters, np.uint64))
    double = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
    if not len(double):
        return
    seen: dict[bytes, int] = {}
    for piece in pieces:
        for row in np.flatnonzero(np.isin(piece.voter.hashes(), double)):
            voter, line = piece.voter.text(int(row)), piece.line(int(row))
            if voter in seen:
                raise BadFile(
                    line, f"Voter {quoted_text(voter.decode('utf-8', 'replace'))} is already on line {seen[voter]}."
                )
            seen[voter] = line
