"""Files in the field's format: read, or refused with a line number."""

from __future__ import annotations

import random

import pytest

from pb.counting import Rulebook, count, pabulib, rulebook_error
from pb.counting.pabulib import pieces
from tests.support.counting.elections import LOT, PLAIN, read_text
from tests.support.effort import runs


def test_a_plain_file():
    file = read_text(PLAIN)
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
    plain, changed = read_text(PLAIN), read_text(change(PLAIN))
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
        ("3;400", "2;400", 19, "Project '2' is already on line 18"),
        ("3;400", ";400", 19, "has no project_id"),
        ("voter_id;vote", "voter;vote", 21, "no column voter_id"),
        ("project_id;cost", "project_id;price", 16, "no column cost"),
        ("d;3", "d", 25, "too few columns"),
        ("VOTES\n", "", 16, "section VOTES is missing"),
        ("META\n", "", 14, "section META is missing"),
        ('"Lunch; and ""song"" too"', '"Lunch', 18, "quotation mark"),
    ],
)
def test_a_malformed_file_is_refused_with_its_line_and_a_reason(old, new, line, reason):
    assert old in PLAIN
    with pytest.raises(pabulib.BadFile) as found:
        read_text(PLAIN.replace(old, new, 1))
    assert (reason in found.value.reason, found.value.line) == (True, line)


def test_text_that_is_not_utf8_is_refused_with_its_line():
    with pytest.raises(pabulib.BadFile) as found:
        read_text(PLAIN.encode().replace(b"Garden", b"G\xe4rten"))
    assert found.value.line == 19 and "UTF-8" in found.value.reason


@pytest.mark.parametrize(
    ("points", "reason"),
    [
        ("2", "names 2 projects but gives 1"),
        ("2, 1", "whole numbers"),
        ("2,x", "whole numbers"),
        ("2,-1", "whole numbers"),
        ("2,", "whole numbers"),
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
        read_text(text)
    assert found.value.line == 22


@pytest.mark.parametrize(
    ("old", "new", "words"), [(b"d;3", b"a\xff;3\na\xff;3", "Voter"), (b"d;3", b"d;\xff", "names")]
)
def test_votes_that_are_no_text_are_refused_in_a_sentence(old, new, words):
    data = PLAIN.encode().replace(old, new).replace(b"num_votes;4", b"num_votes;5")
    with pytest.raises(pabulib.BadFile, match=words):
        read_text(data)


def test_votes_read_in_small_pieces_are_the_same_votes(monkeypatch):
    monkeypatch.setattr(pieces, "_PIECE", 1)
    assert read_text(PLAIN).election.parts[0].profile.approval_scores == [3, 2, 1]
    found = list(pieces.Pieces(b"xx\nyy\nzz", 0, 7, {"voter": 0, "vote": 0}))
    assert [(piece.voter.text(0), piece.line(0)) for piece in found] == [(b"xx", 7), (b"yy", 8), (b"zz", 9)]


def test_a_project_named_twice_is_counted_once_and_said():
    file = read_text(PLAIN.replace("a;1,2", "a;1,2,1"))
    assert file.election.parts[0].profile.approval_scores == [3, 2, 1]
    assert file.notes == ("1 ballot names a project twice; it is counted once.",)


def test_a_file_above_the_limit_is_refused_without_being_read_to_its_end():
    with pytest.raises(pabulib.BadFile, match="larger than 1 MB"):
        read_text(PLAIN + "x" * 2_000_000, limit=1_000_000)


def test_any_cut_or_damaged_file_is_read_or_refused_but_never_a_traceback():
    draw, data, reasons = random.Random("damage"), PLAIN.encode(), []
    times = runs(500, 50_000)
    for _ in range(times):
        damaged = bytearray(data[: draw.choice([len(data), draw.randrange(len(data))])])
        for _ in range(draw.randint(0, 3)):
            if damaged:
                damaged[draw.randrange(len(damaged))] = draw.choice(b';,\n\r"09 \xff-.x')
        try:
            count(read_text(bytes(damaged)).election, Rulebook(), LOT)
        except pabulib.BadFile as error:
            reasons.append(error.reason)
    assert len(reasons) > times / 3 and all(reason and "\n" not in reason for reason in reasons)


def test_several_pots_in_one_file():
    text = PLAIN.replace("rule;greedy", "rule;greedy\n__pb_pot_budgets;North=600|South=400")
    text = text.replace("name;selected", "name;selected;__pb_pot").replace("yoga;1", "yoga;1;North")
    text = text.replace(' too";0', ' too";0;North').replace("Garden;1", "Garden;1;South")
    outcome = count(read_text(text).election, Rulebook())
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
        ("greedy\nvote_type;choose-1", "most-votes", None),
    ],
)
def test_the_rule_in_meta(named, rule, least):
    text = PLAIN.replace("vote_type;approval\n", "") if "vote_type" in named else PLAIN
    file = read_text(text.replace("rule;greedy", f"rule;{named}"))
    rulebook = file.rulebook
    assert file.election.ballot_type == "choose"
    assert (rulebook.rule, rulebook.min_support) == (rule, least) and rulebook_error(rulebook, "choose") is None
