"""What all pages of an application have: answers, and what of them can be saved so far."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from flask import request
from flask_babel import gettext as _
from wtforms import StringField, TextAreaField

from pb.edits import NothingChanged
from pb.pages.edits import EditForm
from pb.projects.rules import applications as rules
from pb.projects.rules.applications import Answers, ApplicationTerms
from pb.unfinished import UNFINISHED_FIELD, as_kept, fields_of
from pb.unicode_text import tidy
from pb.web.problems import problems_of


class StepForm(EditForm):
    """One page of the application. What the rules say of the answers stands beside the field."""

    #: What the round asks of an application; set by the view.
    terms: ApplicationTerms
    #: What is saved already, and whether the page shows what could not be saved yet; set with the form.
    stored: Answers
    is_half_done = False
    #: When the page was kept that comes back with its mistakes.
    kept_at = ""
    #: The longest answers, in characters, for the pages that count while somebody types.
    longest = rules.LONGEST

    def answers(self) -> Answers:
        """The answers of this page, as the actions take them."""
        return self._said()

    def saved(self, save: Callable[[], Any], *acts: str, **facts: int) -> bool:
        """The same; who goes on from page to page and changes nothing needs not be told."""
        try:
            return super().saved(save, *acts, **facts)
        except NothingChanged:
            return True

    def so_far(self) -> tuple[Answers, str]:
        """What can be saved of this page as it stands; and all that was typed, where something of it cannot be."""
        super().validate()
        said = self._said()
        wrong = {name for name in said if self[name].errors}
        while more := rules.answers_errors(_without(said, wrong), self.terms):  # an answer may lean on another one
            for name, sentence in more.items():
                self[name].errors = [str(sentence)]
            wrong |= more.keys()
        typed = wrong - {"pot_id"}  # a choice: nobody has typed it, and the page is gone where only one pot is left
        is_half_done = any(self._is_given(name) or self.stored.get(name) for name in typed)
        return _without(said, wrong), as_kept(self._typed()) if is_half_done else ""

    @property
    def first_problem(self) -> str:
        """The first thing on this page that is not right yet."""
        return next((str(sentence) for _field, sentence in problems_of(self)), "")

    def _typed(self) -> list[tuple[str, str]]:
        names = tuple(name for name in self._fields if name != "csrf_token")
        sent = request.form.items(multi=True)
        return [each for each in sent if each[0] in names or each[0].partition("-")[0] in names]

    def _is_given(self, name: str) -> bool:
        return any(tidy(value) for typed, value in self._typed() if typed.partition("-")[0] == name)

    def rests_on(self, name: str, theirs: Any) -> tuple[str, str]:
        if name != UNFINISHED_FIELD:
            return super().rests_on(name, theirs)
        words = (value for typed in theirs.values() for _name, value in fields_of(typed) if value)
        return _("Saved but not finished"), "; ".join(words)

    def _said(self) -> Answers:
        words = (StringField, TextAreaField)  # a request that leaves such a field out says nothing in it
        return {
            name: field.data or "" if type(field) in words else field.data
            for name, field in self._fields.items()
            if name != "csrf_token"
        }

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        wrong = rules.answers_errors(self.answers(), self.terms)
        for name, sentence in wrong.items():
            self[name].errors = [str(sentence)]
        return not wrong


def _without(answers: Answers, names: Collection[str]) -> Answers:
    return {name: said for name, said in answers.items() if name not in names}
