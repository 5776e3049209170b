"""What the name of a backup says: when it was made."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

#: How the files are named, so that the oldest can be told from the newest: pb-2026-05-03-141500.dump
NAME = "pb-%Y-%m-%d-%H%M%S"


def made_at(file: Path) -> datetime | None:
    """When a backup was made (UTC), by its name; None where it was given another one."""
    try:
        return datetime.strptime(file.stem, NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def named_ahead_of(file: Path) -> list[Path]:
    """Backups whose names are later than that of the newest, ``file``: a clock was wrong. Nobody knows which of them is
    the newest, so none is deleted, nor counted among those that stay.
    """
    return sorted(each for each in backups_beside(file) if made_at(each) and each.name > file.name)


def named_otherwise(file: Path) -> list[Path]:
    """Files beside ``file`` that look like backups, and whose names are no days: nobody knows of when they are."""
    return sorted(each for each in backups_beside(file) if not made_at(each))


def backups_beside(file: Path) -> list[Path]:
    """What looks like a backup of the same kind, ``file`` itself too."""
    return list(file.parent.glob(f"pb-*{file.suffix}"))
