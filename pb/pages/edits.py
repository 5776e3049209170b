"""Forms that edit something two people may have open: who saves second sees what both wrote, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from flask import request
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, Field, SelectFieldBase

from pb.edits import FIELD, ChangedMeanwhile, hashes_in, seen_of, value_hash
from pb.formats import day_time, money, start_time
from pb.people.queries import names
from pb.record.queries import last_of
from pb.web.fields import MomentField, MoneyField
from pb.words import lazy_gettext as _l

CHOOSE_FILE_AGAIN = _l("Choose this file again. We could not keep it because there was another problem.")


class FieldChange(NamedTuple):
    """A field that somebody changed meanwhile. ``yours``: what was typed here; None where nothing was, "" where
    nothing could be.
    """

    label: str
    theirs: str
    yours: str | None


class Meanwhile(NamedTuple):
    """What somebody saved since this form was opened; ``theirs``: what stands before what they wrote."""

    title: str
    theirs: str
    changes: list[FieldChange]


class EditForm(FlaskForm):
    """A form that edits something. ``seen``: what stood there when the page was opened, for the form to carry."""

    seen = ""
    meanwhile: Meanwhile | None = None

    def edits(self, now: Mapping[str, Any]) -> None:
        """Say what stands there ``now``, by the names of the fields; a form that comes back keeps what it carried."""
        self.seen = request.form.get(FIELD, "") if request.method == "POST" and self.is_submitted() else seen_of(now)

    def saved(self, save: Callable[[], Any], *acts: str, **facts: int) -> bool:
        """Save; False where somebody else has saved the same thing meanwhile: then the form shows both. ``acts`` and
        ``facts`` find their line in the record.
        """
        try:
            save()
        except ChangedMeanwhile as refused:
            self.meanwhile = Meanwhile(*_who(*acts, **facts), list(self._compared(refused.now)))
            self.seen = refused.seen
            return False
        return True

    def _compared(self, now: Mapping[str, Any]) -> Any:
        before = hashes_in(self.seen)
        for name, theirs in now.items():
            if name not in self:
                yield FieldChange(*self.rests_on(name, theirs), "")
                continue
            field = self[name]
            if isinstance(field, FileField):
                yield FieldChange(field.label.text, _("another file") if theirs else _("no file"), _file_name(field))
                continue
            changed_here = value_hash(field.data) not in (before.get(name), value_hash(theirs))
            yours = _in_words(field, field.data) if changed_here else None
            yield FieldChange(field.label.text, _in_words(field, theirs), yours)
            if not changed_here:
                field.raw_data = None
                field.process(None, theirs)

    @property
    def page_status(self) -> int:
        """The HTTP status of the page that shows this form."""
        return 409 if self.meanwhile else 422 if self.errors else 200

    def rests_on(self, name: str, theirs: Any) -> tuple[str, str]:
        """What something is called that the form rests on and does not edit, and how it is now."""
        return name, _in_words(None, theirs)


def _file_name(field: FileField) -> str | None:
    if not field.data:
        return None
    field.errors = [str(CHOOSE_FILE_AGAIN)]
    return field.data.filename


def _who(*acts: str, **facts: int) -> tuple[str, str]:
    """Who saved it: in a title, and before what they wrote."""
    line = last_of(*acts, **facts)
    me = current_user.id if current_user.is_authenticated else None
    if line and me and line.actor_id == me:
        return _("You saved this in another window while you were typing"), _("Saved in the other window:")
    name = names().get(line.actor_id or 0) if line and me else None
    if name is None:
        return _("Someone else saved this while you were typing"), _("Saved by someone else:")
    return _("%(name)s saved this while you were typing", name=name), _("Saved by %(name)s:", name=name)


def _in_words(field: Field | None, value: Any) -> str:
    """A value as people read it."""
    if isinstance(field, BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(field, SelectFieldBase):
        words = {str(each.value): str(each.label) for each in field.iter_choices()}
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(words.get(str(each), str(each)) for each in chosen if each not in (None, "")) or _("nothing")
    if isinstance(field, MoneyField) and value is not None:
        return money(value)
    if isinstance(value, datetime):
        return start_time(value) if isinstance(field, MomentField) and field.begins else day_time(value)
    if isinstance(value, list):
        return "; ".join(filter(None, map(_line, value))) or _("nothing")
    return str(value) if value not in (None, "") else _("nothing")


def _line(line: Mapping[str, Any]) -> str:
    """A line of a list with money: its words and its amount."""
    words = line.get("name") or line.get("what") or ""
    pence = line.get("amount", line.get("pence"))
    return f"{words} {money(pence) if pence is not None else ''}".strip()
