"""A bare Flask view that casts: no page, no sealing, no CSRF, the driver itself. The measure for our own casting.

Serves ``POST /bare`` behind the same server as the program: one UPDATE and two INSERTs in one transaction, as durable
as ours, answered after the commit. Settings from the environment: DATABASE_URL.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import sqlite3
import threading
from collections.abc import Callable

from flask import Flask, request

app = Flask("bare")
SPEND = "UPDATE voting_right SET status = 'cast' WHERE key = {0} AND round_id = {0} AND status IS NULL"
TURNOUT = "INSERT INTO turnout (right_key, round_id, cast_on, venue_id, channel, assisted) VALUES ({0}, {0}, {0}, NULL, 'online', {1})"
ENVELOPE = "INSERT INTO envelope (right_key, round_id, attempt_hash, receipt, sealed) VALUES ({0}, {0}, {0}, {0}, {0})"
Run = Callable[[list[tuple[str, tuple]]], None]


def _sqlite(path: str) -> Run:
    kept, turn = threading.local(), threading.Lock()

    def run(statements: list[tuple[str, tuple]]) -> None:
        if not hasattr(kept, "connection"):
            kept.connection = sqlite3.connect(path, timeout=10, isolation_level=None)
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
                kept.connection.execute(f"PRAGMA {pragma}")
        with turn, open(f"{path}-bare", "w") as others:
            fcntl.flock(others, fcntl.LOCK_EX)  # the server may have two processes; SQLite's own waiting is a sleep
            kept.connection.execute("BEGIN IMMEDIATE")
            for statement, values in statements:
                kept.connection.execute(statement.format("?", "0"), values)
            kept.connection.execute("COMMIT")

    return run


def _postgresql(url: str) -> Run:
    import psycopg

    kept = threading.local()

    def run(statements: list[tuple[str, tuple]]) -> None:
        if not hasattr(kept, "connection"):
            kept.connection = psycopg.connect(url.replace("+psycopg", ""))
        with kept.connection.transaction():
            for statement, values in statements:
                kept.connection.execute(statement.format("%s", "false"), values)

    return run


url = os.environ["DATABASE_URL"]
run = _sqlite(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else _postgresql(url)


@app.post("/bare")
def cast() -> str:
    key, round_id = request.form["right"], int(request.form["round"])
    run(
        [
            (SPEND, (key, round_id)),
            (TURNOUT, (key, round_id, request.form["day"])),
            (ENVELOPE, (key, round_id, secrets.token_hex(32), secrets.token_hex(6), os.urandom(1105))),
        ]
    )
    return "saved"
