"""A whole round, rehearsed: python -m tests.bench.rehearsal [venues] [projects]

A made-up programme is set up, ``flask rehearse make`` makes a practice of it, and invented people vote in the practice at
all its venues: with cards, on tablets, on papers that two people type, by post. What each of them chooses is planned
before, so the answer is known. One table says whether the practice found exactly that.

What they choose is the same in every run.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from flask import current_app

from pb import clock, create_app
from pb.database import db
from pb.paper.actions import open_ballot_box
from pb.paper.queries.gaps import gaps
from pb.people.queries import people
from pb.programme.actions.practice import move_clock
from pb.programme.demo import projects as told
from pb.programme.demo.story import Players, bring_in, declare_no_interest, freeze_by_two, read_story
from pb.programme.demo.venues import open_venues, plan_sessions
from pb.programme.rehearsal import making
from pb.programme.rehearsal.taken_over import take_over
from pb.programme.rehearsal.telling import players_of
from pb.results import actions as results
from pb.results.queries import latest_count
from pb.roles import Actor, Role
from pb.rounds.actions import make_round
from pb.rounds.models import Round
from pb.rounds.queries import newest_first
from pb.rounds.rules import Settings
from pb.venues.queries import planned_sessions
from pb.voting import queries as voting
from tests.bench.rehearsal_plan import FUNDED, HOME, PAPER, POST, POUNDS, TABLET, Found, Plan, Planned, compared
from tests.support.program import CHEAP_HASHES

_LOT = "27182818284590452353"


def real_programme(venues: int, projects: int) -> Round:
    """A programme shortly before its vote, with approved ballot texts; nothing of it is frozen."""
    story = read_story()
    opens_at = clock.now().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=7)
    with clock.moved(opens_at - timedelta(days=60)):
        players = bring_in(story)
        places = open_venues(players, {**story, "venues": story["venues"][:venues]})
        round_ = make_round(players["morag"], _settings(story, opens_at))
        declare_no_interest(players, round_.id)
    with clock.moved(opens_at - timedelta(days=50)):
        costs = {"costs": [["All of it", POUNDS]], "least": POUNDS}
        of_story = [{**each, **costs} for each in story["projects"][:projects]]
        sent = [told.apply(players, round_, each, place) for place, each in enumerate(of_story, start=1)]
    with clock.moved(opens_at - timedelta(days=20)):
        for project, each in zip(sent, of_story, strict=True):
            told.decide(players, project)
            told.put_on_the_ballot(players, project, each, {})
        plan_sessions(players, round_, places, round_.voting_opens_at)
    return round_


def _settings(story: dict[str, Any], opens_at: Any) -> Settings:
    return Settings(
        name="The rehearsed round",
        pots=(("", FUNDED * POUNDS * 100),),
        ceiling_pence=100_000,
        applications_open_at=opens_at - timedelta(days=55),
        applications_close_at=opens_at - timedelta(days=25),
        voting_opens_at=opens_at,
        voting_closes_at=opens_at + timedelta(days=13, hours=11),
        post_closes_at=opens_at + timedelta(days=16),
        age_declaration=story["age_declaration"],
        area_declaration=story["area_declaration"],
        criteria=tuple(story["criteria"]),
        min_choices=2,
        max_choices=4,
        entitlement="vouch",
    )


def rehearse() -> Found:
    """Play the round of the practice that is open, from the freeze to the publication."""
    (round_,) = newest_first()
    players = players_of(people())
    declare_no_interest(players, round_.id)
    freeze_by_two(players, round_)
    ballot = voting.frozen_ballot(round_.id)
    assert ballot is not None
    voters = Planned(players, round_, lambda _steps: None)
    voters.plan, voters.app = Plan(sorted(ballot.numbers)), current_app._get_current_object()  # type: ignore[attr-defined]
    sessions = planned_sessions(round_.id)
    days = [round_.voting_opens_at + timedelta(days=day, hours=2) for day in range(min(13, len(sessions) - 1))]
    by_command = Actor(None, Role.COMMAND)
    move_clock(by_command, round_.voting_opens_at + timedelta(minutes=1))
    voters.at_home(HOME * len(sessions), days)
    for place, voting_session in enumerate(sessions):
        if place % 2:
            voters.at_a_kiosk(voting_session, TABLET)
            voters.no_papers(voting_session, TABLET + 1)  # with the one who walked away
        else:
            voters.on_paper(voting_session, PAPER)
    voters.by_post(POST * len(sessions), days)
    move_clock(by_command, round_.post_closes_at + timedelta(hours=3))
    for voting_session in sessions[::2]:
        voters.typed(voting_session, PAPER)
    voters.typed(None, POST * len(sessions))
    found = len(gaps(round_.id))
    _to_the_result(players, round_)
    return compared(round_, voters.plan, found)


def _to_the_result(players: Players, round_: Round) -> None:
    open_ballot_box(players["morag"], round_)
    for name in ("ishbel", "anwar"):
        results.type_lot(players[name], round_, _LOT)
    results.count_round(players["morag"], round_)
    counted = latest_count(round_.id)
    assert counted is not None
    for name in ("ishbel", "anwar"):
        results.sign(players[name], round_, counted.outcome_hash)
    results.publish(players["morag"], round_)


def play(folder: Path) -> Found:
    """In the real programme that is open: make a practice of its round in ``folder``, play it and say what it found."""
    making.make(folder, take_over(newest_first()[0], clock.machine.now()))
    practice = create_app(instance=folder)
    with practice.app_context():
        try:
            db.session.connection()  # reads the practice's clock
            return rehearse()
        finally:
            db.session.remove()
            db.engine.dispose()


def main(venues: int = 29, projects: int = 24) -> int:
    """Print the table; the exit status is 1 unless all of it is exact."""
    from flask_migrate import upgrade

    with tempfile.TemporaryDirectory() as folder:
        real = create_app(dict(CHEAP_HASHES), instance=Path(folder) / "real")
        with real.app_context():
            upgrade()
            real_programme(venues, projects)
            began = perf_counter()
            found = play(Path(folder) / "practice")
            found.seconds = perf_counter() - began
            db.session.remove()
            db.engine.dispose()
    print("\n".join(found.table()))
    return 0 if found.is_exact else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
