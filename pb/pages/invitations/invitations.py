"""Inviting somebody into a role, and taking the invitation up."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from pb.pages.invitations import bp
from pb.pages.invitations.forms import AcceptForm, InviteForm
from pb.pages.lookups import invitation_with
from pb.people import actions, queries
from pb.people.rules import INVITATION_LASTS, ROLE_HINTS, ROLE_NAMES, token_hash
from pb.refusals import Refusal
from pb.web.access import COORDINATOR, PUBLIC, Role, actor, open_to


@bp.route("/invitations/new", methods=["GET", "POST"])
@open_to(COORDINATOR)
def invite():
    """Invite somebody; the page shows the link once, to pass on by hand, phone or email."""
    form = InviteForm()
    if not form.validate_on_submit():
        return render_template("invitations/invite.html", form=form, hints=ROLE_HINTS), 422 if form.errors else 200
    try:
        token = actions.invite(actor(), name=form.name.data, role=Role(form.role.data))
    except Refusal as refusal:
        form.name.errors = [f"{refusal.sentence} {refusal.next_step}"]
        return render_template("invitations/invite.html", form=form, hints=ROLE_HINTS), refusal.status
    link = url_for("invitations.accept", token=token, _external=True)
    return render_template(
        "invitations/invited.html",
        days=INVITATION_LASTS.days,
        link=link,
        name=form.name.data,
        role=ROLE_NAMES[Role(form.role.data)],
        waits=queries.members_agree(),
    )


@bp.post("/invitations/<int:invitation_id>/withdraw")
@open_to(COORDINATOR)
def withdraw(invitation_id: int):
    """Withdraw an invitation."""
    invitation = invitation_with(invitation_id)
    actions.withdraw_invitation(actor(), invitation)
    flash(_("The invitation for %(name)s has been withdrawn.", name=invitation.name), "success")
    return redirect(url_for("people.index"))


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@open_to(PUBLIC)
def accept(token: str):
    """The invited person makes their account."""
    invitation = queries.usable_invitation(token_hash(token))
    if invitation is None:
        return render_template("invitations/invitation_over.html", days=INVITATION_LASTS.days), 410
    if invitation.proposal and not invitation.proposal.agreed_by:
        return render_template("invitations/invitation_waits.html", invitation=invitation), 409
    form = AcceptForm()
    if form.validate_on_submit():
        given = {"sign_in_name": form.sign_in_name.data, "password": form.password.data}
        if queries.account_named(given["sign_in_name"]) is None:
            actions.accept_invitation(token, **given)
            flash(_("Your account is ready. Sign in with the name and password you chose."), "success")
            return redirect(url_for("account.sign_in"))
        form.sign_in_name.errors = [_("That sign-in name is taken. Enter a different one.")]
    page = render_template(
        "invitations/accept.html",
        form=form,
        invitation=invitation,
        role=ROLE_NAMES[Role(invitation.role)],
        names=queries.names(),
        action=request.path,
    )
    return page, 422 if form.errors else 200
