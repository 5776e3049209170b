"""Only a later line accounts for a text of the record that is gone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pb.record.rules import ERASED, START, LineContent, chained, reason_hash, verify


def chain(*acts: tuple[str, dict, str | None]) -> list[tuple[LineContent, str]]:
    lines: list[tuple[LineContent, str]] = []
    for position, (act, facts, hash_) in enumerate(acts, start=1):
        previous = lines[-1][1] if lines else START
        entry = LineContent(
            position, datetime(2026, 5, 3, tzinfo=UTC), None, "command", act, None, facts, hash_, previous
        )
        lines.append((entry, chained(entry)))
    return lines


WRITTEN = ("card.voided", {"card": 7}, reason_hash("salt", "Lost on the bus."))


def test_a_text_that_a_later_line_erased_is_accounted_for():
    assert verify(chain(WRITTEN, (ERASED, {"line": 1}, None)), []).faults == ()


def test_a_line_that_erased_before_anything_was_written_accounts_for_nothing():
    assert verify(chain((ERASED, {"line": 2}, None), WRITTEN), []).faults == (
        "The reason beside line 2 is missing, and no line says who erased it.",
    )


@pytest.mark.parametrize("line", [2, "1", None, [1]])
def test_a_line_that_erases_itself_or_names_no_line_accounts_for_nothing(line):
    faults = verify(chain(WRITTEN, (ERASED, {"line": line}, reason_hash("salt", "Gone too."))), []).faults
    assert [fault.split()[4] for fault in faults] == ["1", "2"]
