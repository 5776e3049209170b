"""Whoever cannot come asks for a vote by post on the website, without an account."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from pb import clock
from pb.pages.lookups import round_with
from pb.pages.return_address import return_address
from pb.pages.rounds import bp
from pb.rounds.models import Round
from pb.rounds.rules import phase, post_closes_at
from pb.voting import actions
from pb.voting.actions.postal_requests import WHEN_ASKED
from pb.voting.rules.post import ADDRESSES_KEPT, LONGEST_ADDRESS, LONGEST_NAME
from pb.web import rate_limits
from pb.web.access import PUBLIC, open_to
from pb.web.fields import at_most
from pb.words import lazy_gettext as _l

_PAGE = "/rounds/<int:round_id>/vote-by-post"


class AskByPostForm(FlaskForm):
    """What somebody needs, and where it goes."""

    name = StringField(_l("Your name"), [InputRequired(_l("Enter your name.")), at_most(LONGEST_NAME)])
    address = TextAreaField(
        _l("Your address"),
        [InputRequired(_l("Enter the address to which we send it.")), at_most(LONGEST_ADDRESS)],
        description=_l("A new line for each line of the address, with the postcode."),
    )
    what = RadioField(
        _l("What do you need?"),
        [InputRequired(_l("Select what you need."))],
        choices=[
            SelectChoice("paper", _l("A ballot paper, to vote by post")),
            SelectChoice("card", _l("Only a voting card, to vote online or at a voting session")),
        ],
    )
    letters = RadioField(
        _l("How large should the letter be printed?"),
        choices=[SelectChoice("usual", _l("Usual print")), SelectChoice("large", _l("Large print"))],
        default="usual",
    )


def may_ask_online(round_: Round) -> bool:
    """Whether somebody can ask now: there is an address to which votes are posted, and it comes in time."""
    return round_.frozen_at is not None and phase(round_, clock.now()) in WHEN_ASKED and bool(return_address())


@bp.route(_PAGE, methods=["GET", "POST"])
@open_to(PUBLIC)
def vote_by_post(round_id: int):
    """Ask for it. The answer is the same for everybody, so it tells nobody whether a name is known to us."""
    round_ = round_with(round_id)
    may_ask, form = may_ask_online(round_), AskByPostForm()
    if may_ask and form.validate_on_submit() and _may_ask_from_here(form):
        wants = {"large_print": form.letters.data == "large", "alone": form.what.data == "card"}
        actions.ask_online(round_, form.name.data, form.address.data, **wants)
        return redirect(url_for("rounds.asked_by_post", round_id=round_id))
    page = render_template(
        "rounds/vote_by_post.html",
        round=round_,
        form=form,
        may_ask=may_ask,
        post_closes=post_closes_at(round_),
        days_kept=ADDRESSES_KEPT.days,
    )
    return page, 422 if request.method == "POST" else 200


def _may_ask_from_here(form: AskByPostForm) -> bool:
    """Whether this connection may ask once more now; else the page says when, and nothing typed is lost."""
    try:
        rate_limits.spend(rate_limits.POSTAL_REQUESTS, rate_limits.address())
    except rate_limits.TooManyTries as wait:
        form["name"].errors = [wait.message]
        return False
    return True


@bp.get(f"{_PAGE}/sent")
@open_to(PUBLIC)
def asked_by_post(round_id: int):
    """What happens next."""
    return render_template("rounds/asked_by_post.html", round=round_with(round_id), days_kept=ADDRESSES_KEPT.days)
