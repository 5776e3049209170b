"""Who gets a letter, and what it says: groups by their decision or on the ballot, venues with sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby

from pb import clock
from pb.clock import LOCAL
from pb.formats import clock_time, day, day_time, money, start_time
from pb.programme.queries.told_of_results import told_of_the_result
from pb.programme.rules.decision_letters import DecisionToTell, decision_letter, text_letter
from pb.programme.rules.letters import (
    BEFORE_THE_RESULT,
    MOST_SESSIONS,
    READY_FOR,
    Letter,
    Office,
    VoteDates,
    address_lines,
    venue_letter,
    vote_letter,
)
from pb.programme.rules.news_letters import CorrectionToTell, EndToTell, corrected_letter, ended_letter
from pb.projects.models import Project, TextCorrection
from pb.projects.queries import (
    LineAsRead,
    applications_with_texts,
    ballot_lines,
    ballot_lines_by_project,
    carried_to,
    corrections_in,
    next_round_to_apply_to,
    rounds_to_apply_to,
    text_stands_of,
    with_costs,
)
from pb.projects.rules.appeals import change_refusal, is_fixed_too_late, may_appeal
from pb.projects.rules.applications import ApplicationStatus, status_of
from pb.projects.rules.text_answers import TextStands
from pb.record.queries import lines_of_acts
from pb.results.queries.counts import published_rounds
from pb.roles import Actor
from pb.rounds.models import Round
from pb.rounds.rules import closes_at, post_closes_at, votes_may_come_until
from pb.rounds.rules.calendar import withdrawals_of
from pb.venues.models import Venue, VotingSession
from pb.venues.queries import planned_sessions
from pb.words import Sentence
from pb.words import lazy_gettext as _l

_TOLD = {ApplicationStatus.ELIGIBLE, ApplicationStatus.FIX, ApplicationStatus.NOT_ELIGIBLE, ApplicationStatus.WITHDRAWN}


def receivers(round_: Round, kind: str) -> list[Project] | list[Venue]:
    """Who gets letters of this kind as things stand. Of a draft nobody knows, and a round that was abandoned asks and
    invites nobody any more: its groups are told that it has ended. Once the result is public nothing is decided any more.
    """
    if round_.draft or bool(round_.abandonment) != (kind == "ended"):
        return []
    if kind in BEFORE_THE_RESULT and round_.id in published_rounds():
        return []
    if kind == "ended":
        return [each for each in applications_with_texts(round_.id) if each.sent_at and not each.withdrawn_at]
    if kind == "decisions":
        return [each for each in applications_with_texts(round_.id) if each.sent_at and status_of(each) in _TOLD]
    if kind == "appeals":
        return [each for each in applications_with_texts(round_.id) if _is_answered(each)]
    if kind == "texts":
        return [] if round_.frozen else [each for each in applications_with_texts(round_.id) if _is_asked(round_, each)]
    if kind == "corrected":
        told = {each.project_id for each in corrections_in(round_.id)}
        return [line.project for line in ballot_lines(round_.id) if line.project_id in told]
    if kind == "results":
        return told_of_the_result(round_)
    if kind == "thanks":
        held = planned_sessions(round_.id) if round_.id in published_rounds() else []
        return list({each.venue_id: each.venue for each in held if each.venue}.values())
    if not round_.frozen or clock.now() >= votes_may_come_until(round_):
        return []
    if kind == "vote_dates":
        return _on_the_ballot(round_)
    return list({each.venue_id: each.venue for each in sessions_to_come(round_)}.values())


def _on_the_ballot(round_: Round) -> list[Project]:
    """The projects that people can vote for, or could."""
    gone = withdrawals_of(round_.decisions)
    return [line.project for line in ballot_lines(round_.id) if line.project_id not in gone]


def _is_answered(each: Project) -> bool:
    """Whether the newest decision is the answer to an appeal."""
    return status_of(each) in _TOLD and bool(each.assessments) and each.assessments[-1].answers_id is not None


def _is_asked(round_: Round, each: Project) -> bool:
    """Whether its group is still to say something about its ballot text."""
    return status_of(each) == ApplicationStatus.ELIGIBLE and text_stands_of(round_, each) == TextStands.WAITING


def sessions_to_come(round_: Round) -> list[VotingSession]:
    now = clock.now()
    return [each for each in planned_sessions(round_.id) if each.ends_at > now]


def has_address(each: Project | Venue) -> bool:
    """Whether a letter to them can be posted."""
    return bool(each.address if isinstance(each, Venue) else each.contact_address)


def letters_of_kind(round_: Round, kind: str, to: Iterable[Project | Venue], office: Office) -> list[Letter]:
    """The letters of this kind to these."""
    sessions = sessions_to_come(round_)
    of_round = _dates(round_, sessions if len(sessions) <= MOST_SESSIONS else [])
    made, lines = [], ballot_lines_by_project(round_.id)
    if kind in ("decisions", "appeals", "texts"):
        with_costs([each for each in to if not isinstance(each, Venue)])
    for each in to:
        if isinstance(each, Venue):
            own = _dates(round_, [one for one in sessions if one.venue_id == each.id])
            where = address_lines((each.name,), each.address)
            made.append(venue_letter(where, round_.name, access_of(each), own, office))
            continue
        where = address_lines((each.contact_name, each.group_name), each.contact_address)
        if kind == "ended":
            made.append(ended_letter(where, each.title, _ended(round_), next_step_of(each), office))
        elif kind == "corrected":
            line = lines[each.id]
            told = [_corrected(one) for one in corrections_in(round_.id) if one.project_id == each.id]
            made.append(corrected_letter(where, round_.name, line.number, line.title, told, office))
        elif kind == "texts":
            made.append(text_letter(where, round_.name, _decided(round_, each, lines.get(each.id)), office))
        elif kind in ("decisions", "appeals"):
            made.append(decision_letter(where, round_.name, _decided(round_, each, lines.get(each.id)), office))
        else:
            line = lines[each.id]  # it is on the ballot
            made.append(vote_letter(where, round_.name, line.number, line.title, of_round, office))
    return made


def _decided(round_: Round, project: Project, line: LineAsRead | None) -> DecisionToTell:
    stands = status_of(project)
    if stands == ApplicationStatus.WITHDRAWN:
        return DecisionToTell(project.title, "withdrawn", "")
    if gone := withdrawals_of(round_.decisions).get(project.id):
        return DecisionToTell(project.title, "withdrawn", gone.reason)
    said, text = project.assessments[-1], project.ballot_text
    now = clock.now()
    late = is_fixed_too_late(project, now, round_.grace_minutes)
    open_ = stands == ApplicationStatus.FIX and change_refusal(project, round_, now) is None
    can_appeal = may_appeal(said, now, frozen=round_.frozen)
    return DecisionToTell(
        title=project.title,
        outcome=said.outcome,
        reason=said.to_the_group if said.outcome == "eligible" else said.reason,
        unmet=tuple(said.not_met(round_.criteria)) if said.outcome != "eligible" else (),
        answer_by=start_time(round_.voting_opens_at) if open_ else "",
        text=_text(project, line) if said.outcome == "eligible" else None,
        cost=money(line.cost_pence if line else project.cost_pence),
        number=line.number if line and said.outcome == "eligible" else None,
        fix_until=_until(said.fix_until) if open_ else "",
        is_late=late and not round_.frozen,
        appeal_until=_until(said.appeal_until) if can_appeal else "",
        is_answer=said.answers_id is not None,
        silence_until=_until(text.silence_until if text else None),
        text_stands=str(text_stands_of(round_, project)),
        texts_agreed=bool(round_.texts_agreed),
    )


def _corrected(each: TextCorrection) -> CorrectionToTell:
    names = ("title", "body", "picture_alt")
    words = [(name, getattr(each, f"old_{name}"), getattr(each, name)) for name in names]
    parts = tuple((name, old, new) for name, old, new in words if old != new)
    gone = each.old_sound_id is not None and each.sound_id is None
    return CorrectionToTell(day_time(each.agreed_at or each.proposed_at), each.reason, parts, without_sound=gone)


def _ended(round_: Round) -> EndToTell:
    ending = round_.abandonment
    assert ending is not None and ending.agreed_at is not None  # or nobody would be written to
    return EndToTell(round_.name, day(ending.agreed_at), ending.reason, round_.frozen)


def next_step_of(project: Project) -> Sentence:
    """What a group can do whose project got no money in its round."""
    if later := carried_to(project.id):
        return _l("Your project is in the round “%(round)s” now. You do not have to apply again.", round=later.name)
    if open_now := rounds_to_apply_to():
        closes = day_time(open_now[0].applications_close_at)
        return _l("You can apply again in the round “%(round)s”, until %(when)s.", round=open_now[0].name, when=closes)
    if coming := next_round_to_apply_to():
        opens = start_time(coming.applications_open_at)
        return _l("You can apply again in the round “%(round)s”, from %(when)s.", round=coming.name, when=opens)
    return _l("You can apply again when there is another round. No round is open for applications now.")


def _until(moment: datetime | None) -> str:
    return day_time(moment) if moment else ""


def _text(project: Project, line: LineAsRead | None) -> tuple[str, str] | None:
    """Title and text as voters read them, once they are approved."""
    text = project.ballot_text
    words = line or (text if text and text.approved_at else None)
    return (words.title, words.body) if words else None


def _dates(round_: Round, sessions: list[VotingSession]) -> VoteDates:
    return VoteDates(
        start_time(round_.voting_opens_at),
        day_time(closes_at(round_)),
        day_time(post_closes_at(round_)),
        by_day(sessions, _of_session),
        bool(sessions_to_come(round_)),
    )


def by_day(
    sessions: list[VotingSession], line: Callable[[VotingSession], str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Sessions, in order of time, as (day, a line for each that begins on it)."""
    days = groupby(sessions, key=lambda each: each.starts_at.astimezone(LOCAL).date())
    return tuple((day(on), tuple(map(line, here))) for on, here in days)


def _of_session(each: VotingSession) -> str:
    same_day = each.starts_at.astimezone(LOCAL).date() == each.ends_at.astimezone(LOCAL).date()
    until = clock_time(each.ends_at) if same_day else day_time(each.ends_at)
    where = ", ".join(filter(None, (each.venue.name, each.venue.address)))
    return str(_l("%(from_)s to %(until)s: %(where)s", from_=clock_time(each.starts_at), until=until, where=where))


def access_of(venue: Venue) -> tuple:
    noted = (
        (venue.step_free, _l("There is a way in without steps.")),
        (venue.hearing_loop, _l("There is a hearing loop.")),
        (venue.quiet_time, _l("Quiet time: %(when)s.", when=venue.quiet_time)),
        (venue.access_notes, venue.access_notes),
    )
    return tuple(said for is_so, said in noted if is_so)


def may_download(by: Actor, round_id: int, act: str, kind: str, how_many: int) -> bool:
    """Whether this person has made so many letters of this kind within the last day, as the record says."""
    made = lines_of_acts(act, actor_id=by.account_id, round_id=round_id)
    ready = [line for line in made if line.facts.get("kind") == kind and line.at > clock.now() - READY_FOR]
    return any(line.facts.get("letters", 0) >= how_many for line in ready)
