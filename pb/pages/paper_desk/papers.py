"""One paper that is not plain: a third look where two typings differ, a ruling by two, an entry removed."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from pb.pages.admission import after_declaring
from pb.pages.entry_words import ENTRY_WORDS, reading_in_words, ruling_reasons
from pb.pages.impartial import for_the_impartial
from pb.pages.lookups import bundle_in
from pb.pages.paper_desk import bp
from pb.pages.paper_desk.forms import LookForm, RemoveEntryForm, RulingForm
from pb.pages.paper_desk.lookups import frozen, require_not_on_team_of_bundle, status_of_paper
from pb.pages.said_of_proposals import A_SECOND_MUST_AGREE
from pb.paper import actions, queries
from pb.paper.models import Bundle
from pb.paper.queries import PaperStatus
from pb.paper.rules import PaperState, shown_serial
from pb.paper.rules.rulings import RULE_OF_PAPERS, TWO_WHO_DID_NOT_TYPE_IT
from pb.people.queries import names
from pb.voting.queries import FrozenBallot
from pb.web.access import COORDINATOR, COUNTER, actor, granted_to, open_to

_PAPER = "/rounds/<int:round_id>/paper-desk/bundles/<int:bundle_id>/papers/<paper>"


#: Entries of people who have left, too.
may_remove_any_entry = granted_to(COORDINATOR)


def _found(round_id: int, bundle_id: int, paper: str) -> tuple[FrozenBallot, Bundle, PaperStatus]:
    ballot, bundle = frozen(round_id), bundle_in(round_id, bundle_id)
    require_not_on_team_of_bundle(bundle)
    return ballot, bundle, status_of_paper(bundle, ballot, paper)


def _page(ballot: FrozenBallot, bundle: Bundle, paper_status: PaperStatus, **forms: FlaskForm):
    """What was typed is shown only to people who have to decide: until two have typed a paper typing is blind, and nobody
    reads a paper that is settled.
    """
    me = actor().account_id
    look_form, ruling = LookForm(ballot, formdata=None), RulingForm(ballot, paper_status, me, formdata=None)
    fresh: dict[str, FlaskForm] = {"form": look_form, "ruling": ruling, "removing": RemoveEntryForm(formdata=None)}
    forms = {**fresh, **forms}
    to_decide = paper_status.state in (PaperState.DIFFERS, PaperState.TO_RULE)
    is_shown = paper_status.is_shown_to(me)
    decided = paper_status.ruling.decided if to_decide and paper_status.ruling else None
    page = render_template(
        "paper_desk/paper.html",
        ballot=ballot,
        bundle=bundle,
        paper_status=paper_status,
        serial=shown_serial(paper_status.paper.serial),
        state=paper_status.state,
        readings=[reading_in_words(each, ballot) for each in paper_status.readings] if is_shown else [],
        decided=decided,
        counts_as=reading_in_words(decided.counts, ballot) if decided and decided.counts else "",
        rule=RULE_OF_PAPERS,
        reasons=dict(ruling_reasons(ballot.ballot_type)),
        words=ENTRY_WORDS[ballot.ballot_type],
        names=names(),
        me=me,
        may_correct=me not in paper_status.typists,
        two_others=TWO_WHO_DID_NOT_TYPE_IT,
        too_many=queries.more_typed_than_counted(bundle),
        may_remove_entry=me in paper_status.typists or may_remove_any_entry(),
        **forms,
    )
    return page, 422 if any(form.errors for form in forms.values()) else 200


def _back_to(bundle: Bundle):
    return redirect(url_for("paper_desk.bundle", round_id=bundle.round_id, bundle_id=bundle.id))


@bp.get(_PAPER)
@open_to(COUNTER, COORDINATOR)
@after_declaring
def paper(round_id: int, bundle_id: int, paper: str):
    """What is the matter with this paper, and what can be done."""
    return _page(*_found(round_id, bundle_id, paper))


@bp.post(f"{_PAPER}/look")
@open_to(COUNTER, COORDINATOR)
@after_declaring
def third_look(round_id: int, bundle_id: int, paper: str):
    """A third person looks at the paper itself and types what it says."""
    ballot, bundle, paper_status = _found(round_id, bundle_id, paper)
    actions.require_third_look(paper_status)
    form = LookForm(ballot)
    if not form.validate():
        return _page(ballot, bundle, paper_status, form=form)
    actions.third_look(actor(), bundle, ballot, paper_status.paper, form.reading)
    if form.reading in paper_status.readings:
        flash(_("Your entry has been saved. Two of the three entries now agree."), "success")
    else:
        flash(_("All three entries are different, so two people must make a ruling."), "warning")
    return _back_to(bundle)


@bp.post(f"{_PAPER}/ruling")
@open_to(COUNTER, COORDINATOR)
@after_declaring
@for_the_impartial
def propose_ruling(round_id: int, bundle_id: int, paper: str):
    """The first of two people says what becomes of the paper."""
    ballot, bundle, paper_status = _found(round_id, bundle_id, paper)
    form = RulingForm(ballot, paper_status, actor().account_id)
    if not form.validate():
        return _page(ballot, bundle, paper_status, ruling=form)
    actions.propose_ruling(actor(), bundle, paper_status.paper, reason=form.reason.data, counts=form.reading)
    flash(str(A_SECOND_MUST_AGREE), "success")
    return _back_to(bundle)


@bp.post(f"{_PAPER}/ruling/agree")
@open_to(COUNTER, COORDINATOR)
@after_declaring
@for_the_impartial
def agree_ruling(round_id: int, bundle_id: int, paper: str):
    """The second of two people agrees."""
    _ballot, bundle, paper_status = _found(round_id, bundle_id, paper)
    actions.agree_ruling(actor(), bundle, paper_status.paper)
    flash(_("The ruling has been agreed. This paper is settled."), "success")
    return _back_to(bundle)


@bp.post(f"{_PAPER}/remove-entry")
@open_to(COORDINATOR, COUNTER)
@after_declaring
def remove_entry(round_id: int, bundle_id: int, paper: str):
    """An entry under a wrong serial is removed, so that the right paper can be typed."""
    ballot, bundle, paper_status = _found(round_id, bundle_id, paper)
    form = RemoveEntryForm()
    if not form.validate():
        return _page(ballot, bundle, paper_status, removing=form)
    actions.remove_entry(actor(), bundle, paper_status.paper, form.reason.data)
    flash(_("The entry has been removed. Type the paper again under the right number."), "success")
    return _back_to(bundle)
