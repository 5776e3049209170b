"""Whose hand it was: what staff did in a group's name, and what was done with a code that staff know too.

The record says it with each act, the group reads it on its page, and so does whoever decides on its application.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from pb.roles import COORDINATOR, Actor

CODE_RENEWED = "application.code_renewed"
CARRIED_OVER = "round.followed"
APPEALED, WITHDRAWN_APPEAL = "application.appealed", "application.appeal_withdrawn"
TEXT_AGREED, CHANGE_ASKED = "ballot_text.agreed", "ballot_text.change_asked"
PART_ACCEPTED, PART_DECLINED = "offer.accepted", "offer.declined"
#: Acts that change what the steering group decides on.
CHANGES = ("application.saved", "application.sent")
#: Every act that somebody can do in place of the group.
IN_ITS_NAME = (
    "application.begun",
    *CHANGES,
    "application.withdrawn",
    APPEALED,
    WITHDRAWN_APPEAL,
    TEXT_AGREED,
    CHANGE_ASKED,
    PART_ACCEPTED,
    PART_DECLINED,
)


class EnteredBy(StrEnum):
    """How something was done where it was not certainly the group."""

    STAFF = "staff"  # by somebody with an account, who typed it in
    KNOWN_CODE = "known_code"  # with the application's code, which staff have had as well


class LineOfHand(Protocol):
    """What is asked of a line of the record."""

    @property
    def at(self) -> datetime: ...
    @property
    def act(self) -> str: ...
    @property
    def actor_id(self) -> int | None: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...
    @property
    def reason(self) -> Any: ...


class TypedIn(Protocol):
    """How an application came, and by whom it was typed in (None: by the group itself)."""

    came_by: str
    typed_by: int | None


@dataclass(frozen=True)
class Hand:
    """One thing that was done. ``account_id``: by whom; None with a code. ``fields``: the answers that were saved."""

    act: str
    way: EnteredBy | None
    at: datetime
    account_id: int | None
    fields: tuple[str, ...] = ()
    reason: str = ""

    @property
    def _kind(self) -> tuple[Any, ...]:
        return self.act, self.way, self.account_id, self.at.date()


def may_type(application: TypedIn, by: Actor) -> bool:
    """Whether ``by`` may open an application that staff type in. It has the phone number of a person in the group."""
    return application.came_by != "online" and (by.role == COORDINATOR or application.typed_by == by.account_id)


def way_of(account_id: int | None, *, staff_know_code: bool) -> EnteredBy | None:
    """How somebody does something now; None where only the group can be the one."""
    if account_id is not None:
        return EnteredBy.STAFF
    return EnteredBy.KNOWN_CODE if staff_know_code else None


def hands(lines: Iterable[LineOfHand], *, typed_in: bool) -> list[Hand]:
    """What of these lines of one application, the oldest first, was done in its group's name or with a code that staff
    know; and each new code. What one hand saved on one day is said once.
    """
    found: list[Hand] = []
    staff_know_code = typed_in
    for line in lines:
        is_new_code = line.act == CODE_RENEWED
        staff_know_code = staff_know_code or is_new_code
        way = None if is_new_code else way_of(line.actor_id, staff_know_code=staff_know_code)
        if not (is_new_code or way):
            continue
        reason, fields = line.reason.text if line.reason else "", tuple(line.facts.get("fields", ()))
        hand = Hand(line.act, way, line.at, line.actor_id, fields, reason)
        if found and fields and found[-1]._kind == hand._kind:
            hand = replace(hand, fields=tuple(dict.fromkeys((*found.pop().fields, *fields))))
        found.append(hand)
    return found


def new_code_before_a_change(found: Iterable[Hand]) -> datetime | None:
    """When the newest code was given out after which the application was changed; None where none was."""
    given = changed_after = None
    for hand in found:
        if hand.act == CODE_RENEWED:
            given = hand.at
        elif given and hand.act in CHANGES:
            changed_after = given
    return changed_after
