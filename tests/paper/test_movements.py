"""Papers that go from one place to another: which numbers it changes, and what is refused."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from pb.database import db
from pb.edits import NothingChanged
from pb.paper import actions, queries
from pb.paper.actions.ballot_paper_accounts import missing_accounts
from pb.paper.models import Batch, Movement
from pb.paper.rules import PaperCounts, PaperReading
from pb.paper.rules.movements import account_counts_with, account_counts_without
from pb.refusals import Refusal
from pb.venues.actions import cancel_session
from pb.voting.actions import issue_paper
from pb.web.access import COUNTER, FACILITATOR, Actor
from tests.support.makers.papers import SEAL, counted, counter
from tests.support.makers.voting import COMMAND

pytestmark = pytest.mark.databases_in_turn
NOBODY = "Nan"


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch", min_choices=1, max_choices=3)


@pytest.fixture
def other(make, round_):
    return make.session_at(round_, make.staff(FACILITATOR), venue="Gilmerton Hub")


@pytest.fixture
def people(make, round_):
    return [make.staff(COUNTER, declared_in=round_) for _ in range(2)]


def printed(round_, place, how_many: int, **more) -> Batch:
    return actions.print_batch(COMMAND, round_.id, place, how_many, **more)


def here(session) -> int:
    return queries.facts_of_sessions(session.id)[session.id].here


def accounts(session, *figures: int, reason: str = ""):
    by, numbers = Actor(session.team[0].account_id, FACILITATOR), PaperCounts(*figures)
    return actions.submit_ballot_paper_account(by, session, numbers, reason, counted(session, numbers), seal=SEAL)


def batch_gaps(round_) -> list[int]:
    return [gap.number for gap in queries.gaps(round_.id) if gap.kind == "batch"]


def test_lent_papers_are_expected_where_they_went_and_no_more_where_they_were(round_, voting_session, other):
    batch = printed(round_, voting_session, 20)
    actions.move_papers(COMMAND, batch, voting_session, other, 8, NOBODY)
    assert (here(voting_session), here(other)) == (12, 8)
    assert queries.held(round_.id) == {(voting_session.id, batch.id): 12, (other.id, batch.id): 8}
    issue_paper(COMMAND, other)
    accounts(voting_session, 12, 0, 12, 0, 0)
    accounts(other, 8, 1, 7, 0, 1)
    assert missing_accounts([voting_session, other]) == {}
    with pytest.raises(Refusal, match="do not add up"):
        accounts(other, 7, 1, 6, 0, 1)


def test_a_session_whose_papers_all_went_needs_its_account_or_a_press_would_take_its_box_away(
    round_, voting_session, other
):
    batch = printed(round_, voting_session, 5)
    actions.move_papers(COMMAND, batch, voting_session, other, 5, NOBODY)
    assert missing_accounts([voting_session, other]) == {voting_session.id: "missing", other.id: "missing"}
    assert {(gap.kind, gap.session.id) for gap in queries.gaps(round_.id)} == {
        ("no_account", voting_session.id),
        ("no_account", other.id),
    }


def test_papers_that_were_counted_as_unused_go_on_and_the_account_stays_right(round_, voting_session, other):
    batch = printed(round_, voting_session, 10)
    issue_paper(COMMAND, voting_session)
    accounts(voting_session, 10, 1, 9, 0, 1)
    with pytest.raises(Refusal, match="9 papers of this batch are there"):
        actions.move_papers(COMMAND, batch, voting_session, other, 10, NOBODY)
    actions.move_papers(COMMAND, batch, voting_session, other, 6, NOBODY)
    assert (here(voting_session), here(other)) == (10, 6)
    assert voting_session.id not in missing_accounts([voting_session, other])
    with pytest.raises(Refusal, match="3 papers of this batch are there"):
        actions.move_papers(COMMAND, batch, voting_session, other, 4, NOBODY)


def test_a_loan_that_an_account_explained_before_is_written_down_and_the_account_fits(round_, voting_session, other):
    batch = printed(round_, voting_session, 10)
    accounts(voting_session, 6, 0, 6, 0, 0, reason="We lent four.")
    assert missing_accounts([voting_session]) == {voting_session.id: "second_person"}
    actions.move_papers(COMMAND, batch, voting_session, other, 4, NOBODY)
    known = queries.facts_of_sessions(voting_session.id)[voting_session.id]
    assert known.here == 6 and known.discrepancies(PaperCounts(6, 0, 6, 0, 0), 0) == []


@pytest.mark.parametrize(("received", "fits"), [(None, True), (6, True), (5, True), (7, False), (10, False)])
def test_an_account_counts_without_papers_only_if_its_number_says_so(received, fits):
    assert account_counts_without(received, here=10, papers=4) is fits


@pytest.mark.parametrize(("received", "fits"), [(None, True), (14, True), (15, True), (13, False), (10, False)])
def test_an_account_counts_with_papers_only_if_its_number_says_so(received, fits):
    assert account_counts_with(received, here=10, papers=4) is fits


def test_a_cancelled_session_gives_back_its_papers_or_hands_them_on(round_, voting_session, other):
    batch = printed(round_, voting_session, 9)
    cancel_session(COMMAND, voting_session, "No heating.")
    assert batch_gaps(round_) == [9]
    actions.move_papers(COMMAND, batch, voting_session, other, 5, NOBODY)
    assert batch_gaps(round_) == [4], "five are in the account of the session that got them"
    actions.move_papers(COMMAND, batch, voting_session, None, 4, NOBODY)
    [gap] = [each for each in queries.gaps(round_.id) if each.kind == "batch"]
    assert (gap.number, gap.session) == (4, None)
    with pytest.raises(Refusal, match="cancelled"):
        actions.move_papers(COMMAND, batch, other, voting_session, 1, NOBODY)


def test_spares_go_to_sessions_and_only_the_rest_is_decided_about(round_, voting_session):
    batch = printed(round_, None, 10, spare=True)
    actions.move_papers(COMMAND, batch, None, voting_session, 7, NOBODY)
    assert here(voting_session) == 7 and batch_gaps(round_) == [3]
    actions.move_papers(COMMAND, batch, None, voting_session, 3, NOBODY)
    assert batch_gaps(round_) == []


@pytest.mark.parametrize(
    ("papers", "handed_to", "words"),
    [(0, NOBODY, "3 papers"), (4, NOBODY, "3 papers"), (1, "  ", "name of the person")],
)
def test_what_cannot_go_is_refused(round_, voting_session, other, papers, handed_to, words):
    batch = printed(round_, voting_session, 3)
    with pytest.raises(Refusal, match=words):
        actions.move_papers(COMMAND, batch, voting_session, other, papers, handed_to)
    with pytest.raises(Refusal, match="Choose another place"):
        actions.move_papers(COMMAND, batch, voting_session, voting_session, 1, NOBODY)
    assert queries.movements_in(round_.id) == []


def box_with_papers_of(make, round_, session, lender, people, lent: int, moved: int = 0):
    """A box with ``lent`` papers that were printed for another session, typed by nobody yet: (bundle, serials). So many of
    them had been written down as ``moved``.
    """
    serials = make.papers(lender, printed=lent + 2, issued=0)[:lent]
    if moved:
        batch = db.session.scalars(select(Batch).where(Batch.session_id == lender.id)).one()
        actions.move_papers(COMMAND, batch, lender, session, moved, NOBODY)
    for _ in range(lent):
        issue_paper(COMMAND, session)
    accounts(session, lent, lent, 0, 0, 0, reason="We were lent these.")
    actions.agree_ballot_paper_account(Actor(make.staff(FACILITATOR).id, FACILITATOR), session)
    bundle = actions.open_bundle(counter(people[0]), round_.id, session, lent, seal=SEAL)
    actions.confirm_count(counter(people[1]), bundle, lent, seal=SEAL)
    return bundle, serials


def types(bundle, who, number: int, serials, make, *, lent: bool):
    for serial in serials:
        actions.type_paper(
            counter(who), bundle, number, make.paper(bundle, serial), PaperReading((1,)), number_is_right=lent
        )


def test_a_paper_whose_way_is_known_is_typed_without_a_question(make, round_, voting_session, other, people):
    bundle, serials = box_with_papers_of(make, round_, voting_session, other, people, 3, moved=2)
    for number, who in ((1, people[0]), (2, people[1])):
        types(bundle, who, number, serials[:2], make, lent=False)
        with pytest.raises(Refusal, match="printed for another session"):
            types(bundle, who, number, serials[2:], make, lent=False)


@pytest.mark.parametrize(("filled_in", "left"), [(False, 2), (True, 4)])
def test_two_people_say_afterwards_how_papers_came(make, round_, voting_session, other, people, filled_in, left):
    """Lent ones are missing where they were printed for; those that voters brought were handed out there."""
    bundle, serials = box_with_papers_of(make, round_, voting_session, other, people, 2)
    one, two = map(counter, people)
    for number, who in ((1, people[0]), (2, people[1])):
        types(bundle, who, number, serials, make, lent=True)
    batch = db.session.get_one(Batch, make.paper(bundle, serials[0]).batch_id)
    assert queries.unexplained(round_.id) == {(voting_session.id, batch.id): 2}
    with pytest.raises(Refusal, match="not settled yet"):
        actions.cast_bundle(one, bundle)
    actions.say_how_they_came(one, bundle, batch, other, filled_in=not filled_in)
    said = actions.say_how_they_came(one, bundle, batch, other, filled_in=filled_in)
    assert db.session.query(Movement).count() == 1, "who says it again says it instead"
    with pytest.raises(Refusal, match="not settled yet"):
        actions.cast_bundle(one, bundle)
    actions.agree_how_they_came(two, said)
    assert queries.unexplained(round_.id) == {} and here(other) == left
    assert here(voting_session) == (0 if filled_in else 2)
    assert actions.cast_bundle(one, bundle) == 2
    with pytest.raises(Refusal, match="Two people have already said"):
        actions.agree_how_they_came(two, said)
    with pytest.raises(Refusal, match="already in the ballot box"):
        actions.say_how_they_came(one, bundle, batch, other, filled_in=False)


def test_the_team_of_a_session_explains_no_papers_in_its_own_box(make, round_, other, people):
    voting_session = make.session_at(round_, make.staff(FACILITATOR, COUNTER, declared_in=round_))
    bundle, serials = box_with_papers_of(make, round_, voting_session, other, people, 1)
    types(bundle, people[0], 1, serials, make, lent=True)
    batch = db.session.get_one(Batch, make.paper(bundle, serials[0]).batch_id)
    team = Actor(voting_session.team[0].account_id, COUNTER)
    with pytest.raises(Refusal) as refused:
        actions.say_how_they_came(team, bundle, batch, other, filled_in=False)
    said = actions.say_how_they_came(counter(people[0]), bundle, batch, other, filled_in=False)
    with pytest.raises(Refusal) as refused_too:
        actions.agree_how_they_came(team, said)
    assert "on the team" in str(refused.value.sentence) and "on the team" in str(refused_too.value.sentence)


def test_who_says_how_papers_came_names_another_place_and_says_it_once(make, round_, voting_session, other, people):
    bundle, serials = box_with_papers_of(make, round_, voting_session, other, people, 1)
    types(bundle, people[0], 1, serials, make, lent=True)
    batch, one = db.session.get_one(Batch, make.paper(bundle, serials[0]).batch_id), counter(people[0])
    with pytest.raises(Refusal, match="the papers are there already"):
        actions.say_how_they_came(one, bundle, batch, voting_session, filled_in=False)
    actions.say_how_they_came(one, bundle, batch, other, filled_in=False)
    with pytest.raises(NothingChanged):
        actions.say_how_they_came(one, bundle, batch, other, filled_in=False)
    said = db.session.scalars(select(Movement)).one()
    actions.agree_how_they_came(counter(people[1]), said)
    with pytest.raises(Refusal, match="It is known how these papers came here"):
        actions.say_how_they_came(one, bundle, batch, other, filled_in=False)


def test_a_number_that_changed_is_not_agreed_to(make, round_, voting_session, other, people):
    bundle, serials = box_with_papers_of(make, round_, voting_session, other, people, 2)
    one, two = map(counter, people)
    types(bundle, people[0], 1, serials[:1], make, lent=True)
    batch = db.session.get_one(Batch, make.paper(bundle, serials[0]).batch_id)
    said = actions.say_how_they_came(one, bundle, batch, other, filled_in=False)
    types(bundle, people[0], 1, serials[1:], make, lent=True)
    with pytest.raises(Refusal, match="number has changed"):
        actions.agree_how_they_came(two, said)
