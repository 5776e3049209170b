"""A small file of which much is read: the server holds no more of it than a list may have, and says that it is too large."""

from __future__ import annotations

import subprocess
import tracemalloc

import pytest

from pb import spreadsheets
from pb.tables import MOST_LETTERS, MOST_LINES, NotATable, table_of
from tests.support.workbooks import ods, xlsx

#: What the server may hold while it reads a list, in bytes. (300 million letters took 850 MB of it.)
MOST_HELD = 60_000_000
WORDS = "A" * 20_000


def held_while_reading(data: bytes) -> tuple[str, int]:
    """What is said of a file, and how much memory it took to say so."""
    tracemalloc.start()
    try:
        with pytest.raises(NotATable) as refused:
            table_of(data)
        return str(refused.value.reason), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def alike(cells: int, words: str, lines: int) -> bytes:
    """A workbook of equal lines: it is packed into a thousandth of what it says."""
    return xlsx(Sessions=[(words,) * cells] * lines)


@pytest.mark.parametrize(
    "unfolds",
    [
        lambda: alike(1, WORDS, 2_000),
        lambda: alike(20, "A" * 2_000, 1_000),
        lambda: alike(1, "A" * 20_000_000, 1),
        lambda: ods([(WORDS,)] * 2_000),
    ],
    ids=["long cells", "many cells", "one cell", "ods"],
)
def test_what_a_workbook_unfolds_to_never_reaches_the_server(unfolds):
    book = unfolds()
    assert len(book) < 500_000
    said, held = held_while_reading(book)
    assert said.startswith("The file is too large.") and held < MOST_HELD


def test_nor_does_what_its_other_sheets_unfold_to():
    book = xlsx(**{f"S{n}": [(WORDS,)] * 80 for n in range(12)})
    said, held = held_while_reading(book)
    assert said.startswith("The file is too large.") and held < MOST_HELD
    assert table_of(xlsx(S0=[("venue",)], S1=[(WORDS,)] * 80)).others == ("S1",), "a large sheet beside is none of ours"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a\n" * 1_000_000, "The file is too long."),
        (b"\n" * 1_000_000 + b"a", "The file is too long."),
        (b"a" + b"," * 4_000_000, "The file is too large."),
        ((b"a" + b"," * 1_000 + b"\n") * 4_000, "The file is too large."),
    ],
    ids=["lines", "empty lines", "one line", "empty cells"],
)
def test_a_csv_file_of_millions_of_lines_or_cells_is_given_up_early(data, said):
    found, held = held_while_reading(data)
    assert found.startswith(said) and held < MOST_HELD + 8 * len(data)


def test_the_process_beside_gives_out_no_more_than_it_was_asked_for(monkeypatch):
    handed_over, run = [], subprocess.run

    def noted(*args, **kw):
        done = run(*args, **kw)
        handed_over.append(len(done.stdout))
        return done

    monkeypatch.setattr(spreadsheets.subprocess, "run", noted)
    with pytest.raises(NotATable):
        table_of(alike(2, WORDS, 500))
    assert handed_over[0] < 2 * MOST_LETTERS


def test_as_much_as_a_list_may_have_is_read_all_the_same():
    row = ("A" * 100, "B" * 100)
    assert len(table_of(xlsx(Sessions=[row] * MOST_LINES)).rows) == MOST_LINES
