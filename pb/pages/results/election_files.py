"""The Pabulib files of a published result: one for each pot, from which anybody can count again."""

from __future__ import annotations

from pb.clock import LOCAL
from pb.counting import pabulib
from pb.formats import last_day
from pb.pages.results.result_view import Result
from pb.practice import titled
from pb.results.queries.elections import IdenticalBallots, election_of
from pb.results.rules.ballot_limits import ballot_limits
from pb.results.rules.files import with_its_place
from pb.rounds.models import Round
from pb.rounds.queries import points_of


def election_files(result: Result) -> dict[str, str | None]:
    """The name of each Pabulib file, and the pot that is counted from it; None where there is one."""
    pots = [pot.pot for pot in result.outcome.pots]
    return {"election.pb" if len(pots) == 1 else f"election-{n}.pb": pot for n, pot in enumerate(pots, start=1)}


def elections_of(result: Result, ballots: list[IdenticalBallots]) -> dict[str, bytes]:
    """The Pabulib files, by name."""
    outcome, round_ = result.outcome, result.round
    election = election_of(round_, ballots, unit=outcome.unit, currency=outcome.currency)
    details = {
        "description": round_.name,
        "instance": str(round_.id),
        "language": "en",
        "date_begin": f"{round_.voting_opens_at.astimezone(LOCAL):%d.%m.%Y}",
        "date_end": f"{last_day(round_.post_closes_at):%d.%m.%Y}",
    }
    told = result.facts.get("told")  # of a file that was imported: its own words
    details = with_its_place(told) if told else details
    details |= {"description": titled(details.get("description", round_.name))}
    return {
        name: pabulib.write(
            election,
            details if told else details | _limits(round_, pot),
            rulebook=outcome.rulebook,
            lot=result.lot,
            outcome=outcome,
            pot=pot,
        )
        for name, pot in election_files(result).items()
    }


def _limits(round_: Round, name: str | None) -> dict[str, str]:
    pot = next(pot for pot in round_.pots if name in (None, pot.name))
    return ballot_limits(round_, pot, points_of(round_), is_only_pot=len(round_.pots) == 1)
