"""The files of a published result, as others read them: validators of each format, and the feed at its address."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta

import feedparser
import jsonschema
import pytest
from frictionless import Package, system
from python_calamine import CalamineWorkbook

from pb.results import actions
from pb.web.access import Role

BALLOTS = [(1, 2), (1, 3), (2,), (1,), (4, 1), (2, 5)]


@pytest.fixture
def here(make):
    round_ = make.published(make.voting_round(projects=5, pots=1), *BALLOTS)
    return f"/rounds/{round_.id}/results"


@pytest.fixture
def folder(visitor, here, tmp_path):
    data = visitor.downloads(f"{here}/files/everything.zip").get_data()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path / "zip")
    return tmp_path / "zip"


def test_frictionless_finds_every_table_valid_and_its_hash_right(folder):
    with system.use_context(trusted=True):
        report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["rowNumber", "fieldNumber", "type", "message"])
    told = json.loads((folder / "datapackage.json").read_text())
    assert {each["path"] for each in told["resources"]} == {each.name for each in folder.glob("*.csv")}
    for each in told["resources"]:
        data = (folder / each["path"]).read_bytes()
        assert each["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}" and each["bytes"] == len(data)
        header = next(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert header == [field["name"] for field in each["schema"]["fields"]]
        assert all(field["description"] for field in each["schema"]["fields"])


def test_a_table_that_was_changed_is_found(folder):
    (folder / "projects.csv").write_bytes((folder / "projects.csv").read_bytes().replace(b"funded", b"fundex", 1))
    with system.use_context(trusted=True):
        assert not Package(str(folder / "datapackage.json")).validate().valid


def test_the_result_keeps_to_its_schema_and_a_wrong_one_does_not(folder):
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", "result.schema.json", "result.json"]
    checked = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    result, schema = (json.loads((folder / name).read_text()) for name in ("result.json", "result.schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    lines = {row["number"]: row for row in _rows(folder / "projects.csv")}
    for project in result["pots"][0]["projects"]:
        line = lines[str(project["number"])]
        assert (project["title"], project["cost"], str(project["support"])) == (
            line["title"],
            line["cost"],
            line["votes"],
        )
        assert (project["decision"], project["award"], project["why"]) == (line["decision"], line["award"], line["why"])
    for wrong in ({**result, "votes": -1}, {**result, "more": 1}, {**result, "pots": []}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, schema)


def test_the_workbook_has_the_same_tables_one_on_each_sheet(folder):
    book = CalamineWorkbook.from_path(str(folder / "result.xlsx"))
    assert book.sheet_names[:2] == ["Contents", "Notes"]
    assert {"Projects", "Turnout"} <= set(book.sheet_names) and "Ballots" not in book.sheet_names
    lines = book.get_sheet_by_name("Projects").to_python()
    assert lines[0][0] == "Projects" and lines[2][:4] == ["pot", "place", "number", "title"]
    said = [[row["number"], row["title"], row["cost"]] for row in _rows(folder / "projects.csv")]
    assert [[f"{line[2]:.0f}", line[3], f"{line[5]:.2f}"] for line in lines[3:]] == said
    with zipfile.ZipFile(folder / "result.xlsx") as parts:
        names = parts.namelist()
        tables = [name for name in names if "tables/table" in name]
        assert len(tables) == len(book.sheet_names), "one marked-up table on each sheet"
        assert not [name for name in names if name.startswith("xl/worksheets/sheet") and b"<f>" in parts.read(name)]
        assert not [name for name in names if b"mergeCell" in parts.read(name)]


def test_the_same_result_makes_the_same_bytes(make, visitor, here, app, folder):
    from pb.pages.results.files import published_files
    from pb.pages.results.result_view import published

    with app.test_request_context():
        again = published_files(published(int(here.split("/")[2])))
    assert {name: (folder / name).read_bytes() for name in again} == again


def test_the_sums_cover_every_file(folder):
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=folder).returncode == 0
    named = {line.split()[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    assert named == {each.name for each in folder.iterdir()} - {"SHA256SUMS"}
    readme = (folder / "README.txt").read_text()
    assert all(name in readme for name in named - {"README.txt"})


@pytest.mark.parametrize(("licence", "url"), [("OGL", "nationalarchives.gov.uk"), ("CC BY", "creativecommons.org")])
def test_the_licence_stands_on_the_page_in_the_zip_and_in_the_feed(app, visitor, here, licence, url):
    app.config["LICENCE"] = licence
    [link] = [each for each in visitor.opens(here).all("a") if each.get("rel") == "license"]
    assert url in link.get("href")
    package = json.loads(visitor.downloads(f"{here}/files/datapackage.json").get_data())
    assert url in package["licenses"][0]["path"]
    assert url in visitor.downloads(f"{here}/files/README.txt").get_data(as_text=True)
    assert url in feedparser.parse(visitor.downloads("/results/feed.atom").get_data()).feed.rights


@pytest.mark.both_databases
def test_a_feed_and_a_list_name_what_is_published_and_nothing_before(make, visitor, clock):
    round_ = make.opened_box(make.voting_round(projects=5), *BALLOTS)
    clock.set(round_.post_closes_at + timedelta(hours=2))
    make.signed(make.counted(round_))
    name = make.fresh(round_).name
    for address in ("/results/feed.atom", "/results/rounds.json"):
        answer = visitor.downloads(address)
        assert answer.status_code == 200 and name not in answer.get_data(as_text=True)
    assert feedparser.parse(visitor.downloads("/results/feed.atom").get_data()).entries == []
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    found = feedparser.parse(visitor.downloads("/results/feed.atom").get_data())
    assert not found.bozo and found.version == "atom10" and found.feed.updated_parsed
    [entry] = found.entries
    assert (
        entry.title == name
        and entry.link.endswith(f"/rounds/{round_.id}/results")
        and "projects are funded" in entry.summary
    )
    [told] = json.loads(visitor.downloads("/results/rounds.json").get_data())["rounds"]
    assert (told["votes"], told["projects"], told["version"]) == (len(BALLOTS), 5, 1)
    for address in told["files"].values():
        assert visitor.downloads("/" + address.split("/", 3)[3]).status_code == 200, address


def _rows(file) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))
