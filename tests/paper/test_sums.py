"""Issued = cast + spoiled + taken away + without a vote + decided: the one rule that says that every vote is in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pb.paper.rules.sums import PaperFacts, RightsSum, every_vote_is_in, of_post, of_turns, sum_of_session, total

FEW = st.integers(0, 6)


@st.composite
def sessions(draw) -> PaperFacts:
    """A session's papers as they come from people who count rightly or not, and a bundle that is in the box."""
    counting, not_counting, strays, left_out = draw(FEW), draw(FEW), draw(FEW), draw(FEW)
    typed = counting + not_counting + left_out
    facts = {"cast": counting, "typed": typed, "strays": strays, "ruled": not_counting, "left_out": left_out}
    facts |= {"papers_in_box": typed + strays, "spoiled": draw(FEW), "taken_away": draw(FEW), "admitted": draw(FEW)}
    account, box = draw(st.integers(-3, 3)), draw(st.integers(-3, 3))
    issued = facts["papers_in_box"] + facts["spoiled"] + facts["taken_away"] + box
    rights = issued + account + facts["admitted"]
    return PaperFacts(rights_issued=rights, issued=issued, agreed=account != 0, count_agreed=box != 0, **facts)


@given(sessions())
def test_the_sum_comes_out_whatever_people_count_when_two_have_signed_for_each_difference(facts):
    assert sum_of_session(facts).difference == 0


@given(
    sessions(),
    st.sampled_from(["rights_issued", "spoiled", "taken_away"]),
    st.sampled_from([-1, 1]),
)
def test_one_right_more_or_less_without_a_signature_shows(facts, name, by):
    values = vars(facts) | {"agreed": False, "count_agreed": False}
    values["issued"] = values["papers_in_box"] + values["spoiled"] + values["taken_away"]
    values["rights_issued"] = values["issued"] + values["admitted"]
    assert sum_of_session(PaperFacts(**values)).difference == 0
    one_more = sum_of_session(PaperFacts(**values | {name: values[name] + by}))
    assert one_more.difference == (by if name == "rights_issued" else -by)


def test_a_vote_that_is_missing_from_the_box_is_not_called_decided():
    all_there = {"rights_issued": 3, "issued": 3, "papers_in_box": 3, "typed": 3}
    assert sum_of_session(PaperFacts(cast=3, **all_there)).difference == 0
    assert sum_of_session(PaperFacts(cast=2, **all_there)).difference == 1
    assert sum_of_session(PaperFacts(cast=2, ruled=1, **all_there)) == RightsSum(3, 2, decided=1)
    assert sum_of_session(PaperFacts(cast=2, explained=1, **all_there)).difference == 0


def test_a_place_with_too_many_never_makes_up_for_another_with_too_few():
    sums = [RightsSum(issued=3, cast=2), RightsSum(issued=1, cast=2)]
    assert total(sums).difference == 0 and not every_vote_is_in(sums)
    assert every_vote_is_in([RightsSum(3, 2, without_vote=1), RightsSum(2, 1, 1)])


def test_held_votes_are_not_in_and_votes_that_were_turned_away_are_decided():
    assert of_turns(5, cast=2, without_vote=3, left_out=0, held=1).difference == 1
    assert of_turns(5, cast=2, without_vote=2, left_out=1, held=0) == RightsSum(5, 2, without_vote=2, decided=1)


def test_of_the_post_only_what_two_people_decided_ends_without_a_vote():
    assert of_post(5, cast=3, ended=2, decided=2).difference == 0
    assert of_post(5, cast=3, ended=2, decided=1).difference == 1
    assert of_post(5, cast=3, ended=1, decided=1).difference == 1
