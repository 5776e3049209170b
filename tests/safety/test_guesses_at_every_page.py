"""At each page that takes a code, a password or a PIN: of guesses at the same moment as many are looked at as its limit allows.

The limits themselves, with 200 guesses each, are those of ``test_limits.py``; here the pages ask them first.
"""

from __future__ import annotations

import pytest

from pb import clock as program_clock
from pb.database import db, is_engine_of_sqlite
from pb.web import rate_limits
from tests.bench.trust_guesses import doors, let_through
from tests.support import effort
from tests.support.make import Make
from tests.support.program import program

#: More than any of the limits here, by so many.
MORE = 10


@pytest.fixture
def with_codes(database, tmp_path):
    """The program where people also show a security code."""
    with program(database, tmp_path, SECOND_FACTOR=True) as app, app.app_context():
        yield app


@pytest.mark.both_databases
def test_no_page_looks_at_a_guess_before_its_limit_has_been_asked(with_codes, clock):
    """Every day one page on SQLite and the next on PostgreSQL; in the long run each on both."""
    clock.set(program_clock.now().replace(minute=5))
    place_of_ours, looked = int(not is_engine_of_sqlite(db.engine)), {}
    for place, door in enumerate(doors(with_codes, Make(with_codes), clock)):
        if effort.FULL or place % 2 == place_of_ours:
            db.session.rollback()
            looked[door.name] = let_through(with_codes, door, clock, door.free + MORE) - door.free
    assert set(looked.values()) == {0} and len(looked) >= (9 if effort.FULL else 4), looked


def test_every_limit_has_a_page_here(with_codes, clock):
    clock.set(program_clock.now().replace(minute=5))
    free = {door.free for door in doors(with_codes, Make(with_codes), clock)}
    limits = [each for each in vars(rate_limits).values() if isinstance(each, rate_limits.RateLimit)]
    assert {each.free for each in limits} <= free
