"""A disk that can be full without filling a real one: a file system in memory that is made smaller and larger."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

#: More than the program asks for before it starts; only what is written takes memory.
ROOM = "1g"


class NotHere(RuntimeError):
    """This machine cannot play the drill; the message says why."""


@dataclass(frozen=True)
class SmallDisk:
    """``folder``: where it is mounted."""

    folder: Path

    def fill(self) -> None:
        """From now on there is room for nothing more."""
        for _ in range(100):  # somebody may write between the look and the mount, which is then refused
            found = os.statvfs(self.folder)
            used = (found.f_blocks - found.f_bfree) * found.f_frsize
            if _mount("-o", f"remount,size={used}", str(self.folder)).returncode == 0:
                return
        raise RuntimeError("the small disk could not be filled")

    def make_room(self) -> None:
        """As when somebody has removed files."""
        _mount("-o", f"remount,size={ROOM}", str(self.folder)).check_returncode()


def _mount(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["mount", *arguments], check=False, capture_output=True, text=True)


@contextmanager
def mounted() -> Iterator[SmallDisk]:
    """Mount it for the block. Raises ``NotHere`` where this is not allowed."""
    folder = Path(tempfile.mkdtemp(prefix="pb-small-disk-"))
    try:
        if os.geteuid() != 0:
            raise NotHere("a small disk can only be mounted by root (sudo make drills)")
        if (tried := _mount("-t", "tmpfs", "-o", f"size={ROOM},mode=755", "pb-drill", str(folder))).returncode:
            raise NotHere(f"a small disk cannot be mounted: {tried.stderr.strip()}")
        try:
            yield SmallDisk(folder)
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
    finally:
        folder.rmdir()
