"""Somebody has lost their security codes: one person proposes that they set up new ones, another agrees."""

from __future__ import annotations

from typing import NamedTuple

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from pb.pages.lookups import account_with, replacement_with
from pb.pages.people import bp
from pb.pages.said_of_proposals import A_SECOND_MUST_AGREE, PROPOSAL_IS_TURNED_DOWN
from pb.people import actions, queries
from pb.people.models import CodeReplacement
from pb.web.access import COORDINATOR, STEERING, actor, open_to


class WaitingForCodes(NamedTuple):
    """A proposal on a page. ``may_agree``: whether the reader may be the second person; ``may_turn_down``: whether they
    may end it; ``by_a_member``: only a steering group member may agree.
    """

    proposal: CodeReplacement
    sentence: str
    proposed_by: str
    may_agree: bool
    may_turn_down: bool
    by_a_member: bool


def replacements_in_words(reader: int) -> list[WaitingForCodes]:
    """Who waits to set up new codes; ``reader``: the account id of the coordinator or member who looks at it."""
    names = queries.names()
    return [
        WaitingForCodes(
            each,
            _("%(name)s sets up new security codes", name=names[each.account_id]),
            names[each.proposed_by],
            reader not in (each.proposed_by, each.account_id) and queries.a_member_is_one_of(reader, each.proposed_by),
            reader != each.account_id,
            not queries.a_member_is_one_of(each.proposed_by),
        )
        for each in queries.waiting_code_replacements()
    ]


@bp.get("/people/security-codes/<int:account_id>")
@open_to(COORDINATOR, STEERING)
def code_replacement(account_id: int):
    """What it means to let somebody set up new security codes."""
    account = account_with(account_id)
    return render_template(
        "people/code_replacement.html",
        account=account,
        codes=queries.codes_of(account),
        own=account.id == current_user.id,
        by_a_member=not queries.a_member_is_one_of(current_user.id),
    )


@bp.post("/people/security-codes/<int:account_id>")
@open_to(COORDINATOR, STEERING)
def propose_new_codes(account_id: int):
    """The first of two people proposes it."""
    actions.propose_new_codes(actor(), account_with(account_id))
    flash(str(A_SECOND_MUST_AGREE), "success")
    return redirect(url_for("people.index"))


@bp.post("/people/code-replacements/<int:replacement_id>/agree")
@open_to(COORDINATOR, STEERING)
def agree_to_new_codes(replacement_id: int):
    """A second person agrees."""
    proposal = replacement_with(replacement_id)
    actions.agree_to_new_codes(actor(), proposal)
    flash(_("You have agreed. %(name)s can now sign in and set up new codes.", name=proposal.account.name), "success")
    return redirect(url_for("people.index"))


@bp.post("/people/code-replacements/<int:replacement_id>/refuse")
@open_to(COORDINATOR, STEERING)
def refuse_new_codes(replacement_id: int):
    """Somebody does not agree, or withdraws the proposal."""
    actions.refuse_new_codes(actor(), replacement_with(replacement_id))
    flash(str(PROPOSAL_IS_TURNED_DOWN), "success")
    return redirect(url_for("people.index"))
