"""A round from a file in the field's open format: closed, counted and published at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from pb import clock
from pb.counting import BadLot, Election, LotDigits, Outcome, Rulebook, TieNeedsLot, count
from pb.counting.pabulib import BadFile, ElectionFile, read
from pb.projects.models import BallotLine, CostLine, Project
from pb.record.actions import acting
from pb.record.acts import Act
from pb.record.queries import newest_hash
from pb.refusals import Refusal
from pb.results import models
from pb.results.actions.publications import add_publication
from pb.results.queries.elections import ballots_of, election_of, hash_of_ballots, inputs_hash
from pb.results.rules import files
from pb.results.rules.files import METHODS, date_of, file_error, methods_of, values_of
from pb.results.rules.groups import split
from pb.roles import Actor
from pb.rounds.models import Pot, Round
from pb.rounds.queries import round_name_is_taken
from pb.unicode_text import tidy
from pb.voting.models import Ballot, BoxOpening, Choice, random_key
from pb.words import lazy_gettext as _l

_AT_ONCE = 20_000


@dataclass(frozen=True)
class ImportedRound:
    """The round that was made, its outcome, and what was noted of the file."""

    round: Round
    outcome: Outcome
    notes: tuple[str, ...]


ROUND_IMPORTED = Act("round.imported", _l("imported a round from a file"), takes_long=True)


def import_round(by: Actor, path: Path, *, name: str = "", digits: str = "") -> ImportedRound:
    """Make a closed, counted and published round from a Pabulib file, by the rule that its META names.

    ``digits``: a lot for ties (at least 20 digits). Refuses a malformed file (naming the line), a name that is taken,
    amounts that do not fit, and a tie that matters while there is no lot (naming the projects).
    """
    file = _read(path)
    lot = _lot(file, digits)
    _refuse_to_guess(file, lot)
    election, rulebook = files.with_printed_numbers(file)
    with acting(by, ROUND_IMPORTED) as act:
        round_ = _round(act.session, file, tidy(name) or files.name_in_meta(file, path), rulebook)
        act.round_id = round_.id
        _lines(act.session, round_, election)
        _ballots(act.session, round_, election)
        round_.frozen_at = round_.voting_opens_at
        act.session.flush()
        opened = ballots_of(round_.id)
        ballots_hash = hash_of_ballots(opened)
        _opening(act.session, by, round_, election.ballots, ballots_hash)
        lot = LotDigits(lot.round_id or str(round_.id), lot.digits) if lot else None
        if lot:
            act.session.add(models.Lot(round_id=round_.id, digits=lot.digits, drawn_at=clock.now()))
        stored = election_of(round_, opened, unit=election.unit, currency=election.currency)
        outcome = replace(count(stored, rulebook, lot), ballots=election.ballots)
        counted = _count(act.session, by, round_, outcome, ballots_hash)
        act.session.flush()
        add_publication(
            act.session, by, counted, {"turnout": _turnout(path, election.ballots), "told": files.vote_in_meta(file)}
        )
        act.facts.update(ballots=election.ballots, outcome_hash=counted.outcome_hash, ballots_hash=ballots_hash)
    return ImportedRound(round_, outcome, (*file.notes, *map(str, files.notes_on_days(file.meta))))


def _read(path: Path) -> ElectionFile:
    try:
        file = read(path)
    except BadFile as wrong:
        raise Refusal(f"{path.name}: {wrong}") from wrong
    except OSError as missing:
        raise Refusal(f"{path}: {missing.strerror}.") from missing
    if sentence := file_error(file):
        raise Refusal(sentence)
    return file


def _lot(file: ElectionFile, digits: str) -> LotDigits | None:
    """The lot that was handed in, or the one in the file. Without a round of its own it gets the new round's number."""
    if not digits:
        return file.lot
    try:
        return LotDigits("", digits)
    except BadLot as wrong:
        raise Refusal(str(wrong)) from wrong


def _refuse_to_guess(file: ElectionFile, lot: LotDigits | None) -> None:
    try:
        count(file.election, file.rulebook, lot)
    except TieNeedsLot as tie:
        level = ", ".join(f"{id} ({file.election.project(id).name})" for id in tie.projects)
        raise Refusal(
            _l("These projects are level, and their order decides the result: %(projects)s.", projects=level),
            _l("The file has no lot. Give one with --lot and at least 20 digits."),
        ) from tie


