"""The projects of a round as everybody may read them: what the ballot shows of each, and what was decided since."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pb.projects.models import TextCorrection
from pb.projects.queries import LineAsRead, ballot_lines, corrections_in, media_hashes
from pb.results.queries.counts import publication_of
from pb.rounds.models import Decision, Round
from pb.rounds.queries import named_pots
from pb.rounds.rules.calendar import withdrawals_of


@dataclass(frozen=True)
class PublicProject:
    """A project for everybody. Money in pence; picture and sound by the hash of their bytes. ``pot``: empty where the
    round has one. ``withdrawn``: the decision that took it off the ballot, or None. ``corrections``: what two people
    have corrected on it, the oldest first.
    """

    number: int
    title: str
    body: str
    cost_pence: int
    least_pence: int | None
    pot: str
    picture: str | None
    picture_alt: str
    sound: str | None
    withdrawn: Decision | None
    corrections: tuple[TextCorrection, ...] = ()


def projects_are_public(round_: Round, published: bool | None = None) -> bool:
    """Whether everybody may read the projects: from the freeze on where the round says so, else with the result.
    ``published``: whether the result is, where the caller knows.
    """
    if not round_.frozen:
        return False
    with_the_result = publication_of(round_.id) is not None if published is None else published
    return bool(round_.projects_public) or with_the_result


def public_projects(round_: Round) -> list[PublicProject]:
    """The projects of a frozen round in the order of their numbers, withdrawn ones included."""
    lines = ballot_lines(round_.id)
    media = media_hashes(lines)
    pots = named_pots(round_)
    gone = withdrawals_of(round_.decisions)
    done = corrections_in(round_.id)
    return [
        replace(
            _public(line, pots, media, gone.get(line.project_id)),
            corrections=tuple(each for each in done if each.project_id == line.project_id),
        )
        for line in lines
    ]


def _public(
    line: LineAsRead, pots: dict[int, str], media: dict[int | None, str], withdrawn: Decision | None
) -> PublicProject:
    return PublicProject(
        number=line.number,
        title=line.title,
        body=line.body,
        cost_pence=line.cost_pence,
        least_pence=line.least_pence,
        pot=pots.get(line.pot_id, ""),
        picture=media.get(line.picture_id),
        picture_alt=line.picture_alt,
        sound=media.get(line.sound_id),
        withdrawn=withdrawn,
    )
