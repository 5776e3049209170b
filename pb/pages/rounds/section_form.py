"""What the forms of all sections of a round's settings have: what stands there, what was left half done, what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.fields.choices import SelectChoice

from pb.pages.edits import EditForm
from pb.rounds import queries
from pb.rounds.models import Round
from pb.rounds.rules.pots import PotFault
from pb.rounds.rules.sections import (
    SECTION_NAMES,
    SECTIONS,
    USUAL_IN_A_NEW_ROUND,
    errors_of_set,
    section_of,
    with_section,
)
from pb.rounds.rules.settings import Settings
from pb.unfinished import UNFINISHED_FIELD, as_kept, fields_of
from pb.unicode_text import tidy
from pb.web.problems import problems_of
from pb.words import Sentence


def choices_of(**words: Any) -> list[SelectChoice]:
    """The options of a question: a value with "_" for "-", and its words."""
    return [SelectChoice(value.replace("_", "-"), label) for value, label in words.items()]


class SectionForm(EditForm):
    """One section of the settings. It shows what was left half done there, else what holds, else what is usual."""

    #: Set by ``belongs_to``.
    round_: Round | None = None
    section = ""
    is_half_done = False
    #: Set by ``validate``: the settings of the round with what was typed, and the money carried into each of its pots.
    settings: Settings
    carried: Sequence[int] = ()

    @property
    def round_id(self) -> int | None:
        return self.round_.id if self.round_ else None

    def belongs_to(self, round_: Round, section: str) -> None:
        """Say of which round this is the form, once it is filled in."""
        self.round_, self.section = round_, section

    def said(self) -> dict[str, Any]:
        """What was typed, as the settings of the round have it, for a form that holds."""
        return {
            name: tidy(self[name].data) if isinstance(self[name].data, str) else self[name].data for name in self.names
        }

    @property
    def names(self) -> list[str]:
        """The settings of this section."""
        return [name for name in self._fields if name != "csrf_token"]

    def typed(self) -> str:
        """Everything that was typed here, to be kept half done."""
        sent = request.form.items(multi=True)
        return as_kept(each for each in sent if each[0].partition("-")[0] in self.names)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.round_ is None:
            return True
        never_set = queries.never_set_of(self.round_) - {self.section}
        self.settings = with_section(queries.settings_of(self.round_), self.said())
        self.carried = queries.carried_into(self.round_, self.settings)
        wrong = errors_of_set(self.settings, never_set, self.carried, self.section)
        for name, sentence in wrong.items():
            self.show(name, sentence)
        return not wrong

    def show(self, name: str, sentence: Sentence) -> None:
        """Say what is wrong beside its field; where that is in another section, beside the first of this one."""
        if name in self._fields:
            self[name].errors = [str(sentence)]
            return
        other = SECTION_NAMES[section_of(name)]
        self.problem(_("This does not fit the section “%(section)s”: %(problem)s", section=other, problem=sentence))

    def show_at_pots(self, list_name: str, rows: Sequence[Form], faults: Iterable[PotFault]) -> None:
        """Say what is wrong with pots beside the fields of each, ``rows``, which stand in the list ``list_name``."""
        for place, asked, sentence in faults:
            rows[place][asked].errors = [str(sentence)]
        pots: Any = self[list_name]
        pots.errors = [row.errors for row in pots.entries if row.errors]  # as its own validation does

    def problem(self, said: str) -> None:
        """Say what is wrong with the section as a whole, beside its first field."""
        first: Any = self[self.names[0]]
        first.errors = [said]

    def rests_on(self, name: str, theirs: Any) -> tuple[str, str]:
        if name != UNFINISHED_FIELD:
            return super().rests_on(name, theirs)
        return _("Not finished"), "; ".join(value for _name, value in fields_of(theirs) if value)


def opened_form(kind: type[SectionForm], section: str, round_: Round) -> SectionForm:
    """The form of a section."""
    half_done = queries.half_done_of(round_, section)
    typed = {"formdata": MultiDict(fields_of(half_done))} if half_done and request.method == "GET" else {}
    form = kind(data=_shown(round_, section), **typed)
    form.belongs_to(round_, section)
    form.is_half_done = bool(half_done)
    form.edits(queries.section_as_edited(round_, section))
    return form


def problems(kind: type[SectionForm], section: str, round_: Round) -> list[str]:
    """What keeps a section that was left half done from being saved."""
    typed = MultiDict(fields_of(queries.half_done_of(round_, section)))
    form = kind(formdata=typed, data=_shown(round_, section), meta={"csrf": False})
    form.belongs_to(round_, section)
    form.validate()
    return [str(sentence) for _field, sentence in problems_of(form)]


def _shown(round_: Round, section: str) -> dict[str, Any]:
    """What holds in a section; of one that nobody has set only what is usual, and who could vote in the round before."""
    values = queries.round_as_edited(round_)
    if section not in queries.never_set_of(round_):
        return {name: values[name] for name in SECTIONS[section]}
    usual = {name: USUAL_IN_A_NEW_ROUND[name] for name in SECTIONS[section] if name in USUAL_IN_A_NEW_ROUND}
    last = next((each for each in queries.newest_first() if each.age_declaration), None)
    if section == "voters" and last:
        return {"age_declaration": last.age_declaration, "area_declaration": last.area_declaration}
    return usual | {"pot_choices": values["pot_choices"]} if section == "ballot" else usual
