"""The voting code, which lets a voter begin."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for

from pb.pages.vote import bp
from pb.pages.vote.callers import code_address, is_for_caller, note_whose_page
from pb.pages.vote.draft import BallotDraft
from pb.pages.vote.forms import CallersCodeForm, CodeForm
from pb.pages.vote.reloaded import end_sitting
from pb.pages.vote.screen_settings import ScreenSettings
from pb.pages.vote.screens import declaration_page
from pb.pages.vote.spoken import speak
from pb.refusals import Refusal
from pb.results.queries.counts import publication_of
from pb.voting import queries
from pb.voting.actions.rights import require_open_to_voters
from pb.voting.queries.online_votes import online_votes
from pb.voting.rules.sentences import (
    NOT_STARTED_YET,
    READ_THE_RESULT,
    RESULT_IS_HERE,
    VOTING_HAS_CLOSED,
    WHEN_VOTING_STARTS,
)
from pb.web.access import COORDINATOR, FACILITATOR, PUBLIC, open_to


@bp.route("/vote", methods=["GET", "POST"])
@open_to(PUBLIC)
def code():
    """Type the voting code. A QR code brings it in the address's fragment, which no server sees."""
    return _begin_with_a_code(for_caller=False)


@bp.route("/vote/for-a-caller", methods=["GET", "POST"])
@open_to(COORDINATOR, FACILITATOR)
def for_a_caller():
    """Staff vote for somebody on the phone who reads out their code: on the voter's own screens, counted as help.

    No line of the record says so: with its moment it would tell when a vote came in, and with whose help.
    """
    return _begin_with_a_code(for_caller=True)


def _begin_with_a_code(*, for_caller: bool):
    note_whose_page(for_caller=for_caller)
    settings = speak(ScreenSettings.before_a_draft(request.form))
    form = code_form(for_caller=for_caller)
    if form.validate_on_submit():
        return declaration_page(_draft_of(form, settings, assisted=for_caller))
    return code_page(form, settings, for_caller=for_caller)


def code_form(*, for_caller: bool) -> CodeForm:
    """The form for a code: the voter’s own, or a caller’s."""
    return CallersCodeForm() if for_caller else CodeForm()


def _draft_of(form: CodeForm, settings: ScreenSettings, *, assisted: bool) -> BallotDraft:
    """The ballot that a good code opens. Refuses while nobody can vote."""
    ballot = queries.frozen_ballot(form.right.round_id)
    if ballot is None:
        raise Refusal(NOT_STARTED_YET, WHEN_VOTING_STARTS)
    if publication_of(ballot.round_id):
        address = url_for("results.result", round_id=ballot.round_id)
        raise Refusal(VOTING_HAS_CLOSED, RESULT_IS_HERE, link=(address, READ_THE_RESULT))
    require_open_to_voters(ballot)
    end_sitting()
    return BallotDraft.begin(
        round_id=ballot.round_id, right_key=form.right.key, channel="online", assisted=assisted, settings=settings
    )


def code_page(form: CodeForm, settings: ScreenSettings, *, for_caller: bool = False):
    spoken = queries.spoken_at_the_code() if settings.speaks_english else {}
    about = {"form": form, "votes": online_votes(), "for_caller": for_caller, "spoken": spoken}
    page = render_template("vote/code.html", **about, **settings.to_change())
    return page, 409 if form.spent else 422 if form.errors else 200


@bp.get("/vote/ballot")
@bp.get("/vote/review")
@bp.get("/vote/cast")
@bp.get("/vote/declaration")
@bp.get("/vote/settings")
@bp.get("/vote/keep")
@bp.get("/vote/again")
@bp.get("/vote/leave")
@open_to(PUBLIC)
def go_to_start():
    """A POST address opened by GET: start again with the code."""
    return redirect(code_address(for_caller=is_for_caller()))
