"""Where a drill is played: a production server on a database of its own, and people who vote there all the time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.drills import small_disk
from tests.drills.seconds import Stopwatch
from tests.support import postgres
from tests.support.safety.casting import Voters
from tests.support.safety.drafts import Ready, with_cards
from tests.support.safety.production import SECRET, Production

#: Eight people with two fifths of a second between their votes, so that somebody presses at nearly every moment, and ballots
#: for more than a minute: they do not vote while nobody serves them.
PEOPLE, PAUSE, BALLOTS = 8, 0.4, 1_500


@dataclass
class Scene:
    """What a drill has in its hands. ``url`` and ``server`` may be put in the place of others during the drill.

    ``saw``: what is told in the table; ``faults``: what should have been and was not; ``again``: votes that a dump did
    not have and that were cast again.
    """

    kind: str
    url: str
    folder: Path
    round_id: int
    server: Production
    voters: Voters
    ports: list[int]
    watch: Stopwatch
    disk: small_disk.SmallDisk | None = None
    cluster: postgres.Cluster | None = None
    saw: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    again: int = 0
    _others: list[Production] = field(default_factory=list)

    @property
    def keys(self) -> Path:
        """The folder of the keys."""
        return self.folder / "keys"

    def expect(self, holds: object, what: str) -> None:
        """``what`` should be so in words."""
        if not holds:
            self.faults.append(what)

    def another_server(self, **how: Any) -> Production:
        """One more server on the same database and keys, not started yet. It is gone at the end of the drill."""
        own = self.folder / f"server-{len(self._others) + 2}"
        own.mkdir()
        made = Production(self.url, own, KEYS_DIR=str(self.keys), **how)
        self._others.append(made)
        return made

    def at_work(self, votes: int = 30) -> None:
        """Until so many more votes are in."""
        self.voters.until_saved(votes)

    def while_pressing(self) -> None:
        """Until somebody waits for an answer at this moment."""
        self.voters.until(lambda: self.voters.waiting > 0, "somebody waits for an answer")

    def end_all(self) -> None:
        """No server runs any more. They are killed: what was acknowledged is in the box all the same."""
        for each in (self.server, *self._others):
            if each.is_running:
                each.kill()


@contextmanager
def scene(kind: str, ballots: int = BALLOTS, *, on_a_small_disk: bool = False) -> Iterator[Scene]:
    """A round in which people vote, on ``kind`` (sqlite or postgresql), with so many ballots ready."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pb-drill-")))
        disk = stack.enter_context(small_disk.mounted()) if on_a_small_disk else None
        cluster = None
        if kind == "postgresql":
            cluster = stack.enter_context(postgres.server(inside=disk.folder if disk else None))
            cluster.make("pb")
        url = cluster.url("pb") if cluster else f"sqlite:///{disk.folder if disk else folder}/pb.sqlite"
        round_id, ready = _voting_has_begun(url, folder, ballots)
        server = Production(url, folder)
        watch, ports = Stopwatch(), [server.port]
        voters = Voters(ports, iter(ready), clients=PEOPLE, pause=PAUSE, on_saved=watch.saved)
        played = Scene(kind, url, folder, round_id, server, voters, ports, watch, disk, cluster)
        stack.callback(played.end_all)
        server.start()
        voters.begin()
        stack.callback(voters.give_up)
        yield played


def _voting_has_begun(url: str, folder: Path, ballots: int) -> tuple[int, list[Ready]]:
    """A round with ballots that are filled in: its id, and they."""
    from flask_migrate import stamp

    from pb.database import db
    from tests.support.make import Make
    from tests.support.program import program

    with program(url, folder, SECRET_KEY=SECRET) as app, app.app_context():
        db.create_all()
        stamp()
        make = Make(app)
        round_ = make.voting_round(projects=8, max_choices=3)
        return round_.id, with_cards(app, make, round_, [(1, 2, 3)] * ballots)


@contextmanager
def own_program(played: Scene) -> Iterator[Any]:
    """A program of our own on the drill's database and keys, to do or to look at what has no page; its maker of things."""
    from tests.support.make import Make
    from tests.support.program import program

    with program(played.url, played.folder, SECRET_KEY=SECRET) as app, app.app_context():
        yield Make(app)
