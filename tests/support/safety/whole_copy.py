"""``a_whole_programme`` takes some six seconds of a processor: it is made once in a run on each kind of database, and
copied for whoever asks next.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from pb.database import db
from tests.support import postgres, run
from tests.support.safety.whole_programme import a_whole_programme

#: Beside the keys: how far the maker has counted.
NUMBERS = "numbers.json"


def copy_of_a_whole_programme(make: Any) -> None:
    """The same as ``a_whole_programme(make)``, for a test whose database has nothing in it yet but the tables."""
    url, keys = make_url(make.app.config["DATABASE_URL"]), Path(make.app.config["KEYS_DIR"])
    with run.alone(f"whole.{url.get_backend_name()}") as kept:
        if not kept.exists():
            a_whole_programme(make)
            _keep(make, url, keys, kept)
            return
    _lets_go()
    shutil.rmtree(keys, ignore_errors=True)
    shutil.copytree(kept / "keys", keys)
    if url.get_backend_name() == "sqlite":
        shutil.copyfile(kept / "pb.sqlite", str(url.database))
    else:
        cluster = postgres.shared()
        cluster.drop(str(url.database))
        cluster.make(str(url.database), like=kept.name)
    make._numbers = json.loads((kept / NUMBERS).read_text())


def _keep(make: Any, url: Any, keys: Path, kept: Path) -> None:
    half = kept.with_name(f"{kept.name}.half")
    half.mkdir()
    _lets_go()  # so that all of it is in SQLite's file, and PostgreSQL copies what nobody is connected to
    shutil.copytree(keys, half / "keys")
    if url.get_backend_name() == "sqlite":
        shutil.copyfile(str(url.database), half / "pb.sqlite")
    else:
        postgres.shared().make(kept.name, like=str(url.database))
    (half / NUMBERS).write_text(json.dumps(make._numbers))
    half.rename(kept)


def _lets_go() -> None:
    db.session.remove()
    db.engine.dispose()
