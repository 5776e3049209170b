"""A vote in which the judge knows everything: who voted when, where, by which channel, and what (nobody chose the
same).

It goes on in three parts, so that a thief can take backups between them: two an hour apart, and one at the end.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from typing import Any

from sqlalchemy import select

from pb import clock
from pb.database import db
from pb.paper import actions as desk
from pb.paper.models import Bundle
from pb.paper.queries import serials_of
from pb.voting import actions, queries
from pb.voting.actions.ballot_keys import load_ballot_key
from pb.voting.models import Ballot, Choice, Envelope
from pb.voting.rules.sealing import EnvelopeOpener
from pb.web.access import Actor, Role
from tests.support.kiosks import KioskKey
from tests.support.make import Make
from tests.support.makers.papers import counter
from tests.support.makers.voting import COMMAND
from tests.support.safety import attack
from tests.support.safety.racing import cast, open_the_box

#: Shares of the voters, in percent. The rest votes online.
AT_KIOSK, IN_A_BOX, BY_POST = 20, 15, 10
Numbers = tuple[int, ...]


@dataclass
class Press:
    """Somebody at a screen, at home or at the kiosk."""

    channel: str
    numbers: Numbers


class KnownVote:
    """``voters`` people; ``goes_on()`` three times, then ``opened()``."""

    def __init__(self, app: Any, voters: int) -> None:
        self.make = make = Make(app)
        self.voters = voters
        self.round = make.voting_round(projects=24, max_choices=4, entitlement="vouch")
        dice = random.Random(3)
        ballots = dice.sample(list(combinations(range(1, 25), 4)), voters)
        sizes = [voters * share // 100 for share in (AT_KIOSK, IN_A_BOX, IN_A_BOX, BY_POST)]
        kiosk, first_box, second_box, post, online = (
            [ballots.pop() for _ in range(size)] for size in (*sizes, voters - sum(sizes))
        )
        presses = [Press("kiosk", each) for each in kiosk] + [Press("online", each) for each in online]
        dice.shuffle(presses)
        third = len(presses) // 3
        self._parts = [
            (presses[:third], ()),
            (presses[third : 2 * third], ("a box",)),
            (presses[2 * third :], ("a box", "post")),
        ]
        self._boxes = [first_box, second_box, post]
        self._facilitator, self._one, self._two = (
            make.staff(Role.FACILITATOR),
            make.staff(Role.COUNTER),
            make.staff(Role.COUNTER),
        )
        self._at_kiosk = make.session_at(self.round, self._facilitator)
        by = Actor(self._facilitator.id, Role.FACILITATOR)
        actions.pair(
            by,
            self._at_kiosk,
            name="",
            next_pin="2468",
            leave_pin="97531",
            public_key=KioskKey().public,
        )
        self._cards = make.cards(self.round, len(online) + len(post))
        self.codes = [card.code for card in self._cards]
        dice.shuffle(self._cards)
        #: What the thief knows beside the files: rights of people at screens and serials of papers, in order.
        self.in_order_of_casting: list[str] = []
        self.serials: list[str] = []
        #: The envelopes that lay in the box before it was opened, as rows.
        self.envelopes: list[Any] = []
        self._typed: dict[str, str] = {}
        self._kinds: dict[str, attack.Kind] = {}

    def goes_on(self) -> None:
        """The next part of the vote: people at screens one after another, then the bundles that are settled by now."""
        presses, bundles = self._parts.pop(0)
        for press in presses:
            self.in_order_of_casting.append(self._presses(press))
        for what in bundles:
            self._counts(what)
        db.session.rollback()

    def _presses(self, press: Press) -> str:
        if press.channel == "online":
            vote = self.make.vote(self.round, self._cards.pop(), *press.numbers)
            cast(vote)
            return vote.right_key
        kiosk = queries.kiosks_of(self._at_kiosk.id)[0]
        key = actions.begin_turn(self._at_kiosk, kiosk)
        more = {"venue_id": self._at_kiosk.venue_id, "opened_at": clock.now()}
        choices = dict.fromkeys(press.numbers, 1)
        cast(
            actions.VoteToCast(
                queries.frozen_ballot(self.round.id), key, f"{random.getrandbits(128):032x}", choices, "kiosk", **more
            )
        )
        return key

    def _counts(self, what: str) -> None:
        papers = self._boxes.pop(0)
        bundle, serials = self._post(len(papers)) if what == "post" else self._box(len(papers))
        written = dict(zip(serials, papers, strict=True))
        for pass_number, who in ((1, self._one), (2, self._two)):
            self.make.typed(
                bundle, who, pass_number, {serial: " ".join(map(str, numbers)) for serial, numbers in written.items()}
            )
        assert desk.cast_bundle(counter(self._one), bundle) == len(papers)
        self.serials += serials
        self._typed |= {serial: said(numbers) for serial, numbers in written.items()}
        self._kinds |= dict.fromkeys(serials, attack.ONE_POOL)

    def _box(self, papers: int) -> tuple[Bundle, list[str]]:
        voting_session = self.make.session_at(self.round, self._facilitator)
        serials = self.make.papers(voting_session, papers, papers)
        return self.make.bundle(voting_session, in_box=papers, one=self._one, two=self._two), serials

    def _post(self, papers: int) -> tuple[Bundle, list[str]]:
        batch = desk.print_batch(counter(self._one), self.round.id, None, papers)
        for _ in range(papers):
            actions.check_in_envelope(COMMAND, self.round.id, queries.right_of_code(self._cards.pop().code))
        bundle = desk.open_bundle(counter(self._one), self.round.id, None, papers)
        assert desk.confirm_count(counter(self._two), bundle, papers)
        return bundle, serials_of(batch.id)

    def sealed(self) -> list[Any]:
        """The envelopes that lie in the box now, as rows."""
        found = list(db.session.execute(select(*Envelope.__table__.columns)))
        db.session.rollback()
        return found

    def known_before(self) -> attack.Known:
        """What the judge sees who looks into every envelope while the box is shut."""
        opener = EnvelopeOpener(load_ballot_key(self.round).private)
        known = attack.Known(dict(self._typed), {}, dict(self._kinds), {})
        for envelope in db.session.scalars(select(Envelope)):
            choices = opener.unseal(self.round.id, envelope.right_key, envelope.sealed)
            known.voted[envelope.right_key] = said(sorted(choices))
            known.voters[envelope.right_key] = attack.ONE_POOL
        db.session.rollback()
        return known

    def opened(self, hours: dict[str, int]) -> attack.Known:
        """The box is opened after the last close. The whole truth; ``hours``: in which part each right was spent."""
        self.make.accounted(self._at_kiosk)
        known, self.envelopes = self.known_before(), self.sealed()
        assert open_the_box(self.round) == self.voters
        chosen: dict[str, list[int]] = {}
        for key, number in db.session.execute(select(Choice.ballot_key, Choice.number).order_by(Choice.number)):
            chosen.setdefault(key, []).append(number)
        kinds = dict.fromkeys(db.session.scalars(select(Ballot.key)), attack.ONE_POOL)
        db.session.rollback()
        return attack.Known(
            known.voted, {key: said(numbers) for key, numbers in chosen.items()}, known.voters, kinds, hours
        )


def said(numbers: Iterable[int]) -> str:
    """What was chosen, as one word."""
    return " ".join(map(str, numbers))


def an_hour_later() -> Any:
    """The clock of the program moved on by an hour, for a block."""
    return clock.moved(clock.now() + timedelta(hours=1))
