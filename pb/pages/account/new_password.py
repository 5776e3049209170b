"""A forgotten password: with a code from a coordinator, or from two people, somebody chooses a new one."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb.codes import read_codes
from pb.pages.account import bp
from pb.pages.account.forms import ForgottenPasswordForm
from pb.people import actions, queries
from pb.web import rate_limits
from pb.web.access import PUBLIC, open_to


@bp.route("/account/new-password", methods=["GET", "POST"])
@open_to(PUBLIC)
def new_password():
    """The code and the new password. The code is typed here, so it is in no address and in no log."""
    form = ForgottenPasswordForm()
    if form.validate_on_submit() and _is_right(form):
        actions.choose_password(form.sign_in_name.data, form.code.data, form.password.data)
        flash(_("You have a new password. Sign in with it now."), "success")
        return redirect(url_for("account.sign_in"))
    return render_template("account/new_password.html", form=form), 422 if form.errors else 200


def _is_right(form: ForgottenPasswordForm) -> bool:
    """Whether the code lets this person choose a password; else its field gets an error. A try is spent before."""
    name, codes = form.sign_in_name.data, read_codes(form.code.data)
    try:
        if rate_limits.tried(
            rate_limits.PASSWORD_CODES,
            rate_limits.address(),
            lambda: rate_limits.tried(
                rate_limits.PASSWORD_CODES_OF_ACCOUNT,
                rate_limits.here((name or "").strip().lower()),
                lambda: queries.password_code_of(name, codes),
            ),
        ):
            return True
        form.code.errors = [
            _(
                "The code is wrong, too old or used, or it is not for this sign-in name. Check both. If two people each "
                "gave you a code, type both. If it still does not work, ask for a new code."
            )
        ]
    except rate_limits.TooManyTries as wait:
        form.code.errors = [wait.message]
    return False
