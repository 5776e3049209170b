"""``/healthz``, ``/readyz`` and ``/metrics``: for machines that watch over this one, from this one only.

They stand in front of the program, at its own port: another port would say nothing of the processes that serve. They are
answered only to somebody on this machine who names it so (``http://127.0.0.1:8000/readyz``) and comes through no proxy.
For everybody else these addresses do not exist.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from sqlalchemy import event

from pb.database import db
from pb.web.measures import measures

#: What proxies add. One is enough: the request comes from elsewhere.
_OF_PROXIES = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_FORWARDED",
    "HTTP_X_REAL_IP",
    "HTTP_VIA",
)
#: This machine, as somebody on it names it.
_HERE = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?", re.I)


def install(app: Flask, *, readiness: Callable[[], list[str]]) -> None:
    """Put the three addresses in front of ``app``, and count its requests. After everything else that wraps it.

    ``readiness`` gives the names of what keeps it from being of use, within an application context.
    """
    inner = app.wsgi_app

    def ready() -> tuple[str, str]:
        with app.app_context():
            wrong = readiness()
        return ("503 Service Unavailable", f"not ready: {', '.join(wrong)}\n") if wrong else ("200 OK", "ready\n")

    pages: dict[str, Callable[[], tuple[str, str]]] = {
        "/healthz": lambda: ("200 OK", "up\n"),
        "/readyz": ready,
        "/metrics": lambda: ("200 OK", measures.text()),
    }

    def in_front(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        page = pages.get(environ.get("PATH_INFO", ""))
        if page is None or environ.get("REQUEST_METHOD") != "GET" or not is_of_this_machine(environ):
            return _counted(inner, environ, start)
        status, text = page()
        body = text.encode()
        head = [("Content-Type", "text/plain; version=0.0.4; charset=utf-8"), ("Content-Length", str(len(body)))]
        start(status, [*head, ("Cache-Control", "no-store")])
        return [body]

    app.wsgi_app = in_front  # type: ignore[method-assign,assignment]
    _watch_pool(app)


def is_of_this_machine(environ: dict[str, Any]) -> bool:
    """Whether a request was made here, to here, and through nobody. As it came: before a proxy's word is taken for
    anything.
    """
    if any(name in environ for name in _OF_PROXIES):
        return False
    return bool(_HERE.fullmatch(environ.get("HTTP_HOST", ""))) and _is_loopback(environ.get("REMOTE_ADDR", ""))


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _counted(inner: Any, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    seen = [500]

    def noted(status: str, *rest: Any) -> Any:
        seen[0] = int(status[:3])
        return start(status, *rest)

    began = measures.begins()
    try:
        return inner(environ, noted)
    finally:
        measures.ends(began, seen[0])


def _watch_pool(app: Flask) -> None:
    with app.app_context():
        engine = db.engine

    def note(given_back: int) -> None:
        measures.pool(engine.pool.checkedout() - given_back, engine.pool.size())  # type: ignore[attr-defined]

    event.listen(engine, "checkout", lambda *_: note(0))
    event.listen(engine, "checkin", lambda *_: note(1))  # it is still counted at this moment
