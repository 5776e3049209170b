"""Files that we write: found in order by the format's own checker, and read back to the same count."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from pabulib.checker import Checker

from pb.counting import RULES, Election, ElectionProject, LotDigits, Rulebook, count, pabulib
from tests.support.counting.elections import LOT, ballots_of, draw_rulebook, random_election, read_text
from tests.support.effort import runs

DETAILS = {
    "description": "Small grants",
    "country": "United Kingdom",
    "unit": "Edinburgh",
    "instance": "2014",
    "date_begin": "03.02.2014",
    "date_end": "17.02.2014",
}


def complaints(file: bytes) -> list[str]:
    """The errors of the format's own checker, without those that are about the vote itself and not about the file."""
    report = Checker().process_files([file.decode()])
    errors = next(value for key, value in report.items() if key not in ("metadata", "summary"))["results"]["errors"]
    about_the_vote = {"single project exceeded whole budget", "project with no cost"}
    return [f"{name}: {list(details.values())[0]}" for name, details in errors.items() if name not in about_the_vote]


def checker_never_ends(election: Election, rulebook: Rulebook) -> bool:
    """pabulib-checker 1.0.8 counts ticks again, and raises add-one's budget until it overshoots: never, where all
    that anybody chose fits.
    """
    chosen = {id for choices, _ in ballots_of(election) for id in choices}
    return (
        rulebook.rule.startswith("equal-shares-add1")
        and sum(p.cost for p in election.projects if p.id in chosen) <= election.budgets[None]
    )


@pytest.mark.parametrize("ballot_type", ["choose", "points", "rank", "budget", "score"])
def test_the_formats_own_checker_finds_nothing_wrong_in_what_is_written(ballot_type, capsys):
    draw = random.Random("checker" + ballot_type)
    for _ in range(runs(60, 3_000)):
        election = random_election(draw, ballot_type, most=8, projects=5)
        if not any(choices for choices, _ in ballots_of(election)):
            continue
        election = Election.of(
            [replace(p, cost=p.cost * 100) for p in election.projects],
            ballots_of(election),
            ballot_type,
            election.budgets[None] * 100 + 100,
        )
        rulebook = draw_rulebook(draw, election)
        if rulebook and not (ballot_type in ("choose", "budget") and checker_never_ends(election, rulebook)):
            outcome = count(election, rulebook, LOT)
            file = pabulib.write(election, DETAILS, rulebook=rulebook, lot=LOT, outcome=outcome)
            assert complaints(file) == [], file.decode()


@pytest.mark.parametrize("ballot_type", ["choose", "points", "rank", "budget", "score"])
def test_what_is_written_is_read_back_and_counted_alike(ballot_type):
    draw = random.Random("round trip" + ballot_type)
    for _ in range(runs(80, 5_000)):
        election = random_election(draw, ballot_type, most=8, projects=5)
        projects = [
            replace(
                p,
                id=f"p{p.id}",
                name=draw.choice(["", 'a "b"; c', "żółw"]),
                withdrawn=draw.random() < 0.1,
                least=draw.choice([None, p.cost]),
            )
            for p in election.projects
        ]
        ballots = [
            ({f"p{id}": v for id, v in c.items()} if isinstance(c, dict) else [f"p{id}" for id in c], n)
            for c, n in ballots_of(election)
        ]
        election = Election.of(projects, ballots, ballot_type, election.budgets)
        rulebook = draw_rulebook(draw, election)
        if rulebook:
            outcome = count(election, rulebook, LOT)
            file = read_text(pabulib.write(election, DETAILS, rulebook=rulebook, lot=LOT, outcome=outcome))
            assert (file.rulebook.rule, file.lot) == (rulebook.rule, LOT)
            again = count(file.election, file.rulebook, file.lot)
            assert (again.funded, again.awards, again.ties) == (outcome.funded, outcome.awards, outcome.ties)


def test_each_pot_is_written_as_a_file_that_counts_like_the_round():
    projects = [
        ElectionProject("1", 1, 5_00, pot="North"),
        ElectionProject("2", 2, 5_00, pot="North"),
        ElectionProject("3", 3, 3_00, pot="South"),
    ]
    election = Election.of(projects, [(["1", "2"], 2), (["3"], 1), ([], 1)], "choose", {"North": 5_00, "South": 3_00})
    for rule in RULES:
        outcome = count(election, Rulebook(rule), LotDigits("7", "1" * 20))
        for pot in election.pots:
            file = read_text(pabulib.write(election, DETAILS, lot=LotDigits("7", "1" * 20), outcome=outcome, pot=pot))
            assert count(file.election, file.rulebook, file.lot).pots[0] == outcome.pot(pot)
