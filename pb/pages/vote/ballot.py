"""The declaration, the ballot and the review: a voter goes to and fro between them until they cast."""

from __future__ import annotations

from dataclasses import replace

from flask import request

from pb.pages.vote import bp
from pb.pages.vote.code import code_form, code_page
from pb.pages.vote.forms import DeclarationForm
from pb.pages.vote.presses import draft_sent, looked_for, pressed
from pb.pages.vote.screen_settings import ScreenSettings
from pb.pages.vote.screens import (
    ask_to_declare,
    ballot_of,
    ballot_page,
    declaration_page,
    read_again,
    review_page,
    same_screen,
)
from pb.pages.vote.spoken import speak
from pb.voting import queries
from pb.web.access import PUBLIC, open_to


@bp.post("/vote/declaration")
@open_to(PUBLIC)
def declaration():
    """The voter has said that they may vote: show the ballot. Who came back from it brings along what they chose."""
    draft = draft_sent()
    form = DeclarationForm()
    if not form.validate():
        return declaration_page(draft, form)
    return ballot_page(draft.declaring())


@bp.post("/vote/ballot")
@open_to(PUBLIC)
def ballot():
    """The ballot after a press on it, and the way back from the review; everything chosen so far stays."""
    draft = draft_sent()
    if not draft.declared:
        return ask_to_declare(draft)
    ballot = ballot_of(draft)
    draft, problem, at = pressed(draft, ballot)
    if draft.corrected != ballot.corrected:
        return read_again(draft)
    return ballot_page(draft, too_many=problem, at=at, find=looked_for())


@bp.post("/vote/review")
@open_to(PUBLIC)
def review():
    """Read what was chosen before casting. Too few are said kindly, and nothing is taken off.

    A project that was withdrawn since the ballot was opened is marked. Such a vote may still go in: the other choices
    count.
    """
    draft = draft_sent()
    if not draft.declared:
        return ask_to_declare(draft)
    ballot = ballot_of(draft)
    draft = draft.choosing(draft.choices)
    if draft.corrected != ballot.corrected:
        return read_again(draft)
    if sentence := queries.choices_error_now(ballot, draft.choices):
        return ballot_page(draft, str(sentence))
    return review_page(draft)


@bp.post("/vote/settings")
@open_to(PUBLIC)
def settings():
    """Another size of text, other colours, another language: the same screen, with everything on it as it was."""
    page = request.form.get("page")
    if page in ("code", "caller"):
        form, settings = code_form(for_caller=page == "caller"), ScreenSettings.before_a_draft(request.form)
        return code_page(form, speak(settings), for_caller=page == "caller")
    draft = draft_sent()
    draft = replace(draft, settings=speak(draft.settings.pressed(request.form)))
    return same_screen(draft, page or "", looked_for())
