"""No cell that somebody typed is run as a formula by a spreadsheet, in any file that the program writes."""

from __future__ import annotations

import ast
import csv
import io

import pytest

from pb import csv_sheets
from tests.support.sources import expect_none, modules

#: Beginnings that some spreadsheet takes for a formula or steps over to find one (OWASP, "CSV Injection").
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: pabulib's own format is read by programs, has fixed columns, and is taken in by the same names again.
WRITES_SHEETS = ("pb.csv_sheets", "pb.counting.pabulib")


def test_these_are_all_the_beginnings_that_the_program_knows():
    assert set(DANGEROUS) == set(csv_sheets._DANGEROUS)


@pytest.mark.parametrize("spaces", ["", " ", "   "])
@pytest.mark.parametrize("beginning", DANGEROUS)
def test_a_cell_with_a_dangerous_beginning_is_made_plain_and_comes_back_as_it_was(beginning, spaces):
    cell = f"{spaces}{beginning}HYPERLINK(A1)"
    text = csv_sheets.csv_text([cell], [[cell, "Tea", 5, -5, None]])
    head, row = csv.reader(io.StringIO(text, newline=""))
    assert head == [f"'{cell}"] and row == [f"'{cell}", "Tea", "5", "-5", ""]
    assert csv_sheets.plain_cell(row[0]) == cell


@pytest.mark.parametrize("cell", ["Tea", "Tea - and cake", "a@example.org", "'tis", "1+1", ""])
def test_a_cell_without_one_stays_as_it_is(cell):
    assert csv_sheets.safe(cell) == cell == csv_sheets.plain_cell(cell)


@pytest.mark.parametrize("cell", ["Tea;=HYPERLINK(A1)", "Tea\t=A1", 'Tea"', "Tea,=A1", "Tea\r\n=A1", "a;b\tc"])
def test_wherever_a_spreadsheet_splits_a_cell_stays_in_one_piece(cell):
    text = csv_sheets.csv_text([cell, "Tea"], [[cell, 5], [""], ["", ""]])
    assert list(csv.reader(io.StringIO(text, newline=""))) == [[cell, "Tea"], [cell, "5"], [""], ["", ""]]
    for separator in ";\t":  # whoever splits there too finds no cell that begins within one of ours
        rows = csv.reader(io.StringIO(text.replace(",", separator), newline=""), delimiter=separator)
        assert not [each for row in rows for each in row if each.startswith("=")]


def test_only_one_place_writes_sheets_past_what_makes_cells_safe():
    writers = {"csv.writer", "csv.DictWriter", "writer", "DictWriter"}
    found = {
        module.place(node): module.name
        for module in modules("pb")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in writers
        or isinstance(node, ast.ImportFrom)
        and node.module == "csv"
        and writers & {alias.name for alias in node.names}
    }
    assert set(found.values()) == {"pb.counting.pabulib.writing"}
    expect_none(
        f"{place} writes a sheet past pb.csv_sheets"
        for place, name in found.items()
        if not name.startswith(WRITES_SHEETS)
    )
