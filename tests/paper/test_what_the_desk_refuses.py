"""Each sentence with which the paper desk refuses an act, and what stays as it was. The database's guards: tests/safety."""

from __future__ import annotations

import sys

import pytest

from pb import clock
from pb.database import exclusive_transaction
from pb.paper import actions, queries
from pb.paper.actions import printing
from pb.paper.actions.bundles import left_to_do
from pb.paper.models import Stray
from pb.paper.rules import PaperCounts, read_entry
from pb.refusals import Refusal
from pb.voting.queries import frozen_ballot
from pb.web.access import COUNTER, FACILITATOR, Actor, Role
from tests.support.makers.papers import SEAL, counted, counter

COMMAND = Actor(None, Role.COMMAND)
FITTING = PaperCounts(8, 6, 2, 0, 1)


@pytest.fixture
def round_(make):
    return make.voting_round(projects=12, entitlement="vouch", min_choices=1, max_choices=3)


@pytest.fixture
def facilitators(make, round_):
    return [make.staff(FACILITATOR, declared_in=round_) for _ in range(2)]


@pytest.fixture
def voting_session(make, round_, facilitators):
    return make.session_at(round_, *facilitators)


@pytest.fixture
def people(make, round_):
    return [make.staff(COUNTER, declared_in=round_) for _ in range(3)]


@pytest.fixture
def printed(make, voting_session):
    return make.papers(voting_session, printed=8, issued=6)


@pytest.fixture
def bundle(make, voting_session, printed, people):
    return make.bundle(voting_session, in_box=5, one=people[0], two=people[1])


def submit(by, voting_session, figures, reason=""):
    heads = counted(voting_session, figures)
    return actions.submit_ballot_paper_account(
        Actor(by.id, Role.FACILITATOR), voting_session, figures, reason, heads, seal=SEAL
    )


def agree(by, voting_session):
    actions.agree_ballot_paper_account(Actor(by.id, Role.FACILITATOR), voting_session)


@pytest.mark.parametrize("how_many", [0, -1, 2001])
def test_papers_are_printed_by_the_hundred_not_by_the_thousand(round_, voting_session, how_many):
    with pytest.raises(Refusal, match="between 1 and 2,000 papers"):
        actions.print_batch(COMMAND, round_.id, voting_session, how_many)


def test_no_paper_is_printed_before_the_freeze_for_a_cancelled_session_or_after_the_opening(
    make, round_, voting_session
):
    with pytest.raises(Refusal, match="until the ballot is frozen"):
        actions.print_batch(COMMAND, make.set_up_round().id, None, 1)
    with exclusive_transaction():
        voting_session.cancelled_at = clock.now()
    with pytest.raises(Refusal, match="cancelled"):
        actions.print_batch(COMMAND, round_.id, voting_session, 1)
    opened = make.opened_box(make.voting_round(), (1,), (2,))
    with pytest.raises(Refusal, match="no more papers are needed"):
        actions.print_batch(COMMAND, opened.id, None, 1)


def test_a_serial_that_is_taken_is_not_given_again(monkeypatch, round_, voting_session):
    drawn = iter(["111111", "111111", "222222"])
    monkeypatch.setattr(printing, "new_serial", lambda **_of: next(drawn))
    batch = actions.print_batch(COMMAND, round_.id, voting_session, 2)
    assert sorted(queries.serials_of(batch.id)) == ["111111", "222222"]


def test_figures_that_do_not_fit_need_a_reason_and_somebody_else(facilitators, voting_session, printed):
    one, two = facilitators
    with pytest.raises(Refusal, match="nothing waiting for you to agree"):
        agree(two, voting_session)
    with pytest.raises(Refusal, match="do not add up"):
        submit(one, voting_session, PaperCounts(8, 5, 2, 0, 1), " ")
    submit(one, voting_session, PaperCounts(8, 5, 2, 0, 1), "One was torn up.")
    with pytest.raises(Refusal, match="someone else must agree it"):
        agree(one, voting_session)
    agree(two, voting_session)
    with pytest.raises(Refusal, match="nothing waiting for you to agree"):
        agree(one, voting_session)
    assert queries.papers_issued(voting_session.id)[0] == 6, "fewer were counted than issued: none gets a right"


