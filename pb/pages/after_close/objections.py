"""Objections as those read them who answer: one is written down, an answer is proposed, and another person agrees."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired

from pb.pages.after_close import bp
from pb.pages.impartial import for_the_impartial
from pb.pages.lookups import round_with
from pb.pages.results.objections import ObjectionForm
from pb.people.queries import names
from pb.refusals import Refusal, is_allowed
from pb.results import actions
from pb.results.models import ObjectionAnswer
from pb.results.queries.counts import latest_count
from pb.results.queries.objections import (
    KnownObjection,
    may_be_written_down,
    objection_time_of,
    objection_with,
    objections_in,
)
from pb.results.rules.objections import LONGEST_ANSWER, LONGEST_SUMMARY, NO_OBJECTIONS_NOW, WAYS, WAYS_OF_STAFF
from pb.rounds.models import Round
from pb.web.access import COORDINATOR, STEERING, actor, open_to
from pb.web.fields import at_most
from pb.words import lazy_gettext as _l


class WrittenObjectionForm(ObjectionForm):
    """The same, for somebody who phoned, wrote or came."""

    way = RadioField(
        _l("How did the objection come?"),
        [InputRequired(_l("Select how the objection came."))],
        choices=[SelectChoice(each, WAYS[each]) for each in WAYS_OF_STAFF],
    )


class ObjectionAnswerForm(FlaskForm):
    """What is answered, in words that are published."""

    about = TextAreaField(
        _l("What is the objection about? Use no names."),
        [DataRequired(_l("Write what the objection is about.")), at_most(LONGEST_SUMMARY)],
        description=_l("Everyone will read this with the result."),
    )
    upheld = RadioField(
        _l("Is the objection right?"),
        [InputRequired(_l("Select whether the objection is right."))],
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("No"))],
    )
    answer = TextAreaField(
        _l("What is the answer, and why? Use no names."),
        [DataRequired(_l("Write the answer.")), at_most(LONGEST_ANSWER)],
        description=_l("Everyone will read this with the result."),
    )


@bp.get("/rounds/<int:round_id>/after-close/objections")
@open_to(COORDINATOR, STEERING)
def objections(round_id: int):
    """Each objection with its answer, and until when more can come."""
    return _list(round_with(round_id), WrittenObjectionForm(formdata=None))


@bp.post("/rounds/<int:round_id>/after-close/objections")
@open_to(COORDINATOR, STEERING)
def write_objection(round_id: int):
    """Somebody phoned or wrote: their objection is written down for them."""
    round_, form = round_with(round_id), WrittenObjectionForm()
    if not may_be_written_down(round_id):
        raise Refusal(NO_OBJECTIONS_NOW)
    if not form.validate():
        return _list(round_, form)
    message, name, phone = form.message.data or "", form.name.data or "", form.phone.data or ""
    number = actions.object_to(actor(), round_, message, way=form.way.data, name=name, phone=phone)
    flash(_("The objection is written down. Tell the person its number: %(number)s.", number=number), "success")
    return redirect(url_for("after_close.objections", round_id=round_id))


def _list(round_: Round, form: WrittenObjectionForm):
    counted = latest_count(round_.id)
    page = render_template(
        "after_close/objections.html",
        round=round_,
        form=form,
        closes_at=objection_time_of(counted) if counted else None,
        may_write=may_be_written_down(round_.id),
        found=objections_in(round_.id),
        ways=WAYS,
    )
    return page, 422 if form.errors else 200


@bp.get("/rounds/<int:round_id>/after-close/objections/<int:number>")
@open_to(COORDINATOR, STEERING)
def objection(round_id: int, number: int):
    """An objection, with the form to answer it, the answer that waits for a second person, or the answer."""
    return _page(round_with(round_id), _found(round_id, number), ObjectionAnswerForm(formdata=None))


@bp.post("/rounds/<int:round_id>/after-close/objections/<int:number>/answer")
@open_to(COORDINATOR, STEERING)
@for_the_impartial
def propose_answer(round_id: int, number: int):
    """Somebody proposes an answer."""
    round_, form = round_with(round_id), ObjectionAnswerForm()
    found = _found(round_id, number)
    if not form.validate():
        return _page(round_, found, form)
    about, answer = form.about.data or "", form.answer.data or ""
    actions.propose_answer(actor(), round_, number, about, answer, upheld=form.upheld.data == "yes")
    flash(_("Another person, who is a steering group member, must agree to this answer."), "success")
    return redirect(url_for("after_close.objection", round_id=round_id, number=number))


def _page(round_: Round, found: KnownObjection, form: ObjectionAnswerForm):
    answer = found.answer
    page = render_template(
        "after_close/objection.html",
        round=round_,
        found=found,
        form=form,
        way=WAYS[found.objection.way],
        may_agree=answer is not None and is_allowed(actions.require_second_of_answer, actor(), round_, answer),
        may_end=answer is not None and is_allowed(actions.require_may_end, actor(), round_, answer.proposed_by),
        names=names(),
    )
    return page, 422 if form.errors else 200


@bp.post("/rounds/<int:round_id>/after-close/objections/<int:number>/agree")
@open_to(STEERING)
@for_the_impartial
def agree_to_answer(round_id: int, number: int):
    """A steering group member agrees: this is the answer."""
    actions.agree_to_answer(actor(), round_with(round_id), _proposed(round_id, number))
    flash(_("The objection is answered. The answer will be published with the result."), "success")
    return redirect(url_for("after_close.objections", round_id=round_id))


@bp.post("/rounds/<int:round_id>/after-close/objections/<int:number>/withdraw")
@open_to(COORDINATOR, STEERING)
def withdraw_answer(round_id: int, number: int):
    """The proposed answer is withdrawn or turned down; another can be proposed."""
    round_with(round_id)
    actions.withdraw_answer(actor(), _proposed(round_id, number))
    flash(_("The proposed answer is gone. Someone can propose another one."), "success")
    return redirect(url_for("after_close.objection", round_id=round_id, number=number))


def _found(round_id: int, number: int) -> KnownObjection:
    return objection_with(round_id, number) or abort(404)


def _proposed(round_id: int, number: int) -> ObjectionAnswer:
    return _found(round_id, number).answer or abort(404)
