"""Whoever floods the queue of an address with wrong codes keeps nobody out who asks now and then."""

from __future__ import annotations

from random import Random

import pytest

from pb.web import rate_limits, waiting_queue

ADDRESS = "10.0.0.1"


@pytest.fixture
def used_up(app, clock):
    """An address from which as many wrong codes came as are free, at 10:05."""
    clock.set("2026-11-24 10:05")
    for _ in range(rate_limits.VOTING_CODES.free):
        rate_limits.spend(rate_limits.VOTING_CODES, ADDRESS)


class Asking:
    """Somebody behind the address who asks again and again. ``looked``: how often their code was looked at."""

    def __init__(self, app) -> None:
        self.app, self.place, self.looked, self.is_sure = app, None, 0, False

    def asks(self) -> None:
        with self.app.test_request_context():
            waiting_queue.keep_place(self.place)
            try:
                rate_limits.spend(rate_limits.VOTING_CODES, ADDRESS)
                self.looked, self.is_sure = self.looked + 1, False
            except rate_limits.TooManyTries as wait:
                if self.is_sure:
                    assert wait.ahead is not None and waiting_queue.my_place() == self.place, "it was told as theirs"
                self.is_sure = wait.ahead is not None
            self.place = waiting_queue.my_place()


def test_of_a_flood_from_the_same_address_everybody_has_a_fair_chance(app, used_up, clock, monkeypatch):
    """Four new visitors a second, each with a wrong code, and three people who ask every ten seconds for five minutes: 90
    tries. (The queue is a minute long here, to be quicker; its last places decide who gets in.)
    """
    monkeypatch.setattr(waiting_queue, "MOST", 30)
    monkeypatch.setattr(waiting_queue, "chance", Random(5))
    for _ in range(waiting_queue.MOST + 2):
        Asking(app).asks()
    people = [Asking(app) for _ in range(3)]
    for quarter in range(4 * 300):
        Asking(app).asks()
        for number, person in enumerate(people):
            if quarter % 40 == 13 * number + 1:
                person.asks()
        clock.forward(seconds=0.25)
    assert [person.looked for person in people] == [2, 3, 4], "a share like that of their tries among all"


def test_a_place_before_those_that_are_drawn_is_kept(app, used_up, clock, monkeypatch):
    monkeypatch.setattr(waiting_queue, "MOST", 20)
    voter = Asking(app)
    voter.asks()
    assert voter.is_sure
    for _ in range(100):
        Asking(app).asks()
    clock.forward(seconds=2)
    for _ in range(30):
        Asking(app).asks()
    voter.asks()
    assert voter.looked == 1
