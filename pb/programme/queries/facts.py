"""The facts of a round for the dashboard, gathered from the rooms below."""

from __future__ import annotations

from sqlalchemy import func, select

from pb import clock
from pb.database import db
from pb.people.models import Account, Interest
from pb.people.queries import names, people_in
from pb.programme.rules.round_status import Facts
from pb.projects.models import Project
from pb.projects.queries import eligible, undecided
from pb.results.queries.checklist import checklist
from pb.results.queries.counts import latest_count, lot_entries, signatures_of
from pb.roles import COUNTER, FACILITATOR, STEERING
from pb.rounds.models import Round
from pb.rounds.queries import may_act_for
from pb.rounds.rules import Phase, closes_at, phase, post_closes_at
from pb.venues.models import TeamMember, VotingSession
from pb.voting.queries import cards


def facts_of(round_: Round) -> Facts:
    """Everything that ``next_act`` wants to know about ``round_`` at this moment."""
    now = clock.now()
    at = phase(round_, now)
    more: dict = {}
    if at in (Phase.APPLYING, Phase.ASSESSING):
        more = {"undecided": len(undecided(round_.id)), **_texts(round_)}
    elif at == Phase.CLOSED:
        more = _after_the_close(round_)
    return Facts(
        now=now,
        phase=at,
        applications_open_at=round_.applications_open_at,
        applications_close_at=round_.applications_close_at,
        voting_opens_at=round_.voting_opens_at,
        voting_closes_at=closes_at(round_),
        post_closes_at=post_closes_at(round_),
        cards=sum(cards(round_.id).values()),
        **_sessions(round_),
        **more,
    )


def _texts(round_: Round) -> dict:
    projects = eligible(round_.id)
    texts = [project.ballot_text for project in projects if project.ballot_text]
    open_texts = [text for text in texts if text.approved_at is None]
    known = names() if open_texts else {}
    return {
        "eligible": len(projects),
        "texts_to_write": len(projects) - len(texts),
        "texts_to_approve": len(open_texts),
        "text_writers": tuple(sorted({known[text.written_by] for text in open_texts})),
    }


def _sessions(round_: Round) -> dict:
    """How many sessions are planned, and the team of the next one that has not ended."""
    planned = (VotingSession.round_id == round_.id, VotingSession.cancelled_at.is_(None))
    coming = (
        select(VotingSession).where(*planned, VotingSession.ends_at > clock.now()).order_by(VotingSession.starts_at)
    )
    found: dict = {"sessions": db.session.scalar(select(func.count()).select_from(VotingSession).where(*planned)) or 0}
    if upcoming := db.session.scalar(coming.limit(1)):
        team = select(Account.name).join(TeamMember, TeamMember.account_id == Account.id)
        people = db.session.scalars(team.where(TeamMember.session_id == upcoming.id).order_by(Account.name))
        found |= {"next_session_at": upcoming.starts_at, "next_team": tuple(people)}
    return found


def _after_the_close(round_: Round) -> dict:
    due = next((step for step in checklist(round_) if step.state == "next"), None)
    if due is None:
        following = select(Round.id).where(Round.follows_id == round_.id)
        return {"followed": db.session.scalar(following.limit(1)) is not None}
    facts: dict = {"after_close": due.key, "missing": due.missing}
    if due.key == "lot":
        known = names()
        facts["lot_typed_by"] = tuple(known[entry.typed_by] for entry in lot_entries(round_.id))
    if due.key == "sign":
        counted = latest_count(round_.id)
        signed = {each.account_id for each in signatures_of(counted)} if counted else set()
        facts["yet_to_sign"] = tuple(
            person.name
            for person in people_in(STEERING)
            if person.id not in signed and may_act_for(person.id, round_.id)
        )
    return facts


def interests_to_declare(account: Account, rounds: list[Round]) -> list[Round]:
    """The rounds in which this person has not yet said whether they have an interest; none for a mere coordinator."""
    if not account.roles & {STEERING, FACILITATOR, COUNTER}:
        return []
    said = set(db.session.scalars(select(Interest.round_id).where(Interest.account_id == account.id)))
    return [round_ for round_ in rounds if round_.id not in said]


def project_titles(round_id: int) -> dict[int, str]:
    """The groups' own titles of a round's projects, by project id; for staff only."""
    return dict(db.session.execute(select(Project.id, Project.title).where(Project.round_id == round_id)).all())
