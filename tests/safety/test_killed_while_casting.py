"""``kill -9`` at random moments of casting: what the voter was told is true, and pressing again is harmless."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest

from pb.database import db
from tests.support import effort, postgres
from tests.support.safety import killed_postgres
from tests.support.safety.casting import CLIENTS, Voters, stored
from tests.support.safety.drafts import Ready, ready_to_cast
from tests.support.safety.production import SECRET, production


@pytest.fixture
def ballots(app, make) -> Iterator[Ready]:
    round_ = make.voting_round(projects=8, max_choices=3)
    random_ones = random.Random(7)
    stock = 30_000 if effort.FULL else 1_000  # not a number of times: it must not run out, however brief the run
    choices = [tuple(random_ones.sample(range(1, 9), 3)) for _ in range(stock)]
    return iter(ready_to_cast(app, round_, choices))


def kill_again_and_again(
    voters: Voters, url: str, times: int, kill: Callable[[], None], mend: Callable[[], None]
) -> int:
    """Kill at a random moment at which casts are in flight, look what is stored at ``url``, mend, go on; how many kills
    it took until somebody was left without an answer too.
    """
    moments, kills = random.Random(11), 0
    while kills < times or not voters.pressed_again:
        kills += 1
        voters.until_saved(CLIENTS)  # everybody is at it again
        voters.over.wait(moments.uniform(0, 0.25))  # the random moment of the kill
        while not voters.waiting:  # on a busy machine everybody may be between two presses
            voters.over.wait(0.001)
        told = dict(voters.told)
        kill()
        now = stored(url)
        assert told.items() <= now.items(), "a voter was told that the vote is saved, and it is not there"
        assert now.keys() <= voters.asked.keys()
        mend()
    return kills


def check_at_the_end(voters: Voters, url: str) -> None:
    voters.end()
    assert stored(url) == voters.told
    assert voters.told.keys() == voters.asked.keys()
    assert voters.pressed_again > 0, "nobody was ever left without an answer"


@pytest.mark.both_databases
def test_whatever_moment_the_server_is_killed_each_vote_is_in_exactly_once(app, database, ballots, tmp_path):
    with production(database, tmp_path) as server:
        voters = Voters([server.port], ballots)
        voters.begin()
        kills = kill_again_and_again(voters, database, effort.runs(2, 50), server.kill, server.start)
        check_at_the_end(voters, database)
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
        db.session.remove()  # no transaction of the test's own may be what the kill breaks
        with production(url, folder) as server:
            voters = Voters([server.port], ready)
            voters.begin()
            kill = killed_postgres.a_backend if who == "a backend" else killed_postgres.the_postmaster
            kill_again_and_again(voters, url, 10, lambda: kill(cluster), lambda: None)
            check_at_the_end(voters, url)
