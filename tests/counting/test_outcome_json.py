"""The outcome as it is stored and published, byte for byte."""

from __future__ import annotations

import json

import pytest

from pb.counting import Election, ElectionProject, Outcome, Rulebook, count
from tests.support.counting.elections import LOT

# Pot £6, 4 ballots, 1 blank. ż (3 votes) £5 bars 1 (2 votes), which would be first at 3 votes, being cheaper.
PUBLISHED = (
    '{"awards":{"ż":500},"ballot_type":"choose","ballots":4,"budget":600,"currency":"GBP","format":"pb-count-1",'
    '"funded":["ż"],"lot":{"digits":"12345678901234567890","round":"test"},"pots":[{"ballots":4,"blank":1,"budget":600,'
    '"comparisons":{"proofs":[{"kind":"at-least","loser":null,"margin":3,"minimum":1,"winner":"ż"},{"kind":"excluded-by",'
    '"loser":"1","margin":1,"minimum":null,"winner":"ż"}],"smallest_margin":1,"why_none":null},"facts":{},"left":100,'
    '"offers":[],"pot":null,"spent":500}],"rule":"most-votes","settings":{"add_one_step":null,"exclusions":[["1","ż"]],'
    '"fund_without_votes":false,"min_support":null,"min_support_percent":"5/2","part_funding":false,"rule":"most-votes",'
    '"satisfaction":null,"support":null,"tie_rule":"cost-then-lot"},"spent":500,"steps":[{"award":500,"decision":"funded",'
    '"left_after":100,"left_before":600,"need":null,"pot":null,"project":"ż","reason":{"code":"funded","params":{}},'
    '"support":3,"tied":[]},{"award":0,"decision":"not-funded","left_after":100,"left_before":100,"need":{"code":'
    '"more-ballots","params":{"number":1}},"pot":null,"project":"1","reason":{"code":"excluded","params":{"by":"ż"}},'
    '"support":2,"tied":[]}],"ties":[],"unit":100}'
)


def outcome() -> Outcome:
    projects = [ElectionProject("1", 1, 3_00), ElectionProject("ż", 2, 5_00)]
    election = Election.of(projects, [(["1", "ż"], 2), (["ż"], 1), ([], 1)], "choose", 6_00)
    return count(election, Rulebook(min_support_percent="2.5", exclusions=[["ż", "1"]]), LOT)


def test_the_published_bytes():
    assert outcome().to_json().decode() == PUBLISHED


def test_an_outcome_is_read_back_from_bytes_and_text():
    assert Outcome.from_json(outcome().to_json()) == Outcome.from_json(outcome().to_json().decode()) == outcome()


def test_another_form_is_refused():
    values = json.loads(outcome().to_json()) | {"format": "pb-count-2"}
    with pytest.raises(ValueError, match="not an outcome in the form pb-count-1"):
        Outcome.from_dict(values)


def test_what_an_outcome_says_of_all_its_pots():
    projects = [
        ElectionProject("1", 1, 5_00, pot="N"),
        ElectionProject("2", 2, 2_00, pot="S"),
        ElectionProject("3", 3, 2_00, pot="S"),
    ]
    election = Election.of(projects, [(["1", "2"], 1), (["3"], 1)], "choose", {"N": 6_00, "S": 3_00})
    found = count(election, Rulebook(), LOT)
    assert (found.budget, found.spent, found.pot("N").left, found.pot("S").left) == (9_00, 7_00, 1_00, 1_00)
    assert (len(found.steps), len(found.ties), found.awards.keys()) == (3, 1, set(found.funded))
    assert found.ties[0].mattered and set(found.step("2").tied) == {"2", "3"} and found.step("1").tied == ()
    assert election.project("2") == projects[1] and election.pots == ("N", "S")


def test_the_figures_of_add_one_and_of_phragmen():
    """£10 for three: £3.3333 each. 1 £4 by two: £2 each. Phragmén: ready after £2 each."""
    election = Election.of([ElectionProject("1", 1, 4_00)], [(["1"], 2), ([], 1)], "choose", 10_00)
    add_one = count(election, Rulebook("equal-shares-add1", add_one_step=7), LOT)
    assert add_one.pots[0].facts == {"steps_added": 0, "step": 7, "share": "333.3333", "first_share": "333.3333"}
    assert count(election, Rulebook("phragmen"), LOT).step("1").reason.params == {"time": "200"}
