"""Signing in and out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from pb.people import actions, queries
from pb.people.forms import SignInForm
from pb.web import tries
from pb.web.access import APPOINTED, PUBLIC, open_to

bp = Blueprint("people", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
@open_to(PUBLIC)
def sign_in():
    """Staff and steering group members sign in here."""
    if current_user.is_authenticated:
        return redirect(url_for("programme.dashboard"))
    form = SignInForm()
    if form.validate_on_submit() and _sign_in(form):
        return redirect(_way_back())
    page = render_template("people/sign_in.html", form=form, demo=current_app.config["DEMO"])
    return page, 422 if form.errors else 200


def _sign_in(form: SignInForm) -> bool:
    """Check the password, counting failures per address and per account."""
    name = form.sign_in_name.data.strip().lower()
    tries.insist(tries.SIGN_IN, tries.address())
    tries.insist(tries.ACCOUNT, name)
    account = queries.account_named(name)
    usable = account is not None and account.is_active
    if not actions.matches(account.password_hash if usable else None, form.password.data):
        tries.failed(tries.SIGN_IN, tries.address())
        tries.failed(tries.ACCOUNT, name)
        form.password.errors = [_("This name and password do not belong together. Check both and try again.")]
        return False
    session.clear()  # a fresh session: nothing from before the sign-in lives on
    session.permanent = True
    login_user(account)
    return True


def _way_back() -> str:
    wanted = request.args.get("next", "")
    parts = urlsplit(wanted)
    if wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme:
        return wanted
    return url_for("programme.dashboard")


@bp.post("/sign-out")
@open_to(*APPOINTED)
def sign_out():
    """End the sign-in on this device."""
    logout_user()
    session.clear()
    return redirect(url_for("programme.home"))
