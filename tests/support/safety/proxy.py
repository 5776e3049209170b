"""nginx in front of the program, with the very lines that ``docs/running.md`` gives to copy; mostly without HTTPS."""

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
#: Where certbot keeps what it got for the name of the docs.
CERTBOTS = "/etc/letsencrypt/live/vote.example.org/"
#: What every nginx has around its servers.
AROUND = """\
daemon off;
{user}
pid {folder}/pid;
error_log {folder}/error.log warn;
events {{ worker_connections 768; }}
http {{
    types {{ text/html html; text/css css; image/svg+xml svg; }}
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/answers;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {servers}
}}
"""


class NoProxy(RuntimeError):
    """This machine has no nginx."""


@dataclass(frozen=True)
class Proxy:
    """A running nginx. ``log`` has its warnings and errors, ``pages`` what it shows by itself, ``plain`` is what stands
    for port 80.
    """

    port: int
    log: Path
    pages: Path

    @property
    def plain(self) -> Path:
        return self.pages / "plain"


def documented(port: int, behind: int, pages: Path, certificate: Path | None = None) -> str:
    """What ``docs/running.md`` gives to copy, on ``port``, before the program on port ``behind``; the page for when that
    is away lies in ``pages``. With HTTPS only where a ``certificate`` is given: a folder with the two files that certbot
    makes.
    """
    [lines] = re.findall(r"^upstream pb \{.*?^```$", RUNNING.read_text(), re.MULTILINE | re.DOTALL)
    lines = lines.removesuffix("```")
    for ours, here, times in (
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port}{' ssl http2' if certificate else ''};", 1),
        ("listen 80;", f"listen unix:{pages}/plain;", 1),
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{behind};", 1),
        ("/srv/pb-pages", str(pages), 4),
    ):
        assert lines.count(ours) == times, f"{RUNNING.name} no longer has: {ours}"
        lines = lines.replace(ours, here)
    lines, quiet = re.subn(r"^ *error_log /var/log/.* crit;.*$", "", lines, flags=re.MULTILINE)
    assert quiet == 1, f"{RUNNING.name} no longer keeps the addresses of requests out of nginx's log of errors"
    # Nothing that a test holds open is ended while it looks.
    lines, held = re.subn(r"^( *client_(?:header|body)_timeout) \d+s;$", r"\1 1h;", lines, flags=re.MULTILINE)
    assert held == 2, f"{RUNNING.name} no longer says how long nginx waits for a request"
    if certificate:
        assert lines.count(CERTBOTS) == 2, f"{RUNNING.name} no longer names the two files in {CERTBOTS}"
        return lines.replace(CERTBOTS, f"{certificate}/")
    return re.sub(r"^ *ssl_certificate.*$", "", lines, flags=re.MULTILINE)


def own_certificate(folder: Path) -> Path:
    """A certificate for the name of the docs that nobody but us has signed, as the two files of certbot."""
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=vote.example.org"
    files = ("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem"))
    folder.mkdir(parents=True)
    try:
        subprocess.run(["openssl", *words.split(), *files], check=True, capture_output=True)
    except FileNotFoundError as reason:
        raise NoProxy("openssl is not installed (apt-get install openssl)") from reason
    return folder


@contextmanager
def nginx(behind: int, folder: Path, *, certificate: Path | None = None) -> Iterator[Proxy]:
    """nginx before the program on port ``behind``; its files are in ``folder``. It is gone at the end of the block."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if program is None:
        raise NoProxy("nginx is not installed (apt-get install nginx)")
    pages = folder / "pages"
    pages.mkdir(parents=True)
    port, settings = free_port(), folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    settings.write_text(AROUND.format(folder=folder, servers=documented(port, behind, pages, certificate), user=user))
    command = [program, "-c", str(settings), "-e", str(folder / "error.log")]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(12_000):  # far longer than any machine needs: only to end at last
            if running.poll() is not None:
                raise RuntimeError(f"nginx did not start:\n{(folder / 'error.log').read_text()}")
            if (folder / "pid").exists():  # written once it listens
                break
            threading.Event().wait(0.05)
        yield Proxy(port, folder / "error.log", pages)
    finally:
        running.terminate()
        running.wait(600)
