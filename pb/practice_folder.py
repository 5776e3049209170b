"""The folder of a practice programme: its database, keys and secrets, and what it took over from the real vote's settings.

A process runs what its folder is of, and a practice never looks at the real vote's secrets, wherever they are set.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pb.stored_secret import stored_secret

#: What the environment says of these belongs to the real vote.
OF_ITS_OWN = ("SECRET_KEY", "DATABASE_URL", "KEYS_DIR", "DEMO")
#: Not taken over: they say how a site is reached, or who may come in.
NOT_TAKEN_OVER = (*OF_ITS_OWN, "PB_PRODUCTION", "TRUSTED_HOSTS", "TRUSTED_PROXIES", "SECOND_FACTOR", "PRACTICE_FOLDER")
#: What a practice keeps in its folder: what it took over, what can sign people in, and what the program writes.
TAKEN_OVER, SECRET, DATABASE, KEYS, PEOPLE = "practice.json", "secret_key", "pb.sqlite", "keys", "people.csv"
#: Everything of it, for wiping.
PARTS = (SECRET, DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", KEYS, PEOPLE, "charts", "packs", TAKEN_OVER)


def is_of_practice(folder: Path) -> bool:
    """Whether this is the folder of a practice."""
    return (folder / TAKEN_OVER).exists()


def taken_over(folder: Path) -> dict[str, Any]:
    """The settings that the practice in this folder took over, as they are written in the environment."""
    return json.loads((folder / TAKEN_OVER).read_text(encoding="utf-8"))


def keep(folder: Path, settings: Mapping[str, Any]) -> None:
    """From now on it is the folder of a practice that took over these ``settings``."""
    (folder / TAKEN_OVER).write_text(json.dumps(settings, default=str), encoding="utf-8")


def database_in(folder: Path) -> str:
    """The address of the database in a folder."""
    return f"sqlite:///{(folder / DATABASE).absolute()}"


def its_own(folder: Path) -> dict[str, Any]:
    """The settings that a practice has of its own."""
    return {
        "SECRET_KEY": stored_secret(folder / SECRET),
        "DATABASE_URL": database_in(folder),
        "KEYS_DIR": str(folder / KEYS),
    }
