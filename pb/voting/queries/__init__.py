"""Reading for voting: the frozen ballot, rights, the account of a session, ballots after the opening."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from pb.codes import code_hash
from pb.database import db
from pb.projects.queries import ballot_lines, media_hashes
from pb.refusals import Refusal
from pb.rounds.models import Decision, Round
from pb.rounds.queries import decisions_of
from pb.rounds.rules import withdrawn
from pb.voting.models import OPEN_TURN, BoxOpening, CardPack, Envelope, KeyDestruction, Kiosk, Receipt, Right, Turnout
from pb.voting.queries.card_account import card_account
from pb.voting.queries.cards import are_unprinted, card_counts, cards_in, is_released, pack_to_release, packs
from pb.voting.queries.held import given_again, held_by_kiosk, kiosks_in
from pb.voting.queries.kiosk_tallies import kiosk_tallies
from pb.voting.rules.choices import refused
from pb.voting.rules.sealing import Choices
from pb.voting.rules.sentences import NOT_FROZEN_YET
from pb.words import Sentence


@dataclass(frozen=True)
class BallotProject:
    """A project as voters see it. Money in pence."""

    number: int
    project_id: int
    pot_id: int
    title: str
    body: str
    cost_pence: int
    picture: str | None
    picture_alt: str
    sound: str | None


@dataclass(frozen=True)
class FrozenBallot:
    """The frozen ballot of a round, as plain values. Nothing in it can change, so it is read once per process."""

    round_id: int
    name: str
    ballot_type: str
    min_choices: int
    max_choices: int
    public_key: str
    age_declaration: str
    area_declaration: str
    entitlement: str
    applications_open_at: datetime
    applications_close_at: datetime
    voting_opens_at: datetime
    voting_closes_at: datetime
    post_closes_at: datetime
    grace_minutes: int
    session_margin_minutes: int | None
    frozen_at: datetime
    lines: tuple[BallotProject, ...]

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The project numbers on this ballot."""
        return frozenset(line.number for line in self.lines)

    @cached_property
    def pots(self) -> dict[int, int]:
        """The pot of each project number."""
        return {line.number: line.pot_id for line in self.lines}


@dataclass(frozen=True)
class Dates:
    """A frozen ballot's calendar with the decisions that are in force now; what ``pb.rounds.rules`` asks for."""

    ballot: FrozenBallot
    decisions: tuple[Decision, ...]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ballot, name)


def frozen_ballot(round_id: int) -> FrozenBallot | None:
    """The frozen ballot of a round; None while it is not frozen."""
    ballots: dict[int, FrozenBallot] = current_app.extensions.setdefault("pb_frozen_ballots", {})
    if round_id not in ballots:
        round_ = db.session.get(Round, round_id)
        if round_ is None or round_.frozen_at is None:
            return None
        ballots[round_id] = _read(round_)
    return ballots[round_id]


def require_frozen_ballot(round_id: int, next_step: Sentence | str = "") -> FrozenBallot:
    """The frozen ballot of a round. Refuses before the freeze; ``next_step`` says what to do then."""
    ballot = frozen_ballot(round_id)
    if ballot is None:
        raise Refusal(NOT_FROZEN_YET, next_step)
    return ballot


def _read(round_: Round) -> FrozenBallot:
    lines = ballot_lines(round_.id)
    media = media_hashes(lines)
    fields = {
        name: getattr(round_, name) for name in FrozenBallot.__dataclass_fields__ if name not in ("round_id", "lines")
    }
    return FrozenBallot(
        round_id=round_.id,
        lines=tuple(
            BallotProject(
                number=line.number,
                project_id=line.project_id,
                pot_id=line.pot_id,
                title=line.title,
                body=line.body,
                cost_pence=line.cost_pence,
                picture=media.get(line.picture_id),
                picture_alt=line.picture_alt,
                sound=media.get(line.sound_id),
            )
            for line in lines
        ),
        **fields,
    )


def dates_of(ballot: FrozenBallot) -> Dates:
    """The calendar of a frozen round as it is now, extensions included."""
    return Dates(ballot, tuple(decisions_of(ballot.round_id)))


def withdrawn_numbers(ballot: FrozenBallot) -> frozenset[int]:
    """Numbers of projects that two people have withdrawn since the freeze."""
    gone = withdrawn(dates_of(ballot))
    return frozenset(line.number for line in ballot.lines if line.project_id in gone)


