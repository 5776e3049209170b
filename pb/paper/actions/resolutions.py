"""What does not add up, and no count can mend: one person proposes how it is resolved, another agrees."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock, damaged
from pb.edits import NothingChanged
from pb.paper import queries
from pb.paper.models import Bundle, Resolution
from pb.paper.queries import DECIDED, Gap, subject_of
from pb.paper.rules.resolutions import DAMAGED, ResolutionChoice, choices_of
from pb.paper.rules.sentences import CHOOSE_AN_ANSWER, NUMBER_HAS_CHANGED, PROPOSE_ANEW, TWO_HAVE_DECIDED
from pb.people.actions.who_acts import require_second
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.roles import COORDINATOR, COUNTER, STEERING, Actor
from pb.venues.queries import is_on_team
from pb.voting.actions import (
    give_rights,
    let_in,
    note_held_are_asked,
    note_held_are_decided,
    stop_lost_kiosk,
    turn_away,
)
from pb.voting.models import Kiosk
from pb.voting.queries import held_by_reason, who_set_up_kiosks
from pb.words import lazy_gettext as _l

RESOLUTION_PROPOSED = Act(
    "resolution.proposed",
    _l("proposed how to resolve what does not add up (%(number)s)"),
    only=(COORDINATOR, STEERING, COUNTER),
    impartial=True,
)


def propose_resolution(by: Actor, round_id: int, matter: str, subject: int, choice: ResolutionChoice) -> Resolution:
    """One person proposes how a matter is resolved (see ``pb.paper.rules.resolutions``). ``subject``: the id of the
    batch, bundle, kiosk or session. A proposal that nobody has agreed to is replaced.

    Refuses a matter that is settled, a choice that is not on its list, and somebody who ran the session.
    """
    with acting(by, RESOLUTION_PROPOSED, round_id=round_id) as act:
        gap = _gap(round_id, matter, subject)
        if choice not in choices_of(matter, is_for_post=gap.batch is not None and gap.batch.is_for_post):
            raise Refusal(CHOOSE_AN_ANSWER, status=422)
        require_not_on_team_of_matter(by, gap)
        column = DECIDED[matter]
        about = getattr(Resolution, column) == (subject or None)
        here = (Resolution.round_id == round_id, Resolution.matter == matter, about, Resolution.agreed_by.is_(None))
        same = by.account_id, gap.number, gap.seen, choice.outcome, choice.reason
        for waiting in act.session.scalars(select(Resolution).where(*here)):
            if (waiting.proposed_by, waiting.number, waiting.seen, waiting.outcome, waiting.reason) == same:
                raise NothingChanged
            act.session.delete(waiting)
        resolution = Resolution(
            round_id=round_id,
            matter=matter,
            number=gap.number,
            seen=gap.seen,
            outcome=choice.outcome,
            reason=choice.reason,
            proposed_by=by.account_id,
            proposed_at=clock.now(),
            **{column: subject or None},
        )
        act.session.add(resolution)
        if matter == "held" and gap.session:
            note_held_are_asked(act.session, gap.session, subject)
        act.facts.update(_facts_of(resolution))
    return resolution


RESOLUTION_AGREED = Act(
    "resolution.agreed",
    _l("agreed how to resolve what does not add up (%(number)s)"),
    only=(COORDINATOR, STEERING, COUNTER),
    people=2,
    impartial=True,
)


def agree_resolution(by: Actor, resolution: Resolution) -> None:
    """Another person agrees, and it is done: papers or votes count from now on, or never will.

    Refuses who proposed it, a second time, somebody who ran the session, and when the number has changed; but
    what a lost tablet says meanwhile changes nothing.
    """
    with acting(by, RESOLUTION_AGREED, round_id=resolution.round_id) as act:
        act.facts.update(_facts_of(resolution))
        if resolution.agreed_by is not None:
            raise Refusal(TWO_HAVE_DECIDED)
        require_second(by, resolution.proposed_by)
        gap = _gap(resolution.round_id, resolution.matter, getattr(resolution, DECIDED[resolution.matter]) or 0)
        require_not_on_team_of_matter(by, gap)
        if not gap.is_as_proposed(resolution):
            raise Refusal(NUMBER_HAS_CHANGED, PROPOSE_ANEW)
        act.require_as_shown(resolution)
        if resolution.matter == "held":  # the votes are not held any more once this is done
            resolution.other_codes = held_by_reason(gap.kiosk.id)["other_code"]  # type: ignore[union-attr]
        resolution.agreed_by, resolution.agreed_at = by.account_id, clock.now()
        _carry_out(act.session, resolution, gap)


def _facts_of(resolution: Resolution) -> dict[str, Any]:
    names = ("matter", "number", "outcome", "batch_id", "bundle_id", "kiosk_id", "session_id")
    return {name: getattr(resolution, name) for name in names} | {"because": resolution.reason}


def _gap(round_id: int, matter: str, subject: int) -> Gap:
    found = [each for each in queries.gaps(round_id) if each.kind == matter and subject_of(each) == subject]
    if not found:
        raise Refusal(_l("This has been settled in the meantime."), _l("Go back to the list to see what is left."))
    return found[0]


def require_not_on_team_of_matter(by: Actor, gap: Gap) -> None:
    """Refuse somebody who ran the session that the matter is about: its team, and whoever set up a tablet there and so
    knows its PINs. (Before it begins anybody can be taken off the team, and a coordinator is on none.)
    """
    if gap.session and (
        is_on_team(by.account_id, gap.session.id) or by.account_id in who_set_up_kiosks(gap.session.id)
    ):
        raise Refusal(
            _l(
                "You were on the team for this voting session, or set up a tablet there, so someone else must decide this."
            ),
            status=403,
        )


def _carry_out(session: Session, resolution: Resolution, gap: Gap) -> None:
    if resolution.matter == "held":
        (let_in if resolution.outcome == "count" else turn_away)(session, gap.kiosk.id)  # type: ignore[union-attr]
        if gap.session:
            note_held_are_decided(session, gap.session, gap.kiosk.id)  # type: ignore[union-attr]
    if resolution.matter == "to_send":
        stop_lost_kiosk(session, session.get_one(Kiosk, gap.kiosk.id))  # type: ignore[union-attr]
    if resolution.matter == "surplus" and resolution.outcome == "count":
        bundle = session.get_one(Bundle, resolution.bundle_id)
        kind = "paper" if bundle.session_id else "post"
        give_rights(session, bundle.round_id, kind, bundle.session_id, resolution.number)
    if resolution.matter in DAMAGED:
        _put_right(session, resolution, gap)


def _put_right(session: Session, resolution: Resolution, gap: Gap) -> None:
    """Damaged rows count from now on with what they say, or are gone. A damaged tablet never opens a ballot again."""
    if resolution.outcome == "leave_out":
        damaged.discard(session, gap.damaged)
    elif resolution.matter == "tablet":
        for kiosk in gap.damaged:
            damaged.accept_rows(session, [kiosk], revoked_at=kiosk.revoked_at or clock.now())  # type: ignore[attr-defined]
    else:
        damaged.accept_rows(session, gap.damaged)
