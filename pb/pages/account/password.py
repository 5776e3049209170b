"""Changing your own password."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from pb.database import db
from pb.pages import this_sign_in
from pb.pages.account import bp
from pb.pages.account.forms import PasswordForm
from pb.pages.password_again import is_own_password
from pb.people import actions
from pb.people.models import Account
from pb.web.access import APPOINTED, actor, open_to
from pb.words import lazy_gettext as _l

NOT_CURRENT = _l("This is not your current password. Try again.")


@bp.route("/account/password", methods=["GET", "POST"])
@open_to(*APPOINTED)
def password():
    """Change your own password. Other devices are signed out by it."""
    form = PasswordForm()
    if form.validate_on_submit() and is_own_password(form.current, NOT_CURRENT):
        actions.set_password(actor(), current_user, form.password.data)
        this_sign_in.begin(db.session.get_one(Account, current_user.id))
        flash(_("Your password has been changed. You have been signed out on all your other devices."), "success")
        return redirect(url_for("dashboard.dashboard"))
    return render_template("account/password.html", form=form), 422 if form.errors else 200
