"""From whatever state to the published result: each of the six does what the dashboard says is theirs, on the page to
which it leads, and where nothing is, time goes on.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from pb import clock
from pb.database import db
from pb.people.models import Account
from pb.results.queries.counts import publication_of
from pb.rounds.models import Round
from pb.rounds.rules import closes_at, post_closes_at, votes_may_come_until
from pb.voting.queries import key_destruction_of
from tests.support.clock import MovedClock
from tests.support.ways.after_the_close import AfterTheClose
from tests.support.ways.walker import Walker

#: More acts than any play needs: a round that is not published after so many cannot be.
TOO_MANY = 400

#: What is done on a page, by its address; the number in it is handed on.
PAGES = (
    (r"/session-desk/(\d+)/ballot-paper-account$", "accounts"),
    (r"/session-desk/(\d+)$", "stops_tablets"),
    (r"/paper-desk/bundles/of-session/(\d+)$", "opens_box"),
    (r"/paper-desk/bundles/of-post()$", "opens_box"),
    (r"/paper-desk/bundles/(\d+)$", "works_on_bundle"),
    (r"/rounds/(\d+)/after-close/resolutions$", "resolves"),
    (r"/rounds/(\d+)/after-close$", "follows_the_list"),
    (r"/rounds/(\d+)/after-close/box$", "opens_ballot_box"),
    (r"/rounds/(\d+)/after-close/lot$", "types_lot"),
    (r"/rounds/(\d+)/after-close/paper-check$", "checks_papers"),
    (r"/rounds/(\d+)/after-close/count$", "ends_count"),
    (r"/rounds/(\d+)/cards$", "releases_cards"),
    (r"/cards/stacks/(\d+)$", "counts_stack"),
    (r"/rounds/(\d+)/decisions$", "decides"),
    (r"/sessions/(\d+)/change$", "chooses_team"),
    (r"/people()$", "gives_a_role"),
)
#: A list that leads on to the pages of single things: each link of this kind on it is followed.
LISTS = (
    (r"/paper-desk$", r"/paper-desk/bundles/(of-session/|of-post|\d)"),
    (r"/sessions$", r"/session-desk/\d+(/ballot-paper-account)?$|/sessions/\d+/change$"),
    (r"/cards/stacks$", r"/cards/stacks/\d+$"),
)


class NoWayOn(AssertionError):
    """Nobody of the six finds anything to do, and no date is waited for."""


class Finishing:
    """``here``: what they do on pages. ``steps``: acts that were done; ``refused``: what pages offered and acts refused."""

    def __init__(self, stage: Any, play: Any, away: set[str] = frozenset()) -> None:
        self.stage, self.round_id = stage, play.round_id
        self.here = AfterTheClose(play)
        self.walkers = [self._signs_in(name) for name in stage.accounts if name not in away]
        self.steps, self.clock = 0, MovedClock()
        self.looked: dict[str, tuple[int, datetime]] = {}

    def _signs_in(self, name: str) -> Walker:
        account = db.session.get_one(Account, self.stage.accounts[name])
        return Walker(self.stage.app, name).signed_in_as(account)

    @property
    def refused(self) -> list[str]:
        return [said for each in self.walkers for said in each.said]

    def reads_round(self) -> Round:
        db.session.rollback()
        return db.session.get_one(Round, self.round_id)

    def is_finished(self) -> bool:
        destruction = key_destruction_of(self.reads_round().id)
        return bool(publication_of(self.round_id) and destruction and destruction.agreed_by)

    def ends(self, now: datetime) -> None:
        """Go on until the result is published and the copies of the key are destroyed."""
        self.clock.set(now)
        try:
            while not self.is_finished():
                before = self.steps
                for each in self.walkers:
                    self._does_something(each)
                if self.steps == before:
                    self._waits()
                assert self.steps < TOO_MANY, f"after {self.steps} acts it is not published: {self._said()}"
        finally:
            self.clock.release()

    def _does_something(self, who: Walker) -> None:
        """Everything that is theirs now, one after another. Nobody looks again where nothing has happened since."""
        if self.looked.get(who.name) == (self.steps, clock.now()):
            return
        while self.steps < TOO_MANY and any(self._takes_up(who, *task) for task in who.asked_to_do()):
            self.steps += 1
        self.looked[who.name] = (self.steps, clock.now())

    def _takes_up(self, who: Walker, task: str, address: str) -> bool:
        """Of this round and of people, and of what somebody can do at a desk; what waits for the post is only read."""
        elsewhere = (found := re.match(r"/rounds/(\d+)/", address)) and int(found[1]) != self.round_id
        if elsewhere or not any(re.search(pattern, address.partition("?")[0]) for pattern, _what in (*PAGES, *LISTS)):
            return False
        self.here.task = task
        return self._does(who, address)

    def _does(self, who: Walker, address: str, is_listed: bool = False) -> bool:
        who.opens(address)
        where = who.page.address.partition("?")[0]
        for pattern, act in PAGES:
            if found := re.search(pattern, where):
                return getattr(self.here, act)(who, int(found[1]) if found[1] else None)
        for pattern, links in LISTS:
            if re.search(pattern, where) and not is_listed:
                found = dict.fromkeys(each for each in who.page.links.values() if re.search(links, each))
                return any(self._does(who, each, is_listed=True) for each in found)
        return False

    def _waits(self) -> None:
        """Until the next moment that the round knows."""
        round_, now = self.reads_round(), clock.now()
        known = (round_.voting_opens_at, closes_at(round_), votes_may_come_until(round_), post_closes_at(round_))
        coming = [each for each in known if each >= now]
        if not coming:
            raise NoWayOn(self._said())
        self.clock.set(min(coming) + timedelta(minutes=1))

    def _said(self) -> str:
        lines = [f"{who.name}: {line}" for who in self.walkers for line in who.asked_of_all()]
        return "\n".join(["the dashboards say", *lines, "and the pages have said", *self.refused[-12:]])