def test_an_account_is_not_corrected_once_the_box_is_counted(facilitators, voting_session, bundle):
    with pytest.raises(Refusal, match="have already been counted"):
        submit(facilitators[0], voting_session, FITTING)


def test_a_box_is_counted_by_two_and_not_by_a_third(bundle, people):
    with pytest.raises(Refusal, match="Two people have already counted"):
        actions.confirm_count(counter(people[2]), bundle, 5)


def test_nothing_is_typed_before_two_people_have_counted(make, voting_session, printed, facilitators, people):
    submit(facilitators[0], voting_session, FITTING)
    bundle = actions.open_bundle(counter(people[0]), voting_session.round_id, voting_session, 5, seal=SEAL)
    with pytest.raises(Refusal, match="A second person must count the papers"):
        make.typed(bundle, people[1], 1, {printed[0]: "1"})


def test_a_paper_of_another_session_or_that_was_typed_already_is_not_typed(
    make, round_, bundle, printed, people, facilitators
):
    elsewhere = make.papers(make.session_at(round_, facilitators[0]), printed=1, issued=0)
    with pytest.raises(Refusal, match="printed for another session"):
        make.typed(bundle, people[0], 1, {elsewhere[0]: "1"})
    make.typed(bundle, people[0], 1, {printed[0]: "1"})
    with pytest.raises(Refusal, match="already been typed in this pass, in this bundle"):
        make.typed(bundle, people[1], 1, {printed[0]: "1"})


def test_more_papers_than_the_box_holds_are_said_by_their_number(make, bundle, printed, people):
    make.typed(bundle, people[0], 1, dict.fromkeys(printed[:5], "1"))
    with pytest.raises(Refusal, match="All 5 papers in this bundle have already been typed"):
        make.typed(bundle, people[0], 1, {printed[5]: "1"})
    make.typed(bundle, people[1], 2, dict.fromkeys(printed[1:6], "1"))
    ballot = frozen_ballot(bundle.round_id)
    said = left_to_do(bundle, queries.paper_statuses([bundle.id], ballot)[bundle.id], 0)
    assert any("1 more paper was typed than counted." in str(sentence) for sentence in said)
    with pytest.raises(Refusal, match="not settled yet"):
        actions.cast_bundle(counter(people[2]), bundle)


def test_what_is_left_to_do_is_said_by_the_number_of_papers(make, bundle, printed, people):
    """Five in the box: one typed once, one that two read otherwise, one with too many crosses, two not typed."""
    make.typed(bundle, people[0], 1, {printed[0]: "1", printed[1]: "2", printed[2]: "1 2 3 4"})
    make.typed(bundle, people[1], 2, {printed[1]: "3", printed[2]: "1 2 3 4"})
    ballot = frozen_ballot(bundle.round_id)
    assert list(map(str, left_to_do(bundle, queries.paper_statuses([bundle.id], ballot)[bundle.id], 0))) == [
        "1 of 5 papers: typed only once.",
        "1 of 5 papers: the two entries differ, so a third person must check the paper.",
        "1 of 5 papers: two people must make a ruling.",
        "2 of 5 papers: not typed yet.",
    ]


def test_once_in_the_box_nothing_of_a_bundle_is_changed(make, bundle, printed, people):
    papers = dict.fromkeys(printed[:5], "1")
    for number in (1, 2):
        make.typed(bundle, people[number - 1], number, papers)
    actions.cast_bundle(counter(people[2]), bundle)
    paper = make.paper(bundle, printed[0])
    for act in (
        lambda: make.typed(bundle, people[2], 3, {printed[0]: "1"}),
        lambda: actions.remove_entry(counter(people[0]), bundle, paper, "Wrong number"),
        lambda: actions.agree_ruling(counter(people[0]), bundle, paper),
    ):
        with pytest.raises(Refusal, match="already in the ballot box"):
            act()


