"""The papers are checked again: how many, the dice, where they lie, looking at one after another, what came of it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from pb.pages.admission import after_declaring
from pb.pages.after_close import bp
from pb.pages.after_close.checklist import require_step
from pb.pages.after_close.paper_check_forms import DiceForm, SightForm
from pb.pages.after_close.work_list import boxes_of
from pb.pages.entry_words import ENTRY_WORDS, words_for_script
from pb.pages.impartial import for_the_impartial
from pb.pages.lookups import round_with
from pb.paper.rules import shown_serial
from pb.people.queries import names
from pb.refusals import Refusal
from pb.results import actions
from pb.results.models import Count
from pb.results.queries.check_facts import paper_check_facts
from pb.results.queries.counts import latest_count
from pb.results.queries.paper_checks import CheckState, check_of, dice_entries, papers_to_look_at
from pb.results.rules.lots import in_fives
from pb.results.rules.paper_check_sentences import check_in_words, earlier_checks_in_words
from pb.results.rules.sentences import BACK_TO_THE_LIST, NO_CHECK_HERE, NOT_COUNTED_YET
from pb.rounds.models import Round
from pb.voting.queries import require_frozen_ballot
from pb.web.access import COORDINATOR, COUNTER, STEERING, actor, open_to


def _checked(round_: Round) -> tuple[Count, CheckState]:
    counted = latest_count(round_.id)
    if counted is None:
        raise Refusal(NOT_COUNTED_YET, BACK_TO_THE_LIST)
    state = check_of(counted)
    if state is None:
        raise Refusal(NO_CHECK_HERE, BACK_TO_THE_LIST)
    return counted, state


@bp.get("/rounds/<int:round_id>/after-close/paper-check")
@open_to(COORDINATOR, STEERING, COUNTER)
@after_declaring
def paper_check(round_id: int):
    """How many papers are looked at and where they lie; or what came of it."""
    round_ = round_with(round_id)
    _counted, state = _checked(round_)
    if not state.over:
        require_step(round_, "check")
    return _page(round_, DiceForm(formdata=None))


@bp.post("/rounds/<int:round_id>/after-close/paper-check/dice")
@open_to(COORDINATOR, STEERING, COUNTER)
@after_declaring
@for_the_impartial
def type_dice(round_id: int):
    """One of two people has typed the dice."""
    round_, form = round_with(round_id), DiceForm()
    require_step(round_, "check")
    if not form.validate():
        return _page(round_, form)
    flash(*_said(*actions.type_dice(actor(), round_, form.digits.data)))
    return redirect(url_for("after_close.paper_check", round_id=round_id))


def _said(state: str, sentence: object) -> tuple[str, str]:
    if state == "drawn":
        return _("Both people entered the same dice. The papers are drawn."), "success"
    if state == "waiting":
        return _("Your dice have been saved. A second person must now enter them on their own."), "success"
    return f"{sentence} " + _("Check the written note of the dice. Then both people must enter them again."), "danger"


@bp.post("/rounds/<int:round_id>/after-close/paper-check/finding")
@open_to(COORDINATOR, STEERING, COUNTER)
@after_declaring
@for_the_impartial
def conclude_check(round_id: int):
    """Every paper has been looked at by two: what they saw is compared with what was counted."""
    round_ = round_with(round_id)
    require_step(round_, "check")
    finding = actions.conclude(actor(), round_)
    flash(*_found(finding.kind, finding.more))
    return redirect(url_for("after_close.paper_check", round_id=round_id))


def _found(kind: str, more: int) -> tuple[str, str]:
    if kind == "more":
        more_said = ngettext(
            "This is not enough yet. The same dice choose one more paper.",
            "This is not enough yet. The same dice choose %(num)s more papers.",
            more,
        )
        return more_said, "warning"
    if kind == "all":
        return _("Too many papers differ. All the papers must be looked at now."), "warning"
    return _("The check of the papers is done."), "success"


@bp.route("/rounds/<int:round_id>/after-close/paper-check/papers", methods=["GET", "POST"])
@open_to(COORDINATOR, STEERING, COUNTER)
@after_declaring
@for_the_impartial
def see_paper(round_id: int):
    """One paper after another, by the keyboard. What anybody else saw or typed is in no answer of this page."""
    round_ = round_with(round_id)
    require_step(round_, "check")
    _counted, state = _checked(round_)
    ballot = require_frozen_ballot(round_id)
    form = SightForm(state, actor().account_id, ballot)
    if form.validate_on_submit():
        actions.see_paper(actor(), round_, form.paper, form.reading)
        flash(_("Paper %(serial)s is saved.", serial=shown_serial(form.paper.serial)), "success")
        return redirect(url_for("after_close.see_paper", round_id=round_id))
    papers = papers_to_look_at(state)
    mine = [each for each in papers if each.is_for(actor().account_id)]
    seen = sum(actor().account_id in each.seen for each in papers)
    page = render_template(
        "after_close/see_paper.html",
        round=round_,
        ballot=ballot,
        form=form,
        words=ENTRY_WORDS[ballot.ballot_type],
        for_script=words_for_script(ballot.ballot_type),
        left=len(mine),
        seen=seen,
        boxes=boxes_of(mine),
    )
    return page, form.status if form.errors else 200


def _page(round_: Round, form: DiceForm):
    counted, state = _checked(round_)
    papers = [] if state.over else papers_to_look_at(state)
    facts = paper_check_facts(counted)
    page = render_template(
        "after_close/paper_check.html",
        round=round_,
        state=state,
        form=form,
        dice=in_fives(state.dice),
        typed=[names()[each.typed_by] for each in dice_entries(state.check)] if state.waits_for_dice else [],
        papers=papers,
        left=sum(each.state != "done" for each in papers),
        mine=sum(each.is_for(actor().account_id) for each in papers),
        boxes=boxes_of(papers),
        found=check_in_words(facts["paper_check"]) if state.over else [],
        earlier=earlier_checks_in_words(facts["earlier_checks"]),
    )
    return page, 422 if form.errors else 200
