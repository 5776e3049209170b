"""Files as they are written, line by line, for every ballot type; and the rule's name that each may bear."""

from __future__ import annotations

import pytest

from pb.counting import Election, ElectionProject, LotDigits, Rulebook, count, pabulib
from pb.counting.pabulib.naming import rule_in_meta
from tests.support.counting.elections import LOT, choose, projects_of

PLACE = ["META", "key;value", "description;Participatory budgeting", "country;United Kingdom", "unit;United Kingdom"]
DATES = ["date_begin;2000", "date_end;2000"]


def written(election: Election, rulebook: Rulebook, *details, lot=None, selected=True, **more) -> list[str]:
    outcome = count(election, rulebook, LOT) if selected else None
    return pabulib.write(election, *details, rulebook=rulebook, lot=lot, outcome=outcome, **more).decode().split("\n")


def test_everything_that_a_file_can_say_about_ticks():
    """2 (3 votes, £500.50) is funded, a (£300) is not; 3 was withdrawn and cost £90. 3 of the 7 ballots are blank."""
    projects = [
        ElectionProject("a", 1, 300_00, name="Chair  yoga"),
        ElectionProject("2", 2, 500_50, 250_00, name='Lunch; "song"'),
        ElectionProject("3", 3, 90_00, withdrawn=True),
    ]
    election = Election.of(projects, [(["a", "2"], 2), (["2"], 1), ([], 3), (["3"], 1)], "choose", 600_00)
    rulebook = Rulebook(
        part_funding=True,
        min_support=2,
        tie_rule="lot",
        exclusions=[{"a", "3"}],
        min_support_percent="2.5",
        fund_without_votes=True,
    )
    details = {"description": "Small\ngrants", "instance": 2014, "unit": "", "min_length": 1}
    assert written(election, rulebook, details, lot=LotDigits("7", "1" * 20)) == [
        *["META", "key;value", "description;Small grants", "country;United Kingdom", "unit;United Kingdom"],
        *["instance;2014", "num_projects;3", "num_votes;4", "budget;600", "vote_type;approval"],
        *["rule;greedy-exclusive", *DATES, "min_length;1", "min_project_score_threshold;2"],
        "currency;GBP",
        'comment;"#1: 3 blank ballots have no row under VOTES; they count as ballots. #2: Withdrawn: 3; the cost 999999999 '
        'there only keeps every rule from funding it, the true cost is in the column __pb_withdrawn."',
        *["__pb_rule;most-votes", "__pb_tie_rule;lot", "__pb_lot_round;7", f"__pb_lot_digits;{'1' * 20}"],
        *["__pb_min_support_percent;5/2", "__pb_part_funding;1", "__pb_exclusions;3,a", "__pb_fund_without_votes;1"],
        "__pb_blank_ballots;3",
        "PROJECTS",
        "project_id;cost;votes;name;selected;__pb_number;__pb_least;__pb_withdrawn",
        '2;500.50;3;"Lunch; ""song""";1;;250;',
        "a;300;2;Chair yoga;0;1;;",
        "3;999999999;1;3;0;;;90",
        *["VOTES", "voter_id;vote", "1;2", "2;3", "3;a,2", "4;a,2", ""],
    ]


def test_points():
    """Most points on a ballot: 3 + 1. Everything fits, so the file says fully_funded. Most points stand first."""
    ballots = [({"1": 1, "2": 3}, 1), ({"1": 2}, 2)]
    election = Election.of(projects_of([100, 200, 50]), ballots, "points", 1_000, unit=1, currency="EUR")
    rulebook = Rulebook("equal-shares-add1", add_one_step=7, satisfaction="points")
    assert written(election, rulebook) == [
        *[*PLACE, "instance;1", "num_projects;3", "num_votes;3", "budget;1000", "vote_type;cumulative"],
        *["rule;unknown", *DATES, "max_sum_points;4", "currency;EUR", "fully_funded;1"],
        *["comment;#1: The rule is equal shares with add-one.", "__pb_rule;equal-shares-add1"],
        *["__pb_satisfaction;points", "__pb_add_one_step;7"],
        *["PROJECTS", "project_id;cost;votes;score;name;selected"],
        *["1;100;3;5;1;1", "2;200;1;3;2;1", "3;50;0;0;3;0"],
        *["VOTES", "voter_id;vote;points", "1;1;2", "2;1;2", "3;2,1;3,1", ""],
    ]


