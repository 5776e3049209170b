"""A browser that keeps what it stores in a folder, and can be killed as a power cut does it."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.support import browser


class Profile:
    """As ``BrowserVisitor`` asks a browser for a context."""

    def __init__(self, chromium: Any, folder: Path) -> None:
        self.chromium, self.folder = chromium, folder

    def new_context(self, **how: Any) -> Any:
        program = {"executable_path": browser.whole_executable(), "args": browser.FLAGS, "timeout": browser.SAFETY}
        return self.chromium.browser_type.launch_persistent_context(str(self.folder), **program, **how)


def kill_browser_of(folder: Path) -> None:
    """All at once: the processes that were started with this profile."""
    mine = f"--user-data-dir={folder}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # one may end meanwhile
            if mine in (process / "cmdline").read_bytes():
                os.kill(int(process.name), signal.SIGKILL)
