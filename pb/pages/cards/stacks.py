"""Where the cards are: which went to which place, and what was counted of them afterwards, by two people."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from pb.pages.cards import bp
from pb.pages.cards.forms import CountedTooForm, CountStackForm, SendOutForm
from pb.pages.lookups import round_with, stack_in
from pb.people.queries import names
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.voting import actions, queries
from pb.voting.models import CardStack
from pb.voting.queries.card_account import lacking, replaced_by_stack, size, stack_as_edited, stacks_of
from pb.web.access import COORDINATOR, STEERING, actor, open_to
from pb.web.lists import Filter, Listing, listing


@bp.get("/rounds/<int:round_id>/cards/stacks")
@open_to(COORDINATOR, STEERING)
def stacks(round_id: int):
    """All cards in numbers, where they went, and a form to write down where more of them go."""
    return _stacks(round_with(round_id), SendOutForm(formdata=None))


def _stacks(round_: Round, form: SendOutForm):
    page = render_template(
        "cards/stacks.html",
        round=round_,
        form=form,
        account=queries.card_account(round_.id),
        found=_listed(round_.id),
        size=size,
        replaced=replaced_by_stack(round_.id),
    )
    return page, 422 if form.errors else 200


def _listed(round_id: int) -> Listing[CardStack]:
    options = {
        "out": (_("Nobody has counted yet"), lambda each: not each.counted_by),
        "second": (_("A second person must count"), lambda each: each.counted_by and not each.also_counted_by),
        "done": (_("Counted by two people"), lambda each: each.also_counted_by),
    }
    return listing(
        stacks_of(round_id),
        words=lambda each: (each.place, str(each.first), str(each.last)),
        filters=[Filter("show", _("Which cards"), options)],
        endpoint="cards.stacks",
    )


@bp.post("/rounds/<int:round_id>/cards/stacks")
@open_to(COORDINATOR)
def send_out(round_id: int):
    """Cards go to a place where they are handed out."""
    round_, form = round_with(round_id), SendOutForm()
    if not form.validate():
        return _stacks(round_, form)
    try:
        actions.send_out_cards(actor(), round_, form.first.data, form.last.data, form.place.data)
    except Refusal as refusal:
        form.first.errors = [_said(refusal)]
        return _stacks(round_, form)
    flash(_("The place where these cards go has been saved."), "success")
    return redirect(url_for("cards.stacks", round_id=round_id))


@bp.get("/rounds/<int:round_id>/cards/stacks/<int:card_number>")
@open_to(COORDINATOR, STEERING)
def stack(round_id: int, card_number: int):
    """The cards of one place: count them, or count what came back as the second person."""
    return _stack(stack_in(round_id, card_number))


def _stack(found: CardStack, count: CountStackForm | None = None, too: CountedTooForm | None = None):
    if count is None:
        count = CountStackForm(formdata=None, data=stack_as_edited(found))
        count.edits(stack_as_edited(found))
    too = too or CountedTooForm(formdata=None)
    page = render_template(
        "cards/stack.html",
        round=round_with(found.round_id),
        stack=found,
        size=size(found),
        lacking=lacking(found) if found.counted_by else 0,
        names=names(),
        is_theirs=found.counted_by == current_user.id,
        count=count,
        too=too,
    )
    return page, 422 if too.errors else count.page_status


@bp.post("/rounds/<int:round_id>/cards/stacks/<int:card_number>/take-off")
@open_to(COORDINATOR)
def take_off(round_id: int, card_number: int):
    """These cards did not go there."""
    actions.take_off_the_list(actor(), stack_in(round_id, card_number))
    flash(_("These cards are no longer on the list."), "success")
    return redirect(url_for("cards.stacks", round_id=round_id))


@bp.post("/rounds/<int:round_id>/cards/stacks/<int:card_number>/count")
@open_to(COORDINATOR, STEERING)
def count(round_id: int, card_number: int):
    """One person has counted what was handed out and what came back."""
    found, form = stack_in(round_id, card_number), CountStackForm()
    form.edits(stack_as_edited(found))
    if not form.validate():
        return _stack(found, count=form)
    counted = (form.handed_out.data, form.back_numbers.data or "", form.reason.data or "")
    try:
        if not form.saved(
            lambda: actions.count_stack(actor(), found, *counted),
            "cards.counted_at_a_place",
            round_id=round_id,
            first=found.first,
        ):
            return _stack(found, count=form)
    except Refusal as refusal:
        found = stack_in(round_id, card_number)
        form.back_numbers.errors = [_said(refusal)]
        return _stack(found, count=form)
    flash(_("Your count has been saved. Someone else must now count the cards that came back."), "success")
    return redirect(url_for("cards.stack", round_id=round_id, card_number=card_number))


@bp.post("/rounds/<int:round_id>/cards/stacks/<int:card_number>/confirm")
@open_to(COORDINATOR, STEERING)
def confirm(round_id: int, card_number: int):
    """Another person has counted what came back: those codes are closed."""
    found, form = stack_in(round_id, card_number), CountedTooForm()
    if not form.validate():
        return _stack(found, too=form)
    actions.confirm_stack(actor(), found, form.came_back.data)
    flash(_("These cards are accounted for. Those that came back can no longer be used."), "success")
    return redirect(url_for("cards.stacks", round_id=round_id))


def _said(refusal: Refusal) -> str:
    return f"{refusal.sentence} {refusal.next_step or ''}".strip()
