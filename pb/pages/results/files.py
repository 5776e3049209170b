"""The files of a published result: made once, kept in the instance folder under a name that their content gives
them.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from importlib import resources
from pathlib import Path

from flask_babel import force_locale

from pb.charts.drawing import draw
from pb.charts.pictures import Picture
from pb.codes import shown
from pb.csv_sheets import csv_text
from pb.pages.results.departures import decisions_shown
from pb.pages.results.election_files import election_files, elections_of
from pb.pages.results.kept import kept_in, made_once
from pb.pages.results.result_json import described, licence, licence_in_words
from pb.pages.results.result_view import Result
from pb.pages.results.tables import (
    of_ballots,
    of_projects,
    of_receipts,
    of_rulings,
    of_turnout,
    of_venues,
    of_withheld,
)
from pb.pages.results.versions import version_in_words
from pb.practice import is_practice, practice_marked, titled
from pb.results.queries.elections import (
    IdenticalBallots,
    ballots_of,
    pot_names,
    require_ballots_as_opened,
    require_votes_as_opened,
    withheld_of,
)
from pb.results.rules.files_readme import readme
from pb.results.rules.open_data import PublishedTable
from pb.voting.queries import receipts

#: Changes when the files are made in another way.
PACK = 10
ZIP = "everything.zip"


def picture_file(picture: Picture) -> Path:
    """The drawing of a picture, drawn where it is not there yet."""
    return made_once(_drawing(picture), lambda: draw(picture, practice=is_practice()))


def are_drawn(pictures: Iterable[Picture]) -> bool:
    """Whether all of these are there."""
    return all(_drawing(picture).exists() for picture in pictures)


def _drawing(picture: Picture) -> Path:
    return kept_in("charts") / f"{picture.key}.svg"


def pack_file(result: Result, name: str) -> Path | None:
    """One of the files of a result, or the zip with all of them; None when there is none of this name.

    They are kept, so nothing is made where votes are not as the opening left them (``Refusal``).
    """
    assert result.publication is not None
    content = f"{PACK}:{licence()}:{result.round.name}:{result.counted.outcome_hash}:{result.publication.facts}"
    content += f":{result.publication.public_from or ''}"
    folder = kept_in("packs") / hashlib.sha256(content.encode()).hexdigest()[:32]
    if not folder.exists():
        require_votes_as_opened(result.round.id)
        with force_locale("en_GB"):  # the same bytes for everybody, in whatever language the first one reads the site
            _write_all(folder, published_files(result))
    return next((file for file in folder.iterdir() if file.name == name), None)  # what was asked for is no path


def file_names(result: Result) -> list[str]:
    """The names of the files, for the page."""
    names = ["projects.csv", "ballots.csv", "turnout.csv", "receipts.csv"]
    names += [table.file for table in (of_venues(result), of_rulings(result)) if table]
    names += ["result.xlsx", "result.json", "result.schema.json", "datapackage.json"]
    if result.withheld:
        return [*names, "withheld.csv"]
    return [*names, *election_files(result), *(["salt.txt"] if result.box_opening.ballots_salt else [])]


def _write_all(folder: Path, files: dict[str, bytes]) -> None:
    half = Path(tempfile.mkdtemp(dir=folder.parent))
    for name, data in files.items():
        (half / name).write_bytes(data)
    (half / ZIP).write_bytes(_zipped(files))
    try:
        half.rename(folder)
    except OSError:  # somebody else asked at the same time and was first: the content is the same
        shutil.rmtree(half)


def published_files(result: Result) -> dict[str, bytes]:
    """Every file by name, with their SHA-256 sums. Same result, same bytes."""
    ballots = ballots_of(result.round.id)
    hidden = withheld_of(result.round, ballots)
    tables = _tables(result, ballots, hidden)
    files = {table.file: csv_bytes(table.header, table.rows) for table in tables}
    files["outcome.json"] = result.counted.outcome.encode()
    if not hidden:
        files |= _to_recount(result, ballots)
    elections, salt = {} if hidden else election_files(result), result.box_opening.ballots_salt
    if salt and not hidden:
        files["salt.txt"] = salt.encode()
    files |= described(result, tables, files)
    files["README.txt"] = readme(
        titled(result.round.name),
        result.headline,
        result.counted.ballots_hash,
        elections,
        result.recounted_by,
        salted=salt is not None,
        quick_votes=str(result.quick_votes) if result.quick_votes else None,
        about_tablets=[str(each) for each in (*result.tablet_checks, *result.heads, *result.session_ends)],
        licence=licence_in_words(),
        tables=[(table.file, table.about) for table in tables],
        version=[*version_in_words(result), *(each.in_line for each in decisions_shown(result))],
    ).encode()
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    return {**files, "SHA256SUMS": sums.encode()}


def _tables(
    result: Result, ballots: list[IdenticalBallots], hidden: Collection[tuple[int, tuple]]
) -> list[PublishedTable]:
    """Every table that is published of a result."""
    told = [
        of_projects(result),
        _ballots(result, (each for each in ballots if (each.pot_id, each.picks) not in hidden)),
    ]
    told += [of_turnout(result), of_receipts(tuple((shown(code),) for code in receipts(result.round.id)))]
    told += [table for table in (of_venues(result), of_rulings(result)) if table]
    if hidden:
        told.append(_withheld(result, [each for each in ballots if (each.pot_id, each.picks) in hidden]))
    return told


def all_ballots(result: Result) -> bytes:
    """A zip with every ballot, the withheld ones among them, for those who count again before the publication."""
    ballots = ballots_of(result.round.id)
    require_ballots_as_opened(result.round.id, ballots, result.counted)
    salt, lines = (result.box_opening.ballots_salt or "").encode(), _ballots(result, ballots)
    return _zipped(
        {**_to_recount(result, ballots), "ballots.csv": csv_bytes(lines.header, lines.rows), "salt.txt": salt}
    )


def _to_recount(result: Result, ballots: list[IdenticalBallots]) -> dict[str, bytes]:
    program = resources.files("pb.counting").joinpath("recount_naive.py").read_bytes()
    return {**elections_of(result, ballots), "recount_naive.py": program}


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file in which no cell is run as a formula; its mark tells spreadsheet programs that it is UTF-8."""
    return csv_text(*practice_marked(columns, rows)).encode("utf-8-sig")