def _round(session: Session, file: ElectionFile, name: str, rulebook: Rulebook) -> Round:
    meta, election = file.meta, file.election
    name = name[:120]
    if round_name_is_taken(name, besides=None):
        raise Refusal(
            _l("There is already a round with the name “%(name)s”.", name=name),
            _l("Give a different name with --name."),
        )
    opens, closes = date_of(meta.get("date_begin", "")), date_of(meta.get("date_end", "")) + timedelta(days=1)
    closes = max(closes, opens + timedelta(days=1))
    longest = files.limit_in_meta(meta.get("max_length", ""), len(election.projects))
    shortest = files.limit_in_meta(meta.get("min_length", ""), 0)
    round_ = Round(
        name=name,
        made_at=clock.now(),
        source="file",
        ceiling_pence=max((project.cost for project in election.projects), default=1),
        applications_open_at=opens - timedelta(days=2),
        applications_close_at=opens - timedelta(days=1),
        voting_opens_at=opens,
        voting_closes_at=closes,
        post_closes_at=closes,
        ballot_type=election.ballot_type,
        points_to_share=None,  # the file does not say
        min_choices=min(shortest, max(longest, 1)),
        max_choices=max(longest, 1),
        rule=rulebook.rule,
        satisfaction=rulebook.satisfaction or "cost",
        tie_rule=rulebook.tie_rule,
        part_funding=rulebook.part_funding,
        min_support_votes=rulebook.min_support or 0,
        add_one_step_pence=rulebook.add_one_step or election.unit,
        age_declaration="",
        area_declaration="",
        pots=[Pot(name=pot or "", amount_pence=amount) for pot, amount in election.budgets.items()],
    )
    session.add(round_)
    session.flush()
    return round_


def _lines(session: Session, round_: Round, election: Election) -> None:
    """Every project with its line on the ballot. What the project would do, and its group, is not in the file."""
    pots = {pot.name or None: pot.id for pot in round_.pots}
    only = round_.pots[0].id
    for each in sorted(election.projects, key=lambda project: project.number):
        project = Project(
            round_id=round_.id,
            title=(tidy(each.name) or each.id)[:120],
            came_by="file",
            begun_at=clock.now(),
            sent_at=clock.now(),
            cost_lines=[CostLine(position=1, what=tidy(each.name)[:200] or "-", pence=each.cost)],
        )
        session.add(project)
        session.flush()
        session.add(
            BallotLine(
                round_id=round_.id,
                number=each.number,
                project_id=project.id,
                pot_id=pots.get(each.pot, only),
                title=(tidy(each.name) or each.id)[:200],
                body="",
                cost_pence=each.cost,
                least_pence=each.least,
            )
        )
    session.flush()


def _ballots(session: Session, round_: Round, election: Election) -> None:
    """All ballots under random keys, in the order of the keys. A file's places and ways of voting stay out of them."""
    pots = {pot.name or None: pot.id for pot in round_.pots}
    ballots: list[dict[str, Any]] = []
    choices: list[dict[str, Any]] = []
    for part in election.parts:
        numbers = [int(project.number) for project in part.projects]
        pot_id = pots.get(part.pot, round_.pots[0].id)
        for places, points, times in part.profile.as_tuples():
            picks = list(values_of(numbers, places, points, round_.ballot_type))
            for _ in range(times):
                key = random_key()
                ballots.append({"key": key, "round_id": round_.id, "pot_id": pot_id})
                choices += [{"ballot_key": key, "number": number, "value": value} for number, value in picks]
    ballots.sort(key=lambda row: row["key"])
    choices.sort(key=lambda row: row["ballot_key"])
    for model, rows in ((Ballot, ballots), (Choice, choices)):
        for start in range(0, len(rows), _AT_ONCE):
            session.execute(insert(model), rows[start : start + _AT_ONCE])


def _opening(session: Session, by: Actor, round_: Round, ballots: int, ballots_hash: str) -> None:
    session.add(
        BoxOpening(
            round_id=round_.id,
            opened_at=clock.now(),
            opened_by=by.account_id,
            votes=ballots,
            ballots_hash=ballots_hash,
            record_head=newest_hash(),
        )
    )
    session.flush()


def _count(session: Session, by: Actor, round_: Round, outcome: Outcome, ballots_hash: str) -> models.Count:
    text = outcome.to_json()
    counted = models.Count(
        round_id=round_.id,
        version=1,
        outcome=text.decode(),
        outcome_hash=hashlib.sha256(text).hexdigest(),
        ballots_hash=ballots_hash,
        inputs_hash=inputs_hash(round_, outcome.rulebook),
        counted_at=clock.now(),
        counted_by=by.account_id,
    )
    session.add(counted)
    return counted


def _turnout(path: Path, ballots: int) -> dict:
    """Screen or paper, where the file's column voting_method tells it of everybody; places it never tells."""
    methods = methods_of(path)
    if set(methods) - set(METHODS) or sum(methods.values()) != ballots:
        return {"ballots": ballots, "places": [], "channels": []}
    found = split({(None, METHODS[method]): n for method, n in methods.items()})
    return {
        "ballots": ballots,
        "places": [],
        "channels": [{"names": list(group.members), "ballots": group.ballots} for group in found.channels],
    }
