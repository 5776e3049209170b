"""Where you are signed in, and ending it elsewhere."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from pb.pages import this_sign_in
from pb.pages.account import bp
from pb.people import actions, queries
from pb.people.rules import token_hash
from pb.web.access import APPOINTED, open_to


@bp.get("/account/sign-ins")
@open_to(*APPOINTED)
def sign_ins():
    """Your sign-ins: since when, and on what kind of device."""
    return render_template(
        "account/sign_ins.html",
        sign_ins=queries.sign_ins_of(current_user),
        this_one=token_hash(this_sign_in.token()),
        minutes=current_app.config["SIGN_IN_MINUTES"],
        asked=queries.codes_are_asked_for(),
        hours=current_app.config["SIGN_IN_HOURS"],
    )


@bp.post("/account/sign-ins/end-others")
@open_to(*APPOINTED)
def end_other_sign_ins():
    """All your sign-ins but this one are over."""
    actions.end_other_sign_ins(current_user, this_sign_in.token())
    flash(_("You have been signed out on all your other devices."), "success")
    return redirect(url_for("account.sign_ins"))
