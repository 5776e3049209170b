"""Destroying a file that held a secret: its bytes are written over and synced before its name is taken away.

Taking away the name alone leaves the old bytes in blocks of the disk that anyone can read who gets the disk. What
this cannot reach (SSDs and file systems that write elsewhere, snapshots, copies) is named in ``docs/safety.md``.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def destroy(file: Path) -> bool:
    """Write random bytes over the whole ``file``, sync them, then remove it and sync its folder.

    False when there is no such file. Harmless to repeat: a program that was killed half-way finds the file again.
    """
    try:
        descriptor = os.open(file, os.O_WRONLY)
    except FileNotFoundError:
        return False
    with os.fdopen(descriptor, "wb") as out:
        out.write(secrets.token_bytes(os.fstat(descriptor).st_size))
        out.flush()
        os.fsync(descriptor)
    file.unlink()
    sync_folder(file.parent)
    return True


def sync_folder(folder: Path) -> None:
    """A file's name lies in its folder, which the disk writes apart from the file."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
