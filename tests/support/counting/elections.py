"""Small elections for tests: drawn at random and rich in ties, or as Hypothesis strategies."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from pb.counting import RULES, Election, ElectionProject, LotDigits, Rulebook, count, pabulib, rulebook_error

LOT = LotDigits("test", "12345678901234567890")


def projects_of(costs: list[int], **more) -> list[ElectionProject]:
    return [ElectionProject(str(k), k, cost, **more) for k, cost in enumerate(costs, 1)]


def choose(costs: list[int], budget: int, *ballots: tuple[str, int]) -> Election:
    """An election by ticks: `choose([300, 500], 600, ("1 2", 4), ("2", 1))`, in pence."""
    return Election.of(projects_of(costs), [(names.split(), count) for names, count in ballots], "choose", budget)


def funded(election, rulebook: Rulebook | str, **more) -> tuple[str, ...]:
    return count(election, Rulebook(rulebook) if isinstance(rulebook, str) else rulebook, LOT, **more).funded


def random_ballots(draw: random.Random, ids: list[str], ballot_type: str, most: int) -> list[tuple]:
    ballots = []
    for _ in range(draw.randint(0, most)):
        names = draw.sample(ids, draw.randint(0, len(ids)))
        choices = {name: draw.randint(1, 3) for name in names} if ballot_type in ("points", "score") else names
        ballots.append((choices, draw.choice([1, 1, 1, 2, 3])))
    return ballots


def random_election(draw: random.Random, ballot_type: str = "choose", most: int = 10, projects: int = 7) -> Election:
    """Few different costs, few ballots: most of these elections have ties."""
    unit = draw.choice([1, 100])
    costs = [unit * draw.choice([1, 2, 3, 3, 4, 6, 10]) for _ in range(draw.randint(1, projects))]
    budget = unit * draw.randint(0, 4 * len(costs))
    ids = [str(k) for k in range(1, len(costs) + 1)]
    return Election.of(projects_of(costs), random_ballots(draw, ids, ballot_type, most), ballot_type, budget, unit=unit)


@st.composite
def elections(draw, ballot_types=("choose", "points", "rank", "budget", "score"), most_projects: int = 6) -> Election:
    """Costs and ballots come from a seed, the sizes from Hypothesis: many times faster than to draw every number, and a
    failing example still shrinks to few projects and few ballots."""
    ballot_type, seed = draw(st.sampled_from(ballot_types)), random.Random(draw(st.integers(0, 2**40)))
    projects, ballots = draw(st.integers(1, most_projects)), draw(st.integers(0, 8))
    return random_election(seed, ballot_type, most=ballots, projects=projects)


@st.composite
def rulebooks(draw, rules: tuple[str, ...], ballot_type: str = "choose") -> Rulebook:
    rule = draw(st.sampled_from(rules))
    if "most" not in rule and "pound" not in rule:
        return Rulebook(rule)
    percent = (
        st.none()
        if ballot_type not in ("choose", "budget")
        else st.sampled_from([None, None, Fraction(25), Fraction(100, 3)])
    )
    return Rulebook(
        rule,
        min_support=draw(st.sampled_from([None, None, 2, 3])),
        min_support_percent=draw(percent),
        tie_rule=draw(st.sampled_from(["cost-then-lot", "lot"])),
    )


def ballots_of(election: Election) -> list[tuple]:
    """The ballots of an election with one pot, as they were handed in."""
    (part,) = election.parts
    ids = [project.id for project in part.projects]
    return [
        (
            {ids[i]: p for i, p in zip(chosen, points, strict=True)}
            if election.ballot_type in ("points", "score")
            else [ids[i] for i in chosen],
            count,
        )
        for chosen, points, count in part.profile.as_tuples()
    ]


def draw_rulebook(draw: random.Random, election: Election) -> Rulebook | None:
    """A rule with settings at random; None where they do not go with these ballots."""
    rule = draw.choice(list(RULES))
    rulebook = Rulebook(rule, tie_rule=draw.choice(["cost-then-lot", "lot"]))
    if RULES[rule].minimum_support:
        ids = [project.id for project in election.projects]
        rulebook = replace(
            rulebook,
            min_support=draw.choice([None, 2]),
            part_funding=draw.random() < 0.3,
            min_support_percent=draw.choice([None, "33.3"]) if election.ballot_type in ("choose", "budget") else None,
            exclusions=[draw.sample(ids, 2)] if len(ids) > 1 and draw.random() < 0.3 else [],
        )
    elif RULES[rule].satisfaction and election.ballot_type == "choose":
        rulebook = replace(rulebook, satisfaction=draw.choice(["cost", "number"]))
    return rulebook if rulebook_error(rulebook, election.ballot_type) is None else None


# A small file in the Pabulib format.
PLAIN = """META
key;value
description;Small grants
country;United Kingdom
unit;Edinburgh
instance;2014
num_projects;3
num_votes;4
budget;1000
vote_type;approval
rule;greedy
date_begin;2014
date_end;2014
currency;GBP
PROJECTS
project_id;cost;votes;name;selected
1;600;3;Chair yoga;1
2;500.50;2;"Lunch; and ""song"" too";0
3;400;1;Garden;1
VOTES
voter_id;vote
a;1,2
b;1
c;2,1
d;3
"""


def read_text(text: str | bytes, **more):
    return pabulib.read(io.BytesIO(text.encode() if isinstance(text, str) else text), **more)


def with_meta(*lines: str, currency: str = "GBP") -> str:
    """The plain file with these lines in META instead of its rule."""
    return PLAIN.replace("rule;greedy\n", "".join(f"{line}\n" for line in lines)).replace(";GBP", f";{currency}")


def several_pots(votes: str = "voter_id;vote;__pb_pot\na;1,3;North\nb;1;\nc;3;South\nd;3;South\n") -> str:
    """The plain file with the pots North (projects 1 and 2) and South (3), and these votes."""
    text = PLAIN[: PLAIN.index("VOTES")].replace("rule;greedy", "rule;greedy\n__pb_pot_budgets;North=600.5|South=399.5")
    text = text.replace("name;selected", "name;selected;__pb_pot").replace("yoga;1", "yoga;1;North")
    return text.replace(' too";0', ' too";0;North').replace("Garden;1", "Garden;1;South") + "VOTES\n" + votes
