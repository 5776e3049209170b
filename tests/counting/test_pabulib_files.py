"""Files in the field's format: read, written, found in order by the format's own checker, and refused with a line
number.
"""

from __future__ import annotations

import io
import random
from dataclasses import replace

import pytest
from pabulib.checker import Checker

from pb.counting import RULES, Election, Lot, Project, Rulebook, count, pabulib, refused
from tests.counting.making import LOT, PLAIN, random_election
from tests.counting.test_properties import ballots_of
from tests.counting.test_recount import draw_rulebook
from tests.support.effort import runs

DETAILS = {
    "description": "Small grants",
    "country": "United Kingdom",
    "unit": "Edinburgh",
    "instance": "2014",
    "date_begin": "03.02.2014",
    "date_end": "17.02.2014",
}


def read(text: str | bytes, **more):
    return pabulib.read(io.BytesIO(text.encode() if isinstance(text, str) else text), **more)


def test_a_plain_file():
    file = read(PLAIN)
    assert [(p.id, p.cost, p.name) for p in file.election.projects] == [
        ("1", 600_00, "Chair yoga"),
        ("2", 500_50, 'Lunch; and "song" too'),
        ("3", 400_00, "Garden"),
    ]
    assert file.election.budgets == {None: 1000_00} and file.election.ballots == 4 and file.election.unit == 100
    assert (
        file.election.parts[0].profile.approval_scores == [3, 2, 1] and file.election.parts[0].profile.num_distinct == 3
    )
    assert file.rulebook == Rulebook() and file.selected == {"1": 1, "2": 0, "3": 1}
    assert count(file.election, file.rulebook).funded == ("1", "3")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: "\ufeff" + text.replace("\n", "\r\n"),
        lambda text: text.replace("VOTES\n", "\nVOTES\n").replace("b;1\n", "b;1\n\n"),
        lambda text: text.rstrip("\n"),
        lambda text: text.replace("a;1,2", '"a";"1,2"'),
        lambda text: text.replace("META", "meta").replace("VOTES", "votes"),
        lambda text: (
            text.replace("voter_id;vote", "voter_id;vote;sex")
            .replace(";1,2\n", ";1,2;F\n")
            .replace("b;1", "b;1;M")
            .replace(";2,1\n", ";2,1;\n")
            .replace("d;3", "d;3;F")
        ),
        lambda text: (
            text.replace("voter_id;vote", "vote;voter_id")
            .replace("a;1,2", "1,2;a")
            .replace("b;1", "1;b")
            .replace("c;2,1", "2,1;c")
            .replace("d;3", "3;d")
        ),
    ],
)
def test_line_ends_byte_order_marks_empty_lines_quotes_and_other_columns_change_nothing(change):
    plain, changed = read(PLAIN), read(change(PLAIN))
    assert count(changed.election, changed.rulebook).to_json() == count(plain.election, plain.rulebook).to_json()


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("d;3", "d;9", 25, "names project '9', which is not under PROJECTS"),
        ("a;1,2", "a;1, 2", 22, "a space around project '2'"),
        ("b;1\n", "b;1,\n", 23, "names project ''"),
        ("d;3", "a;3", 25, "Voter 'a' is already on line 22"),
        ("num_votes;4", "num_votes;5", 8, "num_votes says 5, but there are 4"),
        ("num_projects;3", "num_projects;4", 7, "num_projects says 4, but there are 3"),
        ("num_votes;4", "num_votes;many", 8, "num_votes should be a number"),
        ("budget;1000", "budget;1,000", 9, "budget should be a number"),
        ("budget;1000\n", "", 2, "META does not say budget"),
        ("rule;greedy", "budget;5", 11, "META says 'budget' twice"),
        ("approval", "thumbs", 10, "no vote type 'thumbs'"),
        ("3;400", "3;free", 19, "cost should be a number"),
        ("3;400", "3;0", 19, "costs nothing"),
        ("3;400", "2;400", 19, "Project '2' is already on line 18"),
        ("3;400", ";400", 19, "has no project_id"),
        ("voter_id;vote", "voter;vote", 21, "no column voter_id"),
        ("project_id;cost", "project_id;price", 16, "no column cost"),
        ("d;3", "d", 25, "too few columns"),
        ("VOTES\n", "", 15, "section VOTES is missing"),
        ("META\n", "", 14, "section META is missing"),
        ('"Lunch; and ""song"" too"', '"Lunch', 19, "quotation mark"),
    ],
)
def test_a_malformed_file_is_refused_with_its_line_and_a_reason(old, new, line, reason):
    assert old in PLAIN
    with pytest.raises(pabulib.BadFile) as found:
        read(PLAIN.replace(old, new, 1))
    assert reason in found.value.reason and (
        found.value.line == line or reason in ("section VOTES is missing", "quotation mark")
    )


