"""Setting up rounds."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb.pages.letters_note import tell_of_letters
from pb.pages.lookups import round_with
from pb.pages.rounds import bp
from pb.pages.rounds.forms import RULE_HINTS, RoundForm
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
        round_ = actions.make_round(actor(), form.settings, draft=True)
        flash(
            _("The round has been set up as a draft. Check it, then publish it so that everyone can see it."), "success"
        )
        tell_of_letters(round_.name, *(pot.name for pot in round_.pots))
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
        tell_of_letters(round_.name, *(pot.name for pot in round_.pots))
        return redirect(url_for("rounds.manage", round_id=round_.id))
    return _page(form, round_)


def _page(form: RoundForm, round_: Round | None = None):
    page = render_template("rounds/settings.html", form=form, round=round_, rule_hints=RULE_HINTS)
    return page, form.page_status
