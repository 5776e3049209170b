"""What facilitators type at a session: the code of a card that is handed in, the PINs of a kiosk."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from pb.codes import Slip, read_code
from pb.paper.queries import facts_of_sessions, heads_of
from pb.paper.rules import PaperCounts
from pb.venues.models import VotingSession
from pb.venues.rules.heads import Heads, head_counter_error
from pb.voting import queries
from pb.voting.actions import public_key_error
from pb.voting.models import Right
from pb.voting.rules.pins import pin_error
from pb.web import rate_limits
from pb.web.fields import WholeNumberField, at_most, count_field, pin_field
from pb.words import Sentence
from pb.words import lazy_gettext as _l

#: What staff read about a card, by what is the matter with it; the last four are states of a right. It accuses nobody,
#: because cards get mixed up.
CARD = {
    "missing": _l("Enter the code printed on the card."),
    "slip": _l("This code is not right. Check each letter and number against the card."),
    "unknown": _l("We do not recognise this code. Check it, or ask the voter for a newer card."),
    "other round": _l("This card is for another round. Ask the voter for their newest card."),
    "cast": _l("A vote has already been cast with this code. Someone may have helped this person. Phone the office."),
    "exchanged": _l(
        "This card has already been handed in. Check that two cards have not been mixed up, or phone the office."
    ),
    "void": _l("This card has been cancelled. Ask the voter for a newer card, or phone the office."),
    "unused": _l("This card came back unused and was closed. Ask the voter for a newer card, or phone the office."),
}
_USED = _l(
    "This code has already been used. Do not open the envelope. Write ‘code already used’ on it and put it aside."
)
#: The same of a reply envelope.
_ENVELOPE = {
    "missing": _l("Enter the code printed on the envelope."),
    "slip": _l("This code is not right. Check each letter and number against the envelope."),
    "unknown": _l("We do not recognise this code. Check it. If it is right, do not open the envelope. Put it aside."),
    "other round": _l("This envelope is for another round. Do not open it. Put it aside."),
    "cast": _USED,
    "exchanged": _USED,
    "void": _l(
        "This code belongs to a card that was cancelled. Do not open the envelope. Write ‘card cancelled’ on it and put "
        "it aside."
    ),
    "unused": _l(
        "This code belongs to a card that came back unused and was closed. Do not open the envelope. Write ‘card closed’ "
        "on it and put it aside."
    ),
}


def right_of_card_typed(
    typed: str | None, round_id: int, *, needed: bool, limit_key: str | None, sentences: dict[str, Sentence] = CARD
) -> Right | None:
    """What the code of a card or reply envelope gives that came into our hands; None when nothing was typed.

    ``needed``: nothing goes without a card. ``limit_key`` counts wrong codes for one account; None (a paired kiosk,
    opened by PIN) counts nothing. Refused (``ValidationError`` with ``sentences``): no code of ours, another round's, one
    that was used.
    """
    if not (typed or "").strip():
        if needed:
            raise ValidationError(sentences["missing"])
        return None
    right = _right_of(typed or "", limit_key, sentences)
    if right.round_id != round_id:
        raise ValidationError(sentences["other round"])
    if right.status is not None:
        raise ValidationError(sentences[right.status])
    return right


def _right_of(typed: str, limit_key: str | None, sentences: dict[str, Sentence]) -> Right:
    try:
        code = read_code(typed)
    except Slip as slip:
        raise ValidationError(sentences["slip"]) from slip
    try:
        right = rate_limits.tried(rate_limits.VOTING_CODES, limit_key, lambda: queries.right_of_code(code))
    except rate_limits.TooManyTries as wait:
        raise ValidationError(wait.message) from wait
    if right is None:
        raise ValidationError(sentences["unknown"])
    return right


class CardForm(FlaskForm):
    """The code of a card. ``right`` is what it gives; see ``right_of_card_typed``."""

    code = StringField(_l("Code on the card"))
    right: Right | None = None
    sentences = CARD

    def __init__(self, round_id: int, *, needed: bool, limit_key: str, **more: object) -> None:
        super().__init__(**more)
        self.round_id, self.needed, self.limit_key = round_id, needed, limit_key

    def validate_code(self, field: StringField) -> None:
        self.right = right_of_card_typed(
            field.data, self.round_id, needed=self.needed, limit_key=self.limit_key, sentences=self.sentences
        )


class EnvelopeForm(CardForm):
    """The code on a reply envelope that came by post."""

    sentences = _ENVELOPE


class PairForm(FlaskForm):
    """A name for the device, its two PINs, and the public half of the key that its browser has made."""

    name = StringField(
        _l("Name for this device"),
        description=_l("For example, Tablet 1. It is shown on the session’s page."),
        validators=[InputRequired(_l("Enter a short name for the device.")), at_most(40)],
    )
    next_pin = pin_field(
        _l("PIN for the next voter"),
        _l("Enter the PIN for the next voter."),
        _l("4 to 12 numbers. You enter it for each voter."),
    )
    leave_pin = pin_field(
        _l("PIN to end the kiosk"),
        _l("Enter the PIN to end the kiosk."),
        _l("4 to 12 numbers. It must be different from the first PIN. Only the team should know it."),
    )

    public_key = HiddenField()

    def validate_public_key(self, field: HiddenField) -> None:
        if sentence := public_key_error(field.data or ""):
            raise ValidationError(sentence)

    def validate_leave_pin(self, field: PasswordField) -> None:
        if sentence := pin_error(self.next_pin.data or "", field.data or ""):
            raise ValidationError(sentence)


class AccountForm(FlaskForm):
    """The ballot paper account of a session. The numbers must add up, or a reason says why they do not.

    ``opened_by``: names of those who may not have counted the voters. ``heads_counted``: who did, and how many.
    """

    received = count_field(
        _l("Papers received"),
        _l("Enter how many papers you received. If there were none, enter 0."),
        _l("Blank papers you brought to the session. Count them before it starts."),
    )
    issued = count_field(
        _l("Papers issued"),
        _l("Enter how many papers you issued. If there were none, enter 0."),
        _l("Every paper you gave to a voter. Include the new papers you gave in place of spoiled ones."),
    )
    unused = count_field(
        _l("Unused papers"),
        _l("Enter how many papers were not used. If there were none, enter 0."),
        _l("Blank papers you are taking back to the office."),
    )
    spoiled = count_field(
        _l("Spoiled papers"),
        _l("Enter how many papers were spoiled. If there were none, enter 0."),
        _l("Papers in the envelope for spoiled papers."),
    )
    taken_away = count_field(
        _l("Papers taken away"),
        _l("Enter how many papers were taken away. If there were none, enter 0."),
        _l("Papers a voter left with, instead of putting them in the session box."),
    )
    heads = WholeNumberField(
        _l("Voters counted"),
        _l("Enter how many voters were counted. If nobody voted, enter 0."),
        0,
        100_000,
        _l(
            "Someone who opens no ballots counts each person who votes, on a tablet or on paper. Helpers do not count. "
            "If nobody counted, leave this empty and explain why below."
        ),
        empty=True,
    )
    heads_counted_by = StringField(
        _l("Who counted the voters?"),
        description=_l("The name of the host, or of a facilitator who set up no tablet here."),
        validators=[at_most(100)],
    )
    reason = TextAreaField(_l("If the numbers do not add up, explain why"), validators=[at_most(500)])

    def __init__(self, voting_session: VotingSession, *, opened_by: Collection[str], **more: object) -> None:
        kept, known = heads_of(voting_session.id), facts_of_sessions(voting_session.id)[voting_session.id]
        values: dict[str, object] = {"heads": kept and kept.heads, "heads_counted_by": kept and kept.counted_by}
        if not (known.printed or known.issued):  # everybody voted on a tablet, so there is nothing to count
            values |= dict.fromkeys(PaperCounts.__dataclass_fields__, 0)
        super().__init__(data=values, **more)
        self.known, self.opened_by = known, opened_by
        self.discrepancies: list[Sentence] = []

    @property
    def figures(self) -> PaperCounts:
        """The numbers that were typed."""
        return PaperCounts(**{name: self[name].data for name in PaperCounts.__dataclass_fields__})

    @property
    def heads_counted(self) -> Heads | None:
        """Who counted how many voters; None when nobody did."""
        return None if self.heads.data is None else Heads(self.heads.data, self.heads_counted_by.data or "")

    def validate_heads_counted_by(self, field: StringField) -> None:
        if self.heads.errors:
            return
        if self.heads_counted is None and (field.data or "").strip():
            self.heads.errors = [str(self.heads.wrong)]
            raise ValidationError(_("Enter a number above, or leave this empty."))
        if self.heads_counted and (sentence := head_counter_error(self.heads_counted.counted_by, self.opened_by)):
            raise ValidationError(sentence)

    def validate_reason(self, field: TextAreaField) -> None:
        if self.heads.errors or any(
            self[name].errors or self[name].data is None for name in PaperCounts.__dataclass_fields__
        ):
            return
        self.discrepancies = self.known.discrepancies(self.figures, self.heads.data)
        if self.discrepancies and not (field.data or "").strip():
            raise ValidationError(
                _(
                    "Count again. If you get the same numbers, explain why they do not add up. A second person "
                    "will check this."
                )
            )
