"""The program behind a real server, for browsers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from flask import Flask


@dataclass(frozen=True)
class Server:
    """A server of this process: it shares the test's database and its moved clock. ``url`` has no slash at its end."""

    url: str
    app: Flask


class _Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """Tests speak for themselves."""


@contextmanager
def serving(app: Flask) -> Iterator[Server]:
    """Serve ``app`` on a free port of 127.0.0.1, each request in a thread of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Server(f"http://127.0.0.1:{server.server_port}", app)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
