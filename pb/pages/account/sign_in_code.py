"""The second step of signing in: the security code."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from pb.pages import this_sign_in
from pb.pages.account import bp
from pb.pages.account.code_forms import SignInCodeForm
from pb.pages.account.sign_in import way_back
from pb.pages.code_again import is_code_of
from pb.people import actions, queries
from pb.people.models import Account
from pb.web.access import PUBLIC, open_to

#: Somebody with so few printed codes is asked to print others.
_FEW = 2


@bp.route("/account/sign-in/code", methods=["GET", "POST"])
@open_to(PUBLIC)
def sign_in_code():
    """After the password: the security code, or the pages to set up the first ones."""
    account = queries.account_that_waits(this_sign_in.token())
    if account is None:
        return redirect(url_for("account.sign_in"))
    if not queries.codes_of(account).set_up:
        return redirect(url_for("account.security_codes"))
    form = SignInCodeForm()
    if form.validate_on_submit() and is_code_of(account, form.security_code):
        actions.prove_sign_in(this_sign_in.token())
        return redirect(_asks_for_a_new_sheet(account) or way_back(request.args.get("next", "")))
    return render_template("account/sign_in_code.html", form=form), 422 if form.errors else 200


def _asks_for_a_new_sheet(account: Account) -> str:
    codes = queries.codes_of(account)
    if codes.app or codes.printed_left > _FEW:
        return ""
    flash(
        ngettext(
            "You have one printed security code left. Print a new sheet now.",
            "You have %(num)s printed security codes left. Print a new sheet now.",
            codes.printed_left,
        ),
        "warning",
    )
    return url_for("account.security_codes")
