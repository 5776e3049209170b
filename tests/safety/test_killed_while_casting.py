"""``kill -9`` at random moments of casting: what the voter was told is true, and pressing again is harmless."""

from __future__ import annotations

import http.client
import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from pb.database import db
from pb.voting.models import Envelope, Turnout
from tests.support import effort, postgres
from tests.support.safety.drafts import Ready, ready_to_cast
from tests.support.safety.production import SECRET, production

CLIENTS = 12
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}


class Voters:
    """People who press "Cast my vote" and press again, with the same page, until it says that the vote is saved."""

    def __init__(self, port: int, ballots: Iterator[Ready]) -> None:
        self.port, self._ballots = port, ballots
        self._lock, self.over = threading.Lock(), threading.Event()
        self.told: dict[str, str] = {}  # what a page said: receipt by right
        self.asked: set[str] = set()
        self.waiting = 0  # presses without an answer at this moment
        self.pressed_again = 0
        self._people = [threading.Thread(target=self._vote, daemon=True) for _ in range(CLIENTS)]

    def begin(self) -> None:
        for person in self._people:
            person.start()

    def end(self) -> None:
        """Nobody begins a new ballot; those who have begun press until they are told."""
        self.over.set()
        for person in self._people:
            person.join(600)
            assert not person.is_alive()

    def _vote(self) -> None:
        while not self.over.is_set():
            with self._lock:
                ballot = next(self._ballots)
                self.asked.add(ballot.right_key)
            while not (page := self._press(ballot)):
                self.pressed_again += 1
                self.over.wait(0.1)
            assert ballot.receipt[:4] in page and ballot.receipt[-4:] in page
            self.told[ballot.right_key] = ballot.receipt

    def _press(self, ballot: Ready) -> str:
        """The page that says "saved", or nothing: no answer, or a page that says to try again."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        with self._lock:
            self.waiting += 1
        try:
            connection.request("POST", "/vote/cast", ballot.form, {**HEADERS, "Cookie": ballot.cookie})
            answer = connection.getresponse()
            page = answer.read().decode()
            return page if answer.status == 200 and "Your vote is saved" in page else ""
        except (OSError, http.client.HTTPException):
            return ""
        finally:
            with self._lock:
                self.waiting -= 1
            connection.close()


def stored() -> dict[str, str]:
    """The receipts in the box by right; every envelope has its one turnout."""
    db.session.rollback()
    both = select(Turnout.right_key, Envelope.right_key, Envelope.receipt).outerjoin(
        Envelope, Envelope.right_key == Turnout.right_key
    )
    rows = [tuple(row) for row in db.session.execute(both)]  # one statement: others may be casting meanwhile
    assert all(turnout == envelope for turnout, envelope, _receipt in rows)
    envelopes = [(envelope, receipt) for _turnout, envelope, receipt in rows]
    assert max(Counter(key for key, _ in envelopes).values(), default=0) <= 1
    db.session.rollback()
    return dict(envelopes)


@pytest.fixture
def ballots(app, make) -> Iterator[Ready]:
    round_ = make.voting_round(projects=8, max_choices=3)
    random_ones = random.Random(7)
    stock = 30_000 if effort.FULL else 1_000  # not a number of times: it must not run out, however brief the run
    choices = [tuple(random_ones.sample(range(1, 9), 3)) for _ in range(stock)]
    return iter(ready_to_cast(app, round_, choices))


def kill_again_and_again(voters: Voters, times: int, kill: Callable[[], None], mend: Callable[[], None]) -> int:
    """Kill at a random moment at which casts are in flight, look what is stored, mend, go on; how many kills it took
    until somebody was left without an answer too.
    """
    moments, kills = random.Random(11), 0
    while kills < times or not voters.pressed_again:
        kills += 1
        saved_before = len(voters.told)
        while len(voters.told) < saved_before + CLIENTS:  # everybody is at it again
            voters.over.wait(0.005)
        voters.over.wait(moments.uniform(0, 0.25))  # the random moment of the kill
        while not voters.waiting:  # on a busy machine everybody may be between two presses
            voters.over.wait(0.001)
        told = dict(voters.told)
        kill()
        now = stored()
        assert told.items() <= now.items(), "a voter was told that the vote is saved, and it is not there"
        assert now.keys() <= voters.asked
        mend()
    return kills


def check_at_the_end(voters: Voters) -> None:
    voters.end()
    assert stored() == voters.told
    assert voters.told.keys() == voters.asked
    assert voters.pressed_again > 0, "nobody was ever left without an answer"


@pytest.mark.both_databases
def test_whatever_moment_the_server_is_killed_each_vote_is_in_exactly_once(app, database, ballots, tmp_path):
    with production(database, tmp_path) as server:
        voters = Voters(server.port, ballots)
        voters.begin()
        kills = kill_again_and_again(voters, effort.runs(2, 50), server.kill, server.start)
        check_at_the_end(voters)
    assert len(voters.told) >= CLIENTS * kills, "everybody was at it again before each kill"
    print(f"{kills} kills, {len(voters.told)} votes, {voters.pressed_again} pressed again")


@pytest.mark.parametrize("who", ["a backend", "the whole server"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_whatever_moment_postgresql_is_killed_each_vote_is_in_exactly_once(who, database, tmp_path):
    if not effort.FULL:
        pytest.skip("killing PostgreSQL itself: in the long run only (make test-long)")
    try:
        with postgres.server() as cluster:
            kill_postgresql(cluster, who, tmp_path)
    except postgres.NoServer as reason:
        pytest.skip(f"PostgreSQL: {reason}")


def kill_postgresql(cluster: postgres.Cluster, who: str, folder) -> None:
    from tests.support.make import Make
    from tests.support.program import program

    cluster.make("killed")
    url = cluster.url("killed")
    with program(url, folder, SECRET_KEY=SECRET) as app, app.app_context():
        db.create_all()
        round_ = Make(app).voting_round(projects=8, max_choices=3)
        ready = iter(ready_to_cast(app, round_, [(1, 2, 3)] * 20_000))
        db.session.remove()  # no transaction of the test's own may be what the kill breaks; ``stored`` leaves none either
        with production(url, folder) as server:
            voters = Voters(server.port, ready)
            voters.begin()
            kill = a_backend if who == "a backend" else the_postmaster
            kill_again_and_again(voters, 10, lambda: kill(cluster), lambda: None)
            check_at_the_end(voters)


def a_backend(cluster: postgres.Cluster) -> None:
    """Kill a process that serves one connection; PostgreSQL then ends all others and recovers."""
    with cluster.connection("killed") as connection:
        query = "SELECT pid FROM pg_stat_activity WHERE datname = 'killed' AND pid <> pg_backend_pid() LIMIT 1"
        os.kill(connection.execute(query).fetchone()[0], signal.SIGKILL)
    back_again(cluster)


def the_postmaster(cluster: postgres.Cluster) -> None:
    """Kill the first process; the others notice and end."""
    os.kill(int((cluster.data / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
    back_again(cluster)


def back_again(cluster: postgres.Cluster) -> None:
    """Wait until the database has noticed, is through its recovery and answers, starting it where it is dead."""
    well = 0
    for _ in range(6_000):  # only to end at last
        threading.Event().wait(0.1)
        if not cluster.answers():
            well = 0
            cluster.start_again()
            continue
        well += 1
        if well == 5:  # an answer at once may come from before the others noticed
            db.session.remove()
            db.engine.dispose()
            return
    raise AssertionError("PostgreSQL did not come back")
