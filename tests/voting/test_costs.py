"""What a vote costs the server, in seconds of a processor: fifty a second leave most of one free, so that hardly any waits."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import date

from pb.marks import mark
from pb.voting import queries
from pb.voting.rules.envelopes import ENVELOPE, marked_values
from pb.web.access import Role
from tests.support.voters import at_the_ballot, chooses

#: Seconds of a processor: of one mark, and of a whole press of "Cast my vote" (fifty a second are then half of one).
A_MARK, A_CAST = 0.00005, 0.01


def least(work: Callable[[], object], times: int) -> float:
    """The least of so many: what the work costs where nobody else disturbs it."""
    took = []
    for _ in range(times):
        before = time.process_time()
        work()
        took.append(time.process_time() - before)
    return min(took)


def test_a_mark_costs_fifty_millionths_of_a_second_at_most(make):
    make.staff(Role.COUNTER)  # the key is there, and committed: from now on it is kept in memory
    spent = {"right_key": "a" * 32, "round_id": 1, "cast_on": date(2026, 5, 4), "venue_id": 3, "channel": "kiosk"}
    spent["assisted"] = False
    put_in = {"right_key": "a" * 32, "round_id": 1, "attempt_hash": "b" * 64, "receipt": "C" * 12}
    put_in["sealed"] = secrets.token_bytes(1105)

    def a_hundred() -> None:
        for _ in range(100):
            mark(ENVELOPE, *marked_values(spent, put_in))

    a_hundred()
    assert least(a_hundred, 20) / 100 <= A_MARK


def test_fifty_votes_a_second_take_half_of_one_processor(make, new_visitor):
    round_ = make.voting_round(min_choices=1, max_choices=3)
    voters = []
    for card in make.cards(round_, 6):
        voter = new_visitor()
        at_the_ballot(voter, make, round_, card)
        page = chooses(voter, 2)
        hidden = {each.get("name"): each.get("value") for each in page.all("input") if each.get("type") == "hidden"}
        voters.append((voter, hidden))
    waiting = iter(voters)

    def casts() -> None:
        voter, hidden = next(waiting)
        assert voter.asks("POST", "/vote/cast", data=hidden).status_code < 400

    assert least(casts, len(voters)) <= A_CAST
    assert queries.envelopes_in(round_.id) == len(voters)
