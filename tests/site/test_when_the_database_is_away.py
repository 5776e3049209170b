"""A database that is locked or gone: everybody gets a page that says what to do, and nothing is half saved."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from pb.database import db
from pb.venues.models import Venue
from pb.web.access import COORDINATOR


@pytest.fixture
def desk(visitor, make):
    """A coordinator on a page with a form, on a database that does not let anybody wait for half a minute."""
    event.listen(db.engine, "checkout", lambda connection, *_: connection.execute("PRAGMA busy_timeout = 0"))
    visitor.signed_in_as(make.staff(COORDINATOR)).opens("/venues/new")
    return visitor


@contextmanager
def locked():
    """Somebody else writes and does not come to an end."""
    other = sqlite3.connect(db.engine.url.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


@contextmanager
def gone():
    """The connections are lost, and no new one can be had."""

    def refuse(*_):
        raise sqlite3.OperationalError("unable to open database file")

    db.session.rollback()
    event.listen(db.engine, "do_connect", refuse)
    db.engine.dispose()
    yield
    event.remove(db.engine, "do_connect", refuse)


@pytest.mark.parametrize("trouble", [locked, gone])
def test_an_act_is_not_saved_and_the_same_press_saves_it_later(desk, trouble):
    sent = {"name": "Leith Library", "kind": "library"}
    with trouble():
        page = desk.posts("/venues/new", sent)
        assert page.status == 503 and page.heading == "This website is very busy"
        assert "Wait a moment, go back one page and press the button again." in page.main
    assert db.session.scalars(select(Venue.name)).all() == []
    desk.posts("/venues/new", sent)
    assert db.session.scalars(select(Venue.name)).all() == ["Leith Library"]


def test_pages_can_be_read_while_somebody_writes(desk):
    with locked():
        assert desk.opens("/venues").status == 200


@pytest.mark.parametrize("path", ["/", "/dashboard", "/venues", "/kiosk"])
def test_a_page_that_cannot_be_read_says_so_without_asking_the_database_again(desk, path):
    with gone():
        page = desk.opens(path)
    assert page.status == 503 and page.heading == "This website is very busy"


def test_a_fault_of_our_own_is_called_one(desk):
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE venue RENAME TO lost")
    answer = desk.asks("GET", "/venues")
    assert answer.status_code == 500 and "This is our fault, not yours." in answer.get_data(as_text=True)
