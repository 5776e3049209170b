"""Casting: the one press after which a vote is in the box."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from pb.database import db
from pb.pages.vote import bp
from pb.pages.vote.draft import BallotDraft
from pb.pages.vote.saved import saved_page
from pb.pages.vote.screens import ask_to_declare, frozen_ballot_of
from pb.refusals import Refusal
from pb.voting import actions, queries
from pb.voting.models import Kiosk
from pb.voting.rules.sentences import NO_LONGER_A_KIOSK
from pb.web.access import PUBLIC, open_to


@bp.post("/vote/cast")
@open_to(PUBLIC)
def cast():
    """The one press that casts. The page that says "saved" is made only after the commit; a second press is
    harmless.
    """
    draft = BallotDraft.from_token(request.form.get("draft"))
    _check_kiosk(draft)
    if not draft.declared:
        return ask_to_declare(draft)
    ballot = frozen_ballot_of(draft.round_id)
    vote, kiosk = draft.vote(ballot), draft.kiosk_id and db.session.get(Kiosk, draft.kiosk_id)
    is_first = kiosk and queries.status_of_right(draft.right_key) is None
    receipt = actions.cast_vote(vote)
    if kiosk and is_first and vote.opened_at:
        actions.note_visit(kiosk, ballot, vote.opened_at)
    return saved_page(receipt, kiosk=draft.kiosk_id is not None)


def _check_kiosk(draft: BallotDraft) -> None:
    """A revoked device can no longer cast anything, not even a ballot that was open on it.

    A vote that it cast before, and whose answer was lost on the way, is told its receipt: it must not be taken for
    lost.
    """
    if draft.kiosk_id is not None and queries.status_of_right(draft.right_key) != "cast":
        kiosk = db.session.get(Kiosk, draft.kiosk_id)
        if kiosk is None or kiosk.revoked_at is not None:
            raise Refusal(NO_LONGER_A_KIOSK, _("Please tell the facilitator. Your vote was not cast."))
