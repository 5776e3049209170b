"""Tamperings with the whole database and no key, as the tests do them, counted by kind."""

from __future__ import annotations

import random
import secrets
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.trust_record import Databases

if TYPE_CHECKING:
    from tests.support.safety.tampered import Tampering


def _all(seed: int, full: bool) -> Iterator[tuple[str, Tampering]]:
    """Every tampering with the name of its row."""
    from tests.support.safety.meddling import columns
    from tests.support.safety.tampered import at_random, each_column, of_the_record, whole_votes

    chance = random.Random(seed)
    for each in each_column(chance, columns()):
        yield f"each column: {_words(each.kind)}", each
    for each in at_random(chance, 1_000 if full else 200):
        yield f"at random: {_words(each.kind)}", each
    for each in whole_votes(chance):
        yield "whole votes swapped, stuffed, taken out", each
    for each in of_the_record(chance, 1_000 if full else 200):
        yield "lines of the record", each


def _words(kind: str) -> str:
    """A way as its function is called, so that a new one has its row."""
    return kind.replace("_", " ")


def _measure(name: str, url: str, folder: Path, seed: int, full: bool) -> list[str]:
    from pb.database import db
    from tests.support.make import Make
    from tests.support.program import program
    from tests.support.safety import tampering
    from tests.support.safety.tampered import of_the_schema, told
    from tests.support.safety.whole_programme import a_whole_programme

    tried, found, named, missed = Counter[str](), Counter[str](), Counter[str](), []
    with program(url, folder) as app, app.app_context():
        db.create_all()
        a_whole_programme(Make(app))
        _failures_of_strangers()
        schema = [("schema: code, rules, tables of somebody else", each) for each in of_the_schema()]
        tampering.without_any_guard(checks=False)
        assert told() == []
        for kind, each in chain(schema, _all(seed, full)):
            tried[kind] += 1
            found[kind] += each.found
            named[kind] += each.named and not each.found
            if not (each.found or each.named):
                missed.append(f"{name}: {each} is neither found nor named")
    for kind in tried:
        print(f"| {name} | {kind} | {tried[kind]} | {found[kind]} | {named[kind]} |")
    print(f"| {name} | all | {tried.total()} | {found.total()} | {named.total()} |", flush=True)
    return missed


def _failures_of_strangers() -> None:
    """What nobody can be told of is tried as well, so the tables of counted failures must have rows."""
    from pb import clock
    from pb.database import transaction
    from pb.web import rate_limits
    from pb.web.waiting_queue import PlaceInQueue

    for number in (1, 2):
        rate_limits.spend(rate_limits.SIGN_IN, f"10.0.0.{number}")
        with transaction() as session:
            values = {"bucket": f"voting:{number}", "turn_at": number, "expires_at": clock.now() + timedelta(hours=1)}
            session.add(PlaceInQueue(name=f"{number}" * 32, **values))


def table(databases: Databases, full: bool) -> list[str]:
    """Print a row for each kind and database; what was neither found nor named."""
    seed = secrets.randbelow(2**32)
    print("Tamperings with the whole database and no key; found by the start or record verify, or named in safety.md")
    print(f"(drawn with seed {seed})")
    print("| database | kind | tried | found | named |\n|---|---|---|---|---|")
    return [each for name, url, folder in databases() for each in _measure(name, url, folder, seed, full)]