def test_ballots_that_fit_the_pot():
    """Votes per pound: 1 and 2 have one vote each, so the cheaper one is first."""
    election = Election.of(projects_of([100_00, 200_00]), [(["2", "1"], 1)], "budget", 250_00)
    assert written(election, Rulebook("votes-per-pound", min_support=1)) == [
        *[*PLACE, "instance;1", "num_projects;2", "num_votes;1", "budget;250", "vote_type;approval"],
        *["rule;greedy-custom", *DATES, "max_sum_cost;250", "currency;GBP"],
        *["comment;#1: The rule is most votes per pound first.", "__pb_rule;votes-per-pound"],
        *["PROJECTS", "project_id;cost;votes;name;selected", "1;100;1;1;1", "2;200;1;2;0"],
        *["VOTES", "voter_id;vote", "1;1,2", ""],
    ]


def test_ranks_counted_by_votes():
    ballots = [(["2", "1"], 2), (["1"], 1)]
    election = Election.of(projects_of([100_00, 200_00]), ballots, "rank", 250_00, currency="")
    assert written(election, Rulebook(support="votes"), {"currency": "PLN"}) == [
        *[*PLACE, "instance;1", "num_projects;2", "num_votes;3", "budget;250", "vote_type;ordinal", "rule;greedy"],
        *[*DATES, "currency;PLN", "__pb_rule;most-votes", "__pb_support;votes"],
        *["PROJECTS", "project_id;cost;votes;name;selected", "1;100;3;1;1", "2;200;2;2;0"],
        *["VOTES", "voter_id;vote", "1;1", "2;2,1", "3;2,1", ""],
    ]


def test_ranks_counted_by_points():
    """ "2 1" gives 2 to 2 and 1 to 1: 2 has 4 points of two votes, 1 has 3 of three."""
    ballots = [(["2", "1"], 2), (["1"], 1)]
    lines = written(Election.of(projects_of([100_00, 200_00]), ballots, "rank", 250_00), Rulebook())
    projects = lines[lines.index("PROJECTS") + 1 : lines.index("VOTES")]
    assert projects == ["project_id;cost;votes;score;name;selected", "2;200;2;4;2;1", "1;100;3;3;1;0"]


def test_scores_before_they_are_counted():
    """Without an outcome there is no column for the winners."""
    election = Election.of(projects_of([100_00, 200_00]), [({"2": 5, "1": 1}, 1)], "score", 250_00)
    assert written(election, Rulebook("most-votes-stop"), selected=False) == [
        *[*PLACE, "instance;1", "num_projects;2", "num_votes;1", "budget;250", "vote_type;scoring"],
        *["rule;greedy-no-skip", *DATES, "currency;GBP", "__pb_rule;most-votes-stop"],
        *["PROJECTS", "project_id;cost;votes;score;name", "2;200;1;5;2", "1;100;1;1;1"],
        *["VOTES", "voter_id;vote;points", "1;2,1;5,1", ""],
    ]


def test_one_pot_of_two():
    """South: 2 and 3 are level, and the lot puts 3 first; of the exclusions only those within the pot are left."""
    projects = [
        ElectionProject("1", 1, 5_00, pot="North"),
        ElectionProject("2", 2, 3_00, pot="South"),
        ElectionProject("3", 3, 3_00, pot="South"),
    ]
    election = Election.of(projects, [(["1", "2"], 1), (["3"], 1)], "choose", {"North": 5_00, "South": 3_00})
    rulebook = Rulebook("most-votes-stop", exclusions=[{"1", "2"}, {"2", "3"}])
    assert written(election, rulebook, pot="South")[5:] == [
        *["subunit;South", "instance;1", "num_projects;2", "num_votes;2", "budget;3", "vote_type;approval"],
        *["rule;greedy-custom", *DATES, "currency;GBP"],
        "comment;#1: The rule is most votes first, stopping at the first project that does not fit, "
        "with the settings in the __pb_ keys.",
        *["__pb_rule;most-votes-stop", "__pb_exclusions;2,3", "__pb_pot;South"],
        *["PROJECTS", "project_id;cost;votes;name;selected", "2;3;1;2;0", "3;3;1;3;1"],
        *["VOTES", "voter_id;vote", "1;2", "2;3", ""],
    ]


