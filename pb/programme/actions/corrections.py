"""A typing error on the frozen ballot: one person proposes other words, a member agrees, and the ballot's fingerprint is
made anew. Never after somebody has begun to vote: the database decides which of the two came first.
"""

from __future__ import annotations

from typing import Any

from pb import clock
from pb.edits import require_unedited
from pb.people.actions import require_no_interest_in
from pb.people.queries import has_declared_interest
from pb.people.rules import YOU_PROPOSED_IT
from pb.people.rules.sentences import ALREADY_PROPOSED, PROPOSER_HAS_AN_INTEREST, TURN_IT_DOWN
from pb.programme.queries.corrections import why_texts_stay
from pb.programme.queries.freezing import frozen_document
from pb.programme.rules.ballot_documents import document_hash
from pb.programme.rules.corrections import CorrectedWording, wording_error
from pb.projects.models import TextCorrection
from pb.projects.queries import LineAsRead, ballot_hash_of, ballot_lines_by_project, line_as_edited, waiting_corrections
from pb.projects.rules.sentences import CHANGE_THE_TEXT_AGAIN, CORRECTION_STANDS, NOT_ON_THIS_BALLOT
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, STEERING, Actor
from pb.rounds.actions import require_member, require_unused_seat
from pb.rounds.models import Round
from pb.rounds.rules.sentences import ASK_ANOTHER_MEMBER, GIVE_THE_REASON
from pb.unicode_text import tidy
from pb.voting.actions.wording import hold_the_texts
from pb.words import lazy_gettext as _l

CORRECTION_PROPOSED = Act(
    "correction.proposed", _l("proposed to correct the text of project %(number)s"), only=(COORDINATOR, STEERING)
)


def propose_correction(
    by: Actor, round_: Round, project_id: int, wording: CorrectedWording, reason: str
) -> TextCorrection:
    """A coordinator or a member proposes other words for a project on the frozen ballot.

    Refuses without a reason, words that the rules refuse or that are the same, a second proposal for one project,
    somebody with an interest in it, and once somebody has begun to vote (guards `corrected_before_the_first_vote_insert`
    and `corrected_before_papers_are_out_insert`).
    """
    with acting(by, CORRECTION_PROPOSED, round_id=round_.id, reason=tidy(reason), project=project_id) as act:
        if by.role == STEERING:
            require_member(by, round_)
        require_no_interest_in(by, project_id)
        line = _open_line(round_, project_id)
        require_unedited(by, line_as_edited(line))
        if any(each.project_id == project_id for each in waiting_corrections(round_.id)):
            raise Refusal(ALREADY_PROPOSED, ASK_ANOTHER_MEMBER)
        if not tidy(reason):
            raise Refusal(GIVE_THE_REASON, status=422)
        if wrong := wording_error(line, wording):
            raise Refusal(next(iter(wrong.values())), CHANGE_THE_TEXT_AGAIN, status=422)
        correction = TextCorrection(
            round_id=round_.id, project_id=project_id, reason=tidy(reason), proposed_by=by.account_id,
            proposed_at=clock.now(), **_words(line, wording),
        )  # fmt: skip
        act.session.add(correction)
        act.facts["number"] = line.number
    return correction


def _words(line: LineAsRead, wording: CorrectedWording) -> dict[str, Any]:
    return {
        "old_title": line.title,
        "old_body": line.body,
        "old_picture_alt": line.picture_alt,
        "old_sound_id": line.sound_id,
        "title": tidy(wording.title),
        "body": tidy(wording.body),
        "picture_alt": tidy(wording.picture_alt) if line.picture_id else line.picture_alt,
        "sound_id": None if wording.without_sound else line.sound_id,
    }


CORRECTION_AGREED = Act(
    "correction.agreed",
    _l(
        "agreed to correct the text of project %(number)s. The fingerprint of the ballot was %(old_hash)s and is now "
        "%(ballot_hash)s"
    ),
    only=(STEERING,),
    people=2,
)


def agree_to_correction(by: Actor, round_: Round, correction: TextCorrection) -> None:
    """A second person, a member of the round's list, agrees: the words are on the ballot from now on, everywhere.

    Refuses the proposer, who has an interest in the project, a proposer who has one by now, and once somebody has begun
    to vote (guards `corrected_before_the_first_vote_update` and `corrected_before_papers_are_out_update`).
    """
    with acting(by, CORRECTION_AGREED, round_id=round_.id, project=correction.project_id) as act:
        hold_the_texts(act.session, to_correct=True)
        require_member(by, round_)
        if correction.agreed_at:
            raise Refusal(CORRECTION_STANDS)
        if correction.proposed_by == by.account_id:
            raise Refusal(YOU_PROPOSED_IT, ASK_ANOTHER_MEMBER)
        require_unused_seat(by, round_.id, [correction.proposed_by])
        require_no_interest_in(by, correction.project_id)
        if has_declared_interest(correction.proposed_by, correction.project_id):
            raise Refusal(
                PROPOSER_HAS_AN_INTEREST,
                TURN_IT_DOWN,
            )
        line = _open_line(round_, correction.project_id)
        act.require_as_shown(correction)
        old, new = ballot_hash_of(round_), document_hash(frozen_document(round_, correction))
        correction.old_hash, correction.new_hash = old, new
        correction.agreed_by, correction.agreed_at = by.account_id, clock.now()
        act.facts.update(number=line.number, correction=correction.id, old_hash=old, ballot_hash=new)


CORRECTION_WITHDRAWN = Act(
    "correction.withdrawn",
    _l("withdrew or turned down the correction of the text of project %(number)s"),
    only=(COORDINATOR, STEERING),
)


def withdraw_correction(by: Actor, round_: Round, correction: TextCorrection) -> None:
    """Who proposed a correction withdraws it, or another who could agree to it turns it down. Refuses anybody else, and
    once it is made; not once somebody has voted, so that it does not wait for ever.
    """
    with acting(by, CORRECTION_WITHDRAWN, round_id=round_.id, project=correction.project_id) as act:
        if correction.agreed_at:
            raise Refusal(CORRECTION_STANDS)
        if correction.proposed_by != by.account_id:
            require_no_interest_in(by, correction.project_id)
            if by.role == STEERING:
                require_member(by, round_)
        act.facts["number"] = ballot_lines_by_project(round_.id)[correction.project_id].number
        act.session.delete(correction)


def _open_line(round_: Round, project_id: int) -> LineAsRead:
    line = ballot_lines_by_project(round_.id).get(project_id)
    if line is None:
        raise Refusal(NOT_ON_THIS_BALLOT)
    if why := why_texts_stay(round_):
        raise Refusal(
            why,
            _l(
                "Facilitators can tell voters what is wrong. Or two people can withdraw the project on the page “Decisions”."
            ),
        )
    return line
