"""A real vote in the field's open format becomes a published round."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pb.database import db
from pb.job_running import run_next
from pb.pages.results import drawn_ahead
from pb.pages.results.charts import charts_of
from pb.pages.results.result_view import published
from pb.projects.models import Project
from pb.results.queries.counts import latest_count
from pb.roles import Role
from pb.rounds.models import Round
from tests.support import effort

SMALL = """META
key;value
description;Village vote
country;United Kingdom
unit;Leith
instance;2025
num_projects;3
num_votes;{votes}
budget;500
vote_type;approval
rule;greedy
date_begin;2025
date_end;2025
currency;GBP
PROJECTS
project_id;cost;name;votes
4;300;Benches;2
9;200;Bulbs;1
12;200;=Bunting;1
VOTES
voter_id;vote;voting_method
{rows}
"""
ROWS = ["1;4;internet", "2;4,9;internet", "3;12,4;paper"]


@pytest.fixture
def run(app):
    return lambda *words: app.test_cli_runner().invoke(args=["rounds", "import", *words])


def a_file(folder: Path, rows: list[str] = ROWS) -> str:
    text = SMALL.format(rows="\n".join(rows), votes=len(rows))
    text = text.replace("Benches;2", f"Benches;{sum('4' in row.split(';')[1] for row in rows)}")
    (folder / "village.pb").write_text(text, encoding="utf-8")
    return str(folder / "village.pb")


@pytest.mark.both_databases
def test_a_tie_that_matters_is_named_and_nothing_is_stored(run, tmp_path):
    said = run(a_file(tmp_path))
    assert said.exit_code == 1
    assert "These projects are level, and their order decides the result: 9 (Bulbs), 12 (=Bunting)." in said.output
    assert "--lot" in said.output and db.session.query(Round).count() == 0


@pytest.mark.both_databases
def test_a_file_becomes_a_published_round(run, tmp_path, visitor, new_visitor, make):
    said = run(a_file(tmp_path), "--lot", "31415926535897932384", "--name", "Leith 2025")
    assert said.exit_code == 0, said.output
    assert "Leith 2025: 3 ballots, 2 of 3 projects funded." in said.output
    round_ = db.session.query(Round).one()
    page = visitor.opens(f"/rounds/{round_.id}/results")
    assert "This vote was imported from a file" in page.main
    assert "The file does not say where or how people voted." not in page.main  # it tells the way, in one small group
    assert "4. Benches" in page.main and "Nobody here has signed this result" in page.main
    desk = new_visitor().signed_in_as(make.staff(Role.COORDINATOR)).opens(f"/rounds/{round_.id}/manage").main
    assert "None. This vote comes from a file" in desk and "Not set yet" not in desk and "Postal votes" not in desk
    assert "How many voting cards were made" in desk and "Make voting cards" not in desk
    file = visitor.downloads(f"/rounds/{round_.id}/results/files/projects.csv").get_data(as_text=True)
    assert "'=Bunting" in file, "a spreadsheet would run this title"


@pytest.mark.both_databases
def test_nothing_is_promised_of_a_vote_that_was_held_elsewhere(run, tmp_path, visitor):
    run(a_file(tmp_path), "--lot", "31415926535897932384")
    page = visitor.opens(f"/rounds/{db.session.query(Round).one().id}").main
    assert "Projects that were level were put in order by the rules of this program." in page
    for promise in ("must sign", "a lot decides", "The most one group can ask for"):
        assert promise not in page


@pytest.mark.parametrize("given", [[], ["--name", "\u200b"]], ids=["no name", "a name that nobody sees"])
def test_a_file_that_names_neither_its_vote_nor_its_projects_gets_names_that_can_be_pressed(
    run, tmp_path, visitor, given
):
    bare = "META\nkey;value\nbudget;100\nvote_type;approval\nrule;greedy\nPROJECTS\nproject_id;cost\nBO.7;50\nVOTES\nvoter_id;vote\na;BO.7\n"
    (tmp_path / "Old_town_2019.pb").write_text(bare)
    said = run(str(tmp_path / "Old_town_2019.pb"), *given)
    assert said.exit_code == 0 and "Old town 2019: 1 ballot," in said.output
    (round_,) = db.session.query(Round)
    assert [each.title for each in db.session.query(Project)] == ["BO.7"]  # its number is 1
    page = visitor.opens(f"/rounds/{round_.id}/results")
    assert "1. BO.7" in page.main and "rules of this program" in page.main and "published before" not in page.main
    assert "Old town 2019" in " ".join(visitor.opens("/").links)
    (tmp_path / "copy.pb").write_text(bare)
    assert run(str(tmp_path / "copy.pb")).exit_code == 0, "another file without a name is another round"


def test_a_file_without_ways_of_voting_says_so(run, tmp_path, visitor):
    rows = [row.replace("internet", "").replace("paper", "") for row in ROWS]
    assert run(a_file(tmp_path, rows), "--lot", "3" * 20).exit_code == 0
    round_ = db.session.query(Round).one()
    assert "The file does not say where or how people voted." in visitor.opens(f"/rounds/{round_.id}/results").main


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("name", "again"), [("Leith 2025", "Leith 2025"), ("Leith", "LEITH"), ("Łódź 2025", "Łódź 2025")]
)
def test_the_same_name_twice_is_refused(name, again, run, tmp_path):
    assert run(a_file(tmp_path), "--lot", "3" * 20, "--name", name).exit_code == 0
    said = run(a_file(tmp_path), "--lot", "3" * 20, "--name", again)
    assert said.exit_code == 1 and "There is already a round with the name" in said.output and "--name" in said.output


@pytest.mark.parametrize(("lot", "sentence"), [("123", "at least 20 digits"), ("x" * 20, "digits 0 to 9 only")])
def test_a_bad_lot_is_refused(lot, sentence, run, tmp_path):
    said = run(a_file(tmp_path), "--lot", lot)
    assert said.exit_code == 1 and sentence in said.output


def test_a_malformed_file_is_refused_with_its_line(run, tmp_path):
    said = run(a_file(tmp_path, ["1;77;internet"]), "--lot", "3" * 20)
    assert said.exit_code == 1 and "77" in said.output and "Traceback" not in said.output
    assert db.session.query(Round).count() == 0


@pytest.fixture
def warsaw() -> Path:
    file = Path(os.environ.get("PB_ELECTIONS") or "nowhere", "Poland_Warszawa_2026.pb")
    if not file.exists():
        pytest.skip("no real elections here: PB_ELECTIONS names no folder with Poland_Warszawa_2026.pb")
    return file


@pytest.mark.skipif(not effort.FULL, reason="Warsaw's 61,668 ballots under six other rules: make test-long")
def test_warsaw_2026_is_counted_under_other_rules_too(run, warsaw, visitor, make):
    assert run(str(warsaw)).exit_code == 0 and run_next()
    visitor.signed_in_as(make.staff(Role.STEERING))
    page = visitor.opens(f"/rounds/{db.session.query(Round).one().id}/results/other-rules")
    rules, projects = page.tables.values()
    assert len(rules) >= 7 and len(projects) > 50


def test_warsaw_2026_comes_out_as_it_was_decided(run, warsaw, visitor, monkeypatch):
    """61,668 real ballots: the official winners of the file, a page and its charts."""
    monkeypatch.setattr(drawn_ahead, "_count_other_rules", lambda _work: None)  # the test before
    assert run(str(warsaw)).exit_code == 0
    assert run_next(), "its charts are ordered with it"
    round_ = db.session.query(Round).one()
    lines = warsaw.read_text(encoding="utf-8-sig").splitlines()
    projects = csv.DictReader(lines[lines.index("PROJECTS") + 1 : lines.index("VOTES")], delimiter=";")
    official = {row["project_id"] for row in projects if row["selected"] == "1"}
    result = published(round_.id)
    assert set(result.outcome.funded) == official and result.votes == 61_668
    page = visitor.opens(f"/rounds/{round_.id}/results")
    assert "On a screen and On paper" not in page.main
    assert ["On paper", "211", "less than 1%"] in page.tables["Votes by voting method"]
    assert latest_count(round_.id).ballots_hash in page.main
    wide = [image.get("src") for image in page.all("img") if "/charts/" in image.get("src")]
    narrow = [source.get("srcset") for source in page.all("source")]
    assert len(wide) == sum(len(chart.pictures) for chart in charts_of(result)) >= 3 and narrow
    for address in {*wide, *narrow}:
        answer = visitor.downloads(address)
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml"), address
        assert ElementTree.fromstring(answer.get_data()).tag == "{http://www.w3.org/2000/svg}svg"
