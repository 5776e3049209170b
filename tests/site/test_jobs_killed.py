"""``flask jobs run`` as a process of its own, which is killed with -9 while it makes cards; and which ends when it is told
to.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, update

from pb import clock
from pb.database import db, transaction
from pb.handover import new_pair
from pb.job_running import run_next
from pb.jobs import Job, JobPart
from pb.voting import actions, queries
from pb.voting.actions.card_orders import CARDS_IN_A_PART
from pb.voting.models import CardPack
from tests.support.job_work import job
from tests.support.makers.voting import COMMAND
from tests.support.safety.production import PROGRAM
from tests.support.safety.racing import SAFETY

pytestmark = pytest.mark.both_databases
MANY = 3_000
#: So often it is asked what the other process has done; only to end at last.
LOOKS = 100_000


@pytest.fixture
def round_(make):
    return SimpleNamespace(id=make.voting_round().id)


@pytest.fixture
def running(app, database):
    """Starts ``flask jobs run`` on the test's database; what is left of it ends with the test."""
    settings = {name: str(app.config[name]) for name in ("SECRET_KEY", "KEYS_DIR")}
    environment = {**os.environ, **settings, "DATABASE_URL": database, "PB_PRODUCTION": "1"}
    environment |= {"TRUSTED_HOSTS": "0", "TRUSTED_PROXIES": "0"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run", "--every", "0.05"]
    begun = []

    def starts() -> subprocess.Popen:
        begun.append(subprocess.Popen(command, cwd=PROGRAM, env=environment, stdin=subprocess.PIPE))
        return begun[-1]

    yield starts
    for each in begun:
        each.kill()
        each.wait()
        each.stdin.close()


def waits_until(seen) -> None:
    """Ask again and again, with a breath in between."""
    breath = threading.Event()
    for _ in range(LOOKS):
        if seen():
            return
        breath.wait(0.02)
    raise AssertionError("it did not come to it")


def test_who_is_killed_while_cards_are_made_leaves_none_or_all_and_they_are_made_once(round_, running):
    order_id = actions.order_cards(COMMAND, round_, MANY, new_pair()[1])
    process = running()
    waits_until(lambda: job(order_id).state != "waiting")
    process.kill()
    process.wait(SAFETY)
    made = db.session.scalar(select(func.count()).select_from(CardPack))
    assert made == (job(order_id).state == "done"), "all of it or nothing"
    with transaction() as session:  # as if its lease had run out
        session.connection().execute(update(Job.__table__).values(not_before=clock.now()))
    while job(order_id).is_open:
        assert run_next()
    assert [(pack.first, pack.last) for pack in queries.packs(round_.id)] == [(1, MANY)]
    assert dict(queries.card_counts(round_.id)) == {None: MANY}
    assert db.session.scalar(select(func.count()).select_from(JobPart)) == MANY / CARDS_IN_A_PART


@pytest.mark.parametrize("told", [lambda process: process.stdin.close(), lambda process: process.terminate()])
def test_it_does_what_is_ordered_while_it_runs_and_ends_when_it_is_told(round_, running, told):
    process = running()
    order_id = actions.order_cards(COMMAND, round_, 2, new_pair()[1])
    waits_until(lambda: not job(order_id).is_open)
    assert job(order_id).state == "done" and process.poll() is None
    told(process)
    assert process.wait(SAFETY) == 0
