"""What keeps a ballot from being frozen, and what its hash is taken over: the rules alone, without a database."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from pb.programme.rules.ballot_documents import ballot_document, document_hash
from pb.programme.rules.freezing import BallotCandidate, FreezeFacts, missing_for_freeze
from pb.rounds.rules import Phase

LEITH = BallotCandidate(1, "Lunch club", 10, "approved")
READY = FreezeFacts(
    phase=Phase.ASSESSING,
    voting_is_over=False,
    pots={10: ""},
    candidates=[LEITH],
    undecided=0,
    rule_error=None,
    members=3,
    without_interest=2,
    signatures_needed=2,
)


@pytest.mark.parametrize("phase", [Phase.ASSESSING, Phase.READY])
def test_nothing_is_missing_when_everything_is_there(phase):
    assert missing_for_freeze(replace(READY, phase=phase)) == []


@pytest.mark.parametrize(
    ("changed", "page", "said"),
    [
        ({"phase": Phase.SET_UP}, "settings", "Groups can still apply."),
        ({"phase": Phase.APPLYING}, "settings", "Groups can still apply."),
        ({"voting_is_over": True}, "settings", "The voting dates have passed."),
        ({"undecided": 1}, "applications", "One application has not been decided yet."),
        ({"undecided": 2}, "applications", "2 applications have not been decided yet."),
        ({"with_groups": [("Choir", "Friday")]}, "applications", "asked to change something. It has until Friday."),
        ({"with_groups": [("Choir", "")]}, "applications", "Wait for it, or decide again."),
        (
            {"for_second": ["Choir"]},
            "applications",
            "A second steering group member must agree to the decision on “Choir”.",
        ),
        ({"by_one": ["Choir"]}, "applications", "One person decided on “Choir”. Two must decide on it again."),
        ({"candidates": []}, "applications", "There are no eligible projects."),
        ({"candidates": [replace(LEITH, text="none")]}, "ballot_texts", "“Lunch club” has no ballot text yet."),
        ({"candidates": [replace(LEITH, text="unchecked")]}, "ballot_texts", "A second person must check"),
        ({"candidates": [LEITH, replace(LEITH, pot_id=None)]}, "applications", "“Lunch club” is not in a pot."),
        ({"pots": {10: "North", 11: "South"}}, "settings", "There are no projects in the pot “South”."),
        ({"too_much": ["There are too few projects."]}, "settings", "There are too few projects."),
        ({"candidates": [replace(LEITH, never_funded="Too dear.")]}, "money", "Too dear."),
        ({"rule_error": "No such rule."}, "settings", "No such rule."),
        ({"unset_numbers": "Say how many in South."}, "settings", "Say how many in South."),
        ({"members": 2}, "people", "The steering group has 2 members. It needs 2 to sign the result"),
        ({"members": 1}, "people", "The steering group has 1 member. It needs 2 to sign the result"),
        ({"without_interest": 1}, "people", "without an interest in any of these projects: 1. The result needs 2"),
    ],
)
def test_one_thing_that_is_missing_is_said_with_the_page_that_mends_it(changed, page, said):
    (found,) = missing_for_freeze(replace(READY, **changed))
    assert found.page == page and said in str(found.sentence)


def test_an_only_pot_without_a_name_is_said_without_one():
    found = missing_for_freeze(replace(READY, candidates=[replace(LEITH, pot_id=99)]))
    assert [str(each.sentence) for each in found] == ["There are no projects in the pot."]


def test_groups_that_may_be_silent_until_the_same_moment_share_a_sentence():
    waiting = [
        replace(LEITH, title=title, group="waiting", silence="Friday at noon") for title in ("Choir", "Boat", "Tea")
    ]
    alone = replace(LEITH, title="Dance", group="waiting", silence="Monday at noon")
    asked = replace(LEITH, title="Walk", group="change_asked")
    found = missing_for_freeze(replace(READY, candidates=[*waiting, alone, asked], texts_agreed=True))
    assert [str(each.sentence) for each in found] == [
        "The group asks for a change of the ballot text “Walk”.",
        "3 groups have not said yet whether they agree to their ballot texts: “Choir”, “Boat”, “Tea”. They have until "
        "Friday at noon.",
        "The group has not said yet whether it agrees to the ballot text “Dance”. It has until Monday at noon.",
    ]


def test_projects_of_two_pots_are_enough_for_two_pots():
    two = [LEITH, replace(LEITH, project_id=2, pot_id=11)]
    assert missing_for_freeze(replace(READY, candidates=two, pots={10: "North", 11: "South"})) == []


SUMMER = datetime(2026, 5, 15, 13, tzinfo=timezone(timedelta(hours=1)))
RULEBOOK = {
    "name": "Spring",
    "ceiling_pence": 100_00,
    "voting_opens_at": SUMMER,
    "voting_closes_at": SUMMER + timedelta(days=7),
    "post_closes_at": SUMMER + timedelta(days=10),
    "grace_minutes": 15,
    "ballot_type": "choose",
    "min_choices": 1,
    "max_choices": 3,
    "rule": "most-votes",
    "satisfaction": None,
    "tie_rule": "cost-then-lot",
    "part_funding": False,
    "min_support_votes": 0,
    "add_one_step_pence": 1,
    "age_declaration": "60 or over",
    "area_declaration": "Leith",
    "entitlement": "code",
    "signatures_needed": 2,
    "key_custody": "folder",
}
LINE = {
    "number": 1,
    "project_id": 7,
    "pot_id": 10,
    "title": "Lunch club",
    "body": "A warm meal.",
    "picture_alt": "Soup",
    "cost_pence": 50_00,
    "least_pence": None,
}
POT = SimpleNamespace(id=10, name="North", amount_pence=500_00, min_choices=None, max_choices=None)


def round_of(*members):
    since_then = {"least_alike": None, "session_margin_minutes": None, "assessed_by_two": None, "projects_public": None}
    since_then |= {"appeal_days": None, "fix_days": None, "silence_days": None, "texts_agreed": None}
    since_then |= {"any_number": None, "points_to_share": 10, "rotation": None, "papers_checked": None}
    since_then |= {"objection_days": None}
    return SimpleNamespace(id=3, pots=[POT], members=members, **RULEBOOK, **since_then)


#: Names that the document keeps from before: hashes of frozen ballots were taken over them.
KEPT = {"age_declaration": "age_words", "area_declaration": "area_words", "body": "words"}


def in_the_document(values: dict) -> dict:
    return {KEPT.get(name, name): value for name, value in values.items()}


def test_the_frozen_document_has_the_rulebook_the_pots_and_the_lines_in_their_order():
    first = SimpleNamespace(**LINE, picture_id=21, sound_id=None)
    second = SimpleNamespace(**LINE | {"number": 2}, picture_id=None, sound_id=22)
    document = ballot_document(round_of(), [second, first], {21: "aa", 22: "bb"})
    moments = {
        "voting_opens_at": "2026-05-15T12:00:00Z",
        "voting_closes_at": "2026-05-22T12:00:00Z",
        "post_closes_at": "2026-05-25T12:00:00Z",
    }
    line = in_the_document(LINE)
    assert document == {
        "round": 3,
        "rulebook": in_the_document(RULEBOOK) | moments,
        "pots": [{"id": 10, "name": "North", "amount_pence": 500_00}],
        "lines": [
            line | {"picture": "aa", "sound": None},
            line | {"number": 2, "picture": None, "sound": "bb"},
        ],
    }


def test_settings_that_came_later_stand_in_it_only_where_they_were_set():
    """So the hash of a ballot that was frozen before stays."""
    round_ = round_of()
    later = {"least_alike": 3, "session_margin_minutes": 0, "assessed_by_two": False, "projects_public": False}
    later |= {"appeal_days": 0, "fix_days": 10, "silence_days": 7, "texts_agreed": False}
    assert not set(later) & set(ballot_document(round_, [], {})["rulebook"])
    vars(round_).update(later)
    assert ballot_document(round_, [], {})["rulebook"].items() >= later.items()


def test_how_one_votes_stands_in_it_where_it_is_more_than_ticks_for_the_whole_ballot():
    round_ = round_of()
    vars(round_).update(ballot_type="points", points_to_share=12, any_number=True, rotation=True)
    numbers = {"min_choices": 0, "max_choices": 2}
    round_.pots = [POT, SimpleNamespace(id=11, name="South", amount_pence=1, **numbers)]
    document = ballot_document(round_, [], {})
    assert document["rulebook"].items() >= {"points_to_share": 12, "any_number": True, "rotation": True}.items()
    assert "max_choices" not in document["rulebook"], "it does not hold"
    assert document["pots"] == [
        {"id": 10, "name": "North", "amount_pence": 500_00},
        {"id": 11, "name": "South", "amount_pence": 1, **numbers},
    ]


def test_the_steering_group_stands_in_it_by_account_where_there_is_a_list():
    jo = SimpleNamespace(account_id=9, name="Jo", substitute=True)
    ann = SimpleNamespace(account_id=4, name="Ann", substitute=False)
    assert ballot_document(round_of(jo, ann), [], {})["steering_group"] == [
        {"account": 4, "name": "Ann", "substitute": False},
        {"account": 9, "name": "Jo", "substitute": True},
    ]


def test_anybody_can_work_out_the_hash_of_the_document():
    canonical = '{"a":"Café £","b":[1,2]}'
    assert document_hash({"b": [1, 2], "a": "Café £"}) == hashlib.sha256(canonical.encode("utf-8")).hexdigest()