def test_a_part_is_marked_with_2():
    """Pot £5: 1 takes £3 of it, 2 costs £4 and can work with £1: it gets £2."""
    projects = [ElectionProject("1", 1, 3_00), ElectionProject("2", 2, 4_00, 1_00)]
    lines = written(Election.of(projects, [(["1"], 2), (["2"], 1)], "choose", 5_00), Rulebook(part_funding=True))
    assert lines[lines.index("PROJECTS") + 2 : lines.index("VOTES")] == ["1;3;2;1;1;", "2;4;1;2;2;1"]
    assert "rule;greedy-custom" in lines


@pytest.mark.parametrize(
    ("rulebook", "election", "name", "threshold"),
    [
        (Rulebook("equal-shares"), choose([3_00, 3_00], 3_00, ("1", 2)), "equalshares", None),
        (Rulebook("equal-shares"), choose([3_00, 3_01], 3_00, ("1", 2)), "unknown", None),  # pence
        (Rulebook("equal-shares"), choose([3_00], 3_00, ("1", 2), ("", 1)), "unknown", None),  # a blank ballot
        (Rulebook("equal-shares"), choose([2_00, 2_00], 4_00, ("1 2", 2)), "unknown", None),  # a tie
        (Rulebook("equal-shares", satisfaction="number"), choose([3_00], 3_00, ("1", 2)), "unknown", None),
        (Rulebook("equal-shares-add1"), choose([2_00, 4_00], 4_00, ("1", 1), ("2", 2)), "equalshares/add1", None),
        (Rulebook("equal-shares-add1"), choose([2_00], 4_00), "equalshares/add1", None),  # nobody voted
        (Rulebook("equal-shares-add1", add_one_step=100), choose([2_00], 4_00, ("1", 1)), "equalshares/add1", None),
        (Rulebook("equal-shares-add1", add_one_step=50), choose([2_00], 4_00, ("1", 1)), "unknown", None),
        (Rulebook("equal-shares-add1-greedy"), choose([3_00], 3_00, ("1", 2)), "unknown", None),
        (Rulebook("phragmen"), choose([3_00], 3_00, ("1", 2)), "unknown", None),
        (Rulebook(), choose([3_00], 3_00, ("1", 2)), "greedy", None),
        (Rulebook(), choose([3_00, 1_00], 3_00, ("1", 2)), "greedy-threshold", 1),  # nobody wants 2
        (Rulebook(fund_without_votes=True), choose([3_00, 1_00], 3_00, ("1", 2)), "greedy", None),
        (Rulebook(min_support=3), choose([3_00], 3_00, ("1", 2)), "greedy-threshold", 3),
        (Rulebook("most-votes-stop"), choose([3_00], 3_00, ("1", 2)), "greedy-no-skip", None),
        (Rulebook("votes-per-pound"), choose([3_00, 1_00], 3_00, ("1", 2)), "greedy-custom", 1),
    ],
)
def test_the_standard_name_is_borne_where_its_winners_are_the_same(rulebook, election, name, threshold):
    found = rule_in_meta(election.parts[0], rulebook, count(election, rulebook, LOT).pots[0])
    assert found[:2] == (name, threshold)


def test_add_one_with_other_shares_has_no_standard_name():
    """£10 for 3 voters: £3.33 each, rounded down £3. 1 £5 (x, y), 2 £4 (z). In both ways 1 is bought at once; z can pay
    at £4.33 here, and at £4 there: both fund 1 and 2. Equal shares with a withdrawn project have no standard name."""
    election = choose([5_00, 4_00], 10_00, ("1", 2), ("2", 1))
    outcome = count(election, Rulebook("equal-shares-add1"), LOT)
    assert rule_in_meta(election.parts[0], outcome.rulebook, outcome.pots[0])[0] == "equalshares/add1"
    assert rule_in_meta(election.parts[0], outcome.rulebook, None)[0] == "unknown"
    withdrawn = Election.of(
        [ElectionProject("1", 1, 5_00), ElectionProject("2", 2, 4_00, withdrawn=True)],
        [(["1"], 2), (["2"], 1)],
        "choose",
        10_00,
    )
    outcome = count(withdrawn, Rulebook("equal-shares"), LOT)
    assert rule_in_meta(withdrawn.parts[0], outcome.rulebook, outcome.pots[0])[0] == "unknown"


def test_details_are_written_in_the_order_of_the_format():
    asked = ["max_sum_points", "default_score", "min_project_cost", "max_project_cost", "edition", "acknowledgments"]
    lines = written(choose([1_00], 1_00, ("1", 1)), Rulebook(), dict.fromkeys(reversed(asked), "x"))
    assert [line.partition(";")[0] for line in lines if line.endswith(";x")] == asked
