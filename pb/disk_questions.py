"""Whether this program may write, and has room to; a question as in ``pb.questions``."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from flask import current_app

from pb.database import db, is_engine_of_sqlite
from pb.questions import CheckAnswer, only_read, who_opens

#: Bytes that must be free where the program writes; SQLite writes its whole file anew after an opening.
LEAST_FREE = 500_000_000
#: Bytes with which a server starts all the same, and says so: a restart while people vote is no time to refuse.
LEAST_TO_START = 50_000_000
#: Bytes that must be free where keys lie that are on a disk of their own: a key has 33.
LEAST_FOR_KEYS = 5_000_000


def disk() -> CheckAnswer:
    """Whether this program may write, and has room to, in the folder of the data (SQLite), ``KEYS_DIR`` and its own. The
    disk of a PostgreSQL is not seen from here.
    """
    file = db.engine.url.database if is_engine_of_sqlite(db.engine) else None
    folders = [Path(file).parent] if file else []
    folders += [each for each in (current_app.config["KEYS_DIR"], Path(current_app.instance_path)) if each.is_dir()]
    written = [*folders, *(each for each in [Path(file or "")] if each.is_file())]
    if closed := next((each for each in written if not os.access(each, os.W_OK)), None):
        return CheckAnswer("disk", only_read(closed) or f"{closed} cannot be written. {who_opens(closed, [closed])}")
    free = _free(folders)
    if full := [folder for folder, left in free.items() if left < LEAST_FREE]:
        return CheckAnswer(
            "disk",
            f"Less than {LEAST_FREE // 1_000_000} MB are free for {', '.join(full)}. Make room, before votes cannot be saved.",
            passes=True,
            serves=min(free.values()) >= LEAST_TO_START,
        )
    return CheckAnswer("disk", note=f"{min(free.values(), default=0) // 1_000_000_000} GB free")


def device_of(folder: Path) -> int:
    """The number of the disk on which it lies."""
    return folder.stat().st_dev


def _free(folders: Sequence[Path]) -> dict[str, int]:
    """How many bytes are free for each folder. One for keys on a disk of its own needs next to nothing."""
    found = {str(folder): shutil.disk_usage(folder).free for folder in folders}
    keys = str(current_app.config["KEYS_DIR"])
    devices = {str(folder): device_of(folder) for folder in folders}
    is_alone = keys in devices and list(devices.values()).count(devices[keys]) == 1
    if is_alone and len(found) > 1 and found[keys] >= LEAST_FOR_KEYS:
        del found[keys]
    return found
