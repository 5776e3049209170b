"""Who has read a language, and why one is no longer offered."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired

from pb.voting.rules.languages import LONGEST_NAME, NAME_THE_SPEAKER, SAY_WHY
from pb.web.fields import at_most
from pb.words import lazy_gettext as _l


class ApproveForm(FlaskForm):
    """``read``: the fingerprint of the words that the page showed."""

    speaker = StringField(
        _l("Who speaks this language and has read all the words?"),
        [InputRequired(NAME_THE_SPEAKER), at_most(LONGEST_NAME)],
        description=_l("Their full name. It is kept in the record, so ask them first."),
    )
    read = HiddenField()


class WithdrawLanguageForm(FlaskForm):
    """Why voters can no longer choose a language."""

    reason = TextAreaField(
        _l("Why do you want to stop offering it?"),
        [InputRequired(SAY_WHY), at_most(1000)],
        description=_l("For example, a word that a voter could misunderstand."),
    )
