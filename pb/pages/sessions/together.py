"""Several sessions of a round changed together: chosen on the list, looked at in words, done in one act."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_wtf import FlaskForm

from pb.edits import ChangedMeanwhile, seen_of
from pb.pages.lookups import round_with
from pb.pages.sessions import bp
from pb.pages.sessions.listed import can_be_chosen, sessions_in_order
from pb.pages.sessions.together_forms import FORMS, NAMES
from pb.pages.sessions.unusual import unusual_in_words
from pb.people.queries import names
from pb.programme.actions.sessions_together import change_together
from pb.programme.queries.sessions import outcomes_of, printed_with_times, together_as_edited
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.venues import queries
from pb.venues.rules.together import SessionChangeKind, SessionOutcome
from pb.venues.rules.two_places import to_look_at, unusual_sessions
from pb.web.access import COORDINATOR, actor, open_to
from pb.web.numbers import db_int

#: What stands on the list of those that cannot be changed, for each reason.
_SHOWN = 20


@bp.get("/rounds/<int:round_id>/sessions/together")
@open_to(COORDINATOR)
def together(round_id: int):
    """What is to be changed of the sessions that were chosen on the list: all that it matches, or those that were ticked."""
    round_, kind = round_with(round_id), _kind()
    there = queries.sessions_to_list(round_id)
    ids = [each.id for each in there if each.id in set(request.args.getlist("id", type=db_int))]
    if request.args.get("every") == "yes":
        ids = [
            each.id
            for each in sessions_in_order(round_id, there, to_look_at(queries.still_to_come())).matching
            if can_be_chosen(each)
        ]
    return _choose(round_, kind, ids, FORMS[kind](formdata=None))


@bp.post("/rounds/<int:round_id>/sessions/together")
@open_to(COORDINATOR)
def look_together(round_id: int):
    """What becomes of each, in words. Nothing is changed yet."""
    round_, kind, ids = round_with(round_id), _kind(), _ids()
    form = FORMS[kind]()
    if not form.validate():
        return _choose(round_, kind, ids, form)
    return _preview(round_, kind, ids, form)


@bp.post("/rounds/<int:round_id>/sessions/together/change")
@open_to(COORDINATOR)
def do_together(round_id: int):
    """Change what was shown: all of it, or nothing."""
    round_, kind, ids = round_with(round_id), _kind(), _ids()
    form = FORMS[kind]()
    if not form.validate():
        return _choose(round_, kind, ids, form)
    try:
        changed = change_together(actor(), round_, ids, form.change)
    except ChangedMeanwhile:
        return _preview(round_, kind, ids, form, meanwhile=True), 409
    except Refusal as refused:
        if refused.status != 409:
            raise
        return _preview(round_, kind, ids, form, refused=refused), 409
    said = ngettext("%(num)s session has been changed.", "%(num)s sessions have been changed.", changed)
    flash(f"{said} {_out_of_date(round_)}" if kind in _TOLD_ON_PAPER else said, "success")
    return redirect(url_for("sessions.index", round_id=round_id))


#: Kinds of change that make untrue what was printed before.
_TOLD_ON_PAPER = (SessionChangeKind.MOVE, SessionChangeKind.TIMES, SessionChangeKind.CANCEL)


def _kind() -> SessionChangeKind:
    asked = request.values.get("kind", "")
    return SessionChangeKind(asked) if asked in set(SessionChangeKind) else SessionChangeKind.MOVE


def _ids() -> list[int]:
    """The chosen ones as the form carries them on."""
    return [
        int(each)
        for each in request.form.get("ids", "").split()
        if each.isascii() and each.isdigit() and len(each) < 10
    ]


def _choose(round_: Round, kind: SessionChangeKind, ids: list[int], form: FlaskForm):
    page = render_template("sessions/together.html", round=round_, kind=kind, names_of_kinds=NAMES, ids=ids, form=form)
    return page, 422 if form.errors else 200


def _preview(
    round_: Round,
    kind: SessionChangeKind,
    ids: list[int],
    form: Any,
    *,
    meanwhile: bool = False,
    refused: Refusal | None = None,
) -> str:
    found = outcomes_of(round_, ids, form.change)
    done = [each for each in found if each.is_done]
    return render_template(
        "sessions/look_together.html",
        round=round_,
        kind=kind,
        form=form,
        done=done,
        stay=_by_reason(found),
        seen=seen_of(together_as_edited(found)),
        names=names(),
        typed=_typed(form),
        warnings=_warnings(done, kind),
        meanwhile=meanwhile,
        refused=refused,
        out_of_date=_out_of_date(round_) if kind in _TOLD_ON_PAPER and done else "",
    )


def _typed(form: FlaskForm) -> list[tuple[str, str]]:
    """What was typed into the form, for the next one to carry."""
    fields = (each.name for each in form if each.name != "csrf_token")
    return [(name, value) for name in fields for value in request.form.getlist(name)]


def _warnings(done: list[SessionOutcome], kind: SessionChangeKind) -> dict[int, list[str]]:
    """What would be unusual of each afterwards, by its id."""
    if kind in (SessionChangeKind.NOTE, SessionChangeKind.CANCEL):
        return {}
    then = {each.session.id: each.then for each in done}
    plan = [
        replace(each, starts_at=new.starts_at, ends_at=new.ends_at, team=new.team)
        if (new := then.get(each.id))
        else each
        for each in queries.still_to_come()
    ]
    found, known = unusual_sessions(plan, then), names()
    return {id_: unusual_in_words(found.get(id_), known) for id_ in then}


def _by_reason(found: list[SessionOutcome]) -> list[tuple[str, list[SessionOutcome], int]]:
    """Those that stay as they are, by why: the first of them, and how many more there are."""
    reasons: dict[str, list[SessionOutcome]] = {}
    for each in found:
        if not each.is_done:
            reasons.setdefault(str(each.cannot or _("It is already like this.")), []).append(each)
    return [(why, those[:_SHOWN], len(those[_SHOWN:])) for why, those in reasons.items()]


def _out_of_date(round_: Round) -> str:
    """What was printed before with the old times; "" for nothing."""
    printed = printed_with_times(round_.id)
    said = [
        ngettext("%(num)s letter to venues", "%(num)s letters to venues", printed.to_venues)
        if printed.to_venues
        else "",
        ngettext("%(num)s letter to groups", "%(num)s letters to groups", printed.to_groups)
        if printed.to_groups
        else "",
        ngettext("%(num)s voting card", "%(num)s voting cards", printed.cards) if printed.cards else "",
    ]
    if not any(said):
        return ""
    return _(
        "What was printed before may say the old times: %(printed)s. Tell the people who have it.",
        printed=", ".join(filter(None, said)),
    )
