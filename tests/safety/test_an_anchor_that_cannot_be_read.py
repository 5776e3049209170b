"""What is said of an anchor that a newer version wrote, that is no anchor at all, and that is not there."""

from __future__ import annotations

import json

import pytest

from pb import anchor
from pb.record.queries import anchor_fault


@pytest.fixture(autouse=True)
def record_of_some_lines(make):
    make.cards(make.voting_round(), 1)


@pytest.mark.both_databases
def test_what_a_newer_version_noted_beside_is_left_out():
    before = anchor.stored()
    anchor.file().write_text(json.dumps({**json.loads(anchor.file().read_text()), "of_tomorrow": 1}))
    assert anchor.stored() == before and anchor_fault() is None


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"position": 3}', "é"])
def test_one_that_cannot_be_read_is_not_called_missing(text):
    anchor.file().write_text(text)
    assert anchor_fault().startswith("The anchor in KEYS_DIR cannot be read. ")


def test_one_that_is_missing_is():
    anchor.file().unlink()
    assert anchor_fault().startswith("The anchor is missing from KEYS_DIR. ")
