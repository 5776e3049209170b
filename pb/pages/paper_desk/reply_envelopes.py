"""Reply envelopes as they come: checked in by their code or number, or put aside, unopened."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, ValidationError

from pb import clock
from pb.pages.admission import after_declaring
from pb.pages.card_typed import EnvelopeForm
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.lookups import frozen
from pb.paper import queries
from pb.rounds.rules import Phase, phase
from pb.unicode_text import tidy
from pb.voting.actions import check_in_envelope, put_aside, remove_put_aside
from pb.voting.queries import box_opening_of, dates_of
from pb.voting.queries.post import post_account
from pb.voting.rules.post import UNOPENED, NotANumber, read_number_on_envelope
from pb.voting.rules.sentences import POST_HAS_CLOSED
from pb.web.access import COORDINATOR, COUNTER, actor, open_to
from pb.words import lazy_gettext as _l

_PAGE = "/rounds/<int:round_id>/paper-desk/reply-envelopes"


class AsideForm(FlaskForm):
    """Why an envelope stays closed, and the number on it, where it has one."""

    reason = RadioField(
        _l("Why is it put aside?"), [InputRequired(_l("Select why the envelope is put aside."))], choices=[]
    )
    number = StringField(
        _l("Number on the envelope, if it has one"),
        description=_l("For example, 17-4. Leave this empty if it has a voting code, or nothing."),
    )

    def __init__(self, **more: object) -> None:
        super().__init__(**more)
        self.reason.choices = [(key, str(words)) for key, words in UNOPENED.items()]

    def validate_number(self, field: StringField) -> None:
        try:
            wrong = bool(tidy(field.data or "")) and read_number_on_envelope(field.data) is None
        except NotANumber:
            wrong = True
        if wrong:
            raise ValidationError(_("This number is not right. Check it against the envelope."))


@bp.route(_PAGE, methods=["GET", "POST"])
@open_to(COUNTER, COORDINATOR)
@after_declaring
def reply_envelopes(round_id: int):
    """Reply envelopes are checked in by the code or number on them, before any of them is opened."""
    frozen(round_id)
    form = EnvelopeForm(round_id, needed=True, limit_key=f"account:{actor().account_id}")
    if form.validate_on_submit() and form.right:
        check_in_envelope(actor(), round_id, form.right)
        flash(
            _("The envelope has been checked in. Put it with the others. It will be opened later, away from its code."),
            "success",
        )
        return redirect(url_for("paper_desk.reply_envelopes", round_id=round_id))
    return _page(round_id, form, _suggested(round_id, form))


def _suggested(round_id: int, form: EnvelopeForm) -> AsideForm:
    """To put aside what was just refused, or came too late: the reason is chosen already, and the number typed."""
    is_late = phase(dates_of(frozen(round_id)), clock.now()) == Phase.CLOSED
    typed = (form.code.data or "") if form.aside else ""
    try:
        number = typed if read_number_on_envelope(typed) else ""
    except NotANumber:
        number = ""
    return AsideForm(formdata=None, data={"reason": form.aside or ("late" if is_late else None), "number": number})


def _page(round_id: int, form: EnvelopeForm, aside: AsideForm):
    ballot = frozen(round_id)
    now = phase(dates_of(ballot), clock.now())
    page = render_template(
        "paper_desk/reply_envelopes.html",
        ballot=ballot,
        form=form,
        aside=aside,
        unopened=[(key, UNOPENED[key], n) for key, n in post_account(round_id).unopened.items()],
        puts_aside=now in (Phase.VOTING, Phase.POST, Phase.CLOSED),
        may_remove=box_opening_of(round_id) is None and now != Phase.ABANDONED,
        post=queries.post(round_id),
        takes_more=now not in (Phase.CLOSED, Phase.ABANDONED),
        closed=(POST_HAS_CLOSED, _l("Do not open this envelope. Write LATE on it and put it aside, below.")),
    )
    return page, 422 if form.errors or aside.errors else 200


@bp.post(f"{_PAGE}/put-aside")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def put_envelope_aside(round_id: int):
    """An envelope stays closed, with its reason."""
    frozen(round_id)
    aside = AsideForm()
    if not aside.validate():
        return _page(round_id, EnvelopeForm(round_id, needed=True, limit_key="", formdata=None), aside)
    put_aside(actor(), round_id, aside.reason.data, read_number_on_envelope(aside.number.data or ""))
    flash(
        _("It is on the list. Write the reason on the envelope. Keep it closed, with the papers of the round."),
        "success",
    )
    return redirect(url_for("paper_desk.reply_envelopes", round_id=round_id))


@bp.post(f"{_PAGE}/put-aside/<any(late, used, cancelled, unknown, open):reason>/remove")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def remove_envelope_put_aside(round_id: int, reason: str):
    """One envelope too many was put aside, by a slip."""
    frozen(round_id)
    remove_put_aside(actor(), round_id, reason)
    flash(_("One envelope fewer is on the list."), "success")
    return redirect(url_for("paper_desk.reply_envelopes", round_id=round_id))
