"""A row's mark is made over canonical JSON of its values, however that text is put together: old marks go on being right."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import JSON

from pb.column_types import kind_of
from pb.marked import models
from pb.row_texts import text_of_row

#: Of each kind some values as a form, the program or a database gives them, and what the text has in their place.
VALUES: dict[Any, list[tuple[Any, Any]]] = {
    str: [("Café “Ü” \\ \n\x7f\u2028 🎈", "Café “Ü” \\ \n\x7f\u2028 🎈"), ("", "")],
    int: [(-7, -7), (True, 1), (10**12, 10**12)],
    bool: [(True, True), (0, False)],
    datetime: [
        (datetime(2026, 5, 3, 9, tzinfo=UTC), "2026-05-03T09:00:00.000000+00:00"),
        (datetime(2026, 5, 3, 9, 0, 0, 7, tzinfo=timezone(timedelta(hours=1))), "2026-05-03T08:00:00.000007+00:00"),
    ],
    date: [(date(2026, 5, 3), "2026-05-03")],
    bytes: [(b"\x00\xff", sha256(b"\x00\xff").hexdigest()), (memoryview(b"a"), sha256(b"a").hexdigest())],
    JSON: [({"b": [1, None, 0.5], "a": "ü"}, {"a": "ü", "b": [1, None, 0.5]}), ([], [])],
}


@pytest.mark.parametrize("table", models())
def test_it_is_canonical_json_of_every_column_that_is_not_empty(table):
    model = models()[table]
    covered = [each for each in model.__table__.columns if each.name not in {"keyed_mark", *model.unmarked}]
    for turn in range(3):
        row, said = {"keyed_mark": "f" * 64}, {}
        for place, column in enumerate(covered):
            if turn and (place + turn) % 4 == 0 and column.nullable:
                row[column.name] = None
                continue
            given = VALUES[JSON if isinstance(column.type, JSON) else kind_of(column.type)]
            row[column.name], meant = given[turn % len(given)]
            said[model.marked_as.get(column.name, column.name)] = meant
        expected = json.dumps([f"row of {table}", said], sort_keys=True, separators=(",", ":"))
        assert text_of_row(model, row) == expected


def test_a_cast_is_left_out_of_the_text_of_a_right_and_nothing_else_is():
    right = models()["voting_right"]
    assert text_of_row(right, {"key": "k", "status": "cast"}) == text_of_row(right, {"key": "k"})
    assert "void" in text_of_row(right, {"key": "k", "status": "void"})
    assert "cast" in text_of_row(right, {"key": "cast"})
