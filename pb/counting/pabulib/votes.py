"""The VOTES section, fast: rows are taken in pieces, and identical texts are looked at once.

A row's meaning depends only on its cells `vote`, `points` and pot, so each piece first counts identical rows as text and then
turns each distinct one into numbers. Voter ids are kept as hashes only; if two are equal the file is read again to compare.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from . import keys
from .text import BadFile, rows

__all__ = ["Votes", "read_votes"]

_PIECE = 1 << 23  # bytes


@dataclass
class _Piece:
    """Some rows of the section. lines(k) is the line number of row k."""

    voters: list[bytes]
    ballots: list
    lines: Callable[[int], int]


@dataclass
class Votes:
    """The ballots read so far, as the arrays that `Election.from_arrays` takes (text-identical ones already merged)."""

    starts: list[np.ndarray] = field(default_factory=list)
    chosen: list[np.ndarray] = field(default_factory=list)
    points: list[np.ndarray] = field(default_factory=list)
    counts: list[np.ndarray] = field(default_factory=list)
    pots: list = field(default_factory=list)
    voters: list[np.ndarray] = field(default_factory=list)
    total: int = 0
    named_twice: int = 0

    def arrays(self):
        """(start, chosen, points, count) of everything read."""
        lengths = np.concatenate(self.starts) if self.starts else np.empty(0, dtype=np.int64)
        start = np.concatenate(([0], np.cumsum(lengths)))
        return (start, _joined(self.chosen, np.int32), _joined(self.points, np.int64), _joined(self.counts, np.int64))


def _joined(parts: list, dtype) -> np.ndarray:
    return np.concatenate(parts).astype(dtype, copy=False) if parts else np.empty(0, dtype=dtype)


def read_votes(section: bytes, first_line: int, places: dict[str, int], ballot_type: str) -> Votes:
    """Read the section, whose header row is at `first_line`. `places` gives each project id its place."""
    columns, body, body_line = _header(section, first_line, ballot_type in ("points", "score"))
    places = {id.encode(): place for id, place in places.items()}
    quoted = b'"' in body
    pieces = (_quoted_pieces if quoted else _plain_pieces)(body, body_line, columns)
    votes = Votes()
    for piece in pieces:
        _add(votes, piece, places, ballot_type, pots="pot" in columns)
    _refuse_same_voter(votes, lambda: (_quoted_pieces if quoted else _plain_pieces)(body, body_line, columns))
    return votes


def _header(section: bytes, line: int, needs_points: bool):
    header, _, body = section.partition(b"\n")
    names = [cell.strip().decode("utf-8", "replace") for cell in header.split(b";")]
    columns = {}
    for wanted, name in (("voter", "voter_id"), ("vote", "vote"), ("points", "points"), ("pot", keys.POT)):
        if name in names:
            columns[wanted] = names.index(name)
    for wanted, name in (("voter", "voter_id"), ("vote", "vote")) + ((("points", "points"),) if needs_points else ()):
        if wanted not in columns:
            raise BadFile(line, f"VOTES has no column {name}.")
    if not needs_points:
        columns.pop("points", None)
    return columns, body, line + 1


def _plain_pieces(body: bytes, line: int, columns: dict) -> Iterator[_Piece]:
    """Pieces of a section without quotation marks: every line is a row."""
    position = 0
    most = max(columns.values()) + 1
    while position < len(body):
        end = body.find(b"\n", position + _PIECE)
        end = len(body) if end < 0 else end + 1
        text = body[position:end].replace(b"\r\n", b"\n")
        lines = text.split(b"\n")
        if lines[-1] == b"":
            lines.pop()
        cells = [row.split(b";", most) for row in lines if row.strip()]
        yield _piece(cells, columns, _line_finder(lines, line))
        position, line = end, line + len(lines)


def _line_finder(lines: list[bytes], first_line: int):
    def find(row: int) -> int:
        return first_line + [k for k, text in enumerate(lines) if text.strip()][row]

    return find


def _quoted_pieces(body: bytes, line: int, columns: dict) -> Iterator[_Piece]:
    """The whole section as one piece, through the csv reader."""
    try:
        found = list(rows(body.decode("utf-8"), line))
    except UnicodeDecodeError as error:
        raise BadFile(line + body.count(b"\n", 0, error.start), "This is not UTF-8 text.") from None
    yield _piece([[cell.encode() for cell in cells] for _, cells in found], columns, lambda row: found[row][0])


def _piece(cells: list[list[bytes]], columns: dict, lines) -> _Piece:
    try:
        voters, ballots = [row[columns["voter"]] for row in cells], [row[columns["vote"]] for row in cells]
        if len(columns) > 2:
            more = [[row[columns[name]] for row in cells] if name in columns else [b""] * len(cells) for name in ("points", "pot")]
            ballots = list(zip(ballots, *more))
    except IndexError:
        short = next(k for k, row in enumerate(cells) if len(row) <= max(columns.values()))
        raise BadFile(lines(short), "This row has too few columns.") from None
    return _Piece(voters, ballots, lines)


def _add(votes: Votes, piece: _Piece, places: dict[bytes, int], ballot_type: str, pots: bool) -> None:
    counted = Counter(piece.ballots)
    distinct = list(counted)
    texts = distinct if not distinct or isinstance(distinct[0], bytes) else [ballot[0] for ballot in distinct]
    lengths = np.array([text.count(b",") + 1 if text else 0 for text in texts], dtype=np.int64)
    with_points = ballot_type in ("points", "score")
    try:
        named = [text for text in texts if text]
        chosen = np.array([places[id] for id in b",".join(named).split(b",")] if named else [], dtype=np.int32)
        points = _points(distinct, lengths) if with_points else None
        if lengths.sum() != len(chosen):
            raise KeyError
    except (KeyError, ValueError):
        raise _first_bad(piece, places, with_points) from None
    if _some_twice(lengths, chosen, len(places)):
        if with_points:
            raise _first_bad(piece, places, with_points)
        lengths, chosen, again = _named_once(lengths, chosen)
        votes.named_twice += int(sum(counted[distinct[row]] for row in again))
    if with_points:
        lengths, chosen, points = _without_noughts(lengths, chosen, points)
        votes.points.append(points)
    votes.starts.append(lengths)
    votes.chosen.append(chosen)
    votes.counts.append(np.fromiter(counted.values(), dtype=np.int64, count=len(counted)))
    if pots:
        votes.pots += [ballot[2].decode() or None for ballot in distinct]
    votes.voters.append(np.fromiter(map(hash, piece.voters), dtype=np.int64, count=len(piece.voters)))
    votes.total += len(piece.voters)


def _points(distinct: list, lengths: np.ndarray) -> np.ndarray:
    texts = [ballot[1] for ballot in distinct if ballot[0] or ballot[1]]
    joined = b",".join(texts)
    if texts and not joined.replace(b",", b"").isdigit():  # int() would also take spaces, signs and underscores
        raise ValueError
    values = np.array([int(value) for value in joined.split(b",")] if texts else [], dtype=np.int64)
    sizes = np.array([ballot[1].count(b",") + 1 if ballot[1] else 0 for ballot in distinct], dtype=np.int64)
    if not np.array_equal(sizes, lengths):
        raise ValueError
    return values


def _some_twice(lengths: np.ndarray, chosen: np.ndarray, projects: int) -> bool:
    key = np.repeat(np.arange(len(lengths)), lengths) * max(projects, 1) + chosen
    key.sort()
    return bool((key[1:] == key[:-1]).any())


def _named_once(lengths: np.ndarray, chosen: np.ndarray):
    """Each project once per ballot, at its first mention; and the ballots that named one again."""
    parts = np.split(chosen, np.cumsum(lengths)[:-1])
    once = [np.array(list(dict.fromkeys(part.tolist())), dtype=np.int32) for part in parts]
    new = np.array([len(part) for part in once], dtype=np.int64)
    return new, np.concatenate(once), np.flatnonzero(new != lengths)


def _without_noughts(lengths, chosen, points):
    kept = points > 0
    row = np.repeat(np.arange(len(lengths)), lengths)[kept]
    return np.bincount(row, minlength=len(lengths)), chosen[kept], points[kept]


def _first_bad(piece: _Piece, places: dict[bytes, int], with_points: bool) -> BadFile:
    """Which row of this piece cannot be read, and why."""
    for row, ballot in enumerate(piece.ballots):
        vote, points = ballot[:2] if isinstance(ballot, tuple) else (ballot, b"")
        reason = _what_is_wrong(vote, points, places, with_points)
        if reason:
            return BadFile(piece.lines(row), reason)
    raise AssertionError("A piece that could not be read has a row that cannot be read.")


def _what_is_wrong(vote: bytes, points: bytes, places: dict[bytes, int], with_points: bool) -> str | None:
    ids = vote.split(b",") if vote else []
    for id in ids:
        if id not in places:
            shown = id.decode("utf-8", "replace")
            if id.strip() in places:
                return f"There is a space around project {shown.strip()!r}; write the projects as 1,2,3."
            return f"The vote names project {shown!r}, which is not under PROJECTS."
    if not with_points:
        return None
    values = points.split(b",") if points else []
    if len(values) != len(ids):
        return f"The vote names {len(ids)} projects but gives {len(values)} numbers of points."
    if not all(value.isdigit() for value in values):
        return "Points should be whole numbers from 0, without spaces, such as 3,2,1."
    return "The vote names a project twice." if len(set(ids)) < len(ids) else None


def _refuse_same_voter(votes: Votes, pieces_again) -> None:
    hashes = np.sort(np.concatenate(votes.voters)) if votes.voters else np.empty(0, dtype=np.int64)
    double = set(hashes[1:][hashes[1:] == hashes[:-1]].tolist())
    if not double:
        return
    seen: dict[bytes, int] = {}
    for piece in pieces_again():
        for row, voter in enumerate(piece.voters):
            if hash(voter) in double:
                line = piece.lines(row)
                if voter in seen:
                    raise BadFile(line, f"Voter {voter.decode('utf-8', 'replace')!r} is already on line {seen[voter]}.")
                seen[voter] = line
