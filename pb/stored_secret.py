"""A secret that the program makes once and keeps in a file of its own."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from pb.shredding import sync_folder


def stored_secret(file: Path, secret: str = "") -> str:
    """The secret in ``file``; ``secret`` if it is not there yet, or one made with the system's randomness; readable by its owner only.

    Written elsewhere first and linked into place, so that two processes starting at once agree on one whole secret.
    It outlives a power cut from then on: the database may remember it at once.
    """
    if not file.exists():
        descriptor, unfinished = tempfile.mkstemp(dir=file.parent)  # mode 0600
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as new:
                new.write(secret or secrets.token_hex(32))
                new.flush()
                os.fsync(new.fileno())
            with suppress(FileExistsError):
                os.link(unfinished, file)
            sync_folder(file.parent)
        finally:
            os.unlink(unfinished)
    return file.read_text(encoding="ascii")
