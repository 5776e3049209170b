"""Somebody has forgotten their password: a coordinator gives them a code, or two people do."""

from __future__ import annotations

from typing import NamedTuple

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from pb.codes import shown
from pb.pages.lookups import account_with, password_code_with
from pb.pages.people import bp
from pb.pages.said_of_proposals import PROPOSAL_IS_TURNED_DOWN
from pb.people import actions, queries
from pb.people.models import Account, PasswordCode
from pb.web.access import COORDINATOR, STEERING, actor, granted_to, open_to

#: Who gives a facilitator or counter a code alone.
gives_alone = granted_to(COORDINATOR)


class WaitingForPassword(NamedTuple):
    """A proposal on a page. ``may_agree``: whether the reader may be the second person; ``may_turn_down``: whether they
    may end it; ``by_a_member``: only a steering group member may agree.
    """

    proposal: PasswordCode
    sentence: str
    proposed_by: str
    may_agree: bool
    may_turn_down: bool
    by_a_member: bool


def password_codes_in_words(reader: int) -> list[WaitingForPassword]:
    """Who waits to choose a new password; ``reader``: the account id of the coordinator or member who looks at it."""
    names = queries.names()
    return [
        WaitingForPassword(
            each,
            _("%(name)s chooses a new password", name=names[each.account_id]),
            names[each.proposed_by],
            reader not in (each.proposed_by, each.account_id) and queries.a_member_is_one_of(reader, each.proposed_by),
            reader != each.account_id,
            not queries.a_member_is_one_of(each.proposed_by),
        )
        for each in queries.waiting_password_codes()
    ]


@bp.get("/people/forgotten-password/<int:account_id>")
@open_to(COORDINATOR, STEERING)
def forgotten_password(account_id: int):
    """What it means to give somebody a code for a new password."""
    account = account_with(account_id)
    two = queries.takes_two(account)
    return render_template(
        "people/forgotten_password.html",
        account=account,
        own=account.id == current_user.id,
        two=two,
        may=two or gives_alone(),
        by_a_member=not queries.a_member_is_one_of(current_user.id),
    )


@bp.post("/people/forgotten-password/<int:account_id>")
@open_to(COORDINATOR, STEERING)
def give_password_code(account_id: int):
    """A code, or the first of two: on this one answer only."""
    account = account_with(account_id)
    if queries.takes_two(account):
        return _sheet(account, actions.propose_password_code(actor(), account), part=1)
    return _sheet(account, actions.make_password_code(actor(), account), part=0)


@bp.post("/people/password-codes/<int:password_code_id>/agree")
@open_to(COORDINATOR, STEERING)
def agree_to_password_code(password_code_id: int):
    """A second person agrees, and gets the second code."""
    proposal = password_code_with(password_code_id)
    return _sheet(proposal.account, actions.agree_to_password_code(actor(), proposal), part=2)


@bp.post("/people/password-codes/<int:password_code_id>/refuse")
@open_to(COORDINATOR, STEERING)
def refuse_password_code(password_code_id: int):
    """Somebody does not agree, or withdraws the proposal."""
    actions.refuse_password_code(actor(), password_code_with(password_code_id))
    flash(str(PROPOSAL_IS_TURNED_DOWN), "success")
    return redirect(url_for("people.index"))


def _sheet(account: Account, code: str, *, part: int) -> str:
    """The code to print or read out. ``part``: 0 where it is the only one, else which of the two."""
    address = url_for("account.new_password", _external=True)
    by_a_member = not queries.a_member_is_one_of(current_user.id)
    given = {"account": account, "code": shown(code), "part": part, "address": address, "by_a_member": by_a_member}
    return render_template("people/password_code.html", **given)
