"""What was made from a published result is kept in the instance folder under names that its content gives it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from flask import current_app


def kept_in(name: str) -> Path:
    """A folder of what was made from a published result and can be made again at any time."""
    folder = Path(current_app.instance_path) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def made_once(file: Path, make: Callable[[], bytes]) -> Path:
    """``file``, made when it is missing. Written aside and renamed: nobody ever reads half of it."""
    if not file.exists():
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as half:
            half.write(make())
        Path(half.name).rename(file)
    return file
