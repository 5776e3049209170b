"""The program as it runs in a real vote: the documented command, in processes of its own, that can be killed."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

PROGRAM = Path(__file__).parents[3]
SECRET = "a-secret-for-tests-only-0123456789abcdef"


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Production:
    """A server started by ``flask --app wsgi serve``. ``log`` is everything that it wrote. ``app``: what is started in
    place of ``wsgi``, the command itself included; ``target``: what is served alone.
    """

    def __init__(
        self,
        url: str,
        folder: Path,
        *,
        app: str = "wsgi",
        target: str = "",
        port: int | None = None,
        **settings: str,
    ) -> None:
        self.folder, self.port = folder, port or free_port()
        (folder / "keys").mkdir(mode=0o700, exist_ok=True)
        self.log = folder / "server.log"
        keys = {"PB_PRODUCTION": "1", "SECRET_KEY": SECRET, "DATABASE_URL": url, "KEYS_DIR": str(folder / "keys")}
        keys |= {"TRUSTED_HOSTS": "0", "TRUSTED_PROXIES": "0"}
        self._environment = {**os.environ, **keys, **settings}
        self._command = [
            sys.executable,
            "-m",
            "flask",
            "--app",
            app,
            "serve",
            "--port",
            str(self.port),
            "--target",
            target or f"{app}:app",
        ]
        self._server: subprocess.Popen[Any] | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        if (status := self.try_to_start()) is not None:
            raise RuntimeError(f"the server did not start (exit status {status}):\n{self.log.read_text()}")

    def try_to_start(self) -> int | None:
        """Start and wait until it answers, or refuses: then its exit status. ``last_line`` says why."""
        with open(self.log, "a") as log:
            self._server = subprocess.Popen(
                self._command, cwd=PROGRAM, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
        for _ in range(12_000):  # far longer than any machine needs: only to end at last
            if (status := self._server.poll()) is not None:
                return status
            if self._answers():
                return None
            threading.Event().wait(0.05)
        raise RuntimeError(f"the server does not answer:\n{self.log.read_text()}")

    @property
    def last_line(self) -> str:
        """The newest line of the log."""
        return (self.log.read_text().splitlines() or [""])[-1]

    def _answers(self) -> bool:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            connection.request("GET", "/no-such-page")
            connection.getresponse().read()
            connection.close()
        except OSError:
            return False
        return True

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another command of the program with the same settings: ``command("check")``. Nobody is asked anything."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]
        quiet: Any = {"stdin": subprocess.DEVNULL, "capture_output": True, "text": True}
        return subprocess.run(command, check=False, cwd=PROGRAM, env=self._environment, **quiet)

    def _processes(self) -> Iterator[tuple[Path, list[str]]]:
        """The folder in /proc of each of its processes, and the fields of its ``stat`` from the third on."""
        assert self._server is not None
        for file in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # a process may end meanwhile
                fields = file.read_text().rpartition(")")[2].split()
                if int(fields[2]) == self._server.pid:
                    yield file.parent, fields

    def processor_seconds(self) -> float:
        """What all its processes have worked so far."""
        worked = sum(sum(map(int, fields[11:13])) for _folder, fields in self._processes())
        return worked / os.sysconf("SC_CLK_TCK")

    def resident(self) -> dict[int, float]:
        """Megabytes in memory of each of its processes, by its id."""
        page = os.sysconf("SC_PAGE_SIZE") / 2**20
        return {int(folder.name): int(fields[21]) * page for folder, fields in self._processes()}

    def kill(self) -> None:
        """``kill -9`` of all its processes at once: nobody gets to say goodbye."""
        assert self._server is not None
        os.killpg(self._server.pid, signal.SIGKILL)
        self._server.wait(600)
        self._server = None

    @property
    def is_running(self) -> bool:
        """Whether its first process is there."""
        return self._server is not None and self._server.poll() is None

    def stop(self) -> None:
        """End it in an orderly way, if it runs."""
        if self._server is not None and self.is_running:
            self._server.terminate()
            self._server.wait(600)


@contextmanager
def production(url: str, folder: Path, **more: str) -> Iterator[Production]:
    """A production server that is gone at the end of the block."""
    server = Production(url, folder, **more)
    server.start()
    try:
        yield server
    finally:
        server.stop()
