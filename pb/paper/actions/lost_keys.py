"""A key file is lost for good, and so is what it alone could read."""

from __future__ import annotations

from sqlalchemy import select

from pb.keystore import forget_lost_keys
from pb.marked import delete_rows
from pb.paper.models import Bundle, Entry, Ruling
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import Actor
from pb.voting.actions.new_marks import mark_all
from pb.words import lazy_gettext as _l

KEYS_GIVEN_UP = Act("keys.given_up", _l("replaced lost keys: %(keys)s"))


def give_up_lost_keys(by: Actor) -> list[str]:
    """Let the programme make new keys in place of lost ones ("codes", "marks", "desk-7" of a round); returns which.

    Papers that were typed and are not in the box yet cannot be read without their key: they are there to be typed
    anew. Without the key "marks" nobody can tell any more what was changed before: everything is marked as it is now, and
    the line of the record says so. Refuses while every key is in its place.
    """
    with acting(by, KEYS_GIVEN_UP) as act:
        names = forget_lost_keys(act.session)
        if not names:
            raise Refusal(_l("Every key is in place, so there are no lost keys to replace."))
        act.facts["keys"] = ", ".join(names)
        if "marks" in names:
            mark_all(act.session, act.facts)  # before anything is changed: what has no right mark is left alone
        if rounds := [int(name.removeprefix("desk-")) for name in names if name.startswith("desk-")]:
            waiting = select(Bundle.id).where(Bundle.cast_at.is_(None), Bundle.round_id.in_(rounds))
            for model in (Ruling, Entry):
                delete_rows(act.session, model, model.bundle_id.in_(waiting))
    return names
