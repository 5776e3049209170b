"""Writing the record: every act commits together with its line, or not at all."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.database import exclusive_transaction
from pb.record.acts import Act
from pb.record.models import Reason, RecordLine
from pb.record.rules import ERASED, START, LineContent, chained, reason_hash
from pb.refusals import Refusal
from pb.roles import Actor
from pb.words import lazy_gettext as _l


@dataclass
class ActInProgress:
    """An act that is under way. ``facts`` may be filled in until the end of the block: ids, numbers, hashes, no
    prose.
    """

    session: Session
    round_id: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@contextmanager
def acting(
    by: Actor, what: Act, *, round_id: int | None = None, reason: str = "", **facts: Any
) -> Iterator[ActInProgress]:
    """One act: one transaction and one line in the record.

    ``what`` is declared beside the action that does it (see ``pb.record.acts``). ``reason`` is free text of a person
    and is kept so that it can be erased. ``facts`` are JSON values; never names, never choices.

        with acting(by, ROUND_FROZEN, round_id=round.id) as act:
            ...
            act.facts["projects"] = len(lines)
    """
    with exclusive_transaction() as session:
        act = ActInProgress(session, round_id, dict(facts))
        yield act
        _write(act, by, what, reason)


def _write(act: ActInProgress, by: Actor, what: Act, reason: str) -> None:
    session = act.session
    session.flush()
    last = session.execute(
        select(RecordLine.position, RecordLine.hash).order_by(RecordLine.position.desc()).limit(1)
    ).first()
    position, previous = (last.position + 1, last.hash) if last else (1, START)
    salt = secrets.token_hex(16) if reason else ""
    entry = LineContent(
        position=position,
        at=clock.now(),
        actor_id=by.account_id,
        role=str(by.role),
        act=what.name,
        round_id=act.round_id,
        facts=act.facts,
        reason_hash=reason_hash(salt, reason) if reason else None,
        previous=previous,
    )
    session.add(RecordLine(**vars(entry), hash=chained(entry)))
    if reason:
        session.flush()
        session.add(Reason(position=position, salt=salt, text=reason))


REASON_ERASED = Act(ERASED, _l("erased the text beside line %(line)s"))


def erase_reason(by: Actor, position: int) -> None:
    """Erase what somebody wrote beside line ``position``; the line and the chain stay. Itself an act of the record.

    Refuses where no text stands.
    """
    with acting(by, REASON_ERASED, line=position) as act:
        written = act.session.get(Reason, position)
        if written is None:
            raise Refusal(_l("There is no text beside this line."), _l("Check the number of the line."))
        act.session.delete(written)
