"""What a thief reads who takes the whole disk, block by block: after the opening, and after the publication.

Database, write-ahead log, temporary files and ``KEYS_DIR`` lie on an ext4 of their own, in a file. Its image has every block
that was freed since, whoever wrote it. ``thief.py`` looks only at what the program removes by the names that it knows.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from pb import clock
from pb.database import db
from pb.results import actions as results
from pb.voting.models import Ballot
from pb.web.access import Role
from tests.support import effort
from tests.support.program import program
from tests.support.safety import attack
from tests.support.safety.known_vote import KnownVote
from tests.support.safety.thief import keys_in

VOTERS = effort.runs(60, 300)
MIB = 96
BLOCK = 4096
NEVER_WRITTEN = bytes(BLOCK)
BEFORE, OPENED, PUBLISHED = MOMENTS = ("before the opening", "after the opening", "after the publication")


@dataclass
class Disk:
    """``images``: every block that was ever written, in order, at each moment; ``keys``: those of ``KEYS_DIR``."""

    file: Path
    folder: Path
    images: dict[str, bytes] = field(default_factory=dict)
    keys: dict[str, set[bytes]] = field(default_factory=dict)

    def is_stolen(self, moment: str) -> None:
        os.sync()
        with self.file.open("rb") as disk:
            blocks = iter(lambda: disk.read(BLOCK), b"")
            self.images[moment] = b"".join(block for block in blocks if block != NEVER_WRITTEN)
        self.keys[moment] = set(keys_in(file.read_bytes() for file in (self.folder / "keys").glob("*.key")))


@contextmanager
def mounted(folder: Path) -> Iterator[Disk]:
    """An ext4 with its journal, in a file of ``folder``. Skips where this machine lets nobody mount one."""
    file, place = folder / "disk", folder / "mounted"
    place.mkdir()
    with file.open("wb") as blocks:
        blocks.truncate(MIB * 2**20)
    try:
        subprocess.run(["mkfs.ext4", "-q", "-F", file], check=True, capture_output=True)
        subprocess.run(["mount", "-o", "loop", file, place], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as reason:
        pytest.skip(f"no file system can be made and mounted here: {reason}")
    try:
        yield Disk(file, place)
    finally:
        subprocess.run(["umount", place], check=True)


@dataclass
class Loot:
    disk: Disk
    vote: KnownVote
    known: attack.Known
    ballots: list[str]


@pytest.fixture(scope="module")
def loot(tmp_path_factory):
    """The whole vote on that disk, from the first card to the publication."""
    folder = tmp_path_factory.mktemp("disk")
    with mounted(folder) as disk, pytest.MonkeyPatch.context() as patched:
        temporary = disk.folder / "tmp"
        temporary.mkdir()
        patched.setattr(tempfile, "tempdir", str(temporary))
        with program(f"sqlite:///{disk.folder}/pb.sqlite", disk.folder) as app, app.app_context():
            db.create_all()
            loot = Loot(disk, *voted(app, disk))
            db.session.rollback()
            db.engine.dispose()
        yield loot
    shutil.rmtree(folder)


def voted(app, disk: Disk) -> tuple[KnownVote, attack.Known, list[str]]:
    vote = KnownVote(app, VOTERS)
    for _ in range(3):
        vote.goes_on()
    disk.is_stolen(BEFORE)
    known = vote.opened(hours={})
    disk.is_stolen(OPENED)
    with clock.moved(vote.round.post_closes_at + timedelta(hours=2)):
        vote.make.signed(vote.make.counted(vote.make.fresh(vote.round)))
        results.publish(vote.make.actor(Role.COORDINATOR), vote.make.fresh(vote.round))
    disk.is_stolen(PUBLISHED)
    return vote, known, list(db.session.scalars(db.select(Ballot.key)))


def stands(key: bytes, image: bytes) -> bool:
    return key in image or key.hex().encode() in image


def test_the_keys_that_opened_votes_and_papers_are_in_no_block(loot):
    effort.did(VOTERS)
    keys, images = loot.disk.keys, loot.disk.images
    of_the_round, of_the_desk = keys[BEFORE] - keys[OPENED], keys[OPENED] - keys[PUBLISHED]
    assert len(of_the_round) == len(of_the_desk) == 1 and len(keys[PUBLISHED]) >= 2
    assert all(stands(key, images[BEFORE]) for key in keys[BEFORE]), "a key that is there would be seen"
    assert not any(stands(key, images[OPENED]) for key in of_the_round)
    assert not any(stands(key, images[PUBLISHED]) for key in of_the_round | of_the_desk)
    assert all(stands(key, images[PUBLISHED]) for key in keys[PUBLISHED])


def test_no_choice_stands_beside_its_voter_in_any_block(loot):
    """What a screen voter or a paper said is written as clear text nowhere before the opening."""
    for content in loot.known.voted.values():
        for clear in (content, f"|{content}", f'"{content.replace(" ", chr(34) + ":1," + chr(34))}":1'):
            assert clear.encode() not in loot.disk.images[BEFORE]
            assert clear.encode() not in loot.disk.images[PUBLISHED]


def test_no_order_on_the_disk_leads_from_a_voter_to_a_ballot(loot):
    vote, known, image = loot.vote, loot.known, loot.disk.images[PUBLISHED]
    screens = [voter for voter in known.voted if voter not in vote.serials]
    voters = {"facilitator's list": vote.serials, "casting": vote.in_order_of_casting}
    ballots = {"as they are read": loot.ballots}
    for name, keys, orders in (
        ("rights", screens, voters),
        ("papers", vote.serials, voters),
        ("ballots", loot.ballots, ballots),
    ):
        first, last = attack.orders_in_bytes(image, keys)
        orders |= {f"{name}, first on the disk": first, f"{name}, last on the disk": last}
    assert {len(order) for by, order in ballots.items()} == {len(loot.ballots)}
    assert attack.links(known, attack.Loot(voters, ballots)) == []
    sure = attack.Loot({"facilitator's list": vote.serials}, {"told": [known.ballot_of[each] for each in vote.serials]})
    assert attack.links(known, sure), "the judge would see a link"
