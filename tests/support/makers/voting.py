"""Makers for voting: a frozen round that is open, its cards, votes that went in."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from pb import clock
from pb.database import db, exclusive_transaction, transaction
from pb.given_ids import give_ids
from pb.people.models import Account
from pb.people.queries import account_named
from pb.projects.models import BallotLine, LineTranslation, Project
from pb.rounds.models import Pot, Round
from pb.voting import actions, queries
from pb.voting.actions.cards import NewCard
from pb.voting.models import Envelope, PutBack
from pb.voting.queries import backups
from pb.voting.queries.card_account import stacks_of
from pb.voting.rules.ballot_keys import BallotKey
from pb.voting.rules.card_numbers import read_numbers
from pb.web.access import Actor, Role
from tests.support.makers.people import appointed

#: Acts of the command line, where a test does not care who acts.
COMMAND = Actor(None, Role.COMMAND)


#: Keys with their word sheets, by how they are kept. To make one takes 5 ms of a processor.
_keys: dict[str, list[tuple[BallotKey, list[str]]]] = {}
#: So many are made; then the oldest is taken again, so that no two rounds of a test have the same.
_ENOUGH_KEYS = 24


def _key_for(round_: Round) -> tuple[BallotKey, list[str]]:
    """A ballot key for a frozen round that three people would hold."""
    made = _keys.setdefault(round_.key_custody, [])
    made.append(made.pop(0) if len(made) == _ENOUGH_KEYS else actions.make_ballot_key(round_, holders=3))
    key, sheets = made[-1]
    return key, [*sheets]


def _pots(how_many: int, choices: tuple[tuple[int, int], ...], words: str) -> list[Pot]:
    """Pots of £1,000; one alone has no name."""
    made = [
        Pot(name=f"Pot {n} {words}".strip() if how_many > 1 else "", amount_pence=100_000)
        for n in range(1, how_many + 1)
    ]
    for pot, (fewest, most) in zip(made, choices, strict=False):
        pot.min_choices, pot.max_choices = fewest, most
    return made


class VotingMakers:
    """For ``Make``."""

    def voting_round(
        self,
        *,
        projects: int = 6,
        costs: list[int] | None = None,
        pots: int = 1,
        pot_choices: tuple[tuple[int, int], ...] = (),
        least: int | None = None,
        words: str = "",
        in_polish: Sequence[int] = (),
        **settings,
    ) -> Round:
        """A frozen round on day 9 of its fortnight, with ``projects`` numbered projects and its key in ``KEYS_DIR``.

        ``costs`` in pence, by number; ``least``: what each of them can work with; ``pot_choices``: the least and most
        projects of each pot, where pots have numbers of their own; ``words`` instead of the texts of projects and the names of
        groups and pots; ``in_polish``: the numbers of those that have a Polish text; ``settings`` are columns of the round.
        """
        now = clock.now()
        costs = costs or [10_000 * number for number in range(1, projects + 1)]
        values = {
            "name": f"Round {self.next_number('round')}",  # type: ignore[attr-defined]
            "made_at": now - timedelta(days=60),
            "ceiling_pence": 100_000,
            "applications_open_at": now - timedelta(days=50),
            "applications_close_at": now - timedelta(days=30),
            "voting_opens_at": now - timedelta(days=8),
            "voting_closes_at": now + timedelta(days=5),
            "post_closes_at": now + timedelta(days=8),
            "age_declaration": "I am 60 or over.",
            "area_declaration": "I live in Edinburgh.",
        }
        with exclusive_transaction() as session:
            round_ = Round(**{**values, **settings})
            round_.pots = _pots(pots, pot_choices, words)
            session.add(round_)
            session.flush()
            self._lines(session, round_, costs, least, words)
            session.add_all(_polish_line(round_.id, number) for number in in_polish)
            key, self.sheets = _key_for(round_)
            actions.keep_ballot_key(round_, key)
            round_.public_key, round_.ballot_hash = key.public, "0" * 64
            round_.frozen_at = round_.voting_opens_at - timedelta(days=1)
        return round_

    def _lines(self, session, round_: Round, costs: list[int], least: int | None, words: str) -> None:
        named = [
            (words or f"Project {number}", words or f"Group {number}") for number, _cost in enumerate(costs, start=1)
        ]
        projects = [
            Project(round_id=round_.id, title=title, group_name=group, begun_at=clock.now()) for title, group in named
        ]
        give_ids(session, projects)
        session.add_all(projects)
        session.flush()
        session.add_all(
            BallotLine(
                round_id=round_.id,
                number=number,
                project_id=project.id,
                pot_id=round_.pots[number % len(round_.pots)].id,
                title=words or f"Project number {number}",
                body=words or f"What project {number} would do for older people.",
                cost_pence=cost,
                least_pence=least,
            )
            for number, (project, cost) in enumerate(zip(projects, costs, strict=True), start=1)
        )

    def cards(self, round_: Round, how_many: int = 1, torn: tuple[int, ...] = ()) -> list[NewCard]:
        """Voting codes of a round, released. ``torn``: the numbers of those that were cancelled before."""
        made = actions.issue_cards(COMMAND, round_, how_many)
        for number in torn:
            actions.cancel_card(COMMAND, round_, number, "Torn")
        self.releases(round_)
        return made

    def replaced_card(self, round_: Round, card_number: int) -> NewCard:
        """The new card of a voter who lost theirs, released: the lost one no longer works."""
        new = actions.replace_card(COMMAND, round_, card_number, "lost")
        self.releases(round_)
        return new

    def releases(self, round_: Round) -> None:
        """Somebody counts and releases all cards that wait."""
        for pack in queries.packs(round_.id):
            if pack.released_by is None and not queries.are_unprinted(pack) and queries.cards_in(pack):
                by = Actor(self._releaser(), Role.COORDINATOR)
                actions.release_cards(by, pack, queries.cards_in(pack))

    def counted_stack(self, round_: Round, first: int, last: int, back: str = "") -> None:
        """Cards that went to a place, were handed out there but for those that came ``back``, and were counted by two."""
        by, back_too = (Actor(self.staff(Role.STEERING).id, Role.STEERING) for _ in range(2))  # type: ignore[attr-defined]
        actions.send_out_cards(COMMAND, round_, first, last, "The library")
        (stack,) = (each for each in stacks_of(round_.id) if each.first == first)
        came_back = len(read_numbers(back, first, last))
        actions.count_stack(by, stack, last - first + 1 - came_back, back, "")
        actions.confirm_stack(back_too, stack, came_back)

    def found_in_a_backup(self, round_: Round, missing: int) -> PutBack:
        """So many envelopes are saved in a backup and then taken out of the box; what the command finds."""
        file = Path(tempfile.mkdtemp(dir=current_app.config["KEYS_DIR"].parent)) / "backup"
        backups.save(file, round_.id)
        table = Envelope.__table__
        with exclusive_transaction() as session:
            keys = session.scalars(select(table.c.right_key).where(table.c.round_id == round_.id).limit(missing)).all()
            session.connection().execute(table.delete().where(table.c.right_key.in_(keys)))
        actions.find_in_backup(COMMAND, round_, file)
        return backups.put_backs(round_.id)[-1]

    def _releaser(self) -> int:
        """The account of somebody who only releases cards, and may type papers."""
        found = account_named("colleague0")
        if found is None:
            with exclusive_transaction() as session:
                found = Account(
                    name="Colleague 0", sign_in_name="colleague0", password_hash="none", made_at=clock.now()
                )
                appointed(session, found, Role.COORDINATOR, Role.COUNTER)
        return found.id

    def vote(self, round_: Round, card: NewCard, *numbers: int, attempt: str = "") -> actions.VoteToCast:
        """A vote that is ready to be cast: a tick for each number, or their places in this order."""
        ballot, right = queries.frozen_ballot(round_.id), queries.right_of_code(card.code)
        attempt = attempt or secrets.token_hex(16)
        is_ranked = ballot.ballot_type == "rank"
        choices = {number: place if is_ranked else 1 for place, number in enumerate(numbers, start=1)}
        return actions.VoteToCast(ballot, right.key, attempt, choices, "online", opened_at=clock.now())

    def cast(self, round_: Round, *ballots: tuple[int, ...]) -> list[str]:
        """Each ballot cast online with a card of its own; the receipts."""
        receipts = []
        for card, numbers in zip(self.cards(round_, len(ballots)), ballots, strict=True):
            vote = self.vote(round_, card, *numbers)
            with transaction() as session:
                receipts.append(actions.cast(session, vote))
        return receipts

    def opened_box(self, round_: Round, *ballots: tuple[int, ...]) -> Round:
        """The same round after the last close, its box opened with these ballots in it."""
        if ballots:
            self.cast(round_, *ballots)
        with clock.moved(round_.post_closes_at + timedelta(hours=1)):
            actions.decrypt_ballot_box(COMMAND, db.session.get(Round, round_.id))
        return round_


def _polish_line(round_id: int, number: int) -> LineTranslation:
    said = {"title": f"Projekt numer {number}", "body": f"Co zrobi projekt {number}."}
    return LineTranslation(round_id=round_id, number=number, language="pl", picture_alt="", **said)
