"""What files of other programs have that the format does not foresee: read as pabutools reads it, and said in a note."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pabutools.election import Cost_Sat
from pabutools.election.pabulib import parse_pabulib_from_string
from pabutools.rules import greedy_utilitarian_welfare

from pb.counting import RULES, count, pabulib, recount_naive
from tests.support.counting.elections import LOT, read_text

META = "META\nkey;value\nbudget;100\nvote_type;{}\nrule;greedy\n"
POINTS = META.format("cumulative") + "PROJECTS\nproject_id;cost;name\n1;50;One\n2;60;Two\nVOTES\nvoter_id;vote;points\n"
TICKS = META.format("approval") + "PROJECTS\nproject_id;cost;name\n{}\nVOTES\nvoter_id;vote\n{}\n"


@pytest.mark.parametrize("vote", ["1,1;2,1", "1,2,1;1,2,5", "2,1,2;4,1,0", "1,1,1;3,2,1"])
@pytest.mark.parametrize("vote_type", ["cumulative", "scoring"])
def test_of_points_for_one_project_twice_the_last_count(vote, vote_type):
    text = POINTS.replace("cumulative", vote_type) + f"a;{vote}\nb;2,1;3,2\n"
    file = read_text(text)
    assert file.notes[-1] == "1 ballot names a project twice; the last number of points counts."
    instance, profile = parse_pabulib_from_string(text)
    theirs = {project.name: sum(ballot.get(project, 0) for ballot in profile) for project in instance}
    part = file.election.parts[0]
    assert dict(zip(("1", "2"), part.profile.total_scores, strict=True)) == {"1": theirs["1"], "2": theirs["2"]}
    meta = {"vote_type": vote_type}
    rows = [{"vote": vote.split(";")[0], "points": vote.split(";")[1]}, {"vote": "2,1", "points": "3,2"}]
    ballots = recount_naive.read_ballots(meta, rows, [{"id": "1"}, {"id": "2"}])
    assert {id: sum(ballot.get(id, 0) for ballot in ballots) for id in ("1", "2")} == theirs


def test_numbers_of_points_that_are_too_few_are_still_refused():
    with pytest.raises(pabulib.BadFile, match="names 2 projects but gives 1"):
        read_text(POINTS + "a;1,1;2\n")


@pytest.mark.parametrize(
    "written",
    ['"Save" our hall', 'Klub "Senior', 'The "old" hall', '"Save" our "hall', '"a "b" c"', '""Twice""', '5" pipes'],
)
def test_quotation_marks_out_of_place_are_read_as_others_read_them(written):
    text = TICKS.format(f"1;50;{written}\n2;60;Two", "a;1")
    file = read_text(text)
    instance, _ = parse_pabulib_from_string(text)
    assert [project.id for project in file.election.projects] == ["1", "2"]
    assert file.election.project("1").name == instance.project_meta[instance.get_project("1")]["name"]
    noted = [note for note in file.notes if "quotation" in note]
    if written.startswith('"'):
        assert noted == ["1 line has quotation marks out of place (8). The text was read without them."]
    else:  # a mark inside a cell that does not begin with one is a letter like others
        assert not noted and file.election.project("1").name == written


def test_quotation_marks_out_of_place_among_the_votes_and_in_meta():
    text = TICKS.format("1;50;One\n2;60;Two", '"a" x;1\nb;2\n"c" y;1').replace(
        "rule;greedy", 'rule;greedy\ndescription;"Big" vote'
    )
    file = read_text(text)
    assert file.meta["description"] == "Big vote" and file.election.parts[0].profile.approval_scores == [2, 1]
    assert "3 lines have quotation marks out of place (6, 13, 15). The text was read without them." in file.notes


def test_a_row_that_others_would_lose_without_a_word_is_refused():
    """A mark that is closed in the middle of the next row: pabutools has one project here, of two."""
    text = TICKS.format('1;50;"Save our hall\n2;60;"Dance" too', "a;1")
    assert len(parse_pabulib_from_string(text)[0]) == 1
    with pytest.raises(pabulib.BadFile, match="quotation mark") as found:
        read_text(text)
    assert found.value.line == 8


def test_a_long_list_of_lines_is_cut():
    rows = "\n".join(f'{n};10;"Hall" {n}' for n in range(1, 8))
    assert (
        "7 lines have quotation marks out of place (8, 9, 10, 11, 12 …)."
        in read_text(TICKS.format(rows, "a;1")).notes[-1]
    )


FREE = TICKS.format("1;0;Bench\n2;50;Two\n3;60;Three", "a;1,2\nb;1\nc;3,1\nd;2")


@pytest.mark.parametrize("rule", RULES)
def test_a_project_that_costs_nothing_keeps_its_votes_and_changes_nothing(rule):
    file, without = read_text(FREE), read_text(FREE.replace("1;0;", "1;999999999;"))
    outcome = count(file.election, replace(file.rulebook, rule=rule), LOT)
    step = outcome.step("1")
    assert (step.award, step.support, step.reason.code) == (0, 3, "costs-nothing")
    assert outcome.awards == count(without.election, replace(file.rulebook, rule=rule), LOT).awards
    assert "1 project costs nothing ('1')" in file.notes[-1]


def test_others_fund_the_same_and_what_costs_nothing():
    instance, profile = parse_pabulib_from_string(FREE)
    theirs = {project.name for project in greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat)}
    file = read_text(FREE)
    ours = count(file.election, file.rulebook, LOT)
    assert theirs == {"1", "2"} and set(ours.funded) == theirs - {"1"}
    written = pabulib.write(file.election, rulebook=file.rulebook, lot=LOT, outcome=ours)
    again = count(read_text(written).election, file.rulebook, LOT)
    assert again.awards == ours.awards and again.step("1").reason.code == "costs-nothing"