def test_what_nobody_proposed_is_not_agreed(make, bundle, printed, people):
    paper = make.paper(bundle, printed[0])
    with pytest.raises(Refusal, match="has not been typed in this bundle"):
        actions.agree_ruling(counter(people[0]), bundle, paper)
    make.typed(bundle, people[0], 1, {printed[0]: "1 2 3 4 5"})
    make.typed(bundle, people[1], 2, {printed[0]: "1 2 3 4 5"})
    with pytest.raises(Refusal, match="no ruling on this paper waiting"):
        actions.agree_ruling(counter(people[2]), bundle, paper)


def test_a_sheet_is_set_aside_by_two_people_once(bundle, people):
    actions.propose_stray(counter(people[0]), bundle, "A shopping list")
    stray = Stray.query.one()
    with pytest.raises(Refusal, match="You proposed this"):
        actions.agree_stray(counter(people[0]), bundle, stray)
    actions.agree_stray(counter(people[1]), bundle, stray)
    with pytest.raises(Refusal, match="Two people have already set this sheet aside"):
        actions.agree_stray(counter(people[2]), bundle, stray)


def test_a_bundle_of_a_round_without_a_ballot_is_not_cast(make, bundle, people, monkeypatch):
    """No page leads there: bundles are of frozen rounds. The act looks all the same before it reads a number."""
    monkeypatch.setattr(sys.modules["pb.voting.queries.frozen_ballot"], "frozen_ballot", lambda _round_id: None)
    with pytest.raises(Refusal, match="frozen"):
        actions.cast_bundle(counter(people[2]), bundle)


def test_no_box_is_opened_before_its_papers_are_accounted_for(voting_session, printed, facilitators, people):
    with pytest.raises(Refusal, match="has not been submitted yet"):
        actions.open_bundle(counter(people[0]), voting_session.round_id, voting_session, 5)
    submit(facilitators[0], voting_session, PaperCounts(8, 5, 2, 0, 1), "One was torn up.")
    with pytest.raises(Refusal, match="needs a second person to agree it"):
        actions.open_bundle(counter(people[0]), voting_session.round_id, voting_session, 5)


def test_a_paper_that_came_by_post_is_typed_in_one_bundle_only(make, round_, people):
    serials = queries.serials_of(actions.print_batch(COMMAND, round_.id, None, 2).id)
    bundles = [actions.open_bundle(counter(people[0]), round_.id, None, 1) for _ in range(2)]
    for each in bundles:
        actions.confirm_count(counter(people[1]), each, 1)
    make.typed(bundles[0], people[0], 1, {serials[0]: "1"})
    with pytest.raises(Refusal, match="already been typed in this pass, in another bundle"):
        make.typed(bundles[1], people[0], 1, {serials[0]: "1"})


def test_no_key_is_replaced_while_every_key_is_in_its_place(make, round_):
    with pytest.raises(Refusal, match="Every key is in place"):
        actions.give_up_lost_keys(COMMAND)


def test_a_third_person_types_only_a_paper_on_which_two_differ(make, bundle, printed, people):
    one, two, third = people
    alike, differing = printed[:2]
    make.typed(bundle, one, 1, {alike: "1 2", differing: "3 4"})
    make.typed(bundle, two, 2, {alike: "1 2", differing: "3 5"})
    ballot = frozen_ballot(bundle.round_id)
    with pytest.raises(Refusal, match="does not need a third person"):
        actions.third_look(counter(third), bundle, ballot, make.paper(bundle, alike), read_entry("1 2", ballot.rules))
    actions.third_look(counter(third), bundle, ballot, make.paper(bundle, differing), read_entry("3 4", ballot.rules))
    with pytest.raises(Refusal, match="does not need a third person"):
        actions.third_look(counter(one), bundle, ballot, make.paper(bundle, differing), read_entry("3 4", ballot.rules))
