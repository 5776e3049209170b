"""Files and offers of a result from which the steering group departed: the count as it is, and what each group gets beside it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta

import jsonschema

from pb.counting import Outcome
from pb.pages.results.result_view import published
from pb.results import actions
from pb.results.queries.counts import publication_of
from pb.web.access import Role

# Pot £1,000. 1 costs £500 and 2 costs £400: both are funded. 3 costs £300 and is not: £100 is left.
COSTS = [500_00, 400_00, 300_00]
BALLOTS = [(1, 2), (1, 2), (1, 2), (1, 3)]
WHY = "Its hall has burnt down."


def counted(make, clock, *ballots: tuple[int, ...], **settings):
    """A round whose votes are counted."""
    found = make.voting_round(min_choices=1, **settings)
    make.opened_box(found, *ballots)
    clock.set(found.post_closes_at + timedelta(hours=2))
    return make.counted(found)


def published_with(make, round_) -> None:
    make.signed(round_)
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))


def test_files_tell_the_count_and_the_decision_apart(make, clock, visitor, tmp_path):
    round_ = counted(make, clock, *BALLOTS, costs=COSTS)
    make.departs(round_, 2, 0, "It has folded.")
    make.departs(round_, 3, 300_00, WHY)
    published_with(make, round_)
    files = zipfile.ZipFile(
        io.BytesIO(visitor.downloads(f"/rounds/{round_.id}/results/files/everything.zip").get_data())
    )
    told = json.loads(files.read("result.json"))
    jsonschema.validate(told, json.loads(files.read("result.schema.json")))
    projects = {each["number"]: each for each in told["pots"][0]["projects"]}
    assert [(projects[n]["award"], projects[n]["gets"]) for n in (1, 2, 3)] == [
        ("500.00", "500.00"),
        ("400.00", "0.00"),
        ("0.00", "300.00"),
    ]
    assert [(each["number"], each["gives"], len(each["by"])) for each in told["departures"]] == [
        (2, "0.00", 2),
        (3, "300.00", 2),
    ]
    assert (told["pots"][0]["left"], told["pots"][0]["left_in_the_end"]) == ("100.00", "200.00")
    assert WHY in files.read("projects.csv").decode("utf-8-sig")
    (tmp_path / "election.pb").write_bytes(files.read("election.pb"))
    command = [sys.executable, "-m", "pb.counting", str(tmp_path / "election.pb"), "--json"]
    outcome = subprocess.run(command, capture_output=True).stdout.strip()
    assert outcome == files.read("outcome.json") and Outcome.from_json(outcome).awards == {"1": 500_00, "2": 400_00}
    listed = json.loads(visitor.downloads("/results/rounds.json").get_data())["rounds"][0]
    assert (listed["funded"], listed["spent"]) == (2, "800.00")


def test_an_offer_of_a_part_goes_where_the_steering_group_decided(make, clock):
    costs = [500_00, 700_00, 200_00]
    round_ = counted(make, clock, (1, 2), (1, 2), (1, 3), costs=costs, least=100_00, part_funding=True)
    make.departs(round_, 2, 300_00, WHY)
    published_with(make, round_)
    facts = json.loads(publication_of(round_.id).facts)
    assert "offers" not in facts and published(round_.id).gets == {"1": 500_00, "2": 300_00}
