"""result.json, its schema, datapackage.json and the workbook: what programs read of a published result."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from pb.clock import LOCAL
from pb.counting import Step
from pb.pages.results.departures import decisions_shown
from pb.pages.results.ranked_rows import PotResult, ProjectResult
from pb.pages.results.result_view import Result
from pb.pages.results.versions import version_in_words
from pb.practice import PRACTICE, is_practice, titled
from pb.results.rules.departures import DecidedBeside, as_published
from pb.results.rules.offers import last_day_to_answer
from pb.results.rules.open_data import FORMAT, LICENCES, PublishedTable, data_package, result_schema
from pb.workbooks import WorkbookSheet, workbook

#: Tables that a workbook leaves to their files: a line for each voter.
_TOO_LONG = ("ballots", "receipts")


def licence() -> str:
    """Which licence it is: a key of ``LICENCES``."""
    return current_app.config["LICENCE"]


def licence_in_words() -> str:
    """Under which these files may be used, and whom to name."""
    _short, name, url = LICENCES[licence()]
    said = _("You may use and share these files under the %(licence)s: %(address)s", licence=name, address=url)
    whom = current_app.config["ORGANISATION"]
    return "\n".join([said, _("Please name their source: %(name)s.", name=whom)] if whom else [said])


def described(result: Result, tables: Sequence[PublishedTable], files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that describe the others, by name."""
    assert result.publication is not None
    tables = [_with_practice(table) for table in tables]
    name, version = titled(result.round.name), result.publication.version
    package = data_package(f"round-{result.round.id}-result", name, result.headline, version, licence(), tables, files)
    return {
        "result.json": _json(result_as_json(result)),
        "result.schema.json": _json(result_schema()),
        "datapackage.json": _json(package),
        "result.xlsx": _workbook(result, [table for table in tables if table.name not in _TOO_LONG]),
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _with_practice(table: PublishedTable) -> PublishedTable:
    """As the file has it: in a practice each row says so."""
    if not is_practice():
        return table
    columns = (*table.columns, (PRACTICE.lower(), "string", "Said on each row: nothing here counts"))
    return PublishedTable(table.name, table.title, table.about, columns, tuple((*row, PRACTICE) for row in table.rows))


def result_as_json(result: Result) -> dict[str, Any]:
    """The result as result.schema.json describes it."""
    assert result.publication is not None
    _short, name, url = LICENCES[licence()]
    turnout = result.facts.get("turnout") or {}
    until = last_day_to_answer(result.publication.public_at.astimezone(LOCAL).date()).isoformat()
    return {
        "format": FORMAT,
        "round": {
            "id": result.round.id,
            "name": titled(result.round.name),
            "ballot_type": result.outcome.ballot_type,
            "rule": result.outcome.rule,
            "currency": result.outcome.currency,
        },
        "version": result.publication.version,
        "published": result.publication.public_at.isoformat(),
        "corrects": result.facts.get("corrects"),
        **{name: result.facts[name] for name in ("objections", "stopped") if name in result.facts},
        "headline": result.headline,
        "votes": result.votes,
        "withheld": result.withheld,
        "licence": {"name": name, "url": url},
        "signed": [{"name": who, "at": at.isoformat()} for who, at in result.signed],
        "hashes": {
            "ballots": result.counted.ballots_hash,
            "outcome": result.counted.outcome_hash,
            "record": result.publication.record_head,
        },
        "turnout": {split: turnout.get(split, []) for split in ("places", "channels", "days")},
        "pots": [_pot(result, pot) for pot in result.pots],
        "offers": [
            {
                "number": each["number"],
                "award": result.outcome.money.digits(each["amount"]),
                "answer_until": until,
            }
            for each in result.facts.get("offers", [])
        ],
        "departures": [_departure(result, each) for each in as_published(result.facts)],
        "declined": [result.lines[id].number for id in result.outcome.declined],
    }


def _departure(result: Result, each: DecidedBeside) -> dict[str, Any]:
    digits = result.outcome.money.digits
    return each.as_json() | {
        "counted": digits(each.counted),
        "gives": None if each.gives is None else digits(each.gives),
    }


def _pot(result: Result, pot: PotResult) -> dict[str, Any]:
    digits = result.outcome.money.digits
    return {
        "name": pot.name,
        "budget": digits(pot.outcome.budget),
        "spent": digits(pot.outcome.spent),
        "left": digits(pot.outcome.left),
        "left_in_the_end": digits(result.left(pot.outcome)),
        "ballots": pot.outcome.ballots,
        "blank": pot.outcome.blank,
        "projects": [_project(result, *line) for line in zip(pot.rows, pot.outcome.steps, strict=True)],
    }


def _project(result: Result, row: ProjectResult, step: Step) -> dict[str, Any]:
    digits = result.outcome.money.digits
    return {
        "place": row.place,
        "number": row.number,
        "title": row.title,
        "group": row.group,
        "cost": digits(row.cost),
        "support": row.support,
        "decision": "withdrawn" if row.withdrawn else row.decision,
        "award": digits(row.award),
        "gets": digits(row.gets),
        "spent_so_far": digits(row.spent_so_far),
        "why": row.why,
        "more_needed": step.need.params.get("number") if step.need else None,
    }


def _workbook(result: Result, tables: Sequence[PublishedTable]) -> bytes:
    assert result.publication is not None
    cover = [
        result.headline,
        *version_in_words(result),
        *(each.in_line for each in decisions_shown(result)),
        *licence_in_words().splitlines(),
        _("Each sheet has one table. The ballots and receipt codes are in ballots.csv and receipts.csv."),
    ]
    notes = WorkbookSheet(
        "Notes",
        _("What the columns have"),
        (),
        ("Sheet", "Column", "What it has"),
        tuple((table.title, name, about) for table in tables for name, _type, about in table.columns),
    )
    sheets = [WorkbookSheet(t.title, t.title, (f"{t.about}.",), tuple(t.header), _numbers(t)) for t in tables]
    return workbook(titled(result.round.name), cover, [notes, *sheets], result.publication.public_at)


def _numbers(table: PublishedTable) -> tuple[tuple[Any, ...], ...]:
    """The rows with amounts as numbers."""
    kinds = [kind for _name, kind, _about in table.columns]
    return tuple(
        tuple(float(cell) if kind == "number" else cell for cell, kind in zip(row, kinds, strict=True))
        for row in table.rows
    )
