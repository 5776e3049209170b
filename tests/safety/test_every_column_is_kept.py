"""Somebody with the whole database and no key changes any column of any table, consistently where they can: the start,
a read, ``flask record verify`` or the opening tells of it, or docs/safety.md says by name why it cannot be told.
"""

from __future__ import annotations

import random
from collections import Counter

import pytest

from pb import keystore
from pb.database import db
from pb.marked import models
from pb.record import queries as record
from tests.support import effort
from tests.support.safety import tampering
from tests.support.safety.meddled_votes import consistent
from tests.support.safety.meddling import NOT_TOLD, WAYS, Impossible, columns
from tests.support.safety.whole_programme import a_whole_programme
from tests.support.sources import TOP

pytestmark = pytest.mark.both_databases
EVERY = columns()


@pytest.fixture
def programme(app, make):
    """Something in every table: a published round, and one in mid-vote with cards, papers, kiosks, decisions."""
    a_whole_programme(make)
    assert told() == []
    tampering.without_any_guard(checks=False)
    tampering.begin(db.session)
    assert told() == [], "dropping the guards alone is not what is told of"
    return


def told() -> list[str]:
    """What the start and ``flask record verify`` say."""
    lost = record.told(lambda: [f"{file.name} is lost" for file in keystore.lost_keys()])
    anchored = record.told(lambda: [fault for fault in [record.anchor_fault()] if fault])
    return [*lost, *anchored, *record.told(lambda: record.check().faults), *record.check_everything()]


def is_told(table: str) -> bool:
    """The same, with the meddled table first: most of the time its own marks tell."""
    model = models().get(table)
    if model and record.told(lambda: record.faults_of_table(model, [])):
        return True
    return bool(told())


def test_each_column_is_told_of_in_each_way(programme):
    chance, tried, missed = random.Random(9), Counter(), []
    for table, column in EVERY:
        for way in WAYS:
            if (table, column) in NOT_TOLD:
                continue
            tampering.begin(db.session)
            try:
                way(db.session.connection(), chance, table, column)
            except Impossible:
                continue
            tried[table, column] += 1
            if not is_told(table):
                missed.append(f"{way.__name__} {table}.{column}")
    db.session.rollback()
    assert not missed, missed
    untried = {each for each in EVERY if not tried[each]} - set(NOT_TOLD)
    assert not untried, f"the database itself refuses every change of {sorted(untried)}"
    effort.did(sum(tried.values()))


def test_many_at_random_with_the_record_written_anew(programme):
    chance, missed, tried = random.Random(10), [], 0
    wanted = effort.runs(20, 1_000)
    while tried < wanted:
        table, column = chance.choice(EVERY)
        if (table, column) in NOT_TOLD:
            continue
        tampering.begin(db.session)
        try:
            chance.choice(WAYS)(db.session.connection(), chance, table, column)
            if chance.random() < 0.5:
                tampering.write_the_rest_anew(db.session, chance, chance.randrange(1, 5))
        except Impossible:
            continue
        tried += 1
        if not is_told(table):
            missed.append(f"{table}.{column}")
    db.session.rollback()
    assert not missed, missed


@pytest.mark.parametrize("way", consistent(), ids=lambda way: way.__name__)
def test_a_vote_that_is_swapped_stuffed_or_taken_out_whole_is_told_of(programme, way):
    tampering.begin(db.session)
    way(db.session.connection(), random.Random(11))
    assert told()
    db.session.rollback()


def test_what_cannot_be_told_is_said_by_name():
    said = (TOP / "docs" / "safety.md").read_text(encoding="utf-8")
    for table, column in NOT_TOLD:
        assert f"`{table}.{column}`" in said or f"`{table}`" in said, (table, column)
    assert set(NOT_TOLD) <= set(EVERY)
    assert {table for table, _column in EVERY} == set(db.metadata.tables), "a table was not known yet"
