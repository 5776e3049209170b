"""Decisions after the freeze: one steering group member proposes, another one agrees."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from pb import clock
from pb.pages.decisions import bp
from pb.pages.decisions.forms import ExtendForm, SubstituteActsForm, UndoForm, WithdrawProjectForm
from pb.pages.due import proposals_of
from pb.pages.lookups import decision_in, round_with
from pb.pages.said_of_proposals import ANOTHER_MEMBER_MUST_AGREE, PROPOSAL_IS_WITHDRAWN
from pb.people.queries import names
from pb.projects.queries import ballot_lines, ballot_lines_by_project
from pb.refusals import is_allowed
from pb.results.queries.corrections import final_publication_of
from pb.results.queries.proposals import lapsed_proposals
from pb.results.rules.sentences import NO_MORE_DECISIONS
from pb.rounds import actions
from pb.rounds.actions import require_listed, require_may_end, require_member
from pb.rounds.models import Decision, Round
from pb.rounds.rules import (
    closes_at,
    extension_error,
    frozen_error,
    in_force,
    proposed,
    replaced_member,
    too_late_to_extend,
    undo_error,
    undoing,
    was_touched,
    withdrawn_projects,
)
from pb.rounds.rules.sentences import ONLY_THE_POST_MOVES, ROUND_IS_ABANDONED
from pb.voting.queries import votes_cast
from pb.web.access import COORDINATOR, STEERING, actor, open_to


@bp.get("/rounds/<int:round_id>/decisions")
@open_to(STEERING, COORDINATOR)
def index(round_id: int):
    """What was decided, what waits for a second person, and the forms to propose something."""
    return _page(round_with(round_id))


def _page(
    round_: Round,
    withdraw: WithdrawProjectForm | None = None,
    extend: ExtendForm | None = None,
    substitute: SubstituteActsForm | None = None,
):
    forms: dict[str, FlaskForm] = {
        "withdraw": withdraw or WithdrawProjectForm(_still_on(round_), formdata=None),
        "extend": extend or ExtendForm(round_, formdata=None),
        "substitute": substitute or SubstituteActsForm(round_.members, formdata=None),
    }
    now, over = clock.now(), final_publication_of(round_.id) is not None
    page = render_template(
        "decisions/index.html",
        round=round_,
        over=NO_MORE_DECISIONS if over else None,
        lines=ballot_lines_by_project(round_.id),
        names=names(),
        refused=ROUND_IS_ABANDONED if round_.abandonment else frozen_error(round_),
        undoing=undoing(round_),
        replaced=replaced_member(round_.decisions),
        may_undo={each.id for each in in_force(round_) if not over and not undo_error(round_, each, now)},
        was_touched=was_touched,
        may_agree_to=proposals_of(round_).yours,
        lapsed=lapsed_proposals(round_),
        may_turn_down={each.id for each in proposed(round_) if is_allowed(require_may_end, actor(), each)},
        too_late_to_extend=too_late_to_extend(round_, now),
        screens_have_closed=ONLY_THE_POST_MOVES if now >= closes_at(round_) else None,
        extension_waits=any(each.kind == "extend" for each in proposed(round_)),
        may_decide=not over and is_allowed(require_member, actor(), round_),
        is_listed=not over and is_allowed(require_listed, actor(), round_),
        **forms,
    )
    return page, 422 if any(form.errors for form in forms.values()) else 200


def _still_on(round_: Round) -> list:
    gone = withdrawn_projects(round_)
    return [line for line in ballot_lines(round_.id) if line.project_id not in gone]


@bp.post("/rounds/<int:round_id>/decisions/withdraw")
@open_to(STEERING)
def propose_withdrawal(round_id: int):
    """Propose to withdraw a project."""
    round_ = round_with(round_id)
    form = WithdrawProjectForm(_still_on(round_))
    if not form.validate():
        return _page(round_, withdraw=form)
    actions.propose_withdrawal(actor(), round_, form.project.data, form.withdraw_reason.data)
    flash(str(ANOTHER_MEMBER_MUST_AGREE), "success")
    return redirect(url_for("decisions.index", round_id=round_id))


@bp.post("/rounds/<int:round_id>/decisions/extend")
@open_to(STEERING)
def propose_extension(round_id: int):
    """Propose to let voting go on for longer."""
    round_ = round_with(round_id)
    form = ExtendForm(round_)
    if not form.validate():
        return _page(round_, extend=form)
    closes = (form.voting_closes_at.moment, form.post_closes_at.moment)
    if sentence := extension_error(round_, *closes, clock.now()):
        form.voting_closes_at.errors = [str(sentence)]
        return _page(round_, extend=form)
    actions.propose_extension(actor(), round_, *closes, form.extend_reason.data)
    flash(str(ANOTHER_MEMBER_MUST_AGREE), "success")
    return redirect(url_for("decisions.index", round_id=round_id))


@bp.post("/rounds/<int:round_id>/decisions/substitute")
@open_to(STEERING)
def propose_substitute(round_id: int):
    """Propose that the substitute acts in place of a member who cannot."""
    round_ = round_with(round_id)
    form = SubstituteActsForm(round_.members)
    if not form.validate():
        return _page(round_, substitute=form)
    actions.propose_substitute(actor(), round_, form.member.data, form.substitute_reason.data)
    flash(_("Your proposal has been saved. Another person on the list must agree to it."), "success")
    return redirect(url_for("decisions.index", round_id=round_id))


@bp.post("/rounds/<int:round_id>/decisions/<int:decision_id>/agree")
@open_to(STEERING)
def agree(round_id: int, decision_id: int):
    """A second steering group member agrees: the decision is in force and published."""
    actions.agree_to(actor(), decision_in(round_id, decision_id), votes_cast(round_id))
    flash(_("The decision is now in force. It has been published on the round’s page."), "success")
    return redirect(url_for("decisions.index", round_id=round_id))


@bp.post("/rounds/<int:round_id>/decisions/<int:decision_id>/withdraw-proposal")
@open_to(STEERING)
def withdraw_proposal(round_id: int, decision_id: int):
    """The person who proposed a decision withdraws the proposal."""
    actions.withdraw_proposal(actor(), decision_in(round_id, decision_id))
    flash(str(PROPOSAL_IS_WITHDRAWN), "success")
    return redirect(url_for("decisions.index", round_id=round_id))


@bp.get("/rounds/<int:round_id>/decisions/<int:decision_id>/undo")
@open_to(STEERING)
def undo(round_id: int, decision_id: int):
    """What undoing a decision means now, and the form to propose it."""
    return _undo_page(decision_in(round_id, decision_id), UndoForm(formdata=None))


def _undo_page(decision: Decision, form: UndoForm):
    page = render_template(
        "decisions/undo.html",
        round=decision.round,
        decision=decision,
        lines=ballot_lines_by_project(decision.round_id),
        refused=undo_error(decision.round, decision, clock.now()),
        touched=decision.kind == "withdraw" and was_touched(decision, votes_cast(decision.round_id)),
        form=form,
    )
    return page, 422 if form.errors else 200


@bp.post("/rounds/<int:round_id>/decisions/<int:decision_id>/undo")
@open_to(STEERING)
def propose_undoing(round_id: int, decision_id: int):
    """Propose to undo what two people have decided."""
    decision, form = decision_in(round_id, decision_id), UndoForm()
    if not form.validate():
        return _undo_page(decision, form)
    actions.propose_undoing(actor(), decision, form.undo_reason.data)
    flash(str(ANOTHER_MEMBER_MUST_AGREE), "success")
    return redirect(url_for("decisions.index", round_id=round_id))
