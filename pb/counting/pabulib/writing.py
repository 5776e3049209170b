"""Writing ``.pb`` files: the published ballots, so that anyone can count them again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from pb.counting.elections import Election, ElectionProject, PotElection
from pb.counting.outcomes import Outcome, PotOutcome
from pb.counting.pabulib import keys
from pb.counting.pabulib.naming import rule_in_meta
from pb.counting.pabulib.settings import our_meta
from pb.counting.rulebooks import Rulebook
from pb.counting.ties import LotDigits, tie_order

__all__ = ["write"]

_DEFAULTS = {
    "description": "Participatory budgeting",
    "country": "United Kingdom",
    "unit": "United Kingdom",
    "instance": "1",
    "date_begin": "2000",
    "date_end": "2000",
}


def write(
    election: Election,
    details: Mapping[str, str] | None = None,
    *,
    rulebook: Rulebook | None = None,
    lot: LotDigits | None = None,
    outcome: Outcome | None = None,
    pot: str | None = None,
) -> bytes:
    """One pot of an election as a ``.pb`` file (UTF-8, Unix line ends).

    details: META keys of the round: description, country, unit, instance, date_begin and date_end (DD.MM.YYYY),
    min_length, max_length, max_sum_points… (see ``keys.META_ORDER``); what the format demands and is not given is
    filled in plainly. With an outcome, its winners are marked under ``selected``. Ballots are sorted by their content
    and numbered from 1; blank ballots have no row, as the format has no room for one, and are a number in META. Nothing
    else of a ballot is in the file.
    """
    part = next(part for part in election.parts if part.pot == pot)
    rulebook = rulebook or (outcome.rulebook if outcome else Rulebook())
    result = outcome.pot(pot) if outcome else None
    by_points = part.has_points and rulebook.support_for(part.ballot_type) == "points"
    meta = _meta(election, part, details or {}, rulebook, lot, result)
    if gone := [project.id for project in part.projects if outcome and project.id in outcome.declined]:
        meta[keys.DECLINED] = ",".join(gone)
    buffer = io.StringIO()
    out = csv.writer(buffer, delimiter=";", lineterminator="\n")
    out.writerows([["META"], ["key", "value"], *meta.items(), ["PROJECTS"]])
    out.writerows(_projects(part, rulebook, lot, result, by_points, election.money.short))
    out.writerow(["VOTES"])
    out.writerows(_votes(part))
    return buffer.getvalue().encode()


def _meta(
    election: Election,
    part: PotElection,
    details: Mapping,
    rulebook: Rulebook,
    lot: LotDigits | None,
    result: PotOutcome | None,
) -> dict[str, str]:
    named, threshold, comments = rule_in_meta(part, rulebook, result)
    ours = our_meta(_of_this_pot(rulebook, part), lot, election.money.short)
    meta = {**_DEFAULTS, **{key: str(value) for key, value in details.items() if value not in (None, "")}}
    if part.pot:
        meta.setdefault("subunit", part.pot)
        ours[keys.POT] = part.pot
    if part.profile.num_blank:
        ours[keys.BLANK] = str(part.profile.num_blank)
        comments.append(f"{part.profile.num_blank} blank ballots have no row under VOTES; they count as ballots")
    comments += _of_withdrawn(part)
    if part.ballot_type == "budget":
        meta["max_sum_cost"] = election.money.short(part.budget)
    if part.ballot_type == "points":
        sums = np.bincount(part.profile.rows, weights=part.profile.points, minlength=1)
        meta.setdefault("max_sum_points", str(int(sums.max())))  # the format asks for it
    costs = [
        project.cost // election.unit if not project.withdrawn else keys.WITHDRAWN_COST for project in part.projects
    ]
    meta.update(
        {
            "num_projects": str(len(part.projects)),
            "num_votes": str(part.profile.num_ballots - part.profile.num_blank),
            "budget": election.money.short(part.budget),
            "vote_type": keys.VOTE_TYPES[part.ballot_type],
            "rule": named,
        }
    )
    if currency := election.currency or details.get("currency"):
        meta["currency"] = currency
    if threshold:
        meta["min_project_score_threshold"] = str(threshold)
    if part.budget // election.unit >= sum(costs):
        meta["fully_funded"] = "1"
    if comments:
        meta["comment"] = " ".join(f"#{k}: {comment}." for k, comment in enumerate(comments, 1))
    return {key: meta[key].replace("\n", " ").strip() for key in keys.META_ORDER if key in meta} | ours


def _of_withdrawn(part: PotElection) -> list[str]:
    """Why a withdrawn project has the cost that it has in the file; nothing where none was withdrawn."""
    gone = [project.id for project in part.projects if project.withdrawn]
    said = (
        f"Withdrawn: {', '.join(gone)}; the cost {keys.WITHDRAWN_COST} there only keeps every rule from funding it, "
        f"the true cost is in the column {keys.WITHDRAWN}"
    )
    return [said] if gone else []


def _of_this_pot(rulebook: Rulebook, part: PotElection) -> Rulebook:
    here = {project.id for project in part.projects}
    groups = (frozenset(group) & here for group in rulebook.exclusions)
    return replace(rulebook, exclusions=tuple(group for group in groups if len(group) > 1))


def _projects(
    part: PotElection,
    rulebook: Rulebook,
    lot: LotDigits | None,
    result: PotOutcome | None,
    by_points: bool,
    amount: Callable[[int], str],
) -> list[list]:
    """The projects, best placed first, as the format's readers expect."""
    support = part.profile.total_scores if by_points else part.profile.approval_scores
    positions = tie_order(part, rulebook.tie_rule, lot)
    columns = [
        "project_id",
        "cost",
        "votes",
        *(["score"] if by_points else []),
        "name",
        *(["selected"] if result else []),
    ]
    ours = [
        (keys.NUMBER, lambda p: p.number if str(p.number) != p.id else ""),
        (keys.LEAST, lambda p: "" if p.least is None else amount(p.least)),
        (keys.WITHDRAWN, lambda p: amount(p.cost) if p.withdrawn else ""),
    ]
    ours = [(name, cell) for name, cell in ours if any(cell(project) != "" for project in part.projects)]
    lines: list[list] = [columns + [name for name, _ in ours]]
    for i in sorted(range(len(part.projects)), key=lambda i: (-support[i], positions[i])):
        project = part.projects[i]
        cost = str(keys.WITHDRAWN_COST) if project.withdrawn else amount(project.cost)
        lines.append(
            [
                project.id,
                cost,
                part.profile.approval_scores[i],
                *([support[i]] if by_points else []),
                _one_line(project.name or project.id),
                *([_selected(result, project)] if result else []),
                *(cell(project) for _, cell in ours),
            ]
        )
    return lines


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _selected(result: PotOutcome, project: ElectionProject) -> int:
    """1 for a project funded in full, 2 for part funding (as in Poznań's files), 0 for none."""
    award = result.awards.get(project.id, 0)
    return 0 if not award else 1 if award == project.cost else 2


def _votes(part: PotElection) -> list[list]:
    with_points = part.ballot_type in ("points", "score")
    lines = sorted(_as_cells(part, with_points))
    rows: list[list] = [["voter_id", "vote", "points"] if with_points else ["voter_id", "vote"]]
    voter = 0
    for cells, count in lines:
        for _ in range(count):
            voter += 1
            rows.append([voter, *cells])
    return rows


def _as_cells(part: PotElection, with_points: bool) -> Iterator[tuple[tuple[str, ...], int]]:
    ids = [project.id for project in part.projects]
    for chosen, points, count in part.profile.as_tuples():
        if not chosen:
            continue
        if points is not None and with_points:
            pairs = sorted(zip(chosen, points, strict=True), key=lambda pair: -pair[1])
            yield (",".join(ids[i] for i, _ in pairs), ",".join(str(p) for _, p in pairs)), count
        else:
            yield (",".join(ids[i] for i in chosen),), count
