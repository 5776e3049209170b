"""Setting up rounds."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb.pages.letters_note import tell_of_letters
from pb.pages.lookups import round_with
from pb.pages.rounds import bp
from pb.pages.rounds.forms import RULE_HINTS, RoundForm
from pb.programme.queries.never_funded import remarks_on_money
from pb.refusals import Refusal
from pb.rounds import actions
from pb.rounds.models import Round
from pb.rounds.rules.sentences import RULES_ARE_FROZEN
from pb.web.access import COORDINATOR, actor, open_to


@bp.route("/rounds/new", methods=["GET", "POST"])
@open_to(COORDINATOR)
def new():
    """Set up a round."""
    form = RoundForm()
    if form.validate_on_submit():
        round_ = actions.make_round(actor(), form.settings)
        flash(_("The round has been set up. You can change it until the ballot is frozen."), "success")
        _tell(round_)
        return redirect(url_for("rounds.manage", round_id=round_.id))
    return _page(form)


@bp.route("/rounds/<int:round_id>/settings", methods=["GET", "POST"])
@open_to(COORDINATOR)
def settings(round_id: int):
    """Change a round that is not frozen yet."""
    round_ = round_with(round_id)
    if round_.frozen:
        raise Refusal(RULES_ARE_FROZEN)
    form = RoundForm(round_)
    if form.validate_on_submit() and form.saved(
        lambda: actions.change_round(actor(), round_, form.settings), "round.changed", round_id=round_id
    ):
        flash(_("The round has been saved."), "success")
        _tell(round_)
        return redirect(url_for("rounds.manage", round_id=round_.id))
    return _page(form, round_)


def _tell(round_: Round) -> None:
    """What the saved settings make impossible, or hard to print."""
    tell_of_letters(round_.name, *(pot.name for pot in round_.pots))
    for sentence in remarks_on_money(round_):
        flash(str(sentence), "warning")


def _page(form: RoundForm, round_: Round | None = None):
    page = render_template("rounds/settings.html", form=form, round=round_, rule_hints=RULE_HINTS)
    return page, form.page_status
