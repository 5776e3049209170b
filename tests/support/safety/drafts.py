"""Ballots that voters have filled in and not yet cast: forms ready for the last press, without a page before it."""

from __future__ import annotations

import secrets
from contextvars import Context
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode


@dataclass(frozen=True)
class Ready:
    """``form`` is the body of the POST to ``/vote/cast``, ``cookie`` the browser's; ``right_key`` and ``receipt``
    what it becomes.
    """

    right_key: str
    receipt: str
    form: bytes
    cookie: str


def ready_to_cast(app: Any, round_: Any, ballots: list[tuple[int, ...]]) -> list[Ready]:
    """One voter with a right of their own for each ballot; each has one press left."""
    from pb.database import transaction
    from pb.marked import insert_rows
    from pb.voting.models import VotingRight

    keys = [secrets.token_hex(16) for _ in ballots]
    round_id = round_.id
    rows = [{"key": key, "round_id": round_id, "kind": "post", "assisted": False, "given_again": False} for key in keys]
    with transaction() as session:
        insert_rows(session, VotingRight, rows)
    return _filled_in(app, round_id, keys, ballots)


def with_cards(app: Any, make: Any, round_: Any, ballots: list[tuple[int, ...]]) -> list[Ready]:
    """The same for voters with cards that were made and released, so that the box can be opened in the end."""
    from sqlalchemy import select

    from pb.database import db
    from pb.voting.models import VotingRight

    round_id = round_.id
    make.cards(round_, len(ballots))
    keys = list(db.session.scalars(select(VotingRight.key).where(VotingRight.round_id == round_id)))
    db.session.rollback()
    return _filled_in(app, round_id, keys, ballots)


def _filled_in(app: Any, round_id: int, keys: list[str], ballots: list[tuple[int, ...]]) -> list[Ready]:
    from pb.codes import receipt_of
    from pb.pages.vote.draft import BallotDraft

    cookie, token = browser(app)
    made = []
    for key, numbers in zip(keys, ballots, strict=True):
        draft = BallotDraft.begin(round_id=round_id, right_key=key, channel="online", declared=True).choosing(
            dict.fromkeys(numbers, 1)
        )
        form = urlencode({"csrf_token": token, "draft": draft.to_token()}).encode()
        made.append(Ready(key, receipt_of(draft.attempt), form, cookie))
    return made


def browser(app: Any) -> tuple[str, str]:
    """A browser that has opened the first page: its cookie and its CSRF token."""
    page = Context().run(lambda: app.test_client().get("/vote"))  # as a server would: in no context of ours
    token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    return page.headers["Set-Cookie"].split(";")[0], token
