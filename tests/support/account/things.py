"""What lies in hands, boxes and envelopes, whether the program knows of it or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pb import clock
from pb.database import db
from pb.edits import NothingChanged
from pb.paper import queries as papers
from pb.refusals import Refusal
from pb.venues.models import VotingSession
from pb.voting.actions import SentVote
from pb.web.access import Actor, Role
from tests.support.account.stage import Stage, moment
from tests.support.tablets import Tablet

#: What a voter puts on a paper, and whether two people who look at it let it count.
TEXTS = {"1": True, "2 3": True, "B": False, "1 2 3 4": False, "2 ?": True}


@dataclass
class Sheet:
    """A sheet of paper. Without a serial it is none of ours: a photocopy, two papers in one envelope, an empty one."""

    serial: str | None
    text: str = "1"

    @property
    def counts(self) -> bool:
        return self.serial is not None and TEXTS[self.text]


@dataclass
class Venue:
    """What lies at one voting session."""

    received: int = 0
    issued: int = 0
    spoiled: int = 0
    taken: int = 0
    blanks: list[str] = field(default_factory=list)
    out: list[Sheet] = field(default_factory=list)
    box: list[Sheet] = field(default_factory=list)
    #: Rights of papers that are not spent, as the people have given them.
    rights: int = 0


@dataclass
class Draft:
    """A ballot on a tablet's screen, or one that a browser keeps."""

    kiosk: int
    session: int
    right: str
    attempt: str


class Things:
    """The round of one play. ``votes``: how many votes must be counted in the end."""

    def __init__(self, stage: Stage, entitlement: str, slips: list[int]) -> None:
        self.slips = slips  #: Of the people who bring the round to its end; then they make no more.
        self.stage, self.round = stage, stage.rounds[entitlement]
        self.round_id = self.round.id
        self.phase = "voting"
        self.venues = {each: Venue() for each in self.round.sessions}
        self.cards = list(self.round.cards)
        self.post = Venue()  # blanks to send, and the pile of envelopes that were checked in
        self.on_the_way: list[tuple[str, Sheet]] = []
        self.bundles: dict[int, list[Sheet]] = {}
        self.printed_for: dict[str, int | None] = {}
        self.kiosks: dict[int, int] = {}
        self.turns: dict[int, Draft] = {}
        self.drafts: list[Draft] = []
        self.held: dict[str, int] = {}
        self.tablets: dict[int, Tablet] = {}
        self.sent: dict[int, list[SentVote]] = {}
        self.votes = self.acts = self.refused = 0

    def now(self) -> Any:
        return clock.moved(moment(self.round, self.phase, self.stage.start))

    def someone(self, part: str, besides: int | None = None) -> Actor:
        """Somebody of a part ("counter"), but not the account ``besides``."""
        roles = {"coordinator": Role.COORDINATOR, "facilitator": Role.FACILITATOR, "counter": Role.COUNTER}
        found = next(each for each in self.stage.people[part] if each != besides)
        return Actor(found, roles.get(part, Role.STEERING))

    def session(self, id_: int) -> VotingSession:
        return db.session.get_one(VotingSession, id_)

    def tries(self, act: Callable[[], Any]) -> tuple[bool, Any]:
        """Somebody does something in the program: whether it was done, and what came of it."""
        self.acts += 1
        with self.now():
            try:
                return True, act()
            except (Refusal, NothingChanged):
                self.refused += 1
                return False, None
            finally:
                db.session.rollback()

    def bundle_of(self, session: int | None) -> Any:
        """The bundle of a session's box; of the post the oldest that is not in the ballot box."""
        if session is not None:
            return papers.bundle_of_session(session)
        from pb.paper.models import Bundle

        waiting = db.session.query(Bundle).filter_by(round_id=self.round_id, session_id=None, cast_at=None)
        return waiting.order_by(Bundle.id).first()
