"""Many rights of a round, most of them used, with their envelopes; packs and stacks of cards."""

from __future__ import annotations

import secrets
from hashlib import sha256

from sqlalchemy import func, select

from pb import clock
from pb.marked import insert_rows
from pb.marks import mark
from pb.rounds.models import Round
from pb.venues.models import VotingSession
from pb.voting.models import CardPack, CardStack, Envelope, Kiosk, KioskTally, Turnout, VotingRight
from pb.voting.queries import box_opening_of
from pb.voting.rules.envelopes import ENVELOPE, marked_values
from pb.web.access import COUNTER, FACILITATOR, STEERING
from tests.support.large.rows import add_many

#: Cards in one pack and in one stack, and of fewer cards so many of each.
PACK, PACKS = 200, 20


def is_opened(round_: Round) -> bool:
    """Whether the ballot box of the round is open."""
    return box_opening_of(round_.id) is not None


def rights(
    session, round_: Round, sessions: list[VotingSession], how_many: int, cast: int, people: dict[str, list[int]]
) -> None:
    """Half are cards, the others openings of kiosks and places in the post; the first ``cast`` of them were used."""
    cards = how_many // 2
    highest = select(func.max(VotingRight.card_number)).where(VotingRight.round_id == round_.id)
    first = (session.scalar(highest) or 0) + 1_000
    _packs(session, round_, first, cards, people)
    kiosks = _kiosks(session, sessions, people)
    rows = []
    for n in range(how_many):
        row = {
            "key": secrets.token_hex(16), "round_id": round_.id, "kind": "code", "status": None, "code_hash": None,
            "card_number": None, "session_id": None, "kiosk_id": None, "assisted": n % 9 == 0, "given_again": False,
        }  # fmt: skip
        if n % 2 == 0 and n // 2 < cards:
            row |= {"code_hash": secrets.token_hex(32), "card_number": first + n // 2, "assisted": False}
        elif n % 4 == 1 and kiosks:
            session_id, kiosk_id = kiosks[n % len(kiosks)]
            row |= {"kind": "opening", "session_id": session_id, "kiosk_id": kiosk_id}
        else:
            row |= {"kind": "post"}
        is_cast = n < cast
        row["status"] = "cast" if is_cast else "unused" if row["kind"] == "opening" else None
        rows.append(row)
    insert_rows(session, VotingRight, rows)
    _envelopes(session, round_, [row for row in rows if row["status"] == "cast"], {s.id: s.venue_id for s in sessions})


def _envelopes(session, round_: Round, spent: list[dict], venue_of: dict[int, int]) -> None:
    channels = {"code": "online", "opening": "kiosk", "post": "post"}
    turnout = [
        {
            "right_key": row["key"], "round_id": round_.id, "cast_on": clock.today(),
            "venue_id": venue_of.get(row["session_id"]), "channel": channels[row["kind"]], "assisted": row["assisted"],
        }
        for row in spent
    ]  # fmt: skip
    envelopes = [
        {
            "right_key": row["key"], "round_id": round_.id, "attempt_hash": sha256(row["key"].encode()).hexdigest(),
            "receipt": secrets.token_hex(6).upper(), "sealed": secrets.token_bytes(300),
        }
        for row in spent
    ]  # fmt: skip
    for its_turnout, envelope in zip(turnout, envelopes, strict=True):
        envelope["keyed_mark"] = mark(ENVELOPE, *marked_values(its_turnout, envelope))
    if spent:
        session.connection().execute(Turnout.__table__.insert(), turnout)
        session.connection().execute(Envelope.__table__.insert(), envelopes)


def _packs(session, round_: Round, first: int, cards: int, people: dict[str, list[int]]) -> None:
    one, two = people[STEERING][:2]
    size = max(1, min(PACK, cards // PACKS))
    for start in range(first, first + cards, size):
        last = min(start + size, first + cards) - 1
        is_waiting = (start - first) // size % 10 == 9
        session.add(
            CardPack(round_id=round_.id, first=start, last=last, made_by=one, released_by=None if is_waiting else two)
        )
        session.add(
            CardStack(
                round_id=round_.id, first=start, last=last, place=f"The library of district {start}",
                handed_out=last - start + 1, came_back=0, cancelled=0, counted_by=one,
                also_counted_by=None if is_waiting else two,
            )
        )  # fmt: skip
    session.flush()


def _kiosks(session, sessions: list[VotingSession], people: dict[str, list[int]]) -> list[tuple[int, int]]:
    """Two kiosks at every fourth session."""
    made = [
        Kiosk(
            session_id=each.id, name=f"Tablet {n}", device_hash=secrets.token_hex(32), next_pin_hash="none",
            leave_pin_hash="none", paired_by=people[FACILITATOR][0], paired_at=clock.now(),
            public_key=secrets.token_hex(60),
        )
        for each in sessions[::4]
        for n in (1, 2)
    ]  # fmt: skip
    add_many(session, made)
    add_many(session, [KioskTally(kiosk_id=each.id, wrong_next=each.id % 7, short_turns=each.id % 3) for each in made])
    return [(each.session_id, each.id) for each in made]


def counters(people: dict[str, list[int]]) -> tuple[int, int]:
    """Two who type papers."""
    return tuple(people[COUNTER][-2:])  # type: ignore[return-value]