def test_text_that_is_not_utf8_is_refused_with_its_line():
    with pytest.raises(pabulib.BadFile) as found:
        read(PLAIN.encode().replace(b"Garden", b"G\xe4rten"))
    assert found.value.line == 19 and "UTF-8" in found.value.reason


@pytest.mark.parametrize(
    ("points", "reason"),
    [
        ("2", "names 2 projects but gives 1"),
        ("2, 1", "whole numbers"),
        ("2,x", "whole numbers"),
        ("2,-1", "whole numbers"),
    ],
)
def test_malformed_points_are_refused(points, reason):
    text = PLAIN.replace("approval", "cumulative").replace("voter_id;vote", "voter_id;vote;points")
    text = (
        text.replace("a;1,2", f"a;1,2;{points}")
        .replace("b;1\n", "b;1;3\n")
        .replace("c;2,1", "c;2,1;3,0")
        .replace("d;3", "d;3;1")
    )
    with pytest.raises(pabulib.BadFile, match=reason) as found:
        read(text)
    assert found.value.line == 22


def test_a_project_named_twice_is_counted_once_and_said():
    file = read(PLAIN.replace("a;1,2", "a;1,2,1"))
    assert file.election.parts[0].profile.approval_scores == [3, 2, 1]
    assert file.notes == ("1 ballots name a project twice; it is counted once.",)


def test_a_file_above_the_limit_is_refused_without_being_read_to_its_end():
    with pytest.raises(pabulib.BadFile, match="larger than 1 MB"):
        read(PLAIN + "x" * 2_000_000, limit=1_000_000)


def test_any_cut_or_damaged_file_is_read_or_refused_but_never_a_traceback():
    draw, data = random.Random("damage"), PLAIN.encode()
    for _ in range(runs(1_500, 50_000)):
        damaged = bytearray(data[: draw.choice([len(data), draw.randrange(len(data))])])
        for _ in range(draw.randint(0, 3)):
            if damaged:
                damaged[draw.randrange(len(damaged))] = draw.choice(b';,\n\r"09 \xff-.x')
        try:
            count(read(bytes(damaged)).election, Rulebook(), LOT)
        except pabulib.BadFile as error:
            assert error.reason and "\n" not in error.reason


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
    for _ in range(runs(100, 3_000)):
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
    for _ in range(runs(200, 5_000)):
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
            file = read(pabulib.write(election, DETAILS, rulebook=rulebook, lot=LOT, outcome=outcome))
            assert (file.rulebook.rule, file.lot) == (rulebook.rule, LOT)
            again = count(file.election, file.rulebook, file.lot)
            assert (again.funded, again.awards, again.ties) == (outcome.funded, outcome.awards, outcome.ties)


def test_each_pot_is_written_as_a_file_that_counts_like_the_round():
    projects = [
        Project("1", 1, 5_00, pot="North"),
        Project("2", 2, 5_00, pot="North"),
        Project("3", 3, 3_00, pot="South"),
    ]
    election = Election.of(projects, [(["1", "2"], 2), (["3"], 1), ([], 1)], "choose", {"North": 5_00, "South": 3_00})
    for rule in RULES:
        outcome = count(election, Rulebook(rule), Lot("7", "1" * 20))
        for pot in election.pots:
            file = read(pabulib.write(election, DETAILS, lot=Lot("7", "1" * 20), outcome=outcome, pot=pot))
            assert count(file.election, file.rulebook, file.lot).pots[0] == outcome.pot(pot)


def test_several_pots_in_one_file():
    text = PLAIN.replace("rule;greedy", "rule;greedy\n__pb_pot_budgets;North=600|South=400")
    text = text.replace("name;selected", "name;selected;__pb_pot").replace("yoga;1", "yoga;1;North")
    text = text.replace(' too";0', ' too";0;North').replace("Garden;1", "Garden;1;South")
    outcome = count(read(text).election, Rulebook())
    assert outcome.pot("North").funded == ("1",) and outcome.pot("South").funded == ("3",)


@pytest.mark.parametrize(
    ("named", "rule", "least"),
    [
        ("greedy", "most-votes", None),
        ("greedy-no-skip", "most-votes-stop", None),
        ("equalshares", "equal-shares", None),
        ("equalshares/add1", "equal-shares-add1", None),
        ("greedy-threshold\nmin_project_score_threshold;5", "most-votes", 5),
        ("greedy-no-skip\nmin_project_score_threshold;5", "most-votes-stop", 5),
        ("unknown", "most-votes", None),
    ],
)
def test_the_rule_in_meta(named, rule, least):
    rulebook = read(PLAIN.replace("rule;greedy", f"rule;{named}")).rulebook
    assert (rulebook.rule, rulebook.min_support) == (rule, least) and refused(rulebook, "choose") is None
