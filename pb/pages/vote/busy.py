"""A press that the database could not serve in time: the ballot is still there, to be cast by the next press."""

from __future__ import annotations

from flask import render_template, request

from pb.pages.vote import bp
from pb.pages.vote.draft import BallotDraft
from pb.voting.actions.group_commit import Busy


@bp.errorhandler(Busy)
def press_again(busy: Busy):
    """Asks the database for nothing, which would keep the voter waiting once more."""
    sealed = request.form.get("draft")
    draft = BallotDraft.unchecked(sealed)
    screen = {"kiosk": draft.kiosk_id is not None, "for_caller": draft.for_caller, **draft.settings.on_page()}
    page = render_template("vote/busy.html", busy=busy, draft=sealed, **screen)
    return page, busy.status
