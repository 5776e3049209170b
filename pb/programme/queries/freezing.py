"""What is known of a round before its freeze, and its frozen ballot afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pb import clock
from pb.formats import day_time
from pb.people.queries import ever_interested, people_in
from pb.programme.queries.letter_chores import only_by_post
from pb.programme.rules.ballot_documents import ballot_document
from pb.programme.rules.freezing import BallotCandidate, FreezeFacts
from pb.programme.rules.what_is_asked import too_much
from pb.projects import queries as projects
from pb.projects.models import BallotLine, BallotText, LineTranslation, Project, TextCorrection, TextTranslation
from pb.projects.rules.appeals import may_appeal
from pb.projects.rules.funding import money_of, never_funded
from pb.projects.rules.translations import goes_on_the_ballot
from pb.roles import STEERING
from pb.rounds.models import Round
from pb.rounds.queries import never_set_of, points_of, settings_of
from pb.rounds.rules import phase, post_closes_at, rule_error, unset_numbers
from pb.rounds.rules.sections import SECTION_NAMES


def interested_in(round_: Round, eligible: list[Project]) -> set[int]:
    """Accounts of those who have declared an interest in one of these projects."""
    on_it = {project.id for project in eligible}
    return {who for who, project_id in ever_interested(round_.id) if project_id in on_it}


def interested_in_what_freezes(round_: Round) -> set[int]:
    """Accounts of those with an interest in a project that would be on the ballot."""
    return interested_in(round_, projects.eligible_of(projects.applications_with_texts(round_.id)))


def ready(round_: Round) -> FreezeFacts:
    """What ``rules.freezing.missing_for_freeze`` asks for."""
    sent = projects.with_costs(projects.applications_with_texts(round_.id))
    to_assess = projects.all_to_assess(round_)
    eligible, members = projects.eligible_of(sent), {member.id for member in people_in(STEERING)}
    there = money_of(round_)
    interested = interested_in(round_, eligible)
    never_set = never_set_of(round_)
    return FreezeFacts(
        phase=phase(round_, clock.now()),
        voting_is_over=clock.now() >= post_closes_at(round_),
        too_much=too_much(round_, eligible, points_of(round_)),
        pots={pot.id: pot.name for pot in round_.pots},
        candidates=[
            BallotCandidate(
                project.id,
                _title(project),
                project.pot_id,
                _state(project.ballot_text),
                never_funded(project, _title(project), there),
                group=str(projects.text_stands_of(round_, project)),
                silence=_silence(project.ballot_text),
                only_by_post=only_by_post(project),
            )
            for project in eligible
        ],
        undecided=len(to_assess.undecided),
        with_groups=[_with_group(project) for project in to_assess.with_groups],
        for_second=[_title(project) for project in to_assess.for_second],
        by_one=[_title(project) for project in to_assess.by_one],
        appealed=[_title(project) for project in to_assess.appealed],
        may_appeal=_still_appealable(sent),
        texts_agreed=bool(round_.texts_agreed),
        rule_error=rule_error(settings_of(round_)),
        unset_numbers=unset_numbers(settings_of(round_)),
        members=len(members),
        without_interest=len(members - interested),
        signatures_needed=round_.signatures_needed,
        never_set=[SECTION_NAMES[each] for each in SECTION_NAMES if each in never_set],
        half_done=[SECTION_NAMES[each.section] for each in round_.unfinished if each.section not in never_set],
    )


def _title(project: Project) -> str:
    return project.ballot_text.title if project.ballot_text else project.title


def _state(text: BallotText | None) -> str:
    return "none" if text is None else "approved" if text.approved_by else "unchecked"


def _still_appealable(sent: Sequence[Project]) -> list[tuple[str, str]]:
    now, last = (
        clock.now(),
        [(each, each.assessments[-1]) for each in sent if each.assessments and not each.withdrawn_at],
    )
    return [
        (_title(each), day_time(said.appeal_until))
        for each, said in last
        if said.appeal_until and may_appeal(said, now, frozen=False)
    ]


def _with_group(project: Project) -> tuple[str, str]:
    until = project.assessments[-1].fix_until
    return _title(project), day_time(until) if until else ""


def _silence(text: BallotText | None) -> str:
    return day_time(text.silence_until) if text and text.silence_until else ""


def frozen_document(round_: Round, correction: TextCorrection | None = None) -> dict[str, Any]:
    """Rulebook and ballot lines of a round, as voters read them now, as the JSON values over which the ballot's fingerprint
    is taken. ``correction``: one that is being agreed to.
    """
    lines = projects.ballot_lines(round_.id)
    corrected = {line.number for line in lines if line.corrected_by}
    if correction:
        new = {name: getattr(correction, name) for name in ("title", "body", "picture_alt", "sound_id")}
        corrected |= {line.number for line in lines if line.project_id == correction.project_id}
        lines = [replace(line, **new) if line.project_id == correction.project_id else line for line in lines]
    found = projects.line_translations(round_.id, corrected)
    translations = [{"number": each.number, **_words(each)} for each in found]
    return ballot_document(round_, lines, projects.media_hashes(lines), translations)


def _words(translation: TextTranslation | LineTranslation) -> dict[str, Any]:
    return {name: getattr(translation, name) for name in ("language", "title", "body", "picture_alt")}


def translations_to_freeze(round_: Round, candidates: Sequence[Project]) -> list[TextTranslation]:
    """What was written of these projects in other languages and checked, of the English words as they are now."""
    texts = {each.id: each.ballot_text for each in candidates}
    return [
        each for each in projects.translations_in(round_.id) if goes_on_the_ballot(each, texts.get(each.project_id))
    ]


def said_of_translations(round_: Round, candidates: Sequence[Project]) -> list[dict[str, Any]]:
    """The same as a proposal to freeze says them, before the projects have numbers."""
    return [{"project_id": each.project_id, **_words(each)} for each in translations_to_freeze(round_, candidates)]


def translated_line(round_: Round, number: int, translation: TextTranslation) -> LineTranslation:
    """The same words as they stand on the ballot."""
    return LineTranslation(round_id=round_.id, number=number, **_words(translation))


def line_of(round_: Round, number: int, project: Project) -> BallotLine:
    """The line that a project with an approved text would get on the ballot."""
    text = project.ballot_text
    assert text is not None and project.pot_id is not None  # or something would have been missing
    return BallotLine(
        round_id=round_.id,
        number=number,
        project_id=project.id,
        pot_id=project.pot_id,
        title=text.title,
        body=text.body,
        picture_id=text.picture_id,
        picture_alt=text.picture_alt,
        sound_id=text.sound_id,
        cost_pence=project.cost_pence,
        least_pence=project.least_pence,
    )
