"""Drills in which what is started does not belong together: an older dump, the wrong keys."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable

from tests.drills.scene import Scene, own_program
from tests.support.safety.casting import stored
from tests.support.safety.production import Production

#: The exit status of a start that somebody has to put right first (docs/running.md).
PUT_RIGHT_FIRST = 78


def older_dump(scene: Scene) -> None:
    """The database is lost, and the newest dump is put back as docs/running.md says; later votes are not in it."""
    dumps = scene.folder / "dumps"
    dumps.mkdir()
    before = dict(scene.voters.told)
    _must(scene.server, "backup", str(dumps))
    scene.at_work()
    _something_is_done(scene)
    scene.server.stop()
    (dump,) = dumps.iterdir()
    _put_back(scene, str(dump))
    box, told = stored(scene.url), dict(scene.voters.told)
    scene.expect(before.items() <= box.items(), "every vote from before the dump is in it")
    gone = [right for right, receipt in told.items() if box.get(right) != receipt]
    scene.expect(gone, "votes that were cast after the dump are not in it")
    _refused(scene, "the dump", "This database is an older copy")
    _must(scene.server, "record", "set-anchor", "--yes")
    scene.server.start()
    scene.again = scene.voters.press_again(gone)
    scene.expect(scene.again == len(gone), "whoever voted after the dump votes again with the same card")
    scene.saw.append(f"{len(gone)} votes came after the dump and were gone; {scene.again} of them were cast again")


def _something_is_done(scene: Scene) -> None:
    """An act after the dump: without any, no copy is older (docs/running.md, Restore)."""
    from pb.database import db
    from pb.rounds.models import Round

    with own_program(scene) as make:
        make.cards(db.session.get_one(Round, scene.round_id))


def _put_back(scene: Scene, dump: str) -> None:
    """Into a new, empty database, which the server goes to from now on; at the same port."""
    if scene.cluster:
        scene.cluster.make("pb_2")
        scene.url = scene.cluster.url("pb_2")
    else:
        scene.url = f"sqlite:///{scene.folder}/pb-2.sqlite"
    scene.server = Production(scene.url, scene.folder, port=scene.server.port)
    _must(scene.server, "restore", dump)
    _must(scene.server, "db", "upgrade")


def wrong_keys(scene: Scene) -> None:
    """``KEYS_DIR`` is empty, is that of another installation, or lacks the round's key; then it is put back."""
    ballot_key = f"round-{scene.round_id}.key"
    scene.server.stop()
    kept = scene.folder / "kept-keys"
    shutil.copytree(scene.keys, kept)
    wrong: dict[str, tuple[Callable[[], None], str]] = {
        "no keys at all": (lambda: _empty(scene), ".key"),
        "another installation’s keys": (lambda: _another_key(scene, "marks.key", "codes.key"), "marks.key"),
        "no ballot key": ((scene.keys / ballot_key).unlink, ballot_key),
        "another round’s ballot key": (lambda: _another_key(scene, ballot_key), ballot_key),
    }
    for what, (spoil, said) in wrong.items():
        spoil()
        there = _files(scene)
        _refused(scene, what, said)
        scene.expect(_files(scene) == there, f"{what}: a start that is refused changes no key")
        shutil.rmtree(scene.keys)
        shutil.copytree(kept, scene.keys)
    scene.server.start()
    scene.at_work()
    check = scene.server.command("check")
    scene.expect(check.returncode == 0, f"with the right keys all is well; check said: {check.stdout}")


def _empty(scene: Scene) -> None:
    for each in scene.keys.iterdir():
        each.unlink()


def _another_key(scene: Scene, *names: str) -> None:
    for name in names:
        (scene.keys / name).write_text(secrets.token_hex(32))


def _files(scene: Scene) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in scene.keys.iterdir()}


def _refused(scene: Scene, what: str, said: str) -> None:
    """The server does not start, says why in its last line, and systemd leaves it alone."""
    status = scene.server.try_to_start()
    line = scene.server.last_line.removeprefix("Error: ")
    scene.expect(status == PUT_RIGHT_FIRST and said in line, f"{what}: no start; exit status {status}, “{line}”")
    scene.saw.append(f"{what}: start refused, and it says “{said}”")
    scene.server.stop()


def _must(server: Production, *arguments: str) -> str:
    done = server.command(*arguments)
    if done.returncode:
        raise RuntimeError(f"flask {' '.join(arguments)} failed: {done.stdout}{done.stderr}")
    return done.stdout
