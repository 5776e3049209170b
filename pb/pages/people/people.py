"""The people of the programme: who they are, their roles, closing an account; and what a member has to agree to."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from pb.pages.lookups import account_with
from pb.pages.people import bp
from pb.pages.people.code_replacements import replacements_in_words
from pb.pages.people.forms import RolesForm
from pb.pages.people.password_codes import password_codes_in_words
from pb.pages.people.proposal_sentences import proposals_in_words
from pb.pages.said_of_proposals import A_MEMBER_MUST_AGREE
from pb.people import actions, queries
from pb.people.models import Account, AppointmentProposal
from pb.people.rules import ROLE_HINTS, ROLE_NAMES
from pb.web.access import COORDINATOR, STEERING, Role, actor, open_to
from pb.web.lists import Filter, Listing, listing


@bp.get("/people")
@open_to(COORDINATOR, STEERING)
def index():
    """Everybody with an account, the invitations that nobody has taken up yet, and what waits for a member."""
    return render_template(
        "people/index.html",
        found=_listed(),
        invitations=queries.open_invitations(),
        role_names=ROLE_NAMES,
        names=queries.names(),
        members_agree=queries.members_agree(),
        waiting=proposals_in_words(current_user.id),
        new_codes=replacements_in_words(current_user.id),
        password_codes=password_codes_in_words(current_user.id),
        codes_asked=queries.codes_are_asked_for(),
    )


def _listed() -> Listing[Account]:
    """Everybody with an account, by role."""
    options = {str(role): (words, lambda each, role=role: each.holds(role)) for role, words in ROLE_NAMES.items()}
    return listing(
        queries.people(),
        words=lambda each: (each.name, each.sign_in_name),
        filters=[Filter("role", _("Role"), options)],
    )


@bp.route("/people/<int:account_id>", methods=["GET", "POST"])
@open_to(COORDINATOR)
def person(account_id: int):
    """One person: their roles, and closing their account."""
    account = account_with(account_id)
    held = queries.roles_as_edited(account)
    form = RolesForm(data=held)
    form.edits(held)
    waits: list[AppointmentProposal] = []

    def save() -> None:
        waits.extend(actions.appoint(actor(), account, tuple(Role(role) for role in form.roles.data)))

    if form.validate_on_submit() and form.saved(save, "account.appointed", account=account_id):
        flash(_("%(name)s’s roles have been saved.", name=account.name), "success")
        if waits:
            flash(
                _(
                    "A steering group member must agree to some of these changes first. "
                    "They are under “Waiting for a steering group member”."
                ),
                "info",
            )
        return redirect(url_for("people.index"))
    page = render_template(
        "people/person.html",
        account=account,
        form=form,
        hints=ROLE_HINTS,
        members_agree=queries.members_agree(),
        waits_for_a_member=queries.waits_for_a_member(account),
        leaves_first=queries.must_leave_first(account),
    )
    return page, form.page_status


@bp.post("/people/<int:account_id>/close")
@open_to(COORDINATOR)
def close(account_id: int):
    """Close somebody's account."""
    account = account_with(account_id)
    actions.close_account(actor(), account)
    flash(_("%(name)s’s account has been closed.", name=account.name), "success")
    return redirect(url_for("people.index"))


@bp.post("/people/<int:account_id>/reopen")
@open_to(COORDINATOR)
def reopen(account_id: int):
    """Open somebody's closed account again."""
    account = account_with(account_id)
    waits = actions.reopen_account(actor(), account)
    flash(_("%(name)s’s account is open again. They sign in with the password they had.", name=account.name), "success")
    if waits:
        flash(_("A steering group member must agree before they are a coordinator again."), "info")
        if not account.roles:
            flash(_("Until then they have no role and can only sign in and out."), "info")
    return redirect(url_for("people.index"))


@bp.post("/people/<int:account_id>/leave")
@open_to(COORDINATOR)
def leave(account_id: int):
    """Propose that somebody leaves the steering group."""
    actions.propose_to_leave(actor(), account_with(account_id))
    flash(str(A_MEMBER_MUST_AGREE), "success")
    return redirect(url_for("people.index"))