def choices_error(ballot: FrozenBallot, choices: Choices) -> Sentence | None:
    """Why ``choices`` cannot be cast on this ballot; None when they can. Only what is too little asks what was
    withdrawn.
    """
    gone = withdrawn_numbers(ballot) if len(choices) < ballot.min_choices else ()
    return refused(ballot, ballot.numbers, choices, gone)


def right_of_code(code: str) -> Right | None:
    """The right that this voting code gives."""
    return db.session.scalar(select(Right).where(Right.code_hash == code_hash("voting", code)))


def right_of_card(round_id: int, card_number: int) -> Right | None:
    """The right of a printed card number, for a card that was lost."""
    return db.session.scalar(select(Right).where(Right.round_id == round_id, Right.card_number == card_number))


def box_opening_of(round_id: int) -> BoxOpening | None:
    """The opening of the box, once it has happened."""
    return db.session.get(BoxOpening, round_id)


def key_destruction_of(round_id: int) -> KeyDestruction | None:
    """Who has said that the copies of the round's key are destroyed; None while nobody has."""
    return db.session.get(KeyDestruction, round_id)


def rights_of_session(session_id: int) -> Counter[tuple[str, str | None]]:
    """How many rights of each kind were given at a voting session, and how they ended."""
    query = select(Right.kind, Right.status, func.count()).where(Right.session_id == session_id)
    return Counter(
        {(kind, status): n for kind, status, n in db.session.execute(query.group_by(Right.kind, Right.status))}
    )


def kiosks_of(session_id: int) -> list[Kiosk]:
    """The devices paired with a voting session, revoked ones included."""
    return list(db.session.scalars(select(Kiosk).where(Kiosk.session_id == session_id).order_by(Kiosk.id)))


def kiosk_of_device(token: str) -> Kiosk | None:
    """The kiosk that holds this device key and has not been revoked."""
    query = select(Kiosk).where(Kiosk.device_hash == code_hash("kiosk", token), Kiosk.revoked_at.is_(None))
    return db.session.scalar(query)


def open_turn(kiosk_id: int) -> Right | None:
    """The opening of the voter who is at this kiosk now."""
    return db.session.scalar(select(Right).where(Right.kiosk_id == kiosk_id, OPEN_TURN))


def open_turns(round_id: int) -> int:
    """How many ballots are open at the kiosks of a round now."""
    query = select(func.count()).select_from(Right).where(Right.round_id == round_id, OPEN_TURN)
    return db.session.scalar(query) or 0


def status_of_right(right_key: str) -> str | None:
    """What was made of this right: "cast", "exchanged", "void" or "unused"; None while it can be spent."""
    return db.session.scalar(select(Right.status).where(Right.key == right_key))


def turns_to_give_again(session_id: int) -> int:
    """How many openings of a session were closed unused and have not been given again."""
    unused = func.count().filter(Right.status == "unused")
    again = func.count().filter(Right.again.is_(True))
    query = select(unused - again).where(Right.session_id == session_id, Right.kind == "opening")
    return db.session.scalar(query) or 0


def turnout(round_id: int) -> list[tuple[int | None, str, bool, int]]:
    """Votes that went in: (venue id, channel, assisted, how many). Never how anybody voted."""
    query = select(Turnout.venue_id, Turnout.channel, Turnout.assisted, func.count()).where(
        Turnout.round_id == round_id
    )
    rows = db.session.execute(query.group_by(Turnout.venue_id, Turnout.channel, Turnout.assisted))
    return [tuple(row) for row in rows]  # type: ignore[misc]


def votes_cast(round_id: int) -> int:
    """How many people have voted so far."""
    return db.session.scalar(select(func.count()).select_from(Turnout).where(Turnout.round_id == round_id)) or 0


def envelopes_in(round_id: int) -> int:
    """How many sealed votes lie in the box."""
    return db.session.scalar(select(func.count()).select_from(Envelope).where(Envelope.round_id == round_id)) or 0


def receipts(round_id: int) -> list[str]:
    """The receipt codes of all votes that went in, sorted; beside nothing."""
    return list(db.session.scalars(select(Receipt.code).where(Receipt.round_id == round_id).order_by(Receipt.code)))
