"""Tamperings over the whole database, each in a transaction that is rolled back, and whether the program tells of it."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from pb import keystore, mark_totals
from pb.database import db
from pb.marked import models
from pb.record import queries as record
from tests.support.safety import foreign_code, tampering
from tests.support.safety.meddled_votes import consistent
from tests.support.safety.meddling import NOT_TOLD, WAYS, Impossible, columns

#: Added to a kind whose record was made to follow from it.
ANEW = " and the record written anew"


@dataclass(frozen=True)
class Tampering:
    """One that was done. ``kind``: in which way; ``found``: whether the start or ``flask record verify`` tells of it."""

    kind: str
    table: str
    column: str
    found: bool

    @property
    def named(self) -> bool:
        """Whether docs/safety.md says by name that it cannot be told."""
        return (self.table, self.column) in NOT_TOLD and not self.kind.endswith(ANEW)

    def __str__(self) -> str:
        return f"{self.kind} {self.table}.{self.column}"


def told() -> list[str]:
    """What the start and ``flask record verify`` say."""
    return [said for look in _LOOKS for said in look()]


_LOOKS: list[Callable[[], list[str]]] = [
    lambda: record.faults_found(lambda: [f"{file.name} is lost" for file in keystore.lost_keys()]),
    lambda: record.faults_found(lambda: [fault for fault in [record.anchor_fault()] if fault]),
    lambda: record.faults_found(lambda: record.verify_record().faults),
    record.check_everything,
]


def is_told(table: str) -> bool:
    """The same, with the meddled table first: most of the time its own marks or its total tell, which ``check_everything``
    asks too. Who has told is enough.
    """
    model, marks = models().get(table), list[str | None]()
    if model and record.faults_found(lambda: record.faults_of_table(model, marks)):
        return True
    if model and record.faults_found(
        lambda: [what for what, _ in mark_totals.faults(db.session(), {table: marks}, only=table)]
    ):
        return True
    return any(look() for look in _LOOKS)


def each_column(chance: random.Random, some: Sequence[tuple[str, str]]) -> Iterator[Tampering]:
    """Each of ``some`` columns (table, column) in each way that the database lets happen."""
    for table, column in some:
        for way in WAYS:
            tampering.begin(db.session)
            try:
                way(db.session.connection(), chance, table, column)
            except Impossible:
                continue
            yield Tampering(way.__name__, table, column, is_told(table))
    db.session.rollback()


def at_random(chance: random.Random, wanted: int) -> Iterator[Tampering]:
    """So many of any column in any way; half of them write the record anew as well, from one of its first lines on."""
    every, done = columns(), 0
    while done < wanted:
        (table, column), way = chance.choice(every), chance.choice(WAYS)
        tampering.begin(db.session)
        anew = chance.random() < 0.5
        try:
            way(db.session.connection(), chance, table, column)
        except Impossible:
            continue
        if anew:
            tampering.write_the_rest_anew(db.session, chance, chance.randrange(1, 5))
        done += 1
        yield Tampering(way.__name__ + ANEW * anew, table, column, is_told(table))
    db.session.rollback()


def of_the_schema() -> Iterator[Tampering]:
    """Code, rules and tables of somebody else, each once; before any guard is gone."""
    for name, statements in foreign_code.ways().items():
        db.session.rollback()
        for statement in statements:
            db.session.connection().exec_driver_sql(statement, execution_options={"no_parameters": True})
        yield Tampering("schema", name, "", bool(told()))
    db.session.rollback()


def whole_votes(chance: random.Random) -> Iterator[Tampering]:
    """Whole votes, so that several tables agree with one another, in each way once."""
    for way in consistent():
        tampering.begin(db.session)
        way(db.session.connection(), chance)
        yield Tampering(way.__name__, "envelope", "", bool(told()))
    db.session.rollback()


def of_the_record(chance: random.Random, wanted: int) -> Iterator[Tampering]:
    """So many changes of the record by somebody who knows how its lines hang together, in each way in turn."""
    lines, ways = record.verify_record().lines, (*tampering.WAYS, *tampering.NEED_A_HEAD)
    for number in range(wanted):
        way = ways[number % len(ways)]
        tampering.begin(db.session)
        way(db.session, chance, chance.randrange(1, lines))
        yield Tampering(way.__name__, "record_line", "", bool(record.verify_record().faults))
    db.session.rollback()
