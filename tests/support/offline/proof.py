"""Every vote of which a tablet says "saved" is in the ballot box, as it was chosen, exactly once."""

from __future__ import annotations

import random
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.support.offline.line import Line
from tests.support.offline.tablet import DAY, BusyTablet, Heard, seen_from
from tests.support.safety.production import SECRET, Production
from tests.support.server import serving

#: Of the ballot; a voter's number has one binary digit for each.
PROJECTS = 13


@dataclass(frozen=True)
class Plan:
    """How many votes, on how many tablets, and how often each trouble comes, at random moments."""

    votes: int
    tablets: int = 1
    browsers_killed: int = 0
    servers_killed: int = 0
    networks_gone: int = 0
    loaded_again: int = 0

    def moments(self, chance: random.Random) -> Iterator[tuple[int, str]]:
        """After how many votes which trouble comes, in their order."""
        kinds = ("browsers_killed", "servers_killed", "networks_gone", "loaded_again")
        all_ = [(chance.randrange(self.votes), kind) for kind in kinds for _ in range(getattr(self, kind))]
        yield from sorted(all_)


#: Issue 12's, and one of some seconds.
FULL = Plan(2_000, tablets=2, browsers_killed=20, servers_killed=5, networks_gone=40, loaded_again=20)
SHORT = Plan(40, browsers_killed=1, servers_killed=1, networks_gone=1, loaded_again=1)


@dataclass(frozen=True)
class Outcome:
    """``saved``: voters who were told that their vote is saved; ``lost``: those of them whose vote is not in the box as
    it was chosen, with their receipt; ``doubled``: voters and openings with more than one vote in it; ``untold``: votes in
    it of whom nobody was told (the browser was killed at that moment); ``apart``: held or refused;
    ``loaded_again``: starts that did not come at once; ``cuts``: how the connections ended that were cut.
    """

    saved: int
    lost: int
    doubled: int
    untold: int
    apart: int
    loaded_again: int
    cuts: dict[str, int]
    faults: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        return not (self.lost or self.doubled or self.apart or self.faults)


def prove(plan: Plan, chromium: Any, seed: int = 12) -> Outcome:
    """Play it on a production server with SQLite, in real time."""
    from pb.database import db

    chance, heard = random.Random(seed), Heard()
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="pb-offline-", ignore_cleanup_errors=True))
        )
        app, round_id, voting_session = stack.enter_context(_voting_has_begun(folder, plan.votes))
        server = Production(str(app.config["DATABASE_URL"]), folder)
        stack.callback(lambda: server.is_running and server.kill())
        starting = _beside(server.start)
        with serving(app) as first:
            line = Line(urlsplit(first.url).port or 0, chance)
            stack.callback(line.close)
            there, numbers = seen_from(f"http://127.0.0.1:{line.port}", app), count(1)
            tablets = [BusyTablet(chromium, there, folder / f"tablet-{n}", heard, numbers) for n in range(plan.tablets)]
            for place, tablet in enumerate(tablets):
                stack.callback(tablet.is_killed)
                tablet.set_up(voting_session, wrong=place * DAY)
        db.session.rollback()
        starting.join()
        line.behind, line.is_gentle = server.port, False
        _Play(plan, chance, heard, line, server, tablets, _pump(chromium)).goes_on()
        return _compared(heard, round_id, line.cuts)


