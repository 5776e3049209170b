"""What an address names, looked up inside what it says it belongs to; 404 where there is no such thing."""

from __future__ import annotations

from typing import TypeVar

from flask import abort

from pb.database import db
from pb.jobs import Job
from pb.paper.models import Batch, Bundle
from pb.people.models import Account, AppointmentProposal, CodeReplacement, Invitation, PasswordCode
from pb.projects.models import MadeSound, Media, Project, TextCorrection
from pb.projects.queries import (
    LineAsRead,
    ballot_lines_by_project,
    made_sound_with_hash,
    media_with_hash,
    waiting_corrections,
)
from pb.projects.rules.sentences import ONLY_ITS_GROUP_READS_IT, WHEN_IT_IS_SENT
from pb.refusals import Refusal
from pb.rounds.models import Decision, Round
from pb.venues.models import Venue, VotingSession
from pb.venues.queries import SHEET_ORDER
from pb.voting.models import CardPack, CardStack, PutBack
from pb.voting.queries.cards import CARD_ORDER
from pb.web.access import APPOINTED, granted_to

#: Who knows of rounds that are not published.
sees_drafts = granted_to(*APPOINTED)

Row = TypeVar("Row", Batch, Bundle, Decision, Project, PutBack, VotingSession)


def round_with(round_id: int) -> Round:
    """The round with this id; of drafts only staff know."""
    round_ = db.get_or_404(Round, round_id)
    return abort(404) if round_.draft and not sees_drafts() else round_


def venue_with(venue_id: int) -> Venue:
    """The venue with this id."""
    return db.get_or_404(Venue, venue_id)


def account_with(account_id: int) -> Account:
    """The account with this id."""
    return db.get_or_404(Account, account_id)


def invitation_with(invitation_id: int) -> Invitation:
    """The invitation with this id."""
    return db.get_or_404(Invitation, invitation_id)


def proposal_with(proposal_id: int) -> AppointmentProposal:
    """The proposal about people with this id."""
    return db.get_or_404(AppointmentProposal, proposal_id)


def replacement_with(replacement_id: int) -> CodeReplacement:
    """The proposal that somebody sets up new security codes."""
    return db.get_or_404(CodeReplacement, replacement_id)


def password_code_with(password_code_id: int) -> PasswordCode:
    """The proposal that somebody chooses a new password."""
    return db.get_or_404(PasswordCode, password_code_id)


def line_in(round_id: int, project_id: int) -> LineAsRead:
    """The line of this project on the frozen ballot of a round."""
    return ballot_lines_by_project(round_id).get(project_id) or abort(404)


def correction_of(round_id: int, project_id: int) -> TextCorrection:
    """The correction of this project's text that waits for a second person."""
    waiting = waiting_corrections(round_id)
    return next((each for each in waiting if each.project_id == project_id), None) or abort(404)


def media_with(sha256: str) -> Media | MadeSound:
    """The picture or sound with this content hash; what somebody chose comes before what was made of words."""
    return media_with_hash(sha256) or made_sound_with_hash(sha256) or abort(404)


def session_in(round_id: int, session_id: int) -> VotingSession:
    """A voting session of this round."""
    return _of_round(VotingSession, session_id, round_id)


def decision_in(round_id: int, decision_id: int) -> Decision:
    """A decision of this round."""
    return _of_round(Decision, decision_id, round_id)


def pack_in(round_id: int, card_number: int) -> CardPack:
    """The pack of voting cards of this round that begins with this card."""
    return db.get_or_404(CardPack, (round_id, card_number))


def stack_in(round_id: int, card_number: int) -> CardStack:
    """The cards of this round that went out together and begin with this one."""
    return db.get_or_404(CardStack, (round_id, card_number))


def card_order_in(round_id: int, order_id: int) -> Job:
    """An order of many voting cards of this round."""
    found = db.session.get(Job, order_id)
    return found if found and (found.kind, found.round_id) == (CARD_ORDER, round_id) else abort(404)


def sheet_order_in(round_id: int, order_id: int) -> Job:
    """A long list of sessions that is added to this round by a job."""
    found = db.session.get(Job, order_id)
    return found if found and (found.kind, found.round_id) == (SHEET_ORDER, round_id) else abort(404)


def put_back_in(round_id: int, put_back_id: int) -> PutBack:
    """What was found in a backup of this round's box."""
    return _of_round(PutBack, put_back_id, round_id)


def batch_in(round_id: int, batch_id: int) -> Batch:
    """Ballot papers of this round that were made together."""
    return _of_round(Batch, batch_id, round_id)


def bundle_in(round_id: int, bundle_id: int) -> Bundle:
    """A bundle of this round."""
    return _of_round(Bundle, bundle_id, round_id)


def project_in(round_id: int, project_id: int) -> Project:
    """An application of this round."""
    return _of_round(Project, project_id, round_id)


def application_to_read(round_id: int, project_id: int) -> Project:
    """The same of one that staff may read: it was sent, or staff type it in. Refuses where only its group can read it."""
    project = project_in(round_id, project_id)
    if project.sent_at is None and project.typed_by is None:
        raise Refusal(ONLY_ITS_GROUP_READS_IT, WHEN_IT_IS_SENT, status=403)
    return project


def _of_round(model: type[Row], row_id: int, round_id: int) -> Row:
    found = db.session.get(model, row_id)
    if found is None or found.round_id != round_id:
        abort(404)
    return found
