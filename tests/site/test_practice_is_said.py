"""Whatever leaves the program says PRACTICE in a practice: what makes pages, files, papers and cookies goes through the one
place that does it, so that the next one says it too.
"""

from __future__ import annotations

import ast
import re

from pb.csv_sheets import csv_text
from pb.practice import practice_marked, titled
from pb.typesetting import marked as marked_pages
from tests.support.sources import TOP, expect_none, files, modules

#: Tables that go to nobody: what is read from a file of somebody, and the passwords of a practice.
READ_ONLY = {"pb.tables", "pb.programme.rehearsal.making", "pb.csv_sheets"}


def calls(name: str) -> list[tuple[str, str, str]]:
    """Every call of this name: its module, its place, and what it is given."""
    return [
        (module.name, module.place(node), " ".join(map(ast.unparse, [*node.args, *node.keywords])))
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == name
    ]


def test_only_one_frame_begins_a_page_and_it_has_the_strip():
    base = (TOP / "templates" / "layout" / "base.html").read_text(encoding="utf-8")
    assert "layout/_practice.html" in base and "css/practice.css" in base
    frames = [file for file in files("templates/**/*.html") if "<!doctype" in file.read_text(encoding="utf-8").lower()]
    assert [file.name for file in frames] == ["base.html"]


def test_every_table_that_leaves_is_marked():
    found = [(place, given) for module, place, given in calls("csv_text") if module not in READ_ONLY]
    assert len(found) > 2
    expect_none(place for place, given in found if not given.startswith("*practice_marked("))


def test_every_pdf_is_marked():
    made = {module for module, _place, given in calls("compile") if "format='pdf'" in given or "'pdf'" in given}
    assert made == {"pb.typesetting", "pb.voting.queries.card_files"}
    expect_none(
        module.name
        for module in modules()
        if module.name in made and not re.search(r"(?<!def )\bmarked\(", module.text)
    )


def test_every_cookie_has_another_name_in_a_practice():
    found = [(place, given) for name in ("set_cookie", "delete_cookie") for _, place, given in calls(name)]
    assert len(found) > 2
    expect_none(place for place, given in found if not re.match(r"_?cookie(_name)?\(", given))


def test_in_a_real_vote_nothing_is_said(app):
    rows = [["1", "2"]]
    assert csv_text(*practice_marked(["a", "b"], rows)) == "a,b\r\n1,2\r\n" and titled("Spring") == "Spring"
    assert marked_pages(b"#[x]", "") == b"#[x]"
    app.config["PRACTICE"] = True
    assert csv_text(*practice_marked(["a", "b"], rows)) == "a,b,practice\r\n1,2,PRACTICE\r\n"
    assert titled("Spring") == "PRACTICE, not a real vote: Spring" and b"PRACTICE" in marked_pages(b"#[x]", "PRACTICE")
