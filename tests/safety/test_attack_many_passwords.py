"""However many passwords come at the same moment, a process hashes a few at a time: each takes 64 MB."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from pb import passwords
from pb.config import SETTINGS
from pb.serving import THREADS

#: Of a machine with 2 GB, as docs/running.md asks for, all hashes of one process may take so much.
MOST = 256 * 1024 * 1024


class Hasher:
    """In place of the real one: how many more could be made while it makes one, and how many it made."""

    def __init__(self) -> None:
        self.others: list[int] = []

    def _makes(self) -> None:
        taken = 0
        while passwords._turns.acquire(blocking=False):
            taken += 1
        self.others.append(taken)
        for _ in range(taken):
            passwords._turns.release()

    def hash(self, _password: str) -> str:
        self._makes()
        return "hashed"

    def verify(self, stored: str, _typed: str) -> bool:
        self._makes()
        return stored == "hashed"


@pytest.fixture
def hasher(monkeypatch):
    found = Hasher()
    monkeypatch.setattr(passwords, "_hasher", lambda: found)
    return found


def test_each_hash_takes_one_of_the_few_places_and_gives_it_back(hasher):
    assert passwords.hash_password("lentil soup") == "hashed"
    assert passwords.verify_password("hashed", "lentil soup") and not passwords.verify_password("another", "soup")
    assert hasher.others == [passwords.AT_ONCE - 1] * 3


def test_a_hash_that_fails_gives_its_place_back(monkeypatch):
    class Broken:
        def hash(self, _password):
            raise MemoryError

    monkeypatch.setattr(passwords, "_hasher", Broken)
    for _ in range(passwords.AT_ONCE + 1):
        with pytest.raises(MemoryError):
            passwords.hash_password("lentil soup")


def test_as_many_as_there_are_threads_come_all_to_an_end(hasher):
    with ThreadPoolExecutor(THREADS) as people:
        assert all(people.map(lambda _place: passwords.verify_password("hashed", "lentil soup"), range(THREADS)))
    assert len(hasher.others) == THREADS and max(hasher.others) < passwords.AT_ONCE


def test_what_they_take_together_is_there_on_a_small_machine():
    (memory,) = [each.default for each in SETTINGS if each.name == "PASSWORD_MEMORY_KIB"]
    assert passwords.AT_ONCE * memory * 1024 <= MOST
