"""What is told of the checks of a round's papers, to those who sign and in the published result: also of those that were begun for
an earlier count.
"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import select

from pb.database import db
from pb.paper.queries import papers_in_box
from pb.projects.queries import ballot_lines
from pb.results.models import CheckStage, Count, PaperCheck
from pb.results.queries.paper_checks import CheckState, check_of, check_of_version
from pb.results.rules.paper_checks import NOT_ENDED
from pb.rounds.queries import decisions_of


def paper_check_facts(counted: Count) -> dict[str, Any]:
    """What a publication says of the check of its count, as JSON values, and of "earlier_checks"; nothing where no paper came
    in, and "paper_check" None where papers were not checked.
    """
    state = check_of(counted)
    if state is None:
        return _of_the_corrected(counted) or ({"paper_check": None} if papers_in_box(counted.round_id) else {})
    earlier = {"earlier_checks": earlier_checks(counted)}
    return earlier if state.over is None else {"paper_check": _said(state, state.over)} | earlier


def _of_the_corrected(counted: Count) -> dict[str, Any]:
    """A published result is being corrected: what was typed can no longer be read, so the papers were looked at for an
    earlier version of it ("check_of_version"), or never.
    """
    query = select(PaperCheck.version).where(
        PaperCheck.round_id == counted.round_id, PaperCheck.version < counted.version
    )
    last = db.session.scalar(query.order_by(PaperCheck.version.desc()).limit(1))
    if last is None:
        return {}
    return paper_check_facts(db.session.get_one(Count, (counted.round_id, last))) | {"check_of_version": last}


def earlier_checks(counted: Count) -> list[dict[str, Any]]:
    """The checks of the counts before this one, the first first: how far each came, and ("because") the decisions after which
    the votes were counted again, as pairs of their kind and the number of the project.
    """
    query = select(Count.version, Count.counted_at).where(Count.round_id == counted.round_id)
    counts = db.session.execute(query.where(Count.version <= counted.version).order_by(Count.version)).all()
    found = []
    for (version, since), (_next, until) in pairwise(counts):
        if state := check_of_version(counted.round_id, version):
            last = state.stages[-1] if state.stages else None
            found.append(_said(state, last) | {"because": _decided(counted.round_id, since, until)})
    return found


def _said(state: CheckState, last: CheckStage | None) -> dict[str, Any]:
    """What a check came to with this stage (None: it came to nothing). What an older version did not count is left out."""
    said: dict[str, Any] = {"papers": state.check.papers, "all": state.turns is None}
    if last is None:
        return said | {"finding": NOT_ENDED}
    said |= {"finding": last.finding, "looked": last.looked, "differ": last.differ}
    since = {"more": last.more or None, "otherwise": last.otherwise, "again": last.again}
    return said | {name: number for name, number in since.items() if number is not None}


def _decided(round_id: int, since: datetime, until: datetime) -> list[list[Any]]:
    """The decisions that changed what is counted, between two counts: nothing else does after the freeze."""
    numbers = {line.project_id: line.number for line in ballot_lines(round_id)}
    every = {each.id: each for each in decisions_of(round_id)}
    between = [each for each in every.values() if each.agreed_at is not None and since < each.agreed_at <= until]
    found = []
    for each in sorted(between, key=lambda decision: decision.agreed_at or since):
        about = every[each.undoes_id] if each.undoes_id else each
        if about.project_id in numbers:
            found.append([each.kind, numbers[about.project_id]])
    return found
