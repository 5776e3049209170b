"""Setting up a round: begun with a name, then its settings a section at a time."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from pb.database import db
from pb.formats import day_time, start_time
from pb.pages.letters_note import tell_of_letters
from pb.pages.lookups import round_with
from pb.pages.rounds import bp
from pb.pages.rounds.ballot_form import RULE_HINTS, TYPE_HINTS
from pb.pages.rounds.forms import FORMS, NameForm
from pb.pages.rounds.section_form import SectionForm, opened_form, problems
from pb.programme.queries.out_of_reach import remarks_on
from pb.programme.rules.out_of_reach import Remark
from pb.refusals import Refusal
from pb.rounds import actions, queries
from pb.rounds.models import Round
from pb.rounds.rules.sections import SECTION_NAMES, SECTIONS
from pb.rounds.rules.sentences import RULES_ARE_FROZEN, WHAT_TWO_STILL_DECIDE
from pb.unfinished import TooLongToKeep
from pb.web.access import COORDINATOR, actor, open_to
from pb.words import Sentence

_OF_SECTION = f"/rounds/<int:round_id>/settings/<any({', '.join(SECTIONS)}):section>"


class SectionLine(NamedTuple):
    """A line of the list: ``state`` is "done", "half_done", "not_set" or "look"; ``said``: what to look at, in sentences."""

    section: str
    name: Sentence
    state: str
    said: list[Sentence | str]
    pages: list[str]


@bp.route("/rounds/new", methods=["GET", "POST"])
@open_to(COORDINATOR)
def new():
    """Begin a round, with its name alone."""
    form = NameForm()
    if form.validate_on_submit():
        round_ = actions.begin_round(actor(), form.said()["name"])
        said = _(
            "The round has been set up as a draft. Fill in its settings, on different days if you like, then publish it."
        )
        flash(said, "success")
        tell_of_letters(round_.name)
        return redirect(url_for("rounds.settings", round_id=round_.id))
    return render_template("rounds/new.html", form=form), form.page_status


@bp.get("/rounds/<int:round_id>/settings")
@open_to(COORDINATOR)
def settings(round_id: int):
    """The sections of the settings, and which of them are done."""
    round_ = _open_round(round_id)
    return render_template("rounds/settings.html", round=round_, parts=_parts(round_))


def _parts(round_: Round) -> list[SectionLine]:
    remarks, never_set = remarks_on(round_), queries.never_set_of(round_)
    return [_part(round_, each, never_set, [one for one in remarks if one.section == each]) for each in SECTIONS]


def _part(round_: Round, section: str, never_set: set[str], remarks: list[Remark]) -> SectionLine:
    said: list[Sentence | str] = [each.sentence for each in remarks]
    state = "look" if remarks else "done"
    if queries.half_done_of(round_, section):
        state, said = "half_done", [*problems(FORMS[section], section, round_), *said]
    elif section in never_set:
        state = "not_set"
    if section == "dates" and section not in never_set:
        said = [*_dates_in_words(round_), *said]
    return SectionLine(
        section, SECTION_NAMES[section], state, said, sorted({each.page for each in remarks if each.page})
    )


def _dates_in_words(round_: Round) -> list[str]:
    """What was typed as numbers, to be looked at: 5.30 may have been meant for the afternoon, and 72 for another year."""
    return [
        _(
            "Groups can apply from %(opens)s until %(closes)s.",
            opens=start_time(round_.applications_open_at),
            closes=day_time(round_.applications_close_at),
        ),
        _(
            "People can vote from %(opens)s until %(closes)s.",
            opens=start_time(round_.voting_opens_at),
            closes=day_time(round_.voting_closes_at),
        ),
        _("Postal votes must arrive by %(when)s.", when=day_time(round_.post_closes_at)),
    ]


@bp.route(_OF_SECTION, methods=["GET", "POST"])
@open_to(COORDINATOR)
def section(round_id: int, section: str):
    """Change one section, or leave it half done."""
    round_ = _open_round(round_id)
    form = opened_form(FORMS[section], section, round_)
    if form.is_submitted() and request.form.get("then") == "later":
        kept = _keep(form, round_, section)
    else:
        kept = form.validate_on_submit() and _saved(form, round_, section)
    if kept:
        tell_of_letters(*_titles(round_, section))
        return redirect(url_for("rounds.settings", round_id=round_id))
    remarks = [each for each in remarks_on(round_) if each.section == section and not form.is_submitted()]
    return (
        render_template(
            f"rounds/section_{section}.html",
            form=form,
            round=round_,
            section=section,
            name=SECTION_NAMES[section],
            never_set=section in queries.never_set_of(round_),
            remarks=remarks,
            rule_hints=RULE_HINTS,
            type_hints=TYPE_HINTS,
        ),
        form.page_status,
    )


def _saved(form: SectionForm, round_: Round, section: str) -> bool:
    """Save a section that holds; what the act refuses is said on the page, on which everything typed still stands."""
    try:
        done = form.saved(
            lambda: actions.change_section(actor(), round_, section, form.said()), *_ACTS, round_id=round_.id
        )
    except Refusal as refused:
        db.session.rollback()
        if refused.status >= 500 or round_.frozen:
            raise
        form.problem(str(refused))
        return False
    if done:
        flash(_("“%(section)s” has been saved.", section=SECTION_NAMES[section]), "success")
    return done


def _keep(form: SectionForm, round_: Round, section: str) -> bool:
    """Keep what was typed, right or not."""
    try:
        typed = form.typed()
    except TooLongToKeep as refused:
        form.problem(str(refused))
        return False
    done = form.saved(lambda: actions.keep_section(actor(), round_, section, typed), *_ACTS, round_id=round_.id)
    if done:
        said = _(
            "“%(section)s” is kept, but not finished. Until you finish it, the round goes on as it was.",
            section=SECTION_NAMES[section],
        )
        flash(said, "success")
    return done


#: The acts that change a section.
_ACTS = ("round.section_changed", "round.section_kept")


def _titles(round_: Round, section: str) -> list[str]:
    """What of a section is printed."""
    return [round_.name] if section == "name" else [pot.name for pot in round_.pots] if section == "money" else []


@bp.post(f"{_OF_SECTION}/put-back")
@open_to(COORDINATOR)
def put_back(round_id: int, section: str) -> Any:
    """Throw away what was left half done."""
    actions.put_section_back(actor(), _open_round(round_id), section)
    flash(_("What was not finished in “%(section)s” has been deleted.", section=SECTION_NAMES[section]), "success")
    return redirect(url_for("rounds.settings", round_id=round_id))


def _open_round(round_id: int) -> Round:
    round_ = round_with(round_id)
    if round_.frozen:
        raise Refusal(RULES_ARE_FROZEN, WHAT_TWO_STILL_DECIDE)
    return round_
