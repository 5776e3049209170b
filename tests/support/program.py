"""The program as the tests run it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from pb.waits import Timeouts

if TYPE_CHECKING:
    from flask import Flask

#: The least that Argon2id takes (with its four lanes): a test signs many people in, and nobody guesses at them.
CHEAP_HASHES = {"PASSWORD_MEMORY_KIB": 32, "PASSWORD_PASSES": 1}


#: A test machine may be very busy: nothing is given up there because it takes long. See ``tests/support/frozen.py``.
PATIENT = Timeouts(connect=120, silence=60, probe=60, commit=120, turn=120, busy=30, pool=30, long=3600, try_again=0)


def settings_for(url: str, folder: Path) -> dict[str, Any]:
    """Settings for a program whose data, keys and uploads all lie in ``folder``."""
    return {
        "TESTING": True,
        "SECRET_KEY": "a-secret-for-tests-only-0123456789abcdef",
        "DATABASE_URL": url,
        "KEYS_DIR": str(folder / "keys"),
        "DATABASE_TIMEOUTS": PATIENT,
        "MADE_SPEECH": False,  # it takes a minute for a ballot; what tests it asks for it
        **CHEAP_HASHES,
    }


def _keep_errors(app: Flask) -> None:
    """The program shows a kind page for an error; the test that meets it wants the error itself."""
    handle = app.handle_user_exception

    def keep(error: Exception) -> Any:
        app.extensions["tests_last_error"] = error
        return handle(error)

    app.handle_user_exception = keep  # type: ignore[method-assign]


@contextmanager
def program(url: str, folder: Path, **settings: Any) -> Iterator[Flask]:
    """The application on the database at ``url``; its connections are closed at the end."""
    from pb import create_app
    from pb.database import db
    from tests.support import worked_out

    app = create_app({**settings_for(url, folder), **settings}, instance=folder / "instance")
    worked_out.shared_with(app)
    _keep_errors(app)
    try:
        yield app
    finally:
        patch.stopall()  # (tests.support.safety.tampering)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
