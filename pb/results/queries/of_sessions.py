"""What a publication says of voting sessions: people who were counted, voters who had help, seals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pb.paper.queries import HeadsAndBallots, heads_and_ballots
from pb.paper.queries.session_ends import help_given_in, ruled_papers, seals_read_in
from pb.results.rules.quick_votes import published_bounds
from pb.venues.queries import planned_sessions


def published_of_sessions(round_id: int) -> dict[str, Any]:
    """All of it, for the facts of a publication; nothing of what no account says."""
    helped, seals = help_given_in(round_id), seals_read_in(round_id)
    found = _heads(round_id)
    if helped is not None:
        found["help"] = {name: published_bounds(n) for name, n in asdict(helped).items()}
    if seals.boxes:
        found["seals"] = {"boxes": seals.boxes, "others": len(seals.others), "unwritten": seals.unwritten}
    if (ruled := ruled_papers(round_id)) is not None:
        found["ruled_papers"] = ruled
    return found


def published_reach(round_id: int, turnout: Mapping[str, Any]) -> dict[str, Any]:
    """Of each group of places that the turnout tells without home: how many sessions were held there, how many people were counted,
    in tens (None where somebody counted nobody), and its votes. No other groups: two partitions would tell more than one.
    """
    counted = heads_and_ballots(round_id)
    at: dict[str, list[HeadsAndBallots]] = defaultdict(list)
    for each in planned_sessions(round_id):
        if each.id in counted:
            at[each.venue.name].append(counted[each.id])
    found = []
    for group in turnout["places"]:
        sessions = [each for name in group["names"] for each in at[name]]
        if "" not in group["names"] and sessions:
            known = all(each.known and each.heads is not None for each in sessions)
            heads = published_bounds(sum(each.heads or 0 for each in sessions)) if known else None
            told = {"names": group["names"], "sessions": len(sessions), "heads": heads, "votes": group["ballots"]}
            found.append(told)
    return {"reach": found} if found else {}


def _heads(round_id: int) -> dict[str, Any]:
    """By how much the people who were counted at sessions and the ballots that they were given differ, in tens, and at how
    many sessions nobody counted; nothing of a round without sessions.
    """
    sessions = heads_and_ballots(round_id).values()
    if not sessions:
        return {}
    if not all(each.known for each in sessions):
        return {"heads": None}
    difference = sum(abs(each.heads - each.ballots) for each in sessions if each.heads is not None)
    uncounted = sum(each.heads is None and each.ballots > 0 for each in sessions)
    return {"heads": {"difference": published_bounds(difference), "uncounted": uncounted}}
