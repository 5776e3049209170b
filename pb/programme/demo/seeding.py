"""Seeding the demo: two rounds of a made-up programme, told through the actions that people use, with the clock moved.

The earlier round is published; the present one is on day 9 of its fortnight, whatever today's date.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from pb import clock
from pb.paper.actions import open_ballot_box
from pb.programme.demo import projects
from pb.programme.demo.story import Players, bring_in, declare_no_interest, freeze_by_two, read_story
from pb.programme.demo.venues import open_venues, plan_sessions
from pb.programme.demo.votes import Voters
from pb.projects.rules.media import Medium
from pb.results import actions as results
from pb.results.queries import latest_count
from pb.rounds.actions import make_round
from pb.rounds.models import Round
from pb.rounds.rules import Settings
from pb.venues.models import Venue
from pb.voting import actions as voting
from pb.voting.queries import packs


@dataclass(frozen=True)
class Ballots:
    """How many there are: of the present round by channel, and of the earlier one. Paper and post are typed twice."""

    online: int
    kiosk: int
    paper: int
    post: int
    earlier_online: int
    earlier_paper: int

    @property
    def in_the_box(self) -> int:
        """Of the present round."""
        return self.online + self.kiosk + self.paper + self.post

    @property
    def steps(self) -> int:
        """What the progress bar counts: each vote, and each second typing."""
        return self.in_the_box + self.paper + 2 * self.post + self.earlier_online + 2 * self.earlier_paper


BALLOTS = Ballots(online=640, kiosk=240, paper=270, post=50, earlier_online=190, earlier_paper=60)
#: Papers in each of two boxes that wait for the visitor: one is ready to be typed, one still sealed.
WAITING = 8

DAY_OF_VOTING = 9
#: Codes for visitors of the demo to vote with.
SPARE_CODES = 6
_LOT = "31415926535897932384"


def seed(tick: Callable[[int], None], keep: Callable[[list[str]], None]) -> None:
    """Fill an empty database with the demo. ``tick`` is told how many steps (of ``BALLOTS.steps``) were done; ``keep`` gets
    voting codes that nobody has used, in the act that makes them.
    """
    story = read_story()
    with clock.moved(_at(-200, 9)):
        players = bring_in(story)
        venues = open_venues(players, story)
    pictures: dict[str, Medium] = {}
    _earlier_round(players, story, venues, pictures, tick)
    round_ = _present_round(players, story, venues, pictures, tick)
    spare_cards(players, round_, keep)


def spare_cards(players: Players, round_: Round, keep: Callable[[list[str]], None]) -> None:
    """Voting cards for visitors of the demo: made only where ``keep`` has kept their codes."""
    cards = voting.cards_to_come(round_, SPARE_CODES)
    voting.issue_as_printed(players["morag"], round_, cards, lambda: keep([card.shown for card in cards]))
    voting.release_cards(players["callum"], packs(round_.id)[0], SPARE_CODES)


def _at(days: int, hour: int, minute: int = 0) -> datetime:
    """A moment so many days from today, at an hour of Europe/London."""
    day = clock.today() + timedelta(days=days)
    return datetime.combine(day, time(hour, minute), clock.LOCAL)


def _sizes(total: int, places: int) -> list[int]:
    """``total`` people spread over so many places, at some more than at others, at each a few."""
    weights = [3 + 5 * place % 9 for place in range(places)]
    sizes = [total * weight // sum(weights) for weight in weights]
    sizes[0] += total - sum(sizes)
    return sizes


def _settings(story: dict[str, Any], name: str, first_day: int, money_pence: int) -> Settings:
    """A round whose fortnight begins ``first_day`` days from today."""
    return Settings(
        name=name,
        pots=(("", money_pence),),
        ceiling_pence=100_000,
        applications_open_at=_at(first_day - 60, 9),
        applications_close_at=_at(first_day - 30, 17),
        voting_opens_at=_at(first_day, 9),
        voting_closes_at=_at(first_day + 13, 20),
        post_closes_at=_at(first_day + 16, 12),
        age_declaration=story["age_declaration"],
        area_declaration=story["area_declaration"],
        criteria=tuple(story["criteria"]),
        min_choices=2,
        max_choices=4,
        rotation=True,
        part_funding=True,
        entitlement="vouch",
    )


def _prepared(
    players: Players, settings: Settings, told: list[dict[str, Any]], pictures: dict[str, Medium], refused: dict | None
) -> Round:
    """A round from its first day to the frozen ballot."""
    with clock.moved(settings.applications_open_at - timedelta(days=5)):
        round_ = make_round(players["morag"], settings)
        declare_no_interest(players, round_.id)
    with clock.moved(settings.applications_open_at + timedelta(days=9)):
        sent = [projects.apply(players, round_, each, place) for place, each in enumerate(told, start=1)]
        turned_down = projects.apply(players, round_, refused, len(told) + 1) if refused else None
    with clock.moved(settings.applications_close_at + timedelta(days=6)):
        for project, each in zip(sent, told, strict=True):
            projects.decide(players, project)
            projects.put_on_the_ballot(players, project, each, pictures)
        if turned_down and refused:
            projects.turn_down(players, turned_down, refused["said"])
    with clock.moved(settings.voting_opens_at - timedelta(days=4)):
        freeze_by_two(players, round_)
    return round_


def _earlier_round(
    players: Players,
    story: dict[str, Any],
    venues: list[Venue],
    pictures: dict[str, Medium],
    tick: Callable[[int], None],
) -> None:
    settings = _settings(story, story["earlier_round"], -120, 250_000)
    round_ = _prepared(players, settings, story["earlier"], pictures, None)
    voting_sessions = plan_sessions(players, round_, venues[:8], settings.voting_opens_at)
    voters = Voters(players, round_, tick)
    voters.at_home(
        BALLOTS.earlier_online, [settings.voting_opens_at + timedelta(days=day, hours=2) for day in range(13)]
    )
    boxes = list(zip(voting_sessions[:6], _sizes(BALLOTS.earlier_paper, 6), strict=True))
    for voting_session, papers in boxes:
        voters.on_paper(voting_session, papers)
    for voting_session in voting_sessions[6:]:
        voters.no_papers(voting_session)
    with clock.moved(settings.post_closes_at + timedelta(hours=3)):
        for voting_session, papers in boxes:
            voters.typed(voting_session, papers)
        open_ballot_box(players["morag"], round_)
        for name in ("ishbel", "anwar"):
            results.type_lot(players[name], round_, _LOT)
        results.count_round(players["morag"], round_)
    with clock.moved(settings.post_closes_at + timedelta(days=2)):
        counted = latest_count(round_.id)
        assert counted is not None  # it was counted two days ago
        for name in ("ishbel", "anwar"):
            results.sign(players[name], round_, counted.outcome_hash)
        results.publish(players["morag"], round_)


def _present_round(
    players: Players,
    story: dict[str, Any],
    venues: list[Venue],
    pictures: dict[str, Medium],
    tick: Callable[[int], None],
) -> Round:
    settings = replace(_settings(story, story["round"], 1 - DAY_OF_VOTING, 600_000), papers_checked=True)
    round_ = _prepared(players, settings, story["projects"], pictures, story["refused"])
    voting_sessions = plan_sessions(players, round_, venues, settings.voting_opens_at, again=11)
    held = [voting_session for voting_session in voting_sessions if voting_session.ends_at < _at(0, 0)]
    voters = Voters(players, round_, tick)
    voters.at_home(
        BALLOTS.online, [settings.voting_opens_at + timedelta(days=day, hours=3) for day in range(DAY_OF_VOTING - 1)]
    )
    tablets, paper, waiting = held[:4], held[4:-2], held[-2:]
    for voting_session, people in zip(tablets, _sizes(BALLOTS.kiosk, len(tablets)), strict=True):
        voters.at_a_kiosk(voting_session, people)
        voters.no_papers(voting_session, people + 1)  # with the one who walked away
    boxes = list(zip(paper, _sizes(BALLOTS.paper, len(paper)), strict=True))
    for voting_session, papers in boxes:
        voters.on_paper(voting_session, papers)
    for voting_session in waiting:
        voters.on_paper(voting_session, WAITING)
    voters.by_post(BALLOTS.post, [settings.voting_opens_at + timedelta(days=day, hours=5) for day in range(4, 8)])
    with clock.moved(_at(0, 8)):
        for voting_session, papers in boxes:
            voters.typed(voting_session, papers)
        voters.typed(None, BALLOTS.post)
        voters.counted(waiting[0], WAITING)
    return round_
