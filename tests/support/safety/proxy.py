"""nginx in front of the program, with the very lines that ``docs/running.md`` gives to copy; without HTTPS."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.safety.production import PROGRAM, free_port

RUNNING = PROGRAM / "docs" / "running.md"
#: What every nginx has around its servers. An hour: nothing that a test holds open is ended while it looks.
AROUND = """\
daemon off;
{user}
pid {folder}/pid;
error_log {folder}/error.log warn;
events {{ worker_connections 768; }}
http {{
    client_header_timeout 1h;
    client_body_timeout 1h;
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/answers;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {server}
}}
"""


class NoProxy(RuntimeError):
    """This machine has no nginx."""


@dataclass(frozen=True)
class Proxy:
    """A running nginx. ``log`` is what it wrote of warnings and errors."""

    port: int
    log: Path


def documented(port: int, behind: int) -> str:
    """The server of ``docs/running.md``, on ``port`` without HTTPS, before the program on port ``behind``."""
    [server] = re.findall(r"^server \{$.*?^\}$", RUNNING.read_text(), re.MULTILINE | re.DOTALL)
    for ours, here in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port};"),
        ("http://127.0.0.1:8000;", f"http://127.0.0.1:{behind};"),
    ):
        assert server.count(ours) == 1, f"{RUNNING.name} has no longer: {ours}"
        server = server.replace(ours, here)
    return re.sub(r"^ *ssl_certificate.*$", "", server, flags=re.MULTILINE)


@contextmanager
def nginx(behind: int, folder: Path) -> Iterator[Proxy]:
    """nginx before the program on port ``behind``; its files are in ``folder``. It is gone at the end of the block."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if program is None:
        raise NoProxy("nginx is not installed (apt-get install nginx)")
    folder.mkdir()
    port, settings = free_port(), folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    settings.write_text(AROUND.format(folder=folder, server=documented(port, behind), user=user))
    command = [program, "-c", str(settings), "-e", str(folder / "error.log")]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(12_000):  # far longer than any machine needs: only to end at last
            if running.poll() is not None:
                raise RuntimeError(f"nginx did not start:\n{(folder / 'error.log').read_text()}")
            if (folder / "pid").exists():  # written once it listens
                break
            threading.Event().wait(0.05)
        yield Proxy(port, folder / "error.log")
    finally:
        running.terminate()
        running.wait(600)
