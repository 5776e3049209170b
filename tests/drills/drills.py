"""Which drills there are, and what one of them comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from pb.refusals import Refusal
from tests.drills import copies, database, processes, servers
from tests.drills.scene import BALLOTS, Scene, own_program, scene
from tests.support.safety.casting import stored


@dataclass(frozen=True)
class Drill:
    """``play`` makes the trouble and mends it, while people vote; ``name`` is that of docs/running.md."""

    name: str
    play: Callable[[Scene], None]
    on_a_small_disk: bool = False


@dataclass(frozen=True)
class Row:
    """What a drill came to. ``acknowledged``: voters who were told that their vote is saved; ``found``: those of them
    whose vote is in the box at the end, with that receipt; ``again``: those of them whose votes a dump did not have, and
    who cast again; ``seconds``: the longest in which nobody was told; ``faults``: what should have been and was not.
    """

    drill: str
    kind: str
    acknowledged: int
    found: int
    again: int
    seconds: float
    saw: str
    faults: tuple[str, ...]

    @property
    def lost(self) -> int:
        return self.acknowledged - self.found

    @property
    def is_well(self) -> bool:
        return not self.lost and not self.faults


DRILLS = {
    each.name: each
    for each in (
        Drill("restart", processes.restart),
        Drill("kill", processes.kill),
        Drill("hang", database.hang),
        Drill("full disk", database.full_disk, on_a_small_disk=True),
        Drill("older dump", copies.older_dump),
        Drill("wrong keys", copies.wrong_keys),
        Drill("two servers", servers.two_servers),
        Drill("clocks apart", servers.clocks_apart),
    )
}


def run(drill: Drill, kind: str, *, votes: int = 30, ballots: int = BALLOTS) -> Row:
    """Play one drill on ``kind`` of database; ``votes`` go in before and after. People stop when ``ballots`` are cast."""
    with scene(kind, ballots, on_a_small_disk=drill.on_a_small_disk) as played:
        try:
            played.at_work(votes)
            drill.play(played)
            played.at_work(votes)
            played.voters.end()
        except (AssertionError, RuntimeError) as trouble:
            played.faults.append(str(trouble))
            played.voters.give_up()
        return _row(drill.name, played)


def _row(name: str, played: Scene) -> Row:
    played.end_all()
    told, box = dict(played.voters.told), {}
    try:
        box = stored(played.url)
        opened = _opened(played)
        played.expect(opened == len(box), f"{len(box)} envelopes were in the ballot box, and {opened} could be opened")
    except (AssertionError, Refusal, SQLAlchemyError) as trouble:
        played.faults.append(f"the ballot box could not be looked into: {trouble}")
    strange = set(played.voters.answers) - {200, 503, "none"}
    played.expect(not strange, f"voters were answered {sorted(map(str, strange))}")
    saw, faults = "; ".join(played.saw), tuple(played.faults)
    return Row(name, played.kind, len(told), found_in(box, told), played.again, played.watch.longest, saw, faults)


def found_in(box: dict[str, str], told: dict[str, str]) -> int:
    """How many of those who were told a receipt have a vote with that receipt in the box; both by right."""
    return sum(box.get(right) == receipt for right, receipt in told.items())


def _opened(played: Scene) -> int:
    """Open the ballot box, an hour after the last close; the number of ballots that could be read."""
    from pb import clock
    from pb.database import db
    from pb.rounds.models import Round
    from pb.voting import actions
    from pb.web.access import Actor, Role

    with own_program(played):
        round_ = db.session.get_one(Round, played.round_id)
        with clock.moved(round_.post_closes_at + timedelta(hours=1)):
            return actions.decrypt_ballot_box(Actor(None, Role.COMMAND), round_)
