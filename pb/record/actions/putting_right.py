"""What is put right in the database itself, and what is erased from the record: rows, guards, a text beside a line."""

from __future__ import annotations

from pb import schema
from pb.put_rows_back import NotOurDatabase, RowsPutBack, put_back_rows
from pb.record.actions.record_lines import acting
from pb.record.acts import Act
from pb.record.models import Reason
from pb.record.queries import totals_of_newest
from pb.record.rules import ERASED
from pb.refusals import Refusal
from pb.roles import Actor
from pb.schema_repair import repaired
from pb.words import lazy_gettext as _l

ROWS_PUT_BACK = Act(
    "record.rows_put_back", _l("put rows back from a backup as they were: %(rows)s"), changes_no_row=True
)


def put_rows_back(by: Actor, backup: str) -> RowsPutBack:
    """Put rows that were changed or removed outside the program back as they were (``pb.put_rows_back``). Refuses a file
    that is no backup, and where nothing can be put back.
    """
    with acting(by, ROWS_PUT_BACK) as act:
        try:
            found = put_back_rows(act.session, backup, totals_of_newest())
        except NotOurDatabase as wrong:
            raise Refusal(_l("This is not a database of this program."), _l("Check the name of the file.")) from wrong
        if not found.done and found.damaged_too:
            raise Refusal(
                _l("The rows are damaged in this backup too: %(tables)s.", tables=", ".join(found.damaged_too)),
                _l("It was made too late, so try an older one. Nothing has been changed."),
            )
        if not found.done and found.older:
            raise Refusal(
                _l("This backup does not have the rows as they were last: %(tables)s.", tables=", ".join(found.older)),
                _l("Try a newer one. Nothing has been changed."),
            )
        if not found.done and found.unknown:
            raise Refusal(
                _l(
                    "The totals of these tables are damaged too, so nobody can tell whether the backup has their rows as "
                    "they were last: %(tables)s.",
                    tables=", ".join(found.unknown),
                ),
                _l("Restore the newest backup as a whole (docs/running.md, Restore). Nothing has been changed."),
            )
        if not found.done:
            raise Refusal(_l("Every row is as the program wrote it. Nothing has been changed."))
        act.facts.update(rows=found.done.total(), tables=dict(found.done), totals=found.totals)
    return found


GUARDS_PUT_BACK = Act(
    "record.guards_put_back", _l("put back the rules that the database keeps by itself: %(parts)s"), changes_no_row=True
)


def put_guards_back(by: Actor) -> list[schema.Difference]:
    """Put guards back (``pb.schema_repair``); returns what only a backup helps with. Refuses where nothing differs."""
    with acting(by, GUARDS_PUT_BACK) as act:
        act.facts["parts"], left = repaired(act.session.connection())
        if not act.facts["parts"]:
            raise Refusal(_l("The database is made as this version makes it. Nothing has been changed."))
    return left


REASON_ERASED = Act(ERASED, _l("erased the text beside line %(line)s"), changes_no_row=True)


def erase_reason(by: Actor, position: int) -> None:
    """Erase what somebody wrote beside line ``position``; the line and the chain stay. Itself an act of the record.

    Refuses where no text stands.
    """
    with acting(by, REASON_ERASED, line=position) as act:
        written = act.session.get(Reason, position)
        if written is None:
            raise Refusal(_l("There is no text beside this line."), _l("Check the number of the line."))
        act.session.delete(written)
