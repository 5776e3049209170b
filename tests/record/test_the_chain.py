"""How a line of the record is hashed and what the verifier says of a chain: the rules alone, without a database."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone

import pytest

from pb.record.rules import (
    ERASED,
    LINE,
    MARKS_BEGIN,
    START,
    LineContent,
    chained,
    fault_in_words,
    fault_of_anchor,
    faults_of_marks,
    reason_hash,
    verify,
)

AT = datetime(2026, 5, 15, 13, 0, 1, 50, tzinfo=timezone(timedelta(hours=1)))


def line(position: int, previous: str = START, act: str = "thing.done", **more) -> LineContent:
    return LineContent(**{"position": position, "at": AT, "actor_id": None, "role": "command", "act": act} | {
        "round_id": 3, "facts": {}, "reason_hash": None, "previous": previous,
    } | more)  # fmt: skip


def chain(*lines: LineContent) -> list[tuple[LineContent, str]]:
    """These lines, each following from the one before, with their hashes."""
    made: list[tuple[LineContent, str]] = []
    for each in lines:
        each = replace(each, previous=made[-1][1] if made else START)
        made.append((each, chained(each)))
    return made


GOOD = chain(line(1), line(2), line(3))


def test_anybody_can_work_out_the_hash_of_a_line():
    canonical = (
        '{"act":"thing.done","actor_id":7,"at":"2026-05-15T12:00:01.000050+00:00","facts":{"a":"\\u00a3","b":1},'
        f'"position":1,"previous":"{"0" * 64}","reason_hash":"rr","role":"command","round_id":3}}'
    )
    entry = line(1, actor_id=7, facts={"b": 1, "a": "£"}, reason_hash="rr")
    assert chained(entry) == hashlib.sha256(canonical.encode()).hexdigest()
    with_totals = canonical.removesuffix("}") + ',"totals":"tt"}'
    assert chained(replace(entry, totals="tt")) == hashlib.sha256(with_totals.encode()).hexdigest()
    assert reason_hash("salt", "why") == hashlib.sha256(b"salt\nwhy").hexdigest()


def test_names_that_records_and_marks_which_exist_were_made_with():
    assert (ERASED, LINE, MARKS_BEGIN) == ("record.reason_erased", "line of the record", "marks_begin")


def test_a_whole_chain_has_no_fault_and_its_last_hash_is_its_head():
    found = verify(GOOD, [])
    assert (found.lines, found.head, found.faults, found.head_checked) == (3, GOOD[-1][1], (), False)
    empty = verify([], [])
    assert (empty.lines, empty.head, empty.faults, empty.head_checked) == (0, START, (), False)


@pytest.mark.parametrize("head", [GOOD[0][1], GOOD[2][1], START])
def test_a_head_that_was_written_down_earlier_is_in_the_record(head):
    found = verify(GOOD, [], head)
    assert found.faults == () and found.head_checked is True


def test_a_head_that_was_cut_off_is_not():
    found = verify(GOOD[:2], [], GOOD[2][1])
    assert len(found.faults) == 1 and "This head is not in the record." in found.faults[0] and found.head_checked


def test_a_line_that_was_changed_taken_out_or_put_elsewhere_is_named():
    changed = [GOOD[0], (replace(GOOD[1][0], act="thing.other"), GOOD[1][1]), GOOD[2]]
    assert verify(changed, []).faults == ("Line 2 was changed after it was written.",)
    assert verify([GOOD[0], GOOD[2]], []).faults == (
        "Line 2 is missing or out of place: found position 3.",
        "Line 3 does not follow from the line before it.",
    )
    assert verify([GOOD[1]], []).faults[0] == "Line 1 is missing or out of place: found position 2."
    assert verify(chain(line(1), line(3), line(4)), []).faults == (
        "Line 2 is missing or out of place: found position 3.",
    ), "lines after a gap are counted on from it"


WITH_REASON = chain(line(1), line(2, reason_hash=reason_hash("salt", "why")), line(3))


def test_a_reason_is_the_one_that_was_written():
    assert verify(WITH_REASON, [(2, "salt", "why")]).faults == ()
    changed = ("The reason beside line 2 has been changed.",)
    assert verify(WITH_REASON, [(2, "salt", "else")]).faults == changed
    assert verify(WITH_REASON, [(2, "salt", "why"), (1, "salt", "new")]).faults == (
        "The reason beside line 1 has been changed.",
    )


@pytest.mark.parametrize(
    ("eraser", "is_told"),
    [
        (line(3), False),
        (line(3, act=ERASED, facts={"line": 2}), True),
        (line(3, act=ERASED, facts={"line": 1}), False),
        (line(3, act=ERASED, facts={"line": "2"}), False),
        (line(3, act=ERASED), False),
        (line(3, act="thing.done", facts={"line": 2}), False),
    ],
)
def test_a_reason_that_is_gone_was_erased_by_a_later_line(eraser, is_told):
    (*before, _last), gone = WITH_REASON, "The reason beside line 2 is missing, and no line says who erased it."
    lines = chain(*(entry for entry, _ in before), eraser)
    assert verify(lines, []).faults == (() if is_told else (gone,))


def test_no_reason_is_erased_before_or_by_the_line_that_has_it():
    for position in (1, 2):
        lines = [line(1), line(2, reason_hash="rr"), line(3)]
        lines[position - 1] = replace(lines[position - 1], act=ERASED, facts={"line": 2})
        assert len(verify(chain(*lines), []).faults) == 1


@pytest.mark.parametrize(
    ("marks", "wrong"),
    [
        ([], []),
        ([(1, True, False), (2, True, False)], []),
        ([(1, False, False), (2, True, False), (3, False, False)], [1, 3]),
        ([(1, False, False), (2, True, True), (3, False, False)], [3]),
        ([(1, False, False), (2, False, True)], [1, 2]),
    ],
)
def test_lines_before_the_one_with_which_marks_begin_are_covered_by_it(marks, wrong):
    said = "Line {} was not written by this program, or its mark was changed."
    assert list(faults_of_marks(marks)) == [said.format(position) for position in wrong]


@dataclass
class Anchor:
    position: int
    hash: str


def test_the_anchor_is_the_newest_line_or_an_older_one():
    hashes = {1: "a", 2: "b"}
    assert fault_of_anchor(None, 0, hashes.get) is None
    assert "The anchor is missing" in fault_of_anchor(None, 1, hashes.get)
    for position, found in ((2, "b"), (1, "a")):
        assert fault_of_anchor(Anchor(position, found), 2, hashes.get) is None
    assert "ends at line 2 of the record, and line 3 was" in fault_of_anchor(Anchor(3, "c"), 2, hashes.get)
    assert "Line 2 of the record is not the one" in fault_of_anchor(Anchor(2, "x"), 2, hashes.get)


@pytest.mark.parametrize(
    ("what", "facts", "sentence"),
    [
        ("no_fingerprint", {"name": "seal"}, "The fingerprint of seal.key was removed"),
        ("unknown_key", {"name": "seal"}, "the fingerprint of an unknown key, seal."),
        ("unknown_total", {"name": "turnout"}, "The total of an unknown table, turnout, was put in."),
        ("no_total", {"name": "turnout"}, "The total of the table turnout is missing."),
        ("wrong_total", {"name": "turnout"}, "The total of the table turnout was changed"),
        ("rows", {"name": "turnout", "should": 3, "has": 2}, "it should have 3 and has 2."),
        ("marks", {"name": "turnout", "wrong": 2}, "The table turnout has 2 rows that were changed"),
        ("damaged", {"kind": "ValueError"}, "cannot be read (ValueError)."),
        ("totals", {}, "not those of the newest line"),
        ("medium", {"number": 3}, "Picture or sound 3 was changed."),
        ("cards", {"wrong": 4}, "4 voting cards were removed"),
    ],
)
def test_every_other_fault_is_a_sentence(what, facts, sentence):
    assert sentence in fault_in_words(what, **facts)
