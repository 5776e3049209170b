"""What a vote from a file says of itself, its place and its days goes out as it came in."""

from __future__ import annotations

from datetime import date

import pytest

from pb.clock import LOCAL
from pb.counting import pabulib
from pb.database import db
from pb.formats import last_day
from pb.rounds.models import Round


@pytest.fixture
def run(app):
    return lambda *words: app.test_cli_runner().invoke(args=["rounds", "import", *words])


POLISH = """META
key;value
description;Głosowanie
country;Polska
unit;Toruń
district;Bielany
instance;2021
num_projects;2
num_votes;2
budget;500
vote_type;approval
rule;greedy
date_begin;01.06.2021
date_end;14.06.2021
min_length;1
max_length;1
edition;7
language;pl
PROJECTS
project_id;cost;name
1;300;Ławki
2;200;Tulipany
VOTES
voter_id;vote
a;1
b;2
"""


def test_what_a_file_says_of_its_vote_goes_out_as_it_came_in(run, tmp_path, visitor):
    (tmp_path / "torun.pb").write_text(POLISH, encoding="utf-8")
    said = run(str(tmp_path / "torun.pb"))
    assert said.exit_code == 0, said.output
    round_ = db.session.query(Round).one()
    days = round_.voting_opens_at.astimezone(LOCAL).date(), last_day(round_.voting_closes_at)
    assert days == (date(2021, 6, 1), date(2021, 6, 14))
    written = visitor.downloads(f"/rounds/{round_.id}/results/files/election.pb").get_data()
    (tmp_path / "again.pb").write_bytes(written)
    there = pabulib.read(tmp_path / "again.pb")
    told = [line.split(";") for line in POLISH.split("PROJECTS")[0].splitlines()[2:]]
    assert {key: there.meta.get(key) for key, _value in told} == dict(told)
    assert "currency" not in there.meta, "nobody said that these were pounds"


@pytest.mark.parametrize(
    ("meta", "place"),
    [
        ("country;Poland", ("Poland", "Poland")),
        ("unit;Thistlemoor", ("Thistlemoor", "Thistlemoor")),
        ("subunit;Bielany", ("unknown", "unknown")),
    ],
)
def test_a_vote_of_another_country_does_not_become_british(run, tmp_path, visitor, meta, place):
    told = POLISH.replace("country;Polska\nunit;Toruń\n", f"{meta}\n").replace("01.06.2021", "2021-06-01")
    (tmp_path / "vote.pb").write_text(told.replace("14.06.2021", "mid June"), encoding="utf-8")
    said = run(str(tmp_path / "vote.pb"))
    assert (
        said.exit_code == 0
        and "We could not read date_end (“mid June”). The round shows 1 January 1970." in said.output
    )
    assert "date_begin" not in said.output
    round_ = db.session.query(Round).one()
    assert round_.voting_opens_at.astimezone(LOCAL).date() == date(2021, 6, 1)
    (tmp_path / "out.pb").write_bytes(visitor.downloads(f"/rounds/{round_.id}/results/files/election.pb").get_data())
    there = pabulib.read(tmp_path / "out.pb").meta
    assert (there["country"], there["unit"]) == place


def test_a_file_with_a_project_that_costs_nothing_is_only_counted(run, tmp_path):
    (tmp_path / "torun.pb").write_text(POLISH.replace("2;200;", "2;0;"), encoding="utf-8")
    said = run(str(tmp_path / "torun.pb"))
    assert said.exit_code == 1 and "This file has projects that cost nothing." in said.output
    assert db.session.query(Round).count() == 0


def test_a_file_that_says_it_has_billions_of_ballots_makes_no_row(run, tmp_path):
    text = POLISH.replace("language;pl", "language;pl\n__pb_blank_ballots;3000000000")
    (tmp_path / "torun.pb").write_text(text, encoding="utf-8")
    said = run(str(tmp_path / "torun.pb"))
    assert said.exit_code == 1 and "more than 2,000,000 ballots" in said.output
    assert db.session.query(Round).count() == 0


def test_a_file_with_more_projects_than_a_page_shows_makes_no_row(run, tmp_path, monkeypatch):
    monkeypatch.setattr("pb.results.rules.files.MOST_PROJECTS", 1)
    (tmp_path / "torun.pb").write_text(POLISH, encoding="utf-8")
    said = run(str(tmp_path / "torun.pb"))
    assert said.exit_code == 1 and "more than 1 projects" in said.output
    assert db.session.query(Round).count() == 0
