"""A published result as open data: what each table is called and what stands in its columns, under which licence, and the two
files that describe all others: datapackage.json (Frictionless) and the JSON Schema of result.json. Plain values.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: By the setting LICENCE: its short name in the SPDX list, its name, where it can be read.
LICENCES = {
    "OGL": (
        "OGL-UK-3.0",
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    "CC BY": (
        "CC-BY-4.0",
        "Creative Commons Attribution 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
}
#: What result.json says that it is.
FORMAT = "pb-result-1"

Column = tuple[str, str, str]


@dataclass(frozen=True)
class PublishedTable:
    """One table. ``columns``: (name, "string", "integer" or "number", what it is)."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def header(self) -> list[str]:
        return [name for name, _type, _about in self.columns]

    @property
    def file(self) -> str:
        return f"{self.name}.csv"


def data_package(
    name: str,
    title: str,
    about: str,
    version: int,
    licence: str,
    tables: Sequence[PublishedTable],
    files: Mapping[str, bytes],
) -> dict[str, Any]:
    """datapackage.json: every table with its columns, size and hash. ``files``: all of them as they are published, by name."""
    short, of_licence, path = LICENCES[licence]
    resources = [
        {
            "name": table.name,
            "path": table.file,
            "title": table.title,
            "description": table.about,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8-sig",
            "bytes": len(files[table.file]),
            "hash": f"sha256:{hashlib.sha256(files[table.file]).hexdigest()}",
            "schema": {
                "fields": [{"name": name, "type": type_, "description": said} for name, type_, said in table.columns],
                "missingValues": [""],
            },
        }
        for table in tables
    ]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": title,
        "description": about,
        "version": f"{version}.0.0",
        "licenses": [{"name": short, "title": of_licence, "path": path}],
        "resources": resources,
    }


def _object(**properties: Any) -> dict[str, Any]:
    """All of these, and nothing else."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_TEXT, _WHOLE = {"type": "string"}, {"type": "integer", "minimum": 0}
_MONEY = {"type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?$", "description": "an amount in the currency of the round"}
_HASH = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_MAY_BE = {"type": ["integer", "null"], "minimum": 1}
_GROUPS = {
    "type": "array",
    "items": _object(names={"type": "array", "items": _TEXT, "minItems": 1}, ballots=_WHOLE),
}


#: Of a later version: which one it corrects, what was wrong, and which two people agreed.
_CORRECTS = _object(
    version={"type": "integer", "minimum": 1},
    reason=_TEXT,
    by={"type": "array", "items": _TEXT},
    at={"type": "string", "format": "date-time"},
)


#: For how many days everybody could object before the result was signed, and what two people answered, without names.
_OBJECTIONS = _object(
    days={"type": "integer", "minimum": 1},
    until={"type": "string", "format": "date-time"},
    received=_WHOLE,
    answers={"type": "array", "items": _object(about=_TEXT, answer=_TEXT, upheld={"type": "boolean"})},
    salt=_TEXT,
    announced=_HASH | {"description": "SHA-256 of the salt and the hashes of ballots and outcome, with colons between"},
)


_OFFER = _object(number=_WHOLE, award=_MONEY, answer_until={"type": "string", "format": "date"})


#: What the steering group decided beside the count; "gives" null takes back what was decided about the project before.
_DEPARTURE = _object(
    number=_WHOLE,
    counted=_MONEY,
    gives={"anyOf": [{"type": "null"}, _MONEY]},
    reason=_TEXT,
    by={"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2},
    at={"type": "string", "format": "date-time"},
    fingerprint=_HASH
    | {
        "description": "SHA-256 of the JSON [before, number, counted, gives, reason] without spaces, amounts in pence; before: "
        "the fingerprint of the decision before this one, or the hash of the count"
    },
)


#: A project, in the order of the count.
_PROJECT = _object(
    place=_WHOLE,
    number=_WHOLE,
    title=_TEXT,
    group=_TEXT,
    cost=_MONEY,
    support=_WHOLE,
    decision={"enum": ["funded", "part-funded", "not-funded", "withdrawn"]},
    award=_MONEY,
    gets=_MONEY | {"description": "the award, or what the steering group decided beside the count"},
    spent_so_far=_MONEY,
    why=_TEXT,
    more_needed=_MAY_BE,
)


def result_schema() -> dict[str, Any]:
    """The JSON Schema of result.json."""
    pot = _object(
        name={"type": ["string", "null"]},
        budget=_MONEY,
        spent=_MONEY,
        left=_MONEY,
        left_in_the_end=_MONEY | {"description": "with what the steering group decided beside the count"},
        ballots=_WHOLE,
        blank=_WHOLE,
        projects={"type": "array", "items": _PROJECT},
    )
    found = _object(
        format={"const": FORMAT},
        round=_object(id=_WHOLE, name=_TEXT, ballot_type=_TEXT, rule=_TEXT, currency=_TEXT),
        version={"type": "integer", "minimum": 1},
        published={"type": "string", "format": "date-time"},
        corrects={"anyOf": [{"type": "null"}, _CORRECTS]},
        headline=_TEXT,
        votes=_WHOLE,
        withheld=_WHOLE,
        licence=_object(name=_TEXT, url={"type": "string", "format": "uri"}),
        signed={"type": "array", "items": _object(name=_TEXT, at={"type": "string", "format": "date-time"})},
        hashes=_object(ballots=_HASH, outcome=_HASH, record=_HASH),
        turnout=_object(places=_GROUPS, channels=_GROUPS, days=_GROUPS),
        pots={"type": "array", "items": pot, "minItems": 1},
        offers={"type": "array", "items": _OFFER},
        departures={"type": "array", "items": _DEPARTURE},
        declined={"type": "array", "items": _WHOLE, "description": "projects whose groups did not take a part"},
    )
    # Not of every result.
    found["properties"] |= {"objections": _OBJECTIONS, "stopped": {"type": "array", "items": _CORRECTS}}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A published result of pb", **found}
