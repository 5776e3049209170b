"""From whatever state a team of six gets its round into, what their dashboards say leads to the published result.

The six only do what is marked as theirs, on the page to which it leads. Nobody is told what else could be done.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from pb.results.queries.counts import latest_count, signatures_of
from pb.roles import Role
from tests.support import databases, effort
from tests.support.account.machine import plays
from tests.support.program import program
from tests.support.ways.machine import SixPeople
from tests.support.ways.stage import SmallestTeam
from tests.support.ways.team_acts import PlayOfSix


@pytest.fixture(scope="module")
def stage() -> Iterator[SmallestTeam]:
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as at:
        folder = Path(at)
        with databases.fresh("sqlite", folder) as url, program(url, folder) as app, app.app_context():
            made = SmallestTeam(app, folder)
            made.keep()
            yield made


@pytest.fixture
def play(stage) -> PlayOfSix:
    stage.begin()
    return PlayOfSix(stage, "vouch", [])


def signers(play: PlayOfSix) -> set[str]:
    names = {id_: name for name, id_ in play.stage.accounts.items()}
    return {names[each.account_id] for each in signatures_of(latest_count(play.round_id))}


def test_the_substitute_signs_where_a_member_has_an_interest(play):
    play.votes_at_home(0, again=False)
    play.finds_an_interest("Ina", 0)
    play.phase = "closed"
    play.ends()
    assert signers(play) == {"Hugh", "Grace"} and not play.finished.refused


def test_somebody_is_found_where_nobody_who_could_do_it_is_left(play):
    """At two sessions: whoever ran one has lost their role, and an account that does not add up waits for a second
    person; at the other a sheet is to be set aside, and everybody at the desk ran the session, proposed it or has an
    interest. Meanwhile a member has left.
    """
    for n in (0, 2):
        play.prints(n, 3)
        play.issues_paper(n, 0)
        play.drops(n, n)
    play.issues_paper(0, 0, forgets=True)
    play.place(2)[1].box[0].serial = None  # it is a photocopy
    play.finds_an_interest("Una", 0)
    play.loses_role("Hugh", Role.STEERING)
    play.loses_role("Rab", Role.FACILITATOR)
    play.phase = "closed"
    play.ends()
    assert signers(play) == {"Ina", "Grace"}


@pytest.mark.skipif(not effort.FULL, reason="random plays of the smallest team, on pages: make test-long")
def test_from_a_random_state_the_six_publish_the_result(stage):
    """Fresh plays: some 20,000 acts."""
    wanted, done = 20_000, 0
    for number in count(secrets.randbelow(2**32)):
        done += plays(stage, 20, number, SixPeople)
        if done >= wanted:
            break
    effort.did(done)
    assert done >= wanted