def _beside(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def _pump(chromium: Any) -> Callable[[], None]:
    """Let everything go on for a moment."""
    page = chromium.new_page()
    return lambda: page.evaluate("() => new Promise(done => setTimeout(done, 20))")


@dataclass
class _Play:
    plan: Plan
    chance: random.Random
    heard: Heard
    line: Line
    server: Production
    tablets: list[BusyTablet]
    pump: Callable[[], None]

    def goes_on(self) -> None:
        """People vote while things happen; in the end all that waits is sent."""
        for tablet in self.tablets:
            tablet.begins(self._wrong())
        for votes, kind in self.plan.moments(self.chance):
            self._until(lambda votes=votes: len(self.heard.saved) >= votes)  # type: ignore[misc]
            for _ in range(self.chance.randrange(10)):
                self.pump()
            getattr(self, f"_{kind}")()
        self._until(lambda: len(self.heard.saved) >= self.plan.votes)
        for tablet in self.tablets:
            tablet.ends(self.pump)

    def _browsers_killed(self) -> None:
        tablet = self.chance.choice(self.tablets)
        tablet.is_killed()
        tablet.begins(self._wrong())

    def _servers_killed(self) -> None:
        self.server.kill()
        again = _beside(self.server.start)  # people go on meanwhile
        self._until(lambda: not again.is_alive())

    def _networks_gone(self) -> None:
        self.line.cut()
        enough = len(self.heard.saved) + self.chance.randrange(1, 20)
        looks = count()
        self._until(lambda: len(self.heard.saved) >= enough or next(looks) > 100)
        self.line.mend()

    def _loaded_again(self) -> None:
        self.chance.choice(self.tablets).is_loaded_again()

    def _wrong(self) -> int:
        """The device's clock is right, a day ahead or a day behind."""
        return self.chance.choice((0, DAY, -DAY))

    def _until(self, happened: Callable[[], bool]) -> None:
        for _look in range(30_000):
            if happened():
                return
            assert not self.heard.faults, self.heard.faults
            self.pump()
        raise AssertionError(f"nobody votes any more, after {len(self.heard.saved)} votes")


@contextmanager
def _voting_has_begun(folder: Path, votes: int) -> Iterator[tuple[Any, int, Any]]:
    """A program of our own on the database of the server to come; a round and a session with ballots enough."""
    from flask_migrate import stamp

    from pb.database import db
    from pb.voting.actions import give_more_ballots
    from pb.web.access import FACILITATOR, Actor, Role
    from tests.support.make import Make
    from tests.support.program import program

    with program(f"sqlite:///{folder}/pb.sqlite", folder, SECRET_KEY=SECRET) as app, app.app_context():
        db.create_all()
        stamp()
        make = Make(app)
        rules = {"min_choices": 1, "max_choices": PROJECTS, "entitlement": "vouch", "rotation": True}
        round_ = make.voting_round(projects=PROJECTS, **rules)
        voting_session = make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))
        for _ in range(votes // 8):
            give_more_ballots(Actor(None, Role.COMMAND), voting_session)
        yield app, round_.id, voting_session


def _compared(heard: Heard, round_id: int, cuts: Counter[str]) -> Outcome:
    """What voters were told, beside what is in the box; each envelope is opened with the round's key."""
    from sqlalchemy import func, select

    from pb.database import db
    from pb.rounds.models import Round
    from pb.voting.actions.ballot_keys import load_ballot_key
    from pb.voting.models import Envelope, HeldEnvelope, KioskContact
    from pb.voting.rules.sealing import EnvelopeOpener

    opener = EnvelopeOpener(load_ballot_key(db.session.get_one(Round, round_id)).private)
    box: dict[str, tuple[int, str]] = {}
    for each in db.session.scalars(select(Envelope)):
        choices = opener.unseal(round_id, each.right_key, each.sealed)
        box[each.right_key] = (sum(1 << (number - 1) for number in choices), each.receipt)
    voters, rights = (Counter(found) for found in ([number for number, _ in box.values()], _rights(heard)))
    doubled = sum(many > 1 for counted in (voters, rights) for many in counted.values())
    lost = sum(box.get(right) != (number, receipt) for number, right, receipt in heard.saved)
    held, refused = (
        db.session.scalar(select(what)) or 0
        for what in (func.count(HeldEnvelope.right_key), func.sum(KioskContact.refused))
    )
    return Outcome(
        saved=len(heard.saved),
        lost=lost,
        doubled=doubled,
        untold=len(set(box) - set(rights)),
        apart=held + refused,
        loaded_again=heard.loaded_again,
        cuts=dict(cuts),
        faults=tuple(heard.faults),
    )


def _rights(heard: Heard) -> list[str]:
    return [right for _number, right, _receipt in heard.saved]
