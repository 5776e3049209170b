"""PostgreSQL stops answering: everybody gets a page that says so, what needs no database still comes, and nothing that
was acknowledged is lost. Without limits of time these tests would never end; none of them looks at a clock.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from pb.database import db, exclusive_transaction, transaction
from pb.record.acts import all_acts
from pb.refusals import Refusal
from pb.venues.models import Venue
from pb.voting import actions
from pb.voting.models import Envelope
from pb.waits import Timeouts, server_answers
from pb.web.access import COORDINATOR
from tests.support import postgres
from tests.support.frozen import QUICK, deaf_port, frozen, in_a_hurry
from tests.support.program import program
from tests.support.visitor import Visitor
from tests.support.voters import at_the_ballot, chooses


@pytest.fixture(scope="module")
def cluster():
    try:
        with postgres.server() as own:
            yield own
    except postgres.NoServer as reason:
        pytest.skip(f"PostgreSQL: {reason}")


@pytest.fixture
def app(cluster, tmp_path):
    cluster.make("pb")
    with program(cluster.url("pb"), tmp_path) as app, app.app_context():
        db.create_all()
        yield app
    cluster.drop("pb")


def box() -> int:
    db.session.rollback()
    found = db.session.scalar(select(func.count()).select_from(Envelope))
    db.session.rollback()
    return found


def test_in_a_real_vote_nobody_waits_longer_than_five_seconds_for_a_server_that_is_gone():
    real = Timeouts()
    assert real.silence + real.probe <= 4.5, "a connection that was open"
    assert real.connect <= 4.5 and real.commit <= 4.5 and real.pool + real.connect <= 4.5
    assert real.turn >= 15, "who waits for another writer waits for an opening too"


def test_pages_say_so_files_still_come_and_everything_works_again_by_itself(app, cluster, make, visitor):
    visitor.signed_in_as(make.staff(COORDINATOR)).opens("/venues/new")
    style = next(each.get("href") for each in visitor.page.all("link") if each.get("rel") == "stylesheet")
    with frozen(cluster):
        for path in ("/venues", "/", "/venues"):
            page = visitor.opens(path)
            assert page.status == 503 and page.heading == "This website is very busy"
        assert visitor.downloads(style).status_code == 200
        sent = {"name": "Leith Library", "kind": "library"}
        assert visitor.posts("/venues/new", sent).status == 503
    assert visitor.posts("/venues/new", sent).status == 200
    assert db.session.scalars(select(Venue.name)).all() == ["Leith Library"]


def test_a_vote_is_pressed_again_and_goes_in_once(app, cluster, make, visitor):
    round_ = make.voting_round(min_choices=1, max_choices=3)
    at_the_ballot(visitor, make, round_)
    chooses(visitor, 2)
    with frozen(cluster):
        page = visitor.presses("Cast my vote")
        assert page.status == 503 and page.heading == "Please press the button again"
        assert visitor.presses("Cast my vote").status == 503
    assert visitor.presses("Cast my vote").heading == "Your vote is saved" and box() == 1


def test_once_it_is_known_nobody_else_waits_and_one_at_a_time_tries(app, cluster):
    outage = db.engine.pool.outage
    db.session.execute(text("SELECT 1"))
    db.session.rollback()
    with frozen(cluster):
        with pytest.raises(OperationalError):
            db.session.execute(text("SELECT 1"))
        db.session.rollback()
        assert outage.is_on
        with in_a_hurry(try_again=3600):
            for _ in range(50):  # each would wait for a minute
                with pytest.raises(OperationalError, match="a moment ago"):
                    db.session.execute(text("SELECT 1"))
                db.session.rollback()
    assert db.session.scalar(text("SELECT 1")) == 1 and not outage.is_on


def test_a_commit_that_waits_for_a_standby_that_is_gone(app, cluster, make, caplog):
    round_ = make.voting_round()
    vote = make.vote(round_, make.cards(round_)[0], 1)
    waits = pytest.raises(Refusal, match="very busy")
    with standby_gone(cluster), in_a_hurry(commit=0.5), caplog.at_level(logging.ERROR), waits:
        actions.cast_vote(vote)
    assert "votes could not go in: no connection: the database took too long" in caplog.text
    assert actions.cast_vote(vote) == vote.receipt and box() == 1


@contextmanager
def standby_gone(cluster):
    """Within the block no commit ends, because it waits for a server that never was.

    Whether commits wait is written into shared memory by the checkpointer, some time after new connections show the
    setting: the second of two checkpoints begins only after it has read it. Commits of these tests must not wait for
    ever where a test fails, so the setting always goes again.
    """
    try:
        set_up(cluster, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        yield
    finally:
        set_up(cluster, "ALTER SYSTEM RESET ALL")


def set_up(cluster, statement: str) -> None:
    wanted = "nobody" if "nobody" in statement else ""
    with cluster.connection() as connection:
        connection.execute(statement)
        connection.execute("SELECT pg_reload_conf()")
    for _ in range(1000):
        with cluster.connection() as fresh:
            if fresh.execute("SHOW synchronous_standby_names").fetchone() == (wanted,):
                fresh.execute("CHECKPOINT")
                fresh.execute("CHECKPOINT")
                return
    raise AssertionError("the setting was not taken")


@pytest.fixture
def short_turns(app):
    """Connections that are made in this test end statements after 0.6 seconds, and waiting for a lock after 0.5."""
    db.session.remove()
    db.engine.dispose()
    with in_a_hurry(turn=0.5):
        yield
        db.session.remove()
        db.engine.dispose()


def test_a_statement_that_takes_too_long_is_ended_unless_its_act_is_known_to_take_long(short_turns):
    slow = text("SELECT pg_sleep(2)")
    for writing in (transaction, exclusive_transaction):
        with pytest.raises(OperationalError) as ended, writing() as session:
            session.execute(slow)
        assert ended.value.orig.sqlstate == "57014"
    with exclusive_transaction(takes_long=True) as session:
        session.execute(slow)
    with pytest.raises(OperationalError), transaction() as session:  # and the limits are back
        session.execute(slow)


def test_the_acts_that_may_take_long_are_named():
    assert {act.name for act in all_acts() if act.takes_long} == {
        *(
            "box.opened",
            "cards.issued",
            "marks.begun",
            "result.counted",
            "result.published",
            "result.time_set",
            "round.imported",
        ),
        "sessions.imported",
    }


def test_who_waits_too_long_for_the_turn_of_acts_is_told(short_turns):
    with db.engine.connect() as other:
        other.execute(text("SELECT pg_advisory_xact_lock(7216290)"))
        with pytest.raises(OperationalError) as ended, exclusive_transaction(takes_long=True):
            pass
        assert ended.value.orig.sqlstate == "55P03"
        other.rollback()
    with exclusive_transaction():
        pass


def test_all_connections_are_in_use(app, caplog, monkeypatch):
    monkeypatch.setattr(db.engine.pool, "_timeout", 0.1)
    held = [db.engine.connect() for _ in range(app.config["DATABASE_POOL"])]
    with caplog.at_level(logging.ERROR):
        assert Visitor(app).opens("/").status == 503
    assert "all connections of this process are in use" in caplog.text
    for each in held:
        each.close()


def test_a_port_that_takes_connections_and_says_nothing(tmp_path, caplog):
    with deaf_port() as port:
        assert not server_answers("127.0.0.1", port, 0.1)
        with program(f"postgresql+psycopg://pb@127.0.0.1:{port}/pb", tmp_path, DATABASE_TIMEOUTS=QUICK) as app:
            with caplog.at_level(logging.ERROR):
                assert Visitor(app).opens("/").status == 503
            assert "no connection" in caplog.text and app.test_client().get("/static/css/main.css").status_code == 200
    assert not server_answers("127.0.0.1", port, 0.1), "nobody listens any more"


def test_a_server_that_is_there_answers_without_a_name_or_a_password(cluster):
    assert server_answers(str(cluster.folder), 5432, 5)
