"""What several tests of safety start."""

from __future__ import annotations

import secrets
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


@pytest.fixture
def environment(monkeypatch, tmp_path, database):
    """What ``/etc/pb.env`` says, all right; the program's own folder is the test's."""
    (tmp_path / "keys").mkdir(mode=0o700)
    right = {
        "PB_PRODUCTION": "1",
        "SECRET_KEY": secrets.token_hex(32),
        "DATABASE_URL": database,
        "KEYS_DIR": str(tmp_path / "keys"),
        "TRUSTED_HOSTS": "vote.example.org",
        "TRUSTED_PROXIES": "1",
    }
    for name, value in right.items():
        monkeypatch.setenv(name, value)
    make = serving.create_app
    monkeypatch.setattr(serving, "create_app", lambda settings=None: make(settings, instance=tmp_path / "instance"))
    monkeypatch.setattr(sys, "argv", ["flask", "--app", "wsgi", "serve"])
    return monkeypatch
