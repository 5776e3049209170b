"""A round from a file has its own money: no page, sheet or letter of it says pounds."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from werkzeug.routing import AnyConverter

from pb.currency import POUNDS, Currency
from pb.database import db
from pb.job_running import run_next
from pb.results.queries.currencies import currencies_of, currency_of
from pb.roles import COORDINATOR, EVALUATOR, FINANCE, STEERING
from pb.rounds.models import Round
from tests.support.safety import routes

FILE = """META
key;value
description;Głosowanie
country;Polska
unit;Toruń
instance;2021
num_projects;3
num_votes;3
budget;5000
vote_type;approval
rule;greedy
date_begin;01.06.2021
date_end;14.06.2021
{currency}PROJECTS
project_id;cost;name
1;3000.5;Ławki
2;200;Tulipany
3;9000;Kino
VOTES
voter_id;vote
a;1,3
b;1,2
c;1
"""
ROLES = (COORDINATOR, STEERING, FINANCE, EVALUATOR)


@pytest.fixture
def imported(app, tmp_path):
    def of(currency: str, *meta: str) -> Round:
        said = f"currency;{currency}\n" if currency else ""
        said += "".join(f"{line}\n" for line in meta)
        (tmp_path / "torun.pb").write_text(FILE.format(currency=said), encoding="utf-8")
        answer = app.test_cli_runner().invoke(args=["rounds", "import", str(tmp_path / "torun.pb")])
        assert answer.exit_code == 0, answer.output
        return db.session.query(Round).filter_by(source="file").one()

    return of


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))


def pages_of(app, round_: Round) -> list[tuple[Any, str]]:
    """Every address that needs to know no more than the round and the number or id of its first project; with the first
    role that may open it, None for everybody.
    """
    bound, found = app.url_map.bind("localhost"), []
    for rule in routes.rules(app):
        if "GET" not in rule.methods or "round_id" not in rule._converters:
            continue
        open_to = app.view_functions[rule.endpoint].open_to
        role = next((role for role in ROLES if role in open_to), None)
        values = dict.fromkeys(rule._converters, 1) | {"round_id": round_.id}
        for name, converter in rule._converters.items():
            if isinstance(converter, AnyConverter):
                options = sorted(converter.items)
                found += [(role, bound.build(rule.endpoint, values | {name: each}, method="GET")) for each in options]
                break
        else:
            found.append((role, bound.build(rule.endpoint, values, method="GET")))
    return found


@pytest.fixture
def people(make, new_visitor):
    """Somebody in each role, and None: somebody without."""
    return {role: new_visitor().signed_in_as(make.account(role)) for role in ROLES} | {None: new_visitor()}


def test_no_page_and_no_sheet_of_such_a_round_says_pounds(app, imported, people):
    round_ = imported("PLN")
    for role in (COORDINATOR, STEERING):
        people[role].opens(f"/rounds/{round_.id}/applications")  # says that they have no interests
    read, said = [], []
    for role, address in [(None, "/"), (COORDINATOR, "/rounds"), (COORDINATOR, "/dashboard"), *pages_of(app, round_)]:
        answer = people[role].downloads(address)
        if answer.status_code == 200 and answer.mimetype in ("text/html", "text/csv", "application/json"):
            text = answer.get_data(as_text=True)
            read.append(address)
            said += [address] if "£" in text or "pound" in text.lower() else []
    assert said == []
    assert {f"/rounds/{round_.id}{page}" for page in ("", "/projects", "/projects/1", "/manage", "/money")} <= set(read)


@pytest.mark.parametrize(
    ("currency", "there", "costs", "spoken", "in_head"),
    [
        ("PLN", "5,000 PLN", "3,000.5 PLN", "3,000.5 PLN", " (PLN)"),
        ("", "5,000", "3,000.5", "3,000.5", ""),
        ("GBP", "£5,000", "£3,000.50", "3,000 pounds 50", " (£)"),
    ],
)
def test_each_page_says_what_the_file_says(currency, there, costs, spoken, in_head, imported, people):
    round_ = imported(currency)
    reader, address = people[COORDINATOR], f"/rounds/{round_.id}"
    assert currency_of(round_).written(round_.money_pence) == there
    for page in ("", "/manage", "/results", "/money", "/../../rounds"):
        assert there in reader.opens(address + page).main, page
    for page in ("/projects", "/projects/1", "/projects/large-print", "/results", "/money", "/applications"):
        assert costs in reader.opens(address + page).main, page
    assert f"It costs {spoken}." in reader.downloads(f"{address}/projects/1").get_data(as_text=True)
    for sheet in ("/money/pots.csv", "/money/costs.csv", "/applications/applications.csv"):
        head, first = rows_of(reader.downloads(address + sheet))[:2]
        assert ("Cost" + in_head in head) != sheet.startswith("/money/pots") and not any("£" in each for each in first)
    assert f"Money of this round{in_head}" in rows_of(reader.downloads(address + "/money/pots.csv"))[0]


def test_a_project_from_a_file_was_on_its_ballot(imported, people):
    round_ = imported("PLN")
    address = f"/rounds/{round_.id}"
    stands = {row[0]: row[3] for row in rows_of(people[FINANCE].downloads(f"{address}/money/costs.csv"))[1:]}
    assert stands == dict.fromkeys(("Ławki", "Tulipany", "Kino"), "Eligible")
    (pot,) = rows_of(people[FINANCE].downloads(f"{address}/money/pots.csv"))[1:]
    assert pot[1:] == ["5000.0", "0.0", "5000.0", "12200.5", "3200.5", "1799.5"]
    said = people[COORDINATOR].opens(f"{address}/applications").main
    assert "To be checked (0)" in said and "Decided (3)" in said
    of_groups = {row[1]: row[2] for row in rows_of(people[COORDINATOR].downloads(f"{address}/numbers/numbers.csv"))[1:]}
    assert (of_groups["Eligible"], of_groups["Not decided yet"]) == ("3", "0")


def test_rounds_of_people_are_in_pounds(make, imported):
    people_s, of_file = make.set_up_round(), imported("PLN")
    assert currencies_of([people_s, of_file]) == {people_s.id: POUNDS, of_file.id: Currency("PLN", 10)}


def test_votes_for_each_pound_are_votes_for_what_it_costs_elsewhere(imported, people):
    address = f"/rounds/{imported('PLN', '__pb_rule;votes-per-pound').id}"
    nobody = people[None]
    assert "The project with the most votes for what it costs gets its money first" in nobody.opens(address).main
    assert "The project with the most votes for what it costs came first" in nobody.opens(f"{address}/results").main
    people[EVALUATOR].opens(f"{address}/results/other-rules")
    assert run_next()
    page = people[EVALUATOR].opens(f"{address}/results/other-rules").main
    assert "Most votes for what it costs (the published rule)" in page and "pound" not in page and "PLN" in page
