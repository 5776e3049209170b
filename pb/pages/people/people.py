"""The people of the programme: who they are, their roles, closing an account."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from pb.pages.lookups import account_with
from pb.pages.people import bp
from pb.pages.people.forms import RolesForm
from pb.people import actions, queries
from pb.people.rules import ROLE_HINTS, ROLE_NAMES
from pb.web.access import COORDINATOR, Role, actor, open_to


@bp.get("/people")
@open_to(COORDINATOR)
def index():
    """Everybody with an account, and the invitations that nobody has taken up yet."""
    return render_template(
        "people/index.html", people=queries.people(), invitations=queries.open_invitations(), role_names=ROLE_NAMES
    )


@bp.route("/people/<int:account_id>", methods=["GET", "POST"])
@open_to(COORDINATOR)
def person(account_id: int):
    """One person: their roles, and closing their account."""
    account = account_with(account_id)
    form = RolesForm(roles=[str(role) for role in account.roles])
    if form.validate_on_submit():
        actions.appoint(actor(), account, tuple(Role(role) for role in form.roles.data))
        flash(_("%(name)s’s roles have been saved.", name=account.name), "success")
        return redirect(url_for("people.index"))
    page = render_template("people/person.html", account=account, form=form, hints=ROLE_HINTS)
    return page, 422 if form.errors else 200


@bp.post("/people/<int:account_id>/disable")
@open_to(COORDINATOR)
def disable(account_id: int):
    """Close somebody's account."""
    account = account_with(account_id)
    actions.disable_account(actor(), account)
    flash(_("%(name)s’s account has been closed.", name=account.name), "success")
    return redirect(url_for("people.index"))
