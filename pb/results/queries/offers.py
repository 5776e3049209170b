"""What the newest published result offers, what groups said to it, and whose project gets no part any more."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import exists, select

from pb import clock
from pb.counting import Outcome
from pb.database import db
from pb.projects.models import Project
from pb.projects.queries import ballot_lines, ballot_lines_by_project
from pb.read_once import read_once
from pb.results.models import OfferAnswer, Publication
from pb.results.queries.counts import is_public, newest_publication_of, publication_of
from pb.results.rules.offers import Offered, last_day_to_answer


@read_once
def offer_answers_in(round_id: int) -> list[OfferAnswer]:
    """What groups of a round said, in order of time."""
    query = select(OfferAnswer).where(OfferAnswer.round_id == round_id)
    return list(db.session.scalars(query.order_by(OfferAnswer.made_at, OfferAnswer.project_id)))


def offers_as_published(round_id: int, outcome: Outcome, decided: Collection[str] = ()) -> dict[str, Any]:
    """What a publication of now says of its offers, as JSON values, and who declined since the version before; nothing
    where there is nothing. ``decided``: projects about which the steering group decided beside the count: these get that sum.
    """
    parts = [step for step in outcome.steps if step.decision == "part-funded" and step.project not in decided]
    ids = {str(line.number): line for line in ballot_lines(round_id)}
    offers = [
        {
            "project_id": ids[step.project].project_id,
            "number": ids[step.project].number,
            "amount": step.award,
            "cost": ids[step.project].cost_pence,
        }
        for step in parts
    ]
    numbers = {line.project_id: line.number for line in ids.values()}
    noes = [
        {
            "number": numbers[each.project_id],
            "amount": each.amount_pence,
            "answer": each.answer,
            "version": each.version,
        }
        for each in _noes_to(publication_of(round_id))
    ]
    return ({"offers": offers} if offers else {}) | ({"counted_on": noes} if noes else {})


def offers_of(publication: Publication | None) -> list[Offered]:
    """What this version offers, with the answers. Who took the same amount of an older version is not asked again."""
    told = json.loads(publication.facts).get("offers", []) if publication else []
    return list(_with_answers(publication, told)) if publication and told else []


def _with_answers(publication: Publication, told: list[Mapping[str, Any]]) -> Iterator[Offered]:
    answers = offer_answers_in(publication.round_id)
    until = last_day_to_answer(publication.public_at.astimezone(clock.LOCAL).date())
    for each in told:
        said = [
            one
            for one in answers
            if (one.project_id, one.amount_pence) == (each["project_id"], each["amount"])
            and (one.version == publication.version or (one.answer == "accepted" and one.version < publication.version))
        ]
        yield Offered(
            each["project_id"],
            each["number"],
            each["amount"],
            each["cost"],
            until,
            said[-1].answer if said else "",
            said[-1].received_at.astimezone(clock.LOCAL).date() if said else None,
        )


def offers_now(round_id: int) -> list[Offered]:
    """What the result that everybody reads offers. Once a newer one has its time, nothing of the old one waits any more."""
    public, newest = publication_of(round_id), newest_publication_of(round_id)
    is_newest = public is not None and newest is not None and public.version == newest.version
    return [each for each in offers_of(public) if is_newest or not each.is_open]


def open_offer_of(project: Project) -> Offered | None:
    """The part that waits for this group's answer."""
    return next((each for each in offers_now(project.round_id) if each.project_id == project.id and each.is_open), None)


def declined_in(round_id: int) -> tuple[str, ...]:
    """For the count: the projects whose groups did not take a part that they were offered, by number as text."""
    noes = {each.project_id for each in offer_answers_in(round_id) if each.answer != "accepted"}
    if not noes:
        return ()
    lines = ballot_lines_by_project(round_id)
    return tuple(str(number) for number in sorted(lines[each].number for each in noes))


def counted_on_for(round_id: int) -> list[OfferAnswer]:
    """The noes to the newest version: until there is a newer one, the votes are counted on without these."""
    return _noes_to(newest_publication_of(round_id))


def _noes_to(publication: Publication | None) -> list[OfferAnswer]:
    if publication is None:
        return []
    answers = offer_answers_in(publication.round_id)
    return [each for each in answers if each.version == publication.version and each.answer != "accepted"]


def rounds_counted_on() -> set[int]:
    """Ids of the rounds whose votes are counted on after a no, until the new version is public."""
    newer = Publication.round_id == OfferAnswer.round_id, Publication.version > OfferAnswer.version, is_public()
    no = OfferAnswer.answer != "accepted"
    return set(db.session.scalars(select(OfferAnswer.round_id).where(no, ~exists().where(*newer))))