def _ballots(result: Result, ballots: Iterable[IdenticalBallots]) -> PublishedTable:
    """One line for each ballot, sorted by what was chosen."""
    pots = pot_names(result.round)
    lines: list[tuple[str, str]] = []
    for alike in ballots:
        choices = " ".join(f"{number}:{value}" for number, value in alike.picks)
        lines += [(choices, pots[alike.pot_id] or "")] * alike.ballots
    return of_ballots(tuple((n, *line) for n, line in enumerate(sorted(lines), start=1)))


def _withheld(result: Result, ballots: Iterable[IdenticalBallots]) -> PublishedTable:
    """How many ballots of each pot are withheld, and how many of those chose each project; with points, how many they
    gave it together, a place being as many points as it is counted for.
    """
    pots = pot_names(result.round)
    rows: Counter[tuple[str, int]] = Counter()
    for alike in ballots:
        pot = pots[alike.pot_id] or ""
        rows[pot, 0] += alike.ballots
        for number, points in _as_points(alike.picks, result.outcome.ballot_type):
            rows[pot, number] += points * alike.ballots
    return of_withheld(tuple((pot, str(number or "all ballots"), n) for (pot, number), n in sorted(rows.items())))


def _as_points(picks: Sequence[tuple[int, int]], ballot_type: str) -> Iterable[tuple[int, int]]:
    """What each project of a ballot is counted for, by its number."""
    if ballot_type != "rank":
        return picks
    last_first = sorted(picks, key=lambda pick: -pick[1])
    return ((number, points) for points, (number, _place) in enumerate(last_first, start=1))


def _zipped(files: dict[str, bytes]) -> bytes:
    """All files in one, with a fixed date in it: the same files make the same zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), files[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()
