"""Files that a command gives with an act: they are whole and on the disk before the act is committed, or nothing is.

A file with codes that could not be written after the commit would leave codes that nobody will ever see. So what may
fail for long (a missing folder, a full disk, a letter that no font has) happens in a file beside the target, before the
act; within it the finished file only gets its name.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from pb.shredding import sync_folder


class CannotBeGiven(click.ClickException):
    """The file could not be written; the message says why. Nothing was changed."""


@contextmanager
def given(files: Mapping[Path, bytes]) -> Iterator[Callable[[], None]]:
    """Write ``files`` beside their places, readable by their owner alone; what comes out, called within the act, gives
    them their names. Where the act fails afterwards they are taken away again. Refuses a file that is there already.
    """
    unfinished: dict[Path, Path] = {}
    named: list[Path] = []

    def name_them() -> None:
        for file, written in unfinished.items():
            with telling_why(file):
                require_new(file)
                written.rename(file)
                named.append(file)
                sync_folder(file.parent)

    try:
        for file, content in files.items():
            with telling_why(file):
                require_new(file)
                unfinished[file] = _beside(file)
                _write(unfinished[file], content)
        yield name_them
    except BaseException:
        for file in named:
            file.unlink(missing_ok=True)
        raise
    finally:
        for written in unfinished.values():
            with suppress(OSError):
                written.unlink(missing_ok=True)


def require_new(file: Path) -> None:
    """Refuse a file that is there: it may be all that is left of other codes."""
    if os.path.lexists(file):
        raise CannotBeGiven(f"{file} is there already. Nothing was changed. Name a new file.")


def require_place(file: Path) -> None:
    """Refuse, before any work, a file that is there or whose folder takes no files."""
    with telling_why(file):
        require_new(file)
        _beside(file).unlink()


def require_folder(file: Path) -> None:
    """Refuse, before any work, a file of ours whose folder takes no files; the folder is made where it is missing."""
    with telling_why(file, FREE_THE_FOLDER):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _beside(file).unlink()


#: What helps where the program, and not the person, chooses the folder.
FREE_THE_FOLDER = "Look whether the disk is full, and whether this user may write to that folder."


def _beside(file: Path) -> Path:
    number, name = tempfile.mkstemp(prefix=".pb-", suffix=".unfinished", dir=file.absolute().parent)  # mode 600
    os.close(number)
    return Path(name)


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


@contextmanager
def telling_why(file: Path, advice: str = "Name a file in a folder that you may write to.") -> Iterator[None]:
    """Say in a sentence why ``file`` cannot be written. Only where nothing else has been changed."""
    try:
        yield
    except OSError as trouble:
        raise CannotBeGiven(
            f"{file} cannot be written: {trouble.strerror or 'the disk refused'}. Nothing was changed. {advice}"
        ) from trouble
