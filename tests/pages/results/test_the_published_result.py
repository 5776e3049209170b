"""What everybody can read of a result, and that nobody can before its publication."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import event

from pb.database import db
from pb.pages.results.result_view import published
from pb.results import actions
from pb.results.queries.counts import latest_count
from pb.web.access import Role

COSTS = [30_000, 40_000, 20_000, 60_000, 10_000]
BALLOTS = [(1, 2), (1, 3), (2,), (1,), (4, 1), (2, 5)]
FILES = ("projects.csv", "ballots.csv", "turnout.csv", "receipts.csv", "election.pb", "everything.zip", "outcome.json")


def a_round(make):
    return make.voting_round(projects=5, costs=COSTS)


def rows_of(visitor, round_, name: str) -> list[dict[str, str]]:
    data = visitor.downloads(f"/rounds/{round_.id}/results/files/{name}").get_data().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(data, newline="")))


@pytest.mark.both_databases
def test_nothing_is_public_before_the_publication(make, new_visitor, clock):
    round_ = make.opened_box(a_round(make), *BALLOTS)
    clock.set(round_.post_closes_at + timedelta(hours=2))
    make.signed(make.counted(round_))
    key = latest_count(round_.id).outcome_hash[:32]
    people = [
        new_visitor(),
        *(new_visitor().signed_in_as(make.account(role)) for role in (Role.COORDINATOR, Role.STEERING)),
    ]
    here = f"/rounds/{round_.id}/results"
    addresses = [here, f"{here}/receipts", f"{here}/charts/{key}.svg", *(f"{here}/files/{name}" for name in FILES)]
    addresses += [f"{here}/charts/{name}" for name in (f"{key}.png", "votes-1.csv", "votes-1.pdf")]
    for person in people:
        for address in addresses:
            answer = person.downloads(address)
            assert answer.status_code == 404, address
            assert "has not been published yet" in answer.get_data(as_text=True), address
    assert people[1].downloads(f"{here}/other-rules").status_code == 404
    assert people[0].downloads(f"/rounds/{round_.id}/after-close/count").status_code == 302  # to sign in
    counter = new_visitor().signed_in_as(make.account(Role.COUNTER))
    assert counter.downloads(f"/rounds/{round_.id}/after-close/count").status_code == 403
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    for address in (each for each in addresses if key not in each):
        assert people[0].downloads(address).status_code == 200, address


@pytest.mark.both_databases
def test_the_page_says_who_is_funded_and_why(make, visitor):
    round_ = make.published(a_round(make), *BALLOTS)
    page = visitor.opens(f"/rounds/{round_.id}/results")
    assert page.heading == f"Result: {round_.name}"
    assert "4 of 5 projects are funded. They get all of the £1,000." in page.main
    ranking = page.tables["All projects, in the order of the count"]
    assert ranking[1][:4] == ["1. Project number 1 Group 1", "4", "£300", "£300"]
    assert "Funded It is funded: it costs £300, and £1,000 was left when its turn came." in ranking[1][4]
    unfunded = next(row for row in ranking if row[0].startswith("4. "))
    assert "Not funded" in unfunded[4] and "it costs £600" in unfunded[4]
    for words in (
        "31415 92653 58979 32384",
        latest_count(round_.id).ballots_hash,
        "python3 recount_naive.py election.pb",
    ):
        assert words in page.main


def test_a_changed_vote_changes_bar_sentence_table_and_file_alike(make, visitor):
    before = make.published(a_round(make), *BALLOTS)
    after = make.published(a_round(make), *BALLOTS[:-1], (3, 5))
    seen = []
    for round_ in (before, after):
        page = visitor.opens(f"/rounds/{round_.id}/results")
        result = published(round_.id)
        table = {row[0][:2]: row[1] for row in page.tables["Votes for each project"][1:]}
        file = {row["number"] + ".": row["votes"] for row in rows_of(visitor, round_, "projects.csv")}
        from pb.pages.results.charts import charts_of

        bars = {bar.label[:2]: str(bar.value) for bar in charts_of(result)[0].pictures[0].bars}
        assert table == file == bars
        seen.append(
            (table, [image.get("src").rsplit("/")[-1] for image in page.all("img") if "charts" in image.get("src")])
        )
    assert (seen[0][0]["2."], seen[1][0]["2."]) == ("3", "2") and (seen[0][0]["3."], seen[1][0]["3."]) == ("1", "2")
    assert seen[0][1][0] != seen[1][1][0], "the picture is another one"
    title = "“Project number 1” had the most votes: 4 of 6 ballots"
    assert title in page.headings


def test_each_chart_is_a_picture_with_words_and_a_table(make, visitor):
    round_ = make.published(a_round(make), *BALLOTS)
    page = visitor.opens(f"/rounds/{round_.id}/results")
    charts = [image for image in page.all("img") if "charts" in image.get("src")]
    sentences = [
        " ".join("".join(words.itertext()).split())
        for words in page.all("p")
        if words.get("class") == "chart__sentence"
    ]
    assert len(charts) == len(sentences) == 7
    for image, sentence in zip(charts, sentences, strict=True):
        assert re.fullmatch(r"\S.* .*\.", sentence), "a sentence says what the picture shows"
        assert image.get("alt") == f"Chart: {sentence} The numbers are in the table below."
    for image in charts:
        answer = visitor.downloads(image.get("src"))
        assert answer.mimetype == "image/svg+xml" and answer.get_data().startswith(b"<?xml")
    assert {"What nearly won", "Projects named on a ballot", "Projects chosen together"} <= set(page.tables)
    assert {"Votes for each project", "Where the money goes", "Votes by place", "Votes by voting method"} <= set(
        page.tables
    )


def test_a_picture_has_the_same_bytes_each_time(make):
    from pb.charts.drawing import draw, draw_png
    from pb.charts.pictures import FORMS
    from pb.pages.results.charts import charts_of

    result = published(make.published(a_round(make), *BALLOTS).id)
    for chart in charts_of(result):
        for picture in chart.pictures:
            assert draw(picture) == draw(picture)
            assert draw_png(picture) == draw_png(picture)
            assert len({draw(picture.in_form(form)) for form in FORMS}) == 3


def test_a_picture_of_no_chart_is_not_found(make, visitor):
    round_ = make.published(a_round(make), *BALLOTS)
    assert visitor.downloads(f"/rounds/{round_.id}/results/charts/{'0' * 32}.svg").status_code == 404
    assert visitor.downloads(f"/rounds/{round_.id}/results/files/pb.sqlite").status_code == 404


@pytest.mark.both_databases
def test_ballots_are_published_sorted_beside_nothing(make, visitor):
    round_ = make.published(a_round(make), *BALLOTS)
    rows = rows_of(visitor, round_, "ballots.csv")
    assert list(rows[0]) == ["ballot", "choices", "pot"]
    assert [row["choices"] for row in rows] == ["1:1", "1:1 2:1", "1:1 3:1", "1:1 4:1", "2:1", "2:1 5:1"]


def test_anybody_can_count_again_from_the_zip_without_the_program(make, visitor, tmp_path):
    round_ = make.published(a_round(make), *BALLOTS)
    data = visitor.downloads(f"/rounds/{round_.id}/results/files/everything.zip").get_data()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path)
    sums = subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path, capture_output=True, text=True
    )
    assert sums.returncode == 0, sums.stdout
    command = [sys.executable, "-I", "recount_naive.py", "election.pb"]
    recount = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert recount.returncode == 0, recount.stderr
    assert json.loads(recount.stdout)["awards"] == json.loads(latest_count(round_.id).outcome)["awards"]
    readme = (tmp_path / "README.txt").read_text()
    assert "python3 recount_naive.py election.pb" in readme and latest_count(round_.id).ballots_hash in readme


def test_the_fingerprint_of_the_ballots_can_be_worked_out_from_the_files(make, visitor):
    import hashlib

    round_ = make.published(a_round(make), *BALLOTS)
    lines = [row["choices"] for row in rows_of(visitor, round_, "ballots.csv") if row["choices"]]
    salt = visitor.downloads(f"/rounds/{round_.id}/results/files/salt.txt").get_data(as_text=True)
    assert hashlib.sha256("\n".join([salt, *lines]).encode()).hexdigest() == latest_count(round_.id).ballots_hash


def test_a_voter_finds_the_receipt_and_a_stranger_does_not(make, visitor):
    round_ = a_round(make)
    receipt = make.cast(round_, (1,))[0]
    make.published(round_, *BALLOTS)
    page = visitor.opens(f"/rounds/{round_.id}/results/receipts")
    assert "A receipt code shows that your vote was counted. It does not show how you voted." in page.main
    found = visitor.types("Your receipt code", f"{receipt[:4]}-{receipt[4:8]} {receipt[8:].lower()}").presses(
        "Look it up"
    )
    assert "Your code is on the list." in found.main
    assert "This code is not on the list." in visitor.types("Your receipt code", "2" * 12).presses("Look it up").main
    assert visitor.types("Your receipt code", "").presses("Look it up").status == 422


def test_small_numbers_are_published_together(make, visitor):
    round_ = make.published(a_round(make), *BALLOTS)
    assert rows_of(visitor, round_, "turnout.csv") == [
        {"split": "place", "group": "At home, online or by post", "votes": "6"},
        {"split": "way of voting", "group": "Online at home", "votes": "6"},
    ]


def test_the_steering_group_sees_the_same_ballots_under_other_rules(make, new_visitor):
    round_ = make.published(a_round(make), *BALLOTS)
    page = new_visitor().signed_in_as(make.account(Role.STEERING)).opens(f"/rounds/{round_.id}/results/other-rules")
    names = [row[0] for row in page.tables["Comparison of the rules"]]
    assert "Most votes first (the published rule)" in names and "Equal shares" in names
    assert page.tables["Who would be funded"][1][1] == "Yes"


def test_a_page_asks_the_database_equally_often_for_few_and_many_ballots(make, new_visitor):
    asked = []

    def queries(round_) -> int:
        address, person = f"/rounds/{round_.id}/results", new_visitor()
        person.opens(address)
        asked.clear()
        person.opens(address)
        return len(asked)

    few, many = make.published(a_round(make), *BALLOTS), make.published(a_round(make), *BALLOTS * 6)
    event.listen(db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    assert queries(few) == queries(many) <= 14
