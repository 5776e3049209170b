"""What the database remembers at once, or nobody could make again, is on the disk before it has its name, and its name is too."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from pb import anchor
from pb.given_files import given
from pb.stored_secret import stored_secret


def give(folder: Path) -> None:
    with given({folder / "codes.csv": b"CODE"}) as name_them:
        name_them()


def note_a_stamp(_folder: Path) -> None:
    before = anchor.stored()
    assert before is not None and anchor.keep_stamp(before.stamp + 1, [])


@pytest.fixture
def steps(app, make, tmp_path, monkeypatch) -> list[str]:
    """What the program asks of the disk from now on: "sync a file", "name" and "sync a folder"."""
    make.cards(make.voting_round(), 1)  # so that there is an anchor
    done: list[str] = []
    sync = os.fsync

    def synced(descriptor: int) -> None:
        done.append(f"sync a {'folder' if os.path.isdir(f'/proc/self/fd/{descriptor}') else 'file'}")
        sync(descriptor)

    def names(how: str) -> Callable[..., None]:
        real = getattr(os, how)

        def named(*paths, **more) -> None:
            done.append("name")
            real(*paths, **more)

        return named

    monkeypatch.setattr(os, "fsync", synced)
    for how in ("rename", "replace", "link"):
        monkeypatch.setattr(os, how, names(how))
    return done


@pytest.mark.parametrize(
    "write", [note_a_stamp, give, lambda folder: stored_secret(folder / "a.key")], ids=["anchor", "codes", "key"]
)
def test_the_content_is_synced_then_it_gets_its_name_then_the_folder_is_synced(tmp_path, steps, write):
    write(tmp_path)
    assert steps == ["sync a file", "name", "sync a folder"]
