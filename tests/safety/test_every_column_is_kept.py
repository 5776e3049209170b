"""Somebody with the whole database and no key changes any column of any table, consistently where they can: the start,
a read, ``flask record verify`` or the opening tells of it, or docs/safety.md says by name why it cannot be told.
"""

from __future__ import annotations

import random
import secrets

import pytest

from pb.database import db, is_engine_of_sqlite
from tests.support import effort
from tests.support.safety import tampering
from tests.support.safety.meddled_votes import consistent
from tests.support.safety.meddling import NOT_TOLD, columns
from tests.support.safety.tampered import at_random, each_column, of_the_schema, told
from tests.support.safety.whole_copy import copy_of_a_whole_programme
from tests.support.sources import TOP

pytestmark = pytest.mark.both_databases
EVERY = columns()


@pytest.fixture
def programme(app, make):
    """Something in every table: a published round, and one in mid-vote with cards, papers, kiosks, decisions."""
    copy_of_a_whole_programme(make)
    assert told() == []
    tampering.without_any_guard(checks=False)
    tampering.begin(db.session)
    assert told() == [], "that the guards are gone is told of by the schema (below); here somebody has put them back"
    return


def test_code_rules_and_tables_of_somebody_else_are_told_of(app, make):
    copy_of_a_whole_programme(make)
    assert told() == []
    done = list(of_the_schema())
    assert len(done) > 7 and all(each.found for each in done), [str(each) for each in done if not each.found]
    assert told() == []


def test_each_column_is_told_of_in_each_way(programme):
    # Marks and totals are the program's own, so every day each third column on PostgreSQL; on SQLite all.
    some = EVERY if effort.FULL or is_engine_of_sqlite(db.engine) else EVERY[::3]
    done = list(each_column(random.Random(9), some))
    missed = [str(each) for each in done if not (each.found or each.named)]
    assert not missed, missed
    untried = set(some) - {(each.table, each.column) for each in done} - set(NOT_TOLD)
    assert not untried, f"the database itself refuses every change of {sorted(untried)}"
    effort.did(len(done))


def test_many_at_random_with_the_record_written_anew(programme):
    """The same ones every day, fresh ones in the long run."""
    seed = secrets.randbelow(2**32) if effort.FULL else 10
    done = list(at_random(random.Random(seed), effort.runs(20, 1_000)))
    missed = [str(each) for each in done if not (each.found or each.named)]
    assert not missed, (seed, missed)


def test_a_vote_that_is_swapped_stuffed_or_taken_out_whole_is_told_of(programme):
    ways = consistent()
    missed = []
    for way in ways:
        tampering.begin(db.session)
        way(db.session.connection(), random.Random(11))
        if not told():
            missed.append(way.__name__)
        db.session.rollback()
    assert len(ways) > 5 and not missed, missed


def test_what_cannot_be_told_is_said_by_name():
    said = (TOP / "docs" / "safety.md").read_text(encoding="utf-8")
    for table, column in NOT_TOLD:
        assert f"`{table}.{column}`" in said or f"`{table}`" in said, (table, column)
    assert set(NOT_TOLD) <= set(EVERY)
    assert {table for table, _column in EVERY} == set(db.metadata.tables), "a table was not known yet"
