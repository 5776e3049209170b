"""Two people release somebody from an interest that is over."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from pb.pages.interests import bp
from pb.pages.interests.forms import ReleaseInterestForm
from pb.pages.lookups import account_with, project_in
from pb.pages.said_of_proposals import A_SECOND_MUST_AGREE, PROPOSAL_IS_TURNED_DOWN
from pb.people import actions
from pb.people.models import InterestRelease
from pb.people.queries import a_member_is_one_of, ever_interested, has_declared_interest, released_in
from pb.projects.queries import applications
from pb.web.access import COORDINATOR, STEERING, actor, open_to

_RELEASES = "/rounds/<int:round_id>/interests/releases/<int:release_id>"


class HeldInterest(NamedTuple):
    """An interest that holds in a round. ``proposal``: the release that waits for a second person. ``may_decide``: the
    reader is not its holder and has no interest in the same project; ``may_agree``: and may be the second person.
    ``by_a_member``: only a steering group member may agree.
    """

    account_id: int
    project_id: int
    proposal: InterestRelease | None
    may_decide: bool
    may_agree: bool
    by_a_member: bool


def held_in(round_id: int, of: Collection[int]) -> list[HeldInterest]:
    """Every interest that holds in one of these projects of a round (ids)."""
    pairs = ever_interested(round_id)
    waiting = {(each.account_id, each.project_id): each for each in released_in(of) if each.waits}
    own = {project_id for who, project_id in pairs if who == current_user.id}
    return [
        _held(who, project_id, waiting.get((who, project_id)), may_decide=project_id not in own)
        for who, project_id in sorted(pairs)
        if project_id in of
    ]


def _held(who: int, project_id: int, proposal: InterestRelease | None, *, may_decide: bool) -> HeldInterest:
    first, me = proposal.proposed_by if proposal else None, current_user.id
    may_agree = may_decide and first not in (None, me) and a_member_is_one_of(first, me)
    return HeldInterest(who, project_id, proposal, may_decide, may_agree, not a_member_is_one_of(first))


@bp.route("/rounds/<int:round_id>/interests/<int:project_id>/of/<int:account_id>", methods=["GET", "POST"])
@open_to(COORDINATOR, STEERING)
def release(round_id: int, project_id: int, account_id: int):
    """The first of two people says why somebody's interest in a project is over."""
    project, account = project_in(round_id, project_id), account_with(account_id)
    if not has_declared_interest(account.id, project.id):
        abort(404)
    form = ReleaseInterestForm()
    if form.validate_on_submit():
        actions.propose_release(
            actor(), account, round_id=round_id, project_id=project.id, reason=form.reason.data or ""
        )
        flash(str(A_SECOND_MUST_AGREE), "success")
        return redirect(url_for("interests.interests", round_id=round_id))
    by_a_member = not a_member_is_one_of(current_user.id)
    page = render_template(
        "interests/release.html", project=project, account=account, form=form, by_a_member=by_a_member
    )
    return page, 422 if form.errors else 200


@bp.post(f"{_RELEASES}/agree")
@open_to(COORDINATOR, STEERING)
def agree_to_release(round_id: int, release_id: int):
    """A second person agrees: the interest is over."""
    proposal = _release_in(round_id, release_id)
    actions.agree_to_release(actor(), proposal, round_id=round_id)
    flash(_("You have agreed. %(name)s can take part again.", name=proposal.account.name), "success")
    return redirect(url_for("interests.interests", round_id=round_id))


@bp.post(f"{_RELEASES}/refuse")
@open_to(COORDINATOR, STEERING)
def refuse_release(round_id: int, release_id: int):
    """Somebody does not agree, or withdraws the proposal."""
    actions.refuse_release(actor(), _release_in(round_id, release_id), round_id=round_id)
    flash(str(PROPOSAL_IS_TURNED_DOWN), "success")
    return redirect(url_for("interests.interests", round_id=round_id))


def _release_in(round_id: int, release_id: int) -> InterestRelease:
    found = [each for each in released_in([project.id for project in applications(round_id)]) if each.id == release_id]
    return found[0] if found else abort(404)
