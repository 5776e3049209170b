"""Signing in and out, and one's own password."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from flask import redirect, render_template, request, url_for
from flask_login import current_user

from pb.pages import this_sign_in
from pb.pages.account import bp
from pb.pages.account.forms import SignInForm
from pb.pages.password_again import account_with_password
from pb.people import queries
from pb.web.access import PUBLIC, open_to


@bp.route("/account/sign-in", methods=["GET", "POST"])
@open_to(PUBLIC)
def sign_in():
    """Staff and steering group members sign in here."""
    if current_user.is_authenticated:
        return redirect(url_for("dashboard.dashboard"))
    form = SignInForm()
    if form.validate_on_submit() and _sign_in(form):
        wanted = request.args.get("next", "")
        if queries.codes_are_asked_for():
            return redirect(url_for("account.sign_in_code", next=wanted or None))
        return redirect(way_back(wanted))
    page = render_template("account/sign_in.html", form=form, demo_accounts=queries.demo_accounts())
    return page, 422 if form.errors else 200


def _sign_in(form: SignInForm) -> bool:
    """Check the password and begin a session."""
    account = account_with_password(form.sign_in_name, form.password)
    if account is None:
        return False
    this_sign_in.begin(account)
    return True


def way_back(wanted: str) -> str:
    """The page for which somebody came, if it is one of ours; else the dashboard."""
    plain, parts = _decoded(wanted), urlsplit(wanted)
    is_ours = plain.isprintable() and wanted.startswith("/") and not parts.netloc and not parts.scheme
    if is_ours and not any(odd in plain for odd in ("//", "\\", "/.")):
        return wanted
    return url_for("dashboard.dashboard")


def _decoded(wanted: str) -> str:
    """As a server behind or before this one could read it, however often it was encoded."""
    while (plain := unquote(wanted)) != wanted:
        wanted = plain
    return plain


@bp.post("/account/sign-out")
@open_to(PUBLIC)
def sign_out():
    """End the sign-in on this device, for every copy of its cookie. Also of somebody who has no role at the moment."""
    this_sign_in.end()
    return redirect(url_for("home.home"))
