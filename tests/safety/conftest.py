"""What several tests of safety start."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from pb import serving


@pytest.fixture
def served(monkeypatch):
    """What ``flask serve`` would have started. Nothing runs beside it."""
    monkeypatch.setattr(serving, "commands_beside", lambda _target: [])
    started: list[str] = []

    class Server:
        def __init__(self, target: str, **_how) -> None:
            started.append(target)

        def serve(self) -> None:
            """Says nothing and ends."""

    monkeypatch.setitem(sys.modules, "granian", SimpleNamespace(Granian=Server))
    monkeypatch.setitem(sys.modules, "granian.constants", SimpleNamespace(Interfaces=SimpleNamespace(WSGI="wsgi")))
    return started
