"""The pots of a round and their money, in its settings."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import Form, FormField, StringField
from wtforms.validators import InputRequired, Optional

from pb.pages.rounds.section_form import SectionForm
from pb.rounds.models import Round
from pb.rounds.rules.pots import MOST_POTS, pot_faults
from pb.rounds.rules.sentences import ENTER_MOST_FOR_ONE_GROUP
from pb.web.fields import IdField, LinesField, MoneyField
from pb.words import Sentence
from pb.words import lazy_gettext as _l


class PotForm(Form):
    """One pot: its name (empty where the round has only one) and its money."""

    pot = IdField()
    name = StringField(_l("Name of the pot"), [Optional()])
    amount = MoneyField(_l("Money in the pot"))

    def process(self, *typed: Any, **stored: Any) -> None:
        at = self._prefix.strip("-").rpartition("-")[2]  # before anything is read: its errors have the label in them
        if at != "0":
            self.amount.label.text = _("Money in pot %(number)s", number=int(at) + 1)
        super().process(*typed, **stored)

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.name.data and self.amount.data is None:
            self.amount.errors = [_("Enter how much money is in the pot “%(name)s”.", name=self.name.data)]
            return False
        return good


class MoneyForm(SectionForm):
    """The pots, and the most one group can ask for."""

    pots = LinesField(FormField(PotForm), _l("Pots of money"), min_entries=4, max_entries=MOST_POTS)
    ceiling_pence = MoneyField(_l("The most one group can ask for"), [InputRequired(ENTER_MOST_FOR_ONE_GROUP)])

    def belongs_to(self, round_: Round, section: str) -> None:
        """A line for one pot more than there are, or whoever has as many pots as lines could add none."""
        super().belongs_to(round_, section)
        filled = [row.form.amount.data is not None or row.form.name.data for row in self.pots]
        if all(filled) and len(self.pots) < MOST_POTS:
            self.pots.append_entry()

    def said(self) -> dict[str, Any]:
        pots = tuple((row.name.data or "", row.amount.data) for row in self._with_money)
        return super().said() | {"pots": pots, "pot_ids": tuple(row.pot.data for row in self._with_money)}

    @property
    def _with_money(self) -> list[Any]:
        """The lines that stand for a pot."""
        return [row.form for row in self.pots if row.form.amount.data is not None]

    def show(self, name: str, sentence: Sentence) -> None:
        if name == "pots":
            rows = self._with_money or [self.pots[0].form]
            self.show_at_pots(name, rows, pot_faults(self.settings.pots, self.carried))
        else:
            super().show(name, sentence)
