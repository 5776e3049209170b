"""Whether everything is installed that this version needs: ``requirements.txt`` says what. An upgrade without its pip
would otherwise be noticed on the first page that asks for what is missing.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==\S+", re.MULTILINE)

#: What to do, from the folder of the checkout.
INSTALL = "sudo -u pb .venv/bin/pip install --no-deps -r requirements.txt"


def missing_parts(requirements: Path) -> list[str]:
    """Names in ``requirements`` (lines of pip: name==version) of which no version is installed."""
    return [name for name in _PINNED.findall(requirements.read_text(encoding="utf-8")) if not _is_installed(name)]


def _is_installed(name: str) -> bool:
    try:
        return bool(metadata.version(name))
    except metadata.PackageNotFoundError:
        return False
