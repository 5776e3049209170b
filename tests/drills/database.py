"""Drills in which the database does not answer, or has no room."""

from __future__ import annotations

import http.client
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from tests.drills.scene import Scene
from tests.support.frozen import stopped
from tests.support.safety import killed_postgres

#: What somebody asks for who needs no database: a file, and whether a process answers.
WITHOUT_DATABASE = ("/static/css/main.css", "/healthz")


def hang(scene: Scene) -> None:
    """PostgreSQL is frozen; the file of SQLite is locked by another program. Until voters were told to press again."""
    with _database_that_hangs(scene):
        _until_told_to_press_again(scene)
        for path in WITHOUT_DATABASE:
            status = _status(scene.server.port, path)
            scene.expect(status == 200, f"{path} should come while the database hangs; it was answered {status}")
    told = scene.voters.answers[503]
    scene.saw.append(f"{told} presses were answered “Please press the button again” (503); files still came")
    scene.expect(_is_in_the_log(scene, "votes could not go in"), "the log says that votes could not go in")


def full_disk(scene: Scene) -> None:
    """The disk of the database has room for nothing more, until somebody makes room."""
    assert scene.disk
    scene.while_pressing()
    scene.disk.fill()
    _until_told_to_press_again(scene)
    answers_meanwhile = _status(scene.server.port, "/healthz")
    scene.expect(answers_meanwhile == 200, f"the server answers while the disk is full; it said {answers_meanwhile}")
    cause = next((each for each in ("disk full", "no connection") if _is_in_the_log(scene, each)), "")
    scene.expect(cause, "the log names the cause")
    scene.disk.make_room()
    if scene.cluster:
        scene.cluster.start_again()  # where it has ended; else it says that it runs already
        killed_postgres.back_again(scene.cluster)
    scene.saw.append(f"{scene.voters.answers[503]} presses were answered 503; the log says “{cause}”")


def _until_told_to_press_again(scene: Scene) -> None:
    before = scene.voters.answers[503]
    scene.voters.until(lambda: scene.voters.answers[503] >= before + 3, "voters are told to press again")


@contextmanager
def _database_that_hangs(scene: Scene) -> Iterator[None]:
    if scene.cluster:
        with stopped(scene.cluster):
            yield
        return
    file = scene.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, timeout=60, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def _status(port: int, path: str) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=600)) as connection:
        connection.request("GET", path)
        return connection.getresponse().status


def _is_in_the_log(scene: Scene, words: str) -> bool:
    return words in scene.server.log.read_text()
