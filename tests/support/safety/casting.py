"""People who cast by HTTP while something happens to the server, and what is in the box afterwards."""

from __future__ import annotations

import http.client
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import create_engine, select
from sqlalchemy.pool import NullPool

from pb.voting.models import Envelope, Turnout
from tests.support.safety.drafts import Ready

CLIENTS = 12
HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}
#: Far more looks than anybody needs: only to end at last.
MOST_LOOKS = 60_000


class Voters:
    """People who press "Cast my vote" and press again, with the same page, until it says that the vote is saved.

    ``ports``: of the servers; who gets no answer presses at the next one. ``pause``: seconds between a voter's two
    ballots. ``on_saved`` is called at each vote that is acknowledged.
    """

    def __init__(
        self,
        ports: Sequence[int],
        ballots: Iterator[Ready],
        *,
        clients: int = CLIENTS,
        pause: float = 0,
        on_saved: Callable[[], None] = lambda: None,
    ) -> None:
        self._ports, self._ballots, self._pause, self._on_saved = ports, ballots, pause, on_saved
        self._lock, self.over, self._tired = threading.Lock(), threading.Event(), threading.Event()
        self.told: dict[str, str] = {}  # what a page said: receipt by right
        self.asked: dict[str, Ready] = {}
        self.waiting = 0  # presses without an answer at this moment
        self.pressed_again = 0
        self.answers: Counter[int | str] = Counter()  # of all presses, by status; "none" where nothing came
        self._people = [threading.Thread(target=self._vote, args=(each,), daemon=True) for each in range(clients)]

    def begin(self) -> None:
        for person in self._people:
            person.start()

    def end(self) -> None:
        """Nobody begins a new ballot; those who have begun press until they are told."""
        self.over.set()
        for person in self._people:
            person.join(600)
            assert not person.is_alive()

    def give_up(self) -> None:
        """Those who were not told go home too: a drill or a test has failed, or is over."""
        self._tired.set()
        self.over.set()

    def until(self, happened: Callable[[], bool], what: str) -> None:
        """Wait while people vote. Fails if it never comes to it."""
        for _ in range(MOST_LOOKS):
            if happened():
                return
            assert any(person.is_alive() for person in self._people), "nobody votes any more: no ballots are left"
            self.over.wait(0.005)
        raise AssertionError(f"it never came to this: {what}")

    def until_saved(self, more: int) -> None:
        """Wait until so many more votes are acknowledged."""
        enough = len(self.told) + more
        self.until(lambda: len(self.told) >= enough, f"{more} more votes")

    def press_again(self, rights: Sequence[str]) -> int:
        """These voters press once more, with the page that they had; how many are told (again) that the vote is saved."""
        return sum(bool(self._press(self.asked[right], self._ports[0])) for right in rights)

    def _vote(self, number: int) -> None:
        while not self.over.is_set():
            with self._lock:
                ballot = next(self._ballots, None)
                if ballot is None:
                    return
                self.asked[ballot.right_key] = ballot
            while not (page := self._press(ballot, self._ports[number % len(self._ports)])):
                if self._tired.is_set():
                    return
                self.pressed_again += 1
                number += 1
                self.over.wait(0.1)
            assert ballot.receipt[:4] in page and ballot.receipt[-4:] in page
            self.told[ballot.right_key] = ballot.receipt
            self._on_saved()
            self.over.wait(self._pause)

    def _press(self, ballot: Ready, port: int) -> str:
        """The page that says "saved", or nothing: no answer, or a page that says to try again."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        with self._lock:
            self.waiting += 1
        status: int | str = "none"
        try:
            connection.request("POST", "/vote/cast", ballot.form, {**HEADERS, "Cookie": ballot.cookie})
            answer = connection.getresponse()
            page, status = answer.read().decode(), answer.status
            return page if answer.status == 200 and "Your vote is saved" in page else ""
        except (OSError, http.client.HTTPException):
            return ""
        finally:
            with self._lock:
                self.waiting -= 1
                self.answers[status] += 1
            connection.close()


def stored(url: str) -> dict[str, str]:
    """The receipts in the box of the database at ``url``, by right; every envelope has its one turnout."""
    both = select(Turnout.right_key, Envelope.right_key, Envelope.receipt).outerjoin(
        Envelope, Envelope.right_key == Turnout.right_key
    )
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(both)]  # one statement: others may be casting meanwhile
    assert all(turnout == envelope for turnout, envelope, _receipt in rows)
    envelopes = [(envelope, receipt) for _turnout, envelope, receipt in rows]
    assert max(Counter(key for key, _ in envelopes).values(), default=0) <= 1
    return dict(envelopes)
