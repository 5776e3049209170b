"""Papers that were lent to another session, and a bundle that two people miscounted."""

from __future__ import annotations

import pytest

from pb.database import db
from pb.paper import actions, queries
from pb.paper.models import Batch
from pb.paper.rules import PaperCounts, PaperReading
from pb.refusals import Refusal
from pb.venues.models import VotingSession
from pb.web.access import COUNTER, FACILITATOR, STEERING, Actor
from tests.support.makers.papers import counter

pytestmark = pytest.mark.databases_in_turn


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch", min_choices=1, max_choices=3)


@pytest.fixture
def people(make, round_):
    return [make.staff(COUNTER, declared_in=round_) for _ in range(2)]


def test_a_lent_paper_is_typed_by_who_has_looked_again(make, round_, voting_session, people):
    make.papers(voting_session, printed=1, issued=1)
    lent = make.papers(make.session_at(round_, make.staff(FACILITATOR)), printed=2, issued=0)[0]
    by = Actor(voting_session.team[0].account_id, FACILITATOR)
    actions.submit_ballot_paper_account(by, voting_session, PaperCounts(2, 1, 1, 0, 0), "We were lent one.")
    actions.agree_ballot_paper_account(Actor(make.staff(FACILITATOR).id, FACILITATOR), voting_session)
    one, two = map(counter, people)
    bundle = actions.open_bundle(one, round_.id, voting_session, 1)
    actions.confirm_count(two, bundle, 1)
    sheet = make.paper(bundle, lent)
    with pytest.raises(Refusal, match="printed for another session"):
        actions.type_paper(one, bundle, 1, sheet, PaperReading((1,)))
    for number, who in ((1, one), (2, two)):
        actions.type_paper(who, bundle, number, sheet, PaperReading((1,)), number_is_right=True)
    with pytest.raises(Refusal, match="not settled yet") as refused:
        actions.cast_bundle(one, bundle)
    assert "two people must say how it came here" in str(refused.value.next_step)
    batch = db.session.get_one(Batch, sheet.batch_id)
    lender = db.session.get_one(VotingSession, batch.session_id)
    said = actions.say_how_they_came(one, bundle, batch, lender, filled_in=False)
    with pytest.raises(Refusal, match="You proposed this"):
        actions.agree_how_they_came(one, said)
    actions.agree_how_they_came(two, said)
    assert actions.cast_bundle(one, bundle) == 1


def test_who_works_at_no_desk_types_no_paper(make, round_, voting_session, people):
    serials = make.papers(voting_session, printed=1, issued=1)
    bundle = make.bundle(voting_session, in_box=1, one=people[0], two=people[1])
    sheet = make.paper(bundle, serials[0])
    for role in (FACILITATOR, STEERING):
        with pytest.raises(Refusal, match="in your role"):
            actions.type_paper(make.actor(role), bundle, 1, sheet, PaperReading((3,)))
    assert queries.first_entry(sheet.id, 1) is None


def test_the_typing_page_asks_before_it_takes_a_lent_paper(make, visitor, round_, voting_session, people):
    make.papers(voting_session, printed=1, issued=1)
    bundle = make.bundle(voting_session, in_box=1, one=people[0], two=people[1])
    lent = make.papers(make.session_at(round_, make.staff(FACILITATOR)), printed=1, issued=0)[0]
    visitor.signed_in_as(people[0]).opens(f"/rounds/{round_.id}/paper-desk/bundles/{bundle.id}/typing/1")
    assert "printed for another session" not in visitor.page.text
    visitor.types("Number on the paper", lent).types("Projects ticked", "1")
    page = visitor.presses("Next paper")
    assert page.status == 422 and "was printed for another session. Check the number" in page.text
    visitor.ticks("The number is right: this paper was printed for another session or for post")
    assert "Project number 1" in visitor.presses("Next paper").text


def test_a_bundle_that_was_miscounted_is_counted_again_by_two(make, visitor, round_, voting_session, people):
    serials = make.papers(voting_session, printed=2, issued=2)
    bundle = make.bundle(voting_session, in_box=1, one=people[0], two=people[1])  # one paper stuck to another
    id_ = bundle.id
    make.typed(bundle, people[0], 1, {serials[0]: "1"})
    with pytest.raises(Refusal, match="has already been typed"):
        make.typed(bundle, people[0], 1, {serials[1]: "1"})
    visitor.signed_in_as(people[0]).opens(f"/rounds/{round_.id}/paper-desk/bundles/{id_}")
    visitor.follows("Count the papers again")
    page = visitor.types("Papers you counted now", "2").presses("Save my count")
    assert "A second person must now count the same papers." in page.text
    with pytest.raises(Refusal, match="someone else must count it now"):
        actions.confirm_count(counter(people[0]), bundle, 2)
    with pytest.raises(Refusal, match="second person must count"):
        actions.count_bundle_again(counter(people[1]), bundle, 2)
    assert actions.confirm_count(counter(people[1]), bundle, 2, "They stuck together.")
    make.typed(bundle, people[0], 1, {serials[1]: "1"})
    make.typed(bundle, people[1], 2, dict.fromkeys(serials, "1"))
    assert actions.cast_bundle(counter(people[0]), bundle) == 2
    with pytest.raises(Refusal, match="already in the ballot box"):
        actions.count_bundle_again(counter(people[1]), bundle, 1)


def test_a_number_that_two_people_typed_and_that_is_on_no_paper_is_removed_by_both(
    make, visitor, new_visitor, round_, voting_session, people
):
    """Found by the state machine: a sheet that was set aside left room for one paper more, and nobody could go on."""
    serials = make.papers(voting_session, printed=3, issued=2)
    bundle = make.bundle(voting_session, in_box=2, one=people[0], two=people[1])
    one, two = map(counter, people)
    for number, who in ((1, people[0]), (2, people[1])):
        make.typed(bundle, who, number, {serials[0]: "1", serials[2]: "2"})  # the last is on no paper in the box
    with pytest.raises(Refusal, match="typed once"):
        actions.remove_entry(one, bundle, make.paper(bundle, serials[2]), "A slip.")
    actions.propose_stray(one, bundle, "A menu")
    actions.agree_stray(two, bundle, queries.strays(bundle.id)[0])
    assert queries.more_typed_than_counted(bundle)
    with pytest.raises(Refusal, match="typed once"):
        actions.remove_entry(counter(make.staff(COUNTER)), bundle, make.paper(bundle, serials[2]), "A slip.")
    for person, typist in ((visitor, people[0]), (new_visitor(), people[1])):
        person.signed_in_as(typist).opens(f"/rounds/{round_.id}/paper-desk/bundles/{bundle.id}")
        person.follows(f"Paper {serials[2][:3]} {serials[2][3:]}")
        person.types("Describe it in a few words", "A slip.")
        assert "The entry has been removed." in person.presses("Remove this entry").text
    assert not queries.more_typed_than_counted(bundle) and actions.cast_bundle(one, bundle) == 1
