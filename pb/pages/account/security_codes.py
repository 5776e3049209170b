"""Setting up one's security codes: an authenticator app, or a printed sheet."""

from __future__ import annotations

import json
from datetime import timedelta

import segno
from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup
from pyotp import TOTP, random_base32

from pb.codes import new_code, shown
from pb.pages import this_sign_in
from pb.pages.account import bp
from pb.pages.account.code_forms import AppForm, PrintedSheetForm, SetUpForm
from pb.pages.code_again import is_code_of
from pb.pages.password_again import WRONG, is_own_password
from pb.people import actions, queries
from pb.people.models import Account
from pb.people.rules import (
    OPEN_FOR_TOO_LONG,
    START_WITH_NEW_CODES,
)
from pb.refusals import Refusal
from pb.sealed import NotSealedHere, seal_for, unseal_for
from pb.web.access import PUBLIC, Actor, open_to

#: So long a page with new codes may lie open before they are confirmed.
_LIES_OPEN = timedelta(hours=1)
#: What new codes in a form are sealed for, so that nothing of the database can be opened with it.
_SHOWN_APP, _SHOWN_SHEET = "new app", "new sheet"
_CODES_ON_A_SHEET = 10


def owner() -> Account | None:
    """Who may set up codes in this request: whoever is signed in, or who has just typed their password and has never
    set up any.
    """
    account = queries.account_that_waits(this_sign_in.token())
    if account is not None:
        return None if queries.codes_of(account).set_up else account
    return current_user._get_current_object() if current_user.is_authenticated else None


@bp.get("/account/security-codes")
@open_to(PUBLIC)
def security_codes():
    """How you get your security codes, and the two ways to choose from."""
    account = owner()
    if account is None:
        return redirect(url_for("account.sign_in_code"))
    return render_template(
        "account/security_codes.html",
        codes=queries.codes_of(account),
        asked=queries.codes_are_asked_for(),
        waits=not current_user.is_authenticated,
    )


@bp.route("/account/security-codes/app", methods=["GET", "POST"])
@open_to(PUBLIC)
def app_codes():
    """An app makes the codes: its QR code and key, and its first code."""
    account = owner()
    if account is None:
        return redirect(url_for("account.sign_in_code"))
    secret = _shown_before(account, _SHOWN_APP) if request.method == "POST" else random_base32()
    are_first = not queries.codes_of(account).set_up
    form = AppForm(secret, proof=_proof(account))
    if _is_right(form, account):
        given = {"secret": secret, "typed": form.new_code.data, "token": this_sign_in.token(), "are_first": are_first}
        actions.set_up_app(_acting(account), account, **given)
        return _done()
    form.sealed.data = seal_for(account.id, _SHOWN_APP, secret)
    address = TOTP(secret).provisioning_uri(name=account.sign_in_name, issuer_name=current_app.config["PROGRAMME_NAME"])
    drawn = Markup(segno.make(address).svg_inline(scale=5, border=4, light="#fff"))
    page = render_template("account/app_codes.html", form=form, secret=secret, picture=drawn)
    return page, 422 if form.errors else 200


@bp.route("/account/security-codes/printed", methods=["GET", "POST"])
@open_to(PUBLIC)
def printed_codes():
    """A sheet with codes, to be printed; they work once one of them was typed."""
    account = owner()
    if account is None:
        return redirect(url_for("account.sign_in_code"))
    posted = request.method == "POST"
    codes = (
        json.loads(_shown_before(account, _SHOWN_SHEET))
        if posted
        else [new_code() for _number in range(_CODES_ON_A_SHEET)]
    )
    are_first = not queries.codes_of(account).set_up
    form = PrintedSheetForm(codes, proof=_proof(account))
    if _is_right(form, account):
        given = {"codes": codes, "typed": form.new_code.data, "token": this_sign_in.token(), "are_first": are_first}
        actions.set_up_sheet(_acting(account), account, **given)
        return _done()
    form.sealed.data = seal_for(account.id, _SHOWN_SHEET, json.dumps(codes))
    page = render_template("account/printed_codes.html", form=form, account=account, codes=list(map(shown, codes)))
    return page, 422 if form.errors else 200


def _shown_before(account: Account, purpose: str) -> str:
    try:
        return unseal_for(account.id, purpose, request.form.get("sealed", ""), within=_LIES_OPEN)
    except NotSealedHere as wrong:
        raise Refusal(OPEN_FOR_TOO_LONG, START_WITH_NEW_CODES) from wrong


def _proof(account: Account) -> str:
    """What somebody gives before they get new codes, as anybody may have found their device: an old code; their
    password, where they have none yet or have just used the last one. Nothing while they are signing in.
    """
    if not current_user.is_authenticated:
        return ""
    codes = queries.codes_of(account)
    without = not codes.set_up or (codes.used_up and queries.is_just_proved(this_sign_in.token()))
    return "password" if without else "security_code"


def _is_right(form: SetUpForm, account: Account) -> bool:
    if not form.validate_on_submit():
        return False
    if "password" in form:
        return is_own_password(form.password, WRONG)
    return "security_code" not in form or is_code_of(account, form.security_code)


def _acting(account: Account) -> Actor:
    """The owner acts, in one of their roles; without one as somebody who only has an account."""
    return Actor(account.id, min(account.roles, default=PUBLIC))


def _done():
    flash(_("Your security codes have been set up."), "success")
    return redirect(url_for("dashboard.dashboard"))
