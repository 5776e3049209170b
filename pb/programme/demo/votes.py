"""Votes of the demo: at home, at kiosks, on paper, by post; each through the actions of its channel."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from pb import clock
from pb.database import db, transaction
from pb.paper import actions as desk
from pb.paper.models import Bundle, Paper
from pb.paper.rules import PaperCounts, PaperReading
from pb.paper.rules.seals_and_help import HelpGiven
from pb.programme.demo.story import Players, cards_for
from pb.rounds.models import Round
from pb.venues.models import VotingSession
from pb.venues.rules.heads import Heads
from pb.voting import actions, queries
from pb.voting.actions import kiosks
from pb.voting.models import Kiosk
from pb.voting.queries import FrozenBallot

#: How long everybody in the demo looks at the ballot.
_READING = timedelta(minutes=4)
#: Of tablets that are stopped again: they open nothing, and whoever tries the demo chooses PINs of their own.
_PINS = {"next_pin": "4826", "leave_pin": "9173"}


@dataclass
class Voters:
    """A made-up electorate: some ideas are liked more than others, everywhere a little differently.

    ``tick`` is called once for each vote that is on its way, for the progress bar.
    """

    players: Players
    round_: Round
    tick: Callable[[int], None]
    chance: Random = field(default_factory=lambda: Random(1914))

    def __post_init__(self) -> None:
        ballot = queries.frozen_ballot(self.round_.id)
        assert ballot is not None
        self.ballot: FrozenBallot = ballot
        numbers = sorted(self.ballot.numbers)
        self._liking = {
            number: 1.0 / place**0.7 for place, number in enumerate(self.chance.sample(numbers, len(numbers)), 1)
        }

    def choice(self) -> dict[int, int]:
        """What one voter likes best: as many projects as they may choose, now and then fewer."""
        how_many = self.ballot.max_choices if self.chance.random() < 0.9 else self.ballot.min_choices
        liked = sorted(
            self._liking, key=lambda number: self.chance.random() ** (1 / self._liking[number]), reverse=True
        )
        return dict.fromkeys(liked[:how_many], 1)

    def at_home(self, how_many: int, days: Sequence[datetime]) -> None:
        """Voters type the code of their card on the days given; one transaction a day."""
        cards = cards_for(self.players, self.round_, how_many)
        for day, moment in enumerate(days):
            with clock.moved(moment), transaction() as session:
                for card in cards[day :: len(days)]:
                    right = queries.right_of_code(card.code)
                    assert right is not None
                    actions.cast(session, self._vote(right.key, "online"))
                    self.tick(1)

    def _vote(self, right_key: str, channel: str, **more: Any) -> actions.VoteToCast:
        attempt, opened_at = secrets.token_hex(16), clock.now() - _READING
        return actions.VoteToCast(self.ballot, right_key, attempt, self.choice(), channel, opened_at=opened_at, **more)

    def at_a_kiosk(self, voting_session: VotingSession, how_many: int) -> None:
        """A facilitator turns a tablet into a kiosk and opens it for one voter after another; one of them walks
        away.
        """
        with clock.moved(voting_session.starts_at + timedelta(minutes=10)):
            kiosks.pair(self.players["jean"], voting_session, name="Tablet 1", public_key=_key_of_a_tablet(), **_PINS)
            kiosk = queries.kiosks_of(voting_session.id)[-1]
            for place in range(how_many):
                self._at_the_kiosk(voting_session, kiosk, assisted=place % 9 == 0)
            kiosks.begin_turn(voting_session, kiosk)
            kiosks.end_turn(kiosk)
            kiosks.stop_kiosk(self.players["jean"], voting_session, kiosk)

    def _at_the_kiosk(self, voting_session: VotingSession, kiosk: Kiosk, *, assisted: bool) -> None:
        right_key = kiosks.begin_turn(voting_session, kiosk, assisted=assisted)
        vote = self._vote(right_key, "kiosk", venue_id=voting_session.venue_id, assisted=assisted)
        with transaction() as session:
            actions.cast(session, vote)
        self.tick(1)

    def on_paper(self, voting_session: VotingSession, how_many: int) -> None:
        """Papers are printed and issued at a session; one is spoiled and replaced, two come back unused."""
        spare = 2
        with clock.moved(voting_session.starts_at - timedelta(hours=20)):
            desk.print_batch(self.players["morag"], self.round_.id, voting_session, how_many + 1 + spare)
        with clock.moved(voting_session.starts_at + timedelta(minutes=20)):
            for _ in range(how_many):
                actions.issue_paper(self.players["morag"], voting_session)
            actions.replace_spoiled_paper(self.players["morag"], voting_session)
        with clock.moved(voting_session.ends_at):
            figures = PaperCounts(
                received=how_many + 1 + spare, issued=how_many + 1, unused=spare, spoiled=1, taken_away=0
            )
            desk.submit_ballot_paper_account(
                self.players["jean"],
                voting_session,
                figures,
                heads=_counted(voting_session, how_many),
                seal=_seal_of(voting_session),
                help_given=HelpGiven(how_many // 6, how_many // 9, how_many // 12),
            )

    def no_papers(self, voting_session: VotingSession, voters: int = 0) -> None:
        """A session at which everybody (``voters``) voted on a screen: its account holds no papers."""
        with clock.moved(voting_session.ends_at):
            desk.submit_ballot_paper_account(
                self.players["jean"],
                voting_session,
                PaperCounts(0, 0, 0, 0, 0),
                heads=_counted(voting_session, voters),
            )

    def typed(self, voting_session: VotingSession | None, how_many: int) -> None:
        """The box (None: the reply envelopes) is counted by two, typed by two, and goes into the box of the round."""
        by = self.players["effie"], self.players["tam"]
        bundle = self.counted(voting_session, how_many)
        sheets = _papers(self.round_.id, voting_session, how_many)
        readings = [PaperReading(tuple(sorted(self.choice()))) for _ in sheets]
        for pass_number, typist in enumerate(by, start=1):
            for ballot, reading in zip(sheets, readings, strict=True):
                desk.type_paper(typist, bundle, pass_number, ballot, reading)
                self.tick(1)
        desk.cast_bundle(by[0], bundle)

    def counted(self, voting_session: VotingSession | None, how_many: int) -> Bundle:
        """A box is opened and its papers are counted by two people, ready to be typed."""
        seal = _seal_of(voting_session) if voting_session else ""
        bundle = desk.open_bundle(self.players["effie"], self.round_.id, voting_session, how_many, seal=seal)
        desk.confirm_count(self.players["tam"], bundle, how_many, seal=seal)
        return bundle

    def by_post(self, how_many: int, days: Sequence[datetime]) -> None:
        """Reply envelopes come back and are checked in unopened by the code of their card."""
        cards = cards_for(self.players, self.round_, how_many)
        desk.print_batch(self.players["morag"], self.round_.id, None, how_many)
        for day, moment in enumerate(days):
            with clock.moved(moment):
                for card in cards[day :: len(days)]:
                    right = queries.right_of_code(card.code)
                    assert right is not None
                    actions.check_in_envelope(self.players["morag"], self.round_.id, right)
                    self.tick(1)


def _counted(voting_session: VotingSession, voters: int) -> Heads:
    """The host of the venue counted the voters."""
    return Heads(voters, f"Nan, who opens the door at {voting_session.venue.name}"[:100])


def _seal_of(voting_session: VotingSession) -> str:
    """The number on the seal of its box."""
    return f"PB{voting_session.id:05}"


def _key_of_a_tablet() -> str:
    """The public half of a key that nobody has: the demo's tablets are put away again."""
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    return base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def _papers(round_id: int, voting_session: VotingSession | None, how_many: int) -> list[Paper]:
    """The first papers of a session's batch, or of the post's."""
    from sqlalchemy import select

    from pb.paper.models import Batch

    of_session = Batch.session_id == voting_session.id if voting_session else Batch.session_id.is_(None)
    query = select(Paper).join(Batch, Batch.id == Paper.batch_id).where(Batch.round_id == round_id, of_session)
    return list(db.session.scalars(query.order_by(Paper.id).limit(how_many)))
