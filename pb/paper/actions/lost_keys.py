"""A key file is lost for good, and so is what it alone could read."""

from __future__ import annotations

from sqlalchemy import select

from pb.dead_keys import believe_file, forget_lost_keys, let_key_die
from pb.marked import delete_rows
from pb.paper.models import Bundle, Entry, Ruling
from pb.paper.queries.proofs import dead_after_all, doubtful_keys, proven_keys
from pb.record.actions import acting
from pb.record.acts import Act
from pb.record.rules import GIVEN_UP_NAME
from pb.refusals import Refusal
from pb.roles import Actor
from pb.voting.actions.new_marks import mark_all
from pb.words import lazy_gettext as _l

KEYS_GIVEN_UP = Act(
    GIVEN_UP_NAME, _l("replaced lost keys: %(keys)s (rows marked anew as they were: %(rows)s)"), changes_no_row=True
)
KEYS_BELIEVED = Act(
    "keys.believed",
    _l("put right what the database said of keys whose files are the right ones: %(keys)s"),
    changes_no_row=True,
)


def give_up_lost_keys(by: Actor) -> list[str]:
    """Let the programme make new keys in place of lost ones ("codes", "marks", "desk-7" of a round); returns which.

    Papers that were typed and are not in the box yet cannot be read without their key: they are there to be typed
    anew. Without the key "marks" nobody can tell any more what was changed before: everything is marked as it is now, and
    the line of the record says so. Refuses while every key is in its place, and where the file of one is the right one
    and only the database says otherwise.
    """
    with acting(by, KEYS_GIVEN_UP, rows=0) as act:
        _require_no_right_file()
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


def _require_no_right_file() -> None:
    """Whoever changes a fingerprint in the database must not have a right key given up, and everything marked anew."""
    if proven := proven_keys():
        raise Refusal(
            _l("This key is not lost, its file is the right one: %(keys)s.", keys=", ".join(proven)),
            _l("Someone changed the database outside this website. Run “flask papers believe-keys” instead."),
        )
    if doubtful := doubtful_keys():
        raise Refusal(
            _l(
                "This key is in its place, but the record of this database and KEYS_DIR do not go together: %(keys)s.",
                keys=", ".join(doubtful),
            ),
            _l(
                "Restore the newest backup, or put in the newest copy of KEYS_DIR. If the file is an older one and the "
                "newest is lost for good: move it out of KEYS_DIR, then give it up."
            ),
        )


def believe_keys(by: Actor) -> list[str]:
    """Put right what the database says of keys whose files prove themselves, and of those that are dead because the
    result is published; returns which. Nothing is marked anew. Refuses where there are none.
    """
    with acting(by, KEYS_BELIEVED) as act:
        names, dead = proven_keys(), dead_after_all()
        if not names and not dead:
            raise Refusal(_l("No key file that is called lost proves that it is the right one."))
        for name in names:
            believe_file(act.session, name)
        for name in dead:
            let_key_die(act.session, name)
        act.facts["keys"] = ", ".join([*names, *dead])
    return [*names, *dead]
