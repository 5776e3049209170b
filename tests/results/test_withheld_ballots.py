"""A round that withholds unusual ballots: what is published instead, and that two people count all of them again."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from datetime import timedelta

import pytest

from pb.counting import Outcome, recount_naive
from pb.pages.results.files import ZIP, all_ballots, file_names, published_files
from pb.pages.results.result_view import published, result_of
from pb.programme.queries.freezing import frozen_document
from pb.refusals import Refusal
from pb.results import actions
from pb.results.queries.counts import latest_count, recounts_of
from pb.results.rules.recounts import read_awards, same_awards
from pb.voting.queries import box_opening_of
from pb.voting.rules.ballots_hash import ballots_hash
from pb.web.access import Role

COMMON, RARE = (1, 2), [(3,), (1, 3), (4, 5)]
#: The three rare ballots would be too few for a sum: the eight like (2,) hide them.
BALLOTS = [COMMON] * 12 + [(2,)] * 8 + RARE


@pytest.fixture
def counted(make, clock):
    round_ = make.counted(make.opened_box(make.voting_round(projects=5, least_alike=3), *BALLOTS))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    return round_


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))[1:]


def test_rare_ballots_are_in_no_file_but_as_a_sum_of_ten_or_more(app, make, counted):
    for _ in range(2):
        make.sign(counted)
        make.recount(counted)
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(counted))
    result = published(counted.id)
    files = published_files(result)
    assert rows(files["ballots.csv"]) == [[str(n), "1:1 2:1", ""] for n in range(1, 13)]
    assert rows(files["withheld.csv"]) == [
        ["", "all ballots", "11"], ["", "1", "1"], ["", "2", "8"], ["", "3", "2"], ["", "4", "1"], ["", "5", "1"],
    ]  # fmt: skip
    assert not [name for name in files if name.endswith((".pb", ".py"))] and "salt.txt" not in files
    assert set(file_names(result)) <= set(files) | {ZIP} and result.withheld == 11
    text = files["README.txt"].decode()
    _readme_lists_what_is_there(files)
    assert "not enough to count every ballot again" in text and all(name in text for name in result.recounted_by)
    salt = box_opening_of(counted.id).ballots_salt
    assert not [name for name, data in files.items() if salt.encode() in data]


def test_withheld_places_are_added_up_as_the_points_they_are_counted_for(app, make):
    ballots = [(1, 2)] * 12 + [(2, 1)] * 8 + [(3, 1, 2), (4,)]
    round_ = make.voting_round(projects=5, least_alike=3, ballot_type="rank", max_choices=3)
    files = published_files(published(make.published(round_, *ballots).id))
    assert rows(files["withheld.csv"]) == [
        ["", "all ballots", "10"], ["", "1", "10"], ["", "2", "17"], ["", "3", "3"], ["", "4", "1"],
    ]  # fmt: skip


def test_the_hash_of_the_ballots_cannot_be_tried_out_without_its_secret_line(app, counted):
    opening = box_opening_of(counted.id)
    every = [(dict.fromkeys(ballot, 1).items(), 1) for ballot in BALLOTS]
    assert opening.ballots_hash == ballots_hash(every, opening.ballots_salt) != ballots_hash(every)
    lines = [opening.ballots_salt, *sorted(" ".join(f"{n}:1" for n in ballot) for ballot in BALLOTS)]
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == opening.ballots_hash


def test_where_nothing_is_rare_everything_is_published_with_the_line_of_the_hash(app, make):
    round_ = make.published(make.voting_round(projects=5, least_alike=2), *[COMMON] * 2)
    files = published_files(published(round_.id))
    assert "election.pb" in files and "recount_naive.py" in files and "withheld.csv" not in files
    lines = files["salt.txt"].decode() + "\n1:1 2:1\n1:1 2:1"
    assert hashlib.sha256(lines.encode()).hexdigest() == latest_count(round_.id).ballots_hash
    _readme_lists_what_is_there(files)


def _readme_lists_what_is_there(files):
    """Each file has a line of its own, and no file is spoken of that is not there."""
    text = files["README.txt"].decode()
    lines = {line.split("  ")[0] for line in text.splitlines()}
    assert set(files) - {"README.txt"} <= lines, set(files) - lines
    assert set(re.findall(r"[\w.]+\.(?:csv|json|pb|py|txt|xlsx)\b", text)) <= set(files)


def test_a_round_without_the_setting_publishes_every_ballot_with_the_line_of_the_hash(app, make):
    round_ = make.published(make.voting_round(projects=5), COMMON, (3,))
    files = published_files(published(round_.id))
    assert len(rows(files["ballots.csv"])) == 2 and "salt.txt" in file_names(published(round_.id))
    _readme_lists_what_is_there(files)
    lines = files["salt.txt"] + b"\n1:1 2:1\n3:1"
    assert hashlib.sha256(lines).hexdigest() == latest_count(round_.id).ballots_hash
    assert "least_alike" not in frozen_document(make.fresh(round_))["rulebook"]


def test_the_setting_is_part_of_the_frozen_rulebook(app, make):
    assert frozen_document(make.voting_round(least_alike=4))["rulebook"]["least_alike"] == 4


def test_those_who_count_again_get_every_ballot_and_what_they_need(app, make, counted):
    by = make.actor(Role.STEERING)
    actions.take_ballots(by, make.fresh(counted))
    with zipfile.ZipFile(io.BytesIO(all_ballots(result_of(make.fresh(counted), latest_count(counted.id))))) as archive:
        assert set(archive.namelist()) == {"election.pb", "recount_naive.py", "ballots.csv", "salt.txt"}
        assert len(rows(archive.read("ballots.csv"))) == len(BALLOTS)
        assert archive.read("salt.txt").decode() == box_opening_of(counted.id).ballots_salt


@pytest.mark.both_databases
def test_nothing_is_published_before_two_people_have_counted_again(app, make, counted):
    coordinator, member = make.actor(Role.COORDINATOR), make.actor(Role.STEERING)
    make.signed(counted)
    make.recount(counted, member.account_id)
    with pytest.raises(Refusal, match="Two steering group members must count all the ballots again"):
        actions.publish(coordinator, make.fresh(counted))
    with pytest.raises(Refusal, match="You have already counted these ballots again"):
        make.recount(counted, member.account_id)
    make.recount(counted)
    actions.publish(coordinator, make.fresh(counted))
    assert len(published(counted.id).recounted) == 2
    with pytest.raises(Refusal, match="already been published"):
        actions.take_ballots(member, make.fresh(counted))


def test_another_result_is_no_recount_and_nobody_else_takes_the_ballots(app, make, counted):
    member = make.actor(Role.STEERING)
    with pytest.raises(Refusal, match="Take all the ballots first"):
        actions.recount(member, make.fresh(counted), Outcome.from_json(latest_count(counted.id).outcome).awards)
    actions.take_ballots(member, make.fresh(counted))
    with pytest.raises(Refusal, match="not the result of the count"):
        actions.recount(member, make.fresh(counted), {"1": 5})
    with pytest.raises(Refusal, match="in your role"):
        actions.take_ballots(make.actor(Role.COORDINATOR), make.fresh(counted))
    other = make.counted(make.opened_box(make.voting_round(), (1,)))
    with pytest.raises(Refusal, match="every ballot is published"):
        actions.take_ballots(make.actor(Role.STEERING), make.fresh(other))
    with pytest.raises(Refusal, match="have not been counted yet"):
        actions.take_ballots(make.actor(Role.STEERING), make.voting_round(least_alike=2))


def test_what_the_second_program_prints_is_read_and_nothing_else():
    assert read_awards('{"awards": {"3": 100}, "rule": "x"}\n\n{"awards": {"7": 0}}') == {"3": 100, "7": 0}
    for other in (
        "",
        "hello",
        "[1]",
        '{"awards": 3}',
        '{"awards": {"3": "x"}}',
        '{"awards": {"3": Infinity}}',
        "9" * 9,
    ):
        assert read_awards(other) is None, other
    assert read_awards("[" * 9_000) is None
    assert same_awards({"1": 5, "2": 0}, {"1": 5}) and not same_awards({"1": 5}, {"1": 6})


def test_what_it_prints_for_these_ballots_is_the_same_result(app, make, counted, tmp_path, capsys):
    data = all_ballots(result_of(make.fresh(counted), latest_count(counted.id)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extract("election.pb", tmp_path)
    recount_naive.main([str(tmp_path / "election.pb")])
    member = make.actor(Role.STEERING)
    actions.take_ballots(member, make.fresh(counted))
    actions.recount(member, make.fresh(counted), read_awards(capsys.readouterr().out))
    assert len(recounts_of(latest_count(counted.id))) == 1
