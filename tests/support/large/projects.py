"""Many applications of a round, at every stage on the way to the ballot."""

from __future__ import annotations

from datetime import timedelta

from pb import clock
from pb.projects.models import Assessment, BallotText, CostLine, Media, Project
from pb.projects.queries import criteria_of, what_a_decision_rests_on
from pb.rounds.models import Round
from pb.web.access import COUNTER, STEERING
from tests.support.large.rows import add_many
from tests.support.makers.projects import WORDS, bus

#: What becomes of every tenth, and so on; in a round that waits for the freeze all are on their way to the ballot.
STAGES = ("begun", "waiting", "proposed", "fix", "not_eligible", "eligible", "eligible", "text", "text", "approved")


def applications(session, round_: Round, how_many: int, people: dict[str, list[int]]) -> None:
    """So many more applications; a frozen round gets none that could still be on its ballot."""
    now, members = clock.now(), people[STEERING]
    is_ready = round_.frozen_at is None and round_.applications_close_at < now
    stages = (
        ("approved", "approved", "text", "eligible") if is_ready else STAGES if not round_.frozen_at else STAGES[:5]
    )
    pots = [pot.id for pot in round_.pots]
    rows = []
    for n in range(how_many):
        rows.append(
            Project(
                round_id=round_.id, pot_id=pots[n % len(pots)], group_name=f"The Larks of the Moor, group {n:03}",
                title=f"Trips to the sea and the hills, number {n:03}", what=WORDS, whom="Thirty people who live alone.",
                least_pence=20_000, contact_name="Rose Gray", contact_phone="0131 555 0100", helper="", begun_at=now,
                sent_at=None if stages[n % len(stages)] == "begun" else now,
                came_by="paper" if n % 6 == 0 else "online",
                typed_by=people[COUNTER][0] if n % 6 == 0 else None,
                cost_lines=[CostLine(position=1, what="Bus", pence=30_000), CostLine(position=2, what="Tea", pence=5_000)],
            )
        )  # fmt: skip
    add_many(session, rows, [line for each in rows for line in each.cost_lines])
    _decided(session, criteria_of(round_.id), [(stages[n % len(stages)], each) for n, each in enumerate(rows)], members)


def _decided(session, criteria: list[str], staged: list[tuple[str, Project]], members: list[int]) -> None:
    now, picture = clock.now(), _picture(session)
    said, texts = [], []
    for n, (stage, project) in enumerate(staged):
        if stage not in ("begun", "waiting"):
            outcome = stage if stage in ("fix", "not_eligible") else "eligible"
            said.append(
                (
                    stage,
                    Assessment(
                        project_id=project.id, outcome=outcome, reason="" if outcome == "eligible" else "Say who drives.",
                        made_by=members[n % len(members)], made_at=now,
                        rests_on=what_a_decision_rests_on(project, criteria),
                    ),
                )
            )  # fmt: skip
        if stage in ("text", "approved"):
            texts.append((stage, _text(project, picture, members[0], now)))
    add_many(session, [each for _, each in said], [each for _, each in texts])
    for stage, each in said:
        if stage != "proposed":
            each.agreed_by = next(who for who in members if who != each.made_by)
            each.agreed_at = now
    for stage, each in texts:
        if stage == "approved":
            each.approved_by, each.approved_at = members[1], now + timedelta(minutes=1)
            each.silence_until = now  # its group has said nothing
    session.flush()


def _text(project: Project, picture: int, by: int, now) -> BallotText:
    return BallotText(
        project_id=project.id, title=f"A day by the water {project.id}", body=WORDS, picture_id=picture,
        picture_alt="A bus", written_by=by, written_at=now,
    )  # fmt: skip


def _picture(session) -> int:
    import hashlib

    medium = bus()
    sha256 = hashlib.sha256(medium.data).hexdigest()
    found = session.query(Media).filter_by(sha256=sha256).one_or_none()
    if found is None:
        session.add(found := Media(sha256=sha256, media_type=medium.media_type, data=medium.data, width=120, height=90))
        session.flush()
    return found.id
