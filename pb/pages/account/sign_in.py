"""Signing in and out, and one's own password."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from pb.pages.account import bp
from pb.pages.account.forms import SignInForm
from pb.passwords import verify_password
from pb.people import queries
from pb.people.models import Account
from pb.web import rate_limits
from pb.web.access import APPOINTED, PUBLIC, open_to


@bp.route("/account/sign-in", methods=["GET", "POST"])
@open_to(PUBLIC)
def sign_in():
    """Staff and steering group members sign in here."""
    if current_user.is_authenticated:
        return redirect(url_for("dashboard.dashboard"))
    form = SignInForm()
    if form.validate_on_submit() and _sign_in(form):
        return redirect(_way_back())
    page = render_template("account/sign_in.html", form=form, demo_accounts=queries.demo_accounts())
    return page, 422 if form.errors else 200


def _sign_in(form: SignInForm) -> bool:
    """Check the password. Tries are counted for the address, and for the account from this address."""
    name = form.sign_in_name.data.strip().lower()
    try:
        account = rate_limits.tried(
            rate_limits.SIGN_IN,
            rate_limits.address(),
            lambda: rate_limits.tried(
                rate_limits.ACCOUNT, rate_limits.here(name), lambda: _account(name, form.password.data)
            ),
        )
    except rate_limits.TooManyTries as wait:
        form.password.errors = [wait.words]
        return False
    if account is None:
        form.password.errors = [_("The sign-in name or password is wrong. Check both and try again.")]
        return False
    session.clear()  # a fresh session: nothing from before the sign-in lives on
    session.permanent = True
    login_user(account)
    return True


def _account(name: str, password: str) -> Account | None:
    """The open account with this name and password. An unknown name costs the same work as a wrong password."""
    account = queries.account_named(name)
    stored = account.password_hash if account is not None and account.is_active else None
    return account if verify_password(stored, password) else None


def _way_back() -> str:
    wanted = request.args.get("next", "")
    parts = urlsplit(wanted)
    if (
        wanted.isprintable()
        and wanted.startswith("/")
        and not wanted.startswith(("//", "/\\"))
        and not parts.netloc
        and not parts.scheme
    ):
        return wanted
    return url_for("dashboard.dashboard")


@bp.post("/account/sign-out")
@open_to(*APPOINTED)
def sign_out():
    """End the sign-in on this device."""
    logout_user()
    session.clear()
    return redirect(url_for("home.home"))
