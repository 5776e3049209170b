"""Writing a ballot text in another language, and checking it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired

from pb.pages.edits import EditForm
from pb.projects.models import BallotText, TextTranslation
from pb.projects.queries import translation_as_edited
from pb.projects.rules.translations import Translation, translation_errors
from pb.words import lazy_gettext as _l


class TranslationForm(EditForm):
    """The title, the text and what the picture shows in another language, and who speaks it."""

    title = StringField(_l("Title in this language"))
    body = TextAreaField(_l("Text in this language"))
    picture_alt = StringField(_l("What the picture shows, in this language"))
    speaker = StringField(
        _l("Who speaks the language?"),
        description=_l("The name of the person who wrote these words, or has read them. Voters do not see it."),
    )
    pictured, language = False, ""

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        wrong = translation_errors(self.translation(), self.language, pictured=self.pictured)
        for name, sentence in wrong.items():
            self[name].errors = [str(sentence)]
        return good and not wrong

    def rests_on(self, name: str, theirs: Any) -> tuple[str, str]:
        return _("The English text"), theirs

    def translation(self) -> Translation:
        """What was written, as the action takes it."""
        alt = self.picture_alt.data or "" if self.pictured else ""
        return Translation(self.title.data or "", self.body.data or "", alt, self.speaker.data or "")


def translation_form(text: BallotText, written: TextTranslation | None, language: str) -> TranslationForm:
    """The form with what was written before. ``text``: the English one."""
    stood = translation_as_edited(written, text)
    form = TranslationForm(data=stood)
    form.edits(stood)
    form.pictured, form.language = text.picture_id is not None, language
    return form


class TranslationApprovalForm(FlaskForm):
    """A second person has made sure that it says the same."""

    same = BooleanField(
        _l("I speak the language, or have asked someone who does: it says the same, and gives nobody away."),
        validators=[InputRequired(_l("Read both texts, or ask someone who speaks the language. Then tick this box."))],
    )
