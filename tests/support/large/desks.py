"""Many voting sessions of a round, and the papers that were typed for those that are over."""

from __future__ import annotations

import random
import secrets
from datetime import timedelta
from itertools import islice

from sqlalchemy import select

from pb import clock
from pb.marked import insert_rows
from pb.paper.models import BallotPaperAccount, Batch, Bundle, Entry, Paper
from pb.paper.rules import read_entry
from pb.paper.rules.serials import SERIAL_LENGTH, check_digit
from pb.rounds.models import Round
from pb.sealed import seal_for_desk
from pb.venues.models import HeadCount, TeamMember, VotingSession
from pb.voting.models import VotingRight, random_key
from pb.voting.queries import frozen_ballot
from pb.web.access import FACILITATOR
from tests.support.large.rows import add_many
from tests.support.large.votes import counters

#: Papers in one box, and of fewer papers so many boxes.
IN_A_BOX, BOXES = 25, 60


def sessions(
    session, round_: Round, venues: list[int], how_many: int, people: dict[str, list[int]]
) -> list[VotingSession]:
    """So many sessions: half of them over, a few on now, the others to come; all over in a round that has closed. Every
    fiftieth is cancelled.
    """
    now, team, ahead = clock.now(), people[FACILITATOR], 6
    if round_.voting_closes_at < now:
        ahead = 13
    made = []
    for n in range(how_many):
        starts = now.replace(minute=0, second=0, microsecond=0) + timedelta(
            days=n % 12 - ahead, hours=n // len(venues) - 1
        )
        made.append(
            VotingSession(
                round_id=round_.id, venue_id=venues[n % len(venues)], starts_at=starts,
                ends_at=starts + timedelta(hours=2), cancelled_at=now if n % 50 == 49 else None,
                team=[TeamMember(account_id=team[n % len(team)]), TeamMember(account_id=team[(n + 1) % len(team)])],
            )
        )  # fmt: skip
    add_many(session, made, [member for each in made for member in each.team])
    return made


def papers(session, round_: Round, sessions: list[VotingSession], how_many: int, people: dict[str, list[int]]) -> None:
    """So many papers in boxes of sessions that are over: typed twice, but for those of the last boxes."""
    over = [each for each in sessions if each.ends_at < clock.now() and not each.cancelled_at]
    drawn, one_two = random.Random(secrets.randbits(64)), counters(people)
    taken = set(session.scalars(select(Paper.serial)))
    there = set(session.scalars(select(Paper.id)))
    fresh = (id_ for id_ in drawn.sample(range(1, 2**31), how_many + len(there)) if id_ not in there)
    in_a_box = max(1, min(IN_A_BOX, how_many // BOXES), -(-how_many // max(1, len(over))))
    boxes = over[: -(-how_many // in_a_box)]
    for number, (its_session, left) in enumerate(zip(boxes, range(how_many, 0, -in_a_box), strict=False)):
        passes = 2 if number < len(boxes) * 9 // 10 else number % 2
        _box(session, round_, its_session, min(left, in_a_box), passes, one_two, drawn, taken, fresh)


def _box(session, round_, its_session, how_many, passes, one_two, drawn, taken, fresh) -> None:
    now, by = clock.now(), its_session.team[0].account_id
    session.add(batch := Batch(round_id=round_.id, session_id=its_session.id, printed_by=by, printed_at=now))
    session.flush()
    serials = []
    while len(serials) < how_many:
        body = f"{drawn.randrange(10 ** (SERIAL_LENGTH - 1)):0{SERIAL_LENGTH - 1}d}"
        if (serial := body + check_digit(body)) not in taken:
            taken.add(serial)
            serials.append(serial)
    ids = list(islice(fresh, how_many))
    its = {"round_id": round_.id, "batch_id": batch.id}
    insert_rows(session, Paper, [{"id": id_, "serial": each, **its} for id_, each in zip(ids, serials, strict=True)])
    insert_rows(
        session,
        VotingRight,
        [
            {"key": random_key(), "round_id": round_.id, "kind": "paper", "status": None, "code_hash": None,
             "card_number": None, "session_id": its_session.id, "kiosk_id": None, "assisted": False, "given_again": False}
            for _ in serials
        ],
    )  # fmt: skip
    session.add(
        BallotPaperAccount(
            session_id=its_session.id, received=how_many, issued=how_many, unused=0, spoiled=0, taken_away=0,
            submitted_by=by, submitted_at=now,
        )
    )  # fmt: skip
    session.add(HeadCount(session_id=its_session.id, heads=how_many, counted_by="Nan, the host"))
    bundle = Bundle(
        round_id=round_.id, session_id=its_session.id, channel="paper", papers_in_box=how_many,
        counted_by=one_two[0], also_counted_by=one_two[1], made_at=now,
    )  # fmt: skip
    session.add(bundle)
    session.flush()
    rules, rows = frozen_ballot(round_.id).rules, []
    for n, paper in enumerate(ids):
        for pass_number in range(1, passes + 1):
            typed = read_entry("1 2" if n % 10 or pass_number == 1 else "3", rules).as_text
            said = {"sealed": seal_for_desk(round_.id, typed), "typed_by": one_two[pass_number - 1], "typed_at": now}
            rows.append(Entry(bundle_id=bundle.id, paper_id=paper, pass_number=pass_number, **said))
    add_many(session, rows)
