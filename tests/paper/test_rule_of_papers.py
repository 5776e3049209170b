"""A ruling can only choose what the rule of the round leaves open, and the result says how many papers there were of each kind."""

from __future__ import annotations

import pytest

from pb.database import db
from pb.pages.paper_desk.lookups import paper_in_address
from pb.pages.rounds.how_it_is_counted import how_it_is_counted
from pb.paper import actions, queries
from pb.paper.queries import AgreedPaper
from pb.paper.queries.session_ends import ruled_papers
from pb.paper.rules import PaperReading, read_entry
from pb.paper.rules.rulings import NEVER_COUNT, REASONS, RULE_OF_PAPERS, RuledReading, plain_fault, ruling_error
from pb.refusals import Refusal
from pb.results.rules.ruled_papers import REASONS as PUBLISHED
from pb.results.rules.ruled_papers import ruled_papers_in_words
from pb.rounds.models import Round
from pb.voting.queries import frozen_ballot
from pb.web.access import COUNTER
from tests.support.ballot_rules import whole_ballot
from tests.support.makers.papers import counter

#: Two or three of nine projects; ten points.
RULES = {kind: whole_ballot(kind, range(1, 10), 2, 3) for kind in ("choose", "points", "rank", "score")}


@pytest.mark.parametrize(
    ("kind", "typed", "fault"),
    [
        ("choose", "B", "blank"), ("choose", "1 2 3 4", "too_many"), ("choose", "1", "too_few"), ("choose", "1 2", ""),
        ("choose", "1 2 3 4 ?", ""), ("choose", "S", ""), ("points", "1=9 2=2", "too_many"), ("points", "1=4", "too_few"),
        ("points", "1=4 2=6", ""), ("rank", "1=1 2=1", ""), ("rank", "1 2 3 4", "too_many"), ("score", "1=6 2=3", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_paper_that_two_typed_alike(kind, typed, fault):
    assert plain_fault(read_entry(typed, RULES[kind]), RULES[kind], ()) == fault


def test_nothing_is_plain_where_no_two_typed_the_same():
    assert plain_fault(None, RULES["choose"], ()) == ""


def refused(typed: str, reason: str, counts: tuple[int, ...] = ()) -> str:
    reading = read_entry(typed, RULES["choose"]) if typed else None
    ruled = RuledReading(reason, PaperReading(counts) if counts else None)
    return str(ruling_error(ruled, reading, RULES["choose"], ()) or "")


@pytest.mark.parametrize("reason", sorted(NEVER_COUNT))
@pytest.mark.parametrize("typed", ["", "1 2 3 4 ?", "1 2 3 4"])
def test_what_never_counts_counts_for_nobody(typed, reason):
    assert refused(typed, reason, (1, 2, 3))
    if typed != "1 2 3 4" or reason in ("too_many", "not_ours"):
        assert refused(typed, reason) == ""


@pytest.mark.parametrize("reason", sorted(set(REASONS) - NEVER_COUNT))
def test_four_ticks_are_never_counted_as_three_of_them(reason):
    assert "does not count" in refused("1 2 3 4", reason, (1, 2, 3))
    assert refused("1 2 3 4 ?", reason, (1, 2, 3)) == "", "where two people were in doubt it is left open"


def test_only_papers_that_two_typed_wrongly_count_against_what_they_typed():
    assert refused("1 2 3 4", "typed_wrong", (5, 6)) == "" and "does not count" in refused("1 2 3 4", "torn", (5, 6))
    assert refused("B", "typed_wrong", (5, 6)) == "" and "does not count" in refused("B", "unclear", (5, 6))
    assert refused("1", "typed_wrong", (1, 6)) == ""


@pytest.mark.parametrize(
    ("typed", "reason"), [("1 2 3 4", "blank"), ("1 2 3 4", "too_few"), ("B", "too_many"), ("1", "blank")]
)
def test_a_reason_that_is_not_what_two_people_typed_is_refused(typed, reason):
    assert "something else" in refused(typed, reason)


@pytest.fixture
def bundle(make):
    """Five papers, typed twice: two plain, one with too many, a blank one, one in doubt."""
    return make.typed_bundle("1 2", "3", "1 2 3 4 5 6", "B", "4 5 ?")


def papers(bundle):
    return {
        each.readings[0].text: each.paper
        for each in queries.paper_statuses([bundle.id], frozen_ballot(bundle.round_id))[bundle.id]
    }


def test_the_page_of_a_paper_and_the_act_refuse_the_same(bundle, make, visitor):
    many, one = papers(bundle)["1 2 3 4 5 6"], make.staff(COUNTER, declared_in=bundle_round(bundle))
    with pytest.raises(Refusal, match="does not count"):
        actions.propose_ruling(counter(one), bundle, many, reason="unclear", counts=PaperReading((1, 2, 3)))
    visitor.signed_in_as(one).opens(
        f"/rounds/{bundle.round_id}/paper-desk/bundles/{bundle.id}/papers/{paper_in_address(many.serial)}"
    )
    assert str(RULE_OF_PAPERS) in visitor.page.text
    visitor.ticks("It is not clear which projects are ticked", "Yes, it counts as written below")
    page = visitor.types("What it counts as", "1 2 3").presses("Propose this ruling")
    assert page.status == 422 and any("does not count" in each for each in page.errors)
    page = visitor.ticks("Too many projects are ticked", "No, it does not count").presses("Propose this ruling")
    assert "Your proposal has been saved." in page.text


def bundle_round(bundle) -> Round:
    return db.session.get_one(Round, bundle.round_id)


def test_the_numbers_by_reason_and_the_papers_of_the_box_add_up(bundle, make):
    one, two = (counter(make.staff(COUNTER)) for _ in range(2))
    found = papers(bundle)
    for text, reason, counts in (
        ("1 2 3 4 5 6", "too_many", None), ("", "blank", None), ("4 5", "unclear", PaperReading((4, 5))),
    ):  # fmt: skip
        actions.propose_ruling(one, bundle, found[text], reason=reason, counts=counts)
        actions.agree_ruling(two, bundle, found[text])
    assert ruled_papers(bundle.round_id) is None, "no bundle is in the ballot box"
    votes = actions.cast_bundle(one, bundle)
    known = ruled_papers(bundle.round_id)
    assert known == {"not_counted": {"blank": 1, "too_many": 1}, "counted_otherwise": {"unclear": 1}, "set_aside": {}}
    assert votes + sum(known["not_counted"].values()) == bundle.papers_in_box == 5
    assert [str(each) for each in ruled_papers_in_words(known)] == [
        "2 papers did not count: nothing was marked (1), too many marks (1).",
        "One paper counts as two people decided when they looked at it together: not clear what was meant (1).",
    ]


def test_a_round_without_doubtful_papers_says_so_and_sheets_that_were_set_aside_are_counted():
    known = {"not_counted": {}, "counted_otherwise": {}, "set_aside": {"sheets": 2}}
    assert [str(each) for each in ruled_papers_in_words(known)] == [
        "Every paper in the session boxes and envelopes counts as two people typed it.",
        "2 sheets were set aside by two people: they were not ballot papers, or envelopes that were empty or held more.",
    ]


def test_every_reason_has_its_words_and_the_rule_stands_on_the_page_of_the_round(app, make):
    assert set(PUBLISHED) == set(REASONS)
    with app.test_request_context():
        assert str(RULE_OF_PAPERS) in how_it_is_counted(make.voting_round())


@pytest.mark.parametrize(
    ("typed", "ruled", "seen", "agrees"),
    [
        ("1 2", None, "1 2", True), ("1 2", None, "1 3", False), ("1 2", None, "B", False),
        ("1 2", ("typed_wrong", (3, 4)), "3 4", True), ("1 2", ("typed_wrong", (3, 4)), "1 2", False),
        ("1 2", ("typed_wrong", ()), "1 2", False), ("1 2", ("typed_wrong", ()), "B", True),
        ("?", ("unclear", (1, 2)), "1 2", True), ("?", ("unclear", ()), "?", True), ("?", ("unclear", ()), "1 2", False),
    ],
)  # fmt: skip
def test_what_is_seen_on_a_paper_later_agrees_with_what_was_decided_about_it(typed, ruled, seen, agrees):
    rules = RULES["choose"]
    ruling = ruled and RuledReading(ruled[0], PaperReading(ruled[1]) if ruled[1] else None)
    paper = AgreedPaper(1, "7", (read_entry(typed, rules),) * 2, ruling)
    assert paper.is_as_seen(read_entry(seen, rules), rules, ()) is agrees
