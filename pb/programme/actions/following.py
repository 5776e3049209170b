"""Starting the next round from one whose result is published."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock
from pb.edits import NothingChanged
from pb.people.queries import people_in
from pb.programme.queries.leftovers import Unfunded, carried_wrongly, follower_of, leftovers
from pb.programme.rules.following import following, later, opens_in_the_past
from pb.programme.rules.sentences import (
    LATER_THAN_NOW,
    ONLY_AFTER_A_RESULT,
    PUBLISH_THE_NEW_VERSION_FIRST,
    PUBLISH_THE_RESULT_FIRST,
    RESULT_IS_BEING_CORRECTED,
)
from pb.projects.models import BallotText, CostLine, Project, TextTranslation, TextWriter
from pb.projects.queries import ballot_lines_by_project, corrections_in, text_as_edited, translations_of
from pb.projects.rules.text_writers import words_of, writers_now
from pb.projects.rules.translations import is_of
from pb.record.actions import acting
from pb.record.acts import Act
from pb.refusals import Refusal
from pb.results.queries.corrections import said_to_be_wrong
from pb.roles import COORDINATOR, FACILITATOR, Actor
from pb.rounds.actions import apply_settings
from pb.rounds.models import Round
from pb.rounds.queries import settings_of
from pb.rounds.rules import Settings
from pb.rounds.rules.settings import DAYS_OF_GROUPS
from pb.venues.models import TeamMember, VotingSession
from pb.venues.queries import planned_sessions
from pb.words import lazy_gettext as _l

_ANSWERS = (
    "group_name", "title", "what", "whom", "least_pence", "contact_name", "contact_phone", "contact_email",
    "contact_address", "helper", "came_by",
)  # fmt: skip
#: Settings that older rounds do not have.
_LATER = ("assessed_by_two", "projects_public", "texts_agreed", *DAYS_OF_GROUPS)

ROUND_FOLLOWED = Act("round.followed", _l("started this round from round %(follows)s"), only=(COORDINATOR,))


def start_next_round(
    by: Actor, round_: Round, *, name: str, weeks: int, with_money: bool, project_ids: Collection[int] = ()
) -> Round:
    """The coordinator starts the next round from this one, as a draft: settings and sessions so many weeks later.

    ``with_money`` carries what was not spent into each pot, on a line of its own; ``project_ids`` are unfunded projects
    to be carried over, which the steering group looks at afresh. Refuses before the publication, while the result is being
    corrected, a second time, a round whose applications would have opened already, and other projects.
    """
    with acting(by, ROUND_FOLLOWED, follows=round_.id, weeks=weeks) as act:
        left = leftovers(round_)
        if left is None or round_.source == "file":
            raise Refusal(
                ONLY_AFTER_A_RESULT,
                PUBLISH_THE_RESULT_FIRST,
            )
        if said_to_be_wrong(round_.id):
            raise Refusal(RESULT_IS_BEING_CORRECTED, PUBLISH_THE_NEW_VERSION_FIRST)
        if follower_of(round_):
            raise Refusal(_l("A round has already been started from this one."))
        if opens_in_the_past(round_.applications_open_at, weeks, clock.now()):
            raise Refusal(LATER_THAN_NOW, status=422)
        carried = [unfunded for unfunded in left.unfunded if unfunded.project_id in set(project_ids)]
        if len(carried) < len(set(project_ids)):
            raise Refusal(_l("Only projects that were not funded can be carried over."), status=422)
        unspent = left.unspent if with_money else (0,) * len(left.unspent)
        settings = following(_settings_of(round_), name=name, weeks=weeks, carried=unspent)
        started = Round(made_at=clock.now(), follows_id=round_.id, draft=True)
        started.satisfaction, started.add_one_step_pence = round_.satisfaction, round_.add_one_step_pence
        apply_settings(act.session, started, settings, unspent)
        for pot, more in zip(started.pots, unspent, strict=True):  # with this the rules were asked
            pot.amount_pence, pot.carried_pence = pot.amount_pence + more, more or None
        act.round_id = started.id
        act.facts.update(
            sessions=_copy_sessions(act.session, round_, started, weeks),
            carried_pence=sum(unspent),
            projects=sorted(project_ids),
        )
        for unfunded in carried:
            _carry(act.session, by, unfunded, round_, started)
    return started


CARRIED_AGAIN = Act(
    "round.carried_again",
    _l("carried over what the corrected result of round %(follows)s leaves"),
    only=(COORDINATOR,),
)


def carry_money_again(by: Actor, round_: Round) -> None:
    """The coordinator puts into each pot what the corrected result of the round before leaves, in place of what was carried
    over from the wrong one. Refuses once the ballot is frozen, while that result is being corrected, and where both agree.
    """
    with acting(by, CARRIED_AGAIN, round_id=round_.id) as act:
        round_ = act.session.get_one(Round, round_.id)
        wrong = carried_wrongly(round_)
        if wrong is None or wrong.was == wrong.now:
            raise NothingChanged
        if said_to_be_wrong(wrong.before.id):
            raise Refusal(RESULT_IS_BEING_CORRECTED, PUBLISH_THE_NEW_VERSION_FIRST)
        left = leftovers(wrong.before)
        assert left is not None  # ``wrong`` was worked out from it
        for pot, more in zip(round_.pots, left.unspent, strict=False):  # a pot that was added later got nothing
            pot.amount_pence, pot.carried_pence = pot.base_pence + more, more or None
        act.facts.update(follows=wrong.before.id, carried_pence=wrong.now, was_pence=wrong.was)


def _settings_of(round_: Round) -> Settings:
    """Its settings; where it is older than some of them it says nothing, and those are as in a new round."""
    usual = Settings.__dataclass_fields__
    unsaid: dict[str, Any] = {name: usual[name].default for name in _LATER if getattr(round_, name) is None}
    return replace(settings_of(round_), **unsaid)


def _copy_sessions(session: Session, old: Round, new: Round, weeks: int) -> int:
    """Every session that was held, at its venue some weeks later, with those of its team who still are facilitators."""
    facilitators = {person.id for person in people_in(FACILITATOR)}
    copied = 0
    for voting_session in planned_sessions(old.id):
        starts_at, ends_at = later(voting_session.starts_at, weeks), later(voting_session.ends_at, weeks)
        if starts_at < new.voting_opens_at or ends_at > new.voting_closes_at:
            continue  # it was held in the days by which two people had extended the vote
        team = [
            TeamMember(account_id=each.account_id) for each in voting_session.team if each.account_id in facilitators
        ]
        session.add(
            VotingSession(
                round_id=new.id, venue_id=voting_session.venue_id, starts_at=starts_at, ends_at=ends_at, team=team
            )
        )
        copied += 1
    return copied


def _carry(session: Session, by: Actor, unfunded: Unfunded, old: Round, new: Round) -> None:
    """The same application in the new round: sent in, not yet decided on, its ballot text to be approved again."""
    pots = {before.id: after.id for before, after in zip(old.pots, new.pots, strict=True)}
    project = unfunded.project
    again = Project(
        round_id=new.id,
        pot_id=pots[unfunded.pot_id],
        carried_from_id=project.id,
        typed_by=by.account_id,
        begun_at=clock.now(),
        sent_at=clock.now(),
        **{answer: getattr(project, answer) for answer in _ANSWERS},
    )
    again.cost_lines = [
        CostLine(position=each.position, what=each.what, pence=each.pence) for each in project.cost_lines
    ]
    session.add(again)
    session.flush()
    if project.ballot_text:
        _carry_text(session, project.ballot_text, again, old)


def _carry_translations(session: Session, project_id: int, again: Project) -> None:
    """In other languages what still says the same as the English words: a second person checks it again."""
    for each in translations_of(project_id).values():
        if is_of(each, again.ballot_text):
            kept = (
                "language",
                "title",
                "body",
                "picture_alt",
                "speaker",
                "of_text",
                "writers",
                "written_by",
                "written_at",
            )
            session.add(TextTranslation(project_id=again.id, **{name: getattr(each, name) for name in kept}))


def _carry_text(session: Session, text: BallotText, again: Project, old: Round) -> None:
    """The text as voters read it last: on a ballot that was frozen with its corrections, whose words are those of who
    proposed them.
    """
    read = ballot_lines_by_project(old.id).get(text.project_id) or text
    words = {column: getattr(read, column) for column in ("title", "body", "picture_id", "picture_alt", "sound_id")}
    again.ballot_text = BallotText(**words, written_by=text.written_by, written_at=text.written_at)
    _carry_translations(session, text.project_id, again)
    rows = session.scalars(select(TextWriter).where(TextWriter.project_id == text.project_id))
    said, theirs = text_as_edited(text), {row.account_id: row.numbers for row in rows}
    theirs = theirs or {text.written_by: list(range(len(words_of(said))))}
    for each in corrections_in(old.id):
        if each.project_id == text.project_id:
            put_right = said | {"title": each.title, "body": each.body, "picture_alt": each.picture_alt}
            theirs = writers_now(words_of(said), theirs, words_of(put_right), each.proposed_by)
            said = put_right
    session.add_all(
        TextWriter(project_id=again.id, account_id=account_id, places=" ".join(map(str, places)))
        for account_id, places in theirs.items()
    )
