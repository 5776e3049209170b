"""Casting: the one press after which a vote is in the box."""

from __future__ import annotations

from flask import render_template, request

from pb.database import db
from pb.pages.vote import bp
from pb.pages.vote.draft import BallotDraft
from pb.pages.vote.saved import saved_page
from pb.pages.vote.screens import ask_to_declare, ballot_of, read_again
from pb.refusals import Refusal
from pb.voting import actions, queries
from pb.voting.actions.group_commit import busy_if_out_of_reach
from pb.voting.actions.wording import TextsCorrected
from pb.voting.models import Kiosk
from pb.voting.rules.sentences import (
    NO_LONGER_A_KIOSK,
    NOT_CAST_TELL_THE_FACILITATOR,
)
from pb.web.access import PUBLIC, open_to


@bp.post("/vote/cast")
@open_to(PUBLIC)
def cast():
    """The one press that casts. The page that says "saved" is made only after the commit; a second press is
    harmless. A vote from a device that was stopped, or from a kiosk after the close, is held for two people.
    """
    with busy_if_out_of_reach():
        draft = BallotDraft.from_token(request.form.get("draft"))
        _require_running_kiosk_until_declared(draft)
        if not draft.declared:
            return ask_to_declare(draft)
        try:
            return _cast(draft)
        except TextsCorrected:
            return read_again(draft)


def _cast(draft: BallotDraft):
    ballot = ballot_of(draft)
    vote = draft.vote(ballot)
    if draft.kiosk_id is not None and (why := actions.why_held(vote, draft.kiosk_id)):
        receipt = actions.hold(vote, draft.kiosk_id, why)
        return render_template("vote/held.html", receipt=receipt, why=why, **draft.settings.on_page())
    kiosk = draft.kiosk_id and db.session.get(Kiosk, draft.kiosk_id)
    is_first = kiosk and queries.status_of_right(draft.right_key) is None
    receipt = actions.cast_vote(vote)
    if kiosk and is_first and vote.opened_at:
        actions.note_turn(kiosk, ballot, vote.opened_at)
    return saved_page(receipt, draft.settings, kiosk=draft.kiosk_id is not None, for_caller=draft.for_caller)


def _require_running_kiosk_until_declared(draft: BallotDraft) -> None:
    """A ballot whose voter has not even begun ends with its device."""
    if draft.kiosk_id is not None and not draft.declared:
        kiosk = db.session.get(Kiosk, draft.kiosk_id)
        if kiosk is None or kiosk.revoked_at is not None:
            raise Refusal(NO_LONGER_A_KIOSK, NOT_CAST_TELL_THE_FACILITATOR)
