"""What came out of the journey of the paper desk, beside what was planned: every number explained, or told as off."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from pb import clock
from pb.database import db
from pb.pages.results.files import published_files
from pb.pages.results.result_view import published
from pb.pages.results.rights_sentences import parts_of_cards, parts_without_a_vote
from pb.paper.actions import open_ballot_box
from pb.paper.models import BallotPaperAccount, Batch, Bundle, Entry, Paper, Resolution
from pb.paper.queries import gaps
from pb.results import actions as results
from pb.venues.models import VotingSession
from pb.voting.queries import turnout
from pb.voting.queries.post import post_account
from tests.support.desk_journey import Journey


@dataclass
class FoundOnTheWay:
    """Each number is 0 where all is as planned. ``unaccounted``: papers of which nobody can say where they are."""

    unaccounted: int
    gaps: int
    votes_off: int
    ways_off: int
    rulings_off: int
    decided_off: int
    sums_off: int
    post_off: int
    recounted_off: int

    @property
    def is_exact(self) -> bool:
        """Whether nothing is off."""
        return not any(getattr(self, each.name) for each in fields(self))

    def table(self) -> Iterator[tuple[str, int]]:
        """Each number with its name."""
        yield from ((each.name.replace("_", " "), getattr(self, each.name)) for each in fields(self))


def found(journey: Journey, app: Any) -> FoundOnTheWay:
    """Open the box of a journey that was gone, count, sign and publish, and look."""
    round_id, planned = journey.round.id, journey.planned
    left, unaccounted, decided_off = len(gaps(round_id)), papers_unaccounted(round_id), _decided_off(journey)
    with clock.moved(journey.round.post_closes_at + timedelta(hours=2)), app.test_request_context():
        _to_the_result(journey)
        result = published(round_id)
        assert result is not None
        files, facts = published_files(result), result.facts
    lines = list(csv.DictReader(files["projects.csv"].decode("utf-8-sig").splitlines()))
    ruled, cast = facts["ruled_papers"], Counter[str]()
    for _venue, channel, _assisted, many in turnout(round_id):
        cast[channel] += many
    return FoundOnTheWay(
        unaccounted=unaccounted,
        gaps=left,
        votes_off=_off({int(line["number"]): int(line["votes"]) for line in lines}, planned.supports),
        ways_off=_off(cast, planned.ways),
        rulings_off=_off(ruled["not_counted"], planned.not_counted)
        + _off(ruled["counted_otherwise"], planned.counted_otherwise)
        + abs(ruled["set_aside"]["sheets"] - planned.strays),
        decided_off=decided_off,
        sums_off=_sums_off(result, planned),
        post_off=_post_off(journey),
        recounted_off=_off(_recounted(files), result.outcome.awards),
    )


def _to_the_result(journey: Journey) -> None:
    make, round_ = journey.make, journey.round
    open_ballot_box(journey.office, make.fresh(round_))
    make.signed(make.counted(round_))
    results.publish(journey.office, make.fresh(round_))
    make.draws_when_asked()


def papers_unaccounted(round_id: int) -> int:
    """Printed less what is somewhere: typed, unused, spoiled, taken away, lost with a box, or decided about by two."""
    printed = _sum(select(func.count(Paper.id)).join(Batch).where(Batch.round_id == round_id))
    typed = select(func.count(Entry.paper_id.distinct())).join(Bundle).where(Bundle.round_id == round_id)
    accounts = select(BallotPaperAccount).join(VotingSession).where(VotingSession.round_id == round_id)
    at_sessions, lost = 0, 0
    boxes = {each.session_id: each for each in db.session.scalars(select(Bundle).where(Bundle.round_id == round_id))}
    for each in db.session.scalars(accounts):
        at_sessions += each.unused + each.spoiled + each.taken_away
        box = boxes.get(each.session_id)
        lost += max(0, each.in_the_box - box.papers_in_box) if box and box.reason else 0
    agreed = select(func.sum(Resolution.number)).where(
        Resolution.round_id == round_id, Resolution.agreed_by.is_not(None)
    )
    decided = _sum(agreed.where(Resolution.matter == "batch"))
    brought = _sum(
        agreed.where(Resolution.reason == "carried")
    )  # taken away from one session, and typed in another's box
    return printed - _sum(typed) - at_sessions - lost - decided + brought


def _sum(query: Any) -> int:
    return db.session.scalar(query) or 0


def _off(one: Any, other: Any) -> int:
    """How many numbers differ."""
    return sum(one.get(key, 0) != other.get(key, 0) for key in {*one, *other})


def _decided_off(journey: Journey) -> int:
    made = db.session.scalars(
        select(Resolution).where(Resolution.round_id == journey.round.id, Resolution.agreed_by.is_not(None))
    )
    found = Counter[tuple[str, str]]()
    for each in made:
        found[each.matter, each.reason] += each.number
    return _off(found, journey.planned.decided)


def _sums_off(result: Any, planned: Any) -> int:
    """What the page says of rights, papers and votes that does not add up, or is not as planned."""
    known, turned_out = result.facts["rights"], result.facts["turnout"]
    pairs = [
        (sum(parts_of_cards(known).values()), known["codes"]),
        (sum(parts_without_a_vote(known).values()), known["without_vote"]),
        (known["cast"], planned.ways.total()),
        (result.votes, planned.ways.total()),
        (known["spoiled"], planned.spoiled),
        (known["taken_away"], planned.taken_away),
        (known["did_not_count"], planned.not_counted.total()),
        (sum(row.award for row in result.rows), result.outcome.spent),
    ]
    for table in (turned_out["places"], turned_out["channels"], turned_out["days"]):
        pairs += [(sum(group["ballots"] for group in table), turned_out["ballots"])] if table else []
    return sum(one != other for one, other in pairs)


def _post_off(journey: Journey) -> int:
    """Sent = came back + not returned, each as planned, and every envelope that stays closed has its reason."""
    post, account = journey.post, post_account(journey.round.id)
    pairs = [
        (account.to_send, 0),
        (account.sent, post.packs + 1),
        (account.alone, post.alone),
        (account.came_back, len(post.back) + len(post.aside_by_number)),
        (account.sent, account.came_back + account.not_returned),
    ]
    return sum(one != other for one, other in pairs) + _off(account.unopened, post.aside)


def _recounted(files: dict[str, bytes]) -> dict[str, int]:
    """What the independent program says of the published ballots, alone in a folder without ``pb``."""
    (election,) = [name for name in files if name.endswith(".pb")]
    with tempfile.TemporaryDirectory() as folder:
        for name in (election, "recount_naive.py"):
            (Path(folder) / name).write_bytes(files[name])
        command = [sys.executable, "-I", "recount_naive.py", election]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
    awards: dict[str, int] = json.loads(done.stdout)["awards"]
    return awards
