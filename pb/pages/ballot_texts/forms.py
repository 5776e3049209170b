"""Writing a ballot text, and checking that it gives nobody away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from pb.pages.edits import CHOOSE_FILE_AGAIN, EditForm
from pb.programme.rules.corrections import CorrectedWording, wording_error
from pb.projects.models import BallotText
from pb.projects.queries import LineAsRead, line_as_edited, text_as_edited
from pb.projects.rules.ballot_texts import BallotTextChange, text_errors
from pb.projects.rules.media import (
    ACCEPTED_PICTURES,
    LARGEST_PICTURE,
    Medium,
    Unusable,
    accepted_sounds,
    read_picture,
    read_sound,
    sounds_are_converted,
)
from pb.rounds.rules.sentences import GIVE_THE_REASON
from pb.web.fields import at_most
from pb.words import lazy_gettext as _l

#: What is said of the sound where ffmpeg is installed.
_CONVERTED = _l(
    "A recording from a phone or a computer, shorter than 4 minutes: an MP3, WAV, M4A, AAC, Ogg, Opus, AMR, 3GP, FLAC, "
    "CAF or WebM, up to 16MB."
)


class BallotTextForm(EditForm):
    """Title, about 50 words, a picture with its words, a sound. ``status`` is the HTTP status that the errors call
    for.
    """

    title = StringField(_l("Title"), description=_l("Up to 80 characters. Say what it is, not who does it or where."))
    body = TextAreaField(
        _l("About 50 words"),
        description=_l(
            "Say what would happen, who it is for and what it would change. Do not name groups, people or places."
        ),
    )
    picture = FileField(
        _l("Picture"),
        description=_l(
            "A drawing or photo that does not show anyone’s face or a place people "
            "would recognise. It must be a JPEG, PNG, HEIC, AVIF, WebP, GIF, BMP or TIFF, up to 20MB."
        ),
    )
    picture_alt = StringField(
        _l("What the picture shows"), description=_l("One short sentence for people who cannot see it.")
    )
    without_picture = BooleanField(_l("Remove the picture"))
    sound = FileField(
        _l("The text read aloud"),
        description=_l(
            "It must be an MP3 or WAV, up to 2MB. A phone often saves recordings as M4A: you can change one into an MP3 "
            "with the free program VLC."
        ),
    )
    without_sound = BooleanField(_l("Remove the sound"))

    #: The kinds of files that the browser offers to choose.
    picture_kinds = ACCEPTED_PICTURES
    sound_kinds = ""

    status = 422
    pictured = False
    _picture: Medium | None = None
    _sound: Medium | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        self._picture = self._medium(self.picture, read_picture)
        self._sound = self._medium(self.sound, read_sound)
        draft = self.draft()
        chosen = draft.picture is not None or bool(self.picture.errors)  # one that cannot be read has an error already
        pictured = chosen or (self.pictured and not draft.without_picture)
        wrong = text_errors(draft.title, draft.body, draft.picture_alt, pictured=pictured)
        for name, sentence in wrong.items():
            self[name].errors = [str(sentence)]
        good = good and not wrong and not self.picture.errors and not self.sound.errors
        for field, medium in ((self.picture, self._picture), (self.sound, self._sound)):
            if medium and not good:  # a browser does not send a file twice by itself
                field.errors = [str(CHOOSE_FILE_AGAIN)]
        return good

    def _medium(self, field: FileField, read: Callable[[bytes], Medium]) -> Medium | None:
        """The file that was chosen, fit to be kept; None without one, or when it cannot be used (then with an
        error).
        """
        if not field.data:
            return None
        try:
            # One byte more than is allowed is enough to know that it is too much.
            return read(field.data.stream.read(LARGEST_PICTURE + 1))
        except Unusable as unusable:
            field.errors = [str(unusable)]
            self.status = min(self.status, unusable.status)  # 413 says more than 422
            return None

    def draft(self) -> BallotTextChange:
        """What was written, as the action takes it. The words for a picture that is removed go with it."""
        without_picture = self.without_picture.data and self._picture is None
        return BallotTextChange(
            title=self.title.data or "",
            body=self.body.data or "",
            picture_alt="" if without_picture else self.picture_alt.data or "",
            picture=self._picture,
            sound=self._sound,
            without_picture=without_picture,
            without_sound=self.without_sound.data and self._sound is None,
        )


def ballot_text_form(text: BallotText | None) -> BallotTextForm:
    """The form with what was written before."""
    stood = text_as_edited(text)
    form = BallotTextForm(data={name: stood[name] for name in ("title", "body", "picture_alt")})
    form.edits(stood)
    form.sound_kinds = accepted_sounds()
    if sounds_are_converted():
        form.sound.description = _CONVERTED
    form.pictured = text is not None and text.picture_id is not None
    return form


class ApprovalForm(FlaskForm):
    """A second person has read the text."""

    #: What was looked at, by whether there are a picture and a sound.
    SEEN = {
        (True, False): _l(
            "I have read the text and looked at the picture. They do not give away any group, person or place."
        ),
        (False, True): _l(
            "I have read the text and listened to the sound. They do not give away any group, person or place."
        ),
        (True, True): _l(
            "I have read the text, looked at the picture and listened to the sound. They do not give away any group, "
            "person or place."
        ),
    }
    seen = BooleanField(
        _l("I have read the text. It does not give away any group, person or place."),
        validators=[
            InputRequired(_l("Read the text, then tick this box. If something gives a group away, change the text."))
        ],
    )

    def name_what_is_there(self, *, picture: bool, sound: bool) -> None:
        """Let the person say that they looked at the picture only where there is one, and so with the sound."""
        self.seen.label.text = self.SEEN.get((picture, sound), self.seen.label.text)


class CorrectionForm(EditForm):
    """Other words for a project on the frozen ballot, and why."""

    title = StringField(_l("Title"))
    body = TextAreaField(_l("Text"))
    picture_alt = StringField(_l("What the picture shows"))
    without_sound = BooleanField(
        _l("The recording says the words that are wrong. Take it off the ballot."),
        description=_l(
            "A new recording cannot be added after the freeze. Leave this empty if nobody hears the mistake."
        ),
    )
    reason = TextAreaField(
        _l("Why is it corrected?"),
        [DataRequired(GIVE_THE_REASON), at_most(1000)],
        description=_l("Everyone will be able to read this, with the words before and after."),
    )
    line: LineAsRead

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        wrong = wording_error(self.line, self.wording())
        for name, sentence in wrong.items():
            self[name].errors = [str(sentence)]
        return good and not wrong

    def wording(self) -> CorrectedWording:
        """What was written, as the action takes it."""
        written = (self.title.data or "", self.body.data or "", self.picture_alt.data or "")
        return CorrectedWording(*written, without_sound=bool(self.without_sound.data))


def correction_form(line: LineAsRead) -> CorrectionForm:
    """The form with the words that are on the ballot now."""
    stood = line_as_edited(line)
    form = CorrectionForm(data=stood)
    form.line = line
    form.edits(stood)
    return form
