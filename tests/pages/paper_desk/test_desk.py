"""The paper desk as counters and facilitators see it, page after page."""

from __future__ import annotations

import pytest

from pb import wording
from pb.paper import queries
from pb.paper.rules import shown_serial
from pb.record.queries import check, head
from pb.voting import queries as voting
from pb.web.access import COORDINATOR, COUNTER, FACILITATOR, STEERING


@pytest.fixture
def round_(make):
    return make.voting_round(projects=12, entitlement="vouch", min_choices=1, max_choices=3)


@pytest.fixture
def counters(make, round_):
    return [make.staff(COUNTER, declared_in=round_) for _ in range(3)]


@pytest.fixture
def desks(new_visitor, counters):
    """Three counters, each at a screen of their own."""
    return [new_visitor().signed_in_as(account) for account in counters]


@pytest.fixture
def typing_desks(make, voting_session, counters, desks):
    """The same with a bundle of three papers: (desks, bundle, serials)."""
    serials = make.papers(voting_session, printed=5, handed_out=3)[:3]
    bundle = make.bundle(voting_session, in_box=3, one=counters[0], two=counters[1])
    return desks, bundle, serials


def desk(round_) -> str:
    return f"/rounds/{round_.id}/paper-desk"


def at_typing(person, bundle, which: str):
    person.opens(f"/rounds/{bundle.round_id}/paper-desk/bundles/{bundle.id}")
    return person.follows(next(link for link in person.page.links if link.endswith(f"the {which.lower()}")))


def types(person, serial: str, numbers: str):
    return person.types("Number on the paper", serial).types("Projects ticked", numbers).presses("Next paper")


def test_papers_are_printed_for_a_session_each_with_a_number_and_every_project(desks, round_, voting_session):
    page = desks[0].opens(desk(round_))
    assert page.heading == "Paper desk" and "Leith Library" in page.text
    desks[0].follows("Print ballot papers")
    desks[0].types("How many papers do you need?", "3")
    assert desks[0].presses("Make the papers").errors == ["Choose which session the papers are for."]
    session = f"Leith Library, {wording.short_day(voting_session.starts_at)}"
    page = desks[0].selects("Which session are the papers for?", session).presses("Make the papers")
    assert page.heading == "Ballot papers for Leith Library"
    [(batch, _papers)] = queries.batches(round_.id)
    serials = queries.serials_of(batch.id)
    for serial in serials:
        assert page.text.count(shown_serial(serial)) == 1
    assert page.text.count("Project number 12") == 3 and "Tick 1, 2 or 3." in page.text and "£1,200" in page.text
    assert "ballot-paper--large" in desks[0].follows("Large print").html


def test_too_many_papers_at_once_are_refused_beside_the_field(desks, round_, voting_session):
    desks[0].opens(desk(round_) + "/batches")
    desks[0].selects("Which session are the papers for?", "Papers for postal voting")
    page = desks[0].types("How many papers do you need?", "501").presses("Make the papers")
    assert page.errors == ["Enter how many papers to print, from 1 to 500."] and queries.batches(round_.id) == []


def test_a_facilitator_closes_the_account_and_what_does_not_fit_needs_a_reason_and_a_second_person(
    visitor, new_visitor, make, round_, voting_session, facilitator
):
    make.papers(voting_session, printed=10, handed_out=6)
    visitor.signed_in_as(facilitator).opens(f"/rounds/{round_.id}/session-desk/{voting_session.id}")
    visitor.follows("End the session and account for the papers")
    for label, number in (
        ("Papers received", "10"),
        ("Papers issued", "7"),
        ("Unused papers", "3"),
        ("Spoiled papers", "0"),
        ("Papers taken away", "0"),
    ):
        visitor.types(label, number)
    page = visitor.presses("Submit the ballot paper account")
    assert page.status == 422 and "Papers recorded when they were issued: 6." in page.text and 'value="7"' in page.html
    page = visitor.types("If the numbers do not add up, explain why", "One was given in the kitchen.").presses(
        "Submit the ballot paper account"
    )
    assert "A second person must check it." in page.text and "I have checked it" not in page.text
    second = new_visitor().signed_in_as(make.staff(COORDINATOR))
    second.opens(f"/rounds/{round_.id}/session-desk/{voting_session.id}/ballot-paper-account")
    page = second.presses("I have checked it and agree")
    assert "Two people have agreed" in page.text
    assert queries.handed_out(voting_session.id) == (7, 0)
    assert head() in page.main and not check(head()).faults  # printed with the account, to be compared later


def test_a_box_is_counted_by_two_who_do_not_see_each_others_number(desks, make, round_, voting_session, facilitator):
    make.papers(voting_session, printed=30, handed_out=29)
    from pb.paper import actions
    from pb.paper.rules import PaperCounts
    from pb.web.access import Actor

    actions.submit_ballot_paper_account(
        Actor(facilitator.id, FACILITATOR), voting_session, PaperCounts(30, 29, 1, 0, 2)
    )
    desks[0].opens(desk(round_))
    desks[0].follows("Open the session box")
    page = desks[0].types("Papers you counted", "28").presses("Save my count")
    assert "A second person must now count" in page.text and "Save my count" not in page.buttons
    page = desks[1].opens(page.address)
    assert "28" not in page.main
    page = desks[1].types("Papers you counted", "27").presses("Save my count")
    assert "The two counts are different" in page.text
    page = desks[2].opens(page.address)
    page = desks[2].types("Papers you counted", "27").presses("Save my count")
    assert "The papers can now be typed." in page.text and "27 papers, counted by" in page.text


def test_two_people_type_a_bundle_blind_and_it_goes_into_the_box(typing_desks, round_, voting_session):
    (first, second, third), bundle, serials = typing_desks
    at_typing(first, bundle, "First typing")
    for serial, numbers in zip(serials, ("3 7 12", "1", "4 5"), strict=True):
        page = types(first, shown_serial(serial), numbers)
        assert f"Paper {shown_serial(serial)}:" in page.text
    assert "3 of 3" in page.text and "4 Project number 4 · 5 Project number 5" in page.text
    at_typing(second, bundle, "Second typing")
    for serial, numbers in zip(serials, ("12 3 7", "1", "4 5"), strict=True):
        types(second, serial, numbers)
    third.opens(f"/rounds/{round_.id}/paper-desk/bundles/{bundle.id}")
    page = third.presses("Put these votes in the ballot box")
    assert "3 votes from this bundle have been put in the ballot box." in page.text
    assert voting.turnout(round_.id) == [(voting_session.venue_id, "paper", False, 3)]
    assert "In the ballot box" in third.opens(desk(round_)).text


def test_what_the_first_person_typed_is_in_no_answer_to_the_second(typing_desks):
    (first, second, _), bundle, serials = typing_desks
    at_typing(first, bundle, "First typing")
    types(first, serials[0], "7 8 9")
    seen = [at_typing(second, bundle, "Second typing")]
    seen.append(second.opens(f"/rounds/{bundle.round_id}/paper-desk/bundles/{bundle.id}"))
    seen.append(second.opens(f"/rounds/{bundle.round_id}/paper-desk/bundles/{bundle.id}/papers/{serials[0]}"))
    at_typing(second, bundle, "Second typing")
    seen.append(types(second, serials[0], "99"))
    for page in seen:
        assert "7 8 9" not in page.html and "7 Project number 7 · 8" not in page.html


def test_slips_are_said_at_once_and_nothing_that_was_typed_is_lost(typing_desks):
    (first, _, _), bundle, serials = typing_desks
    wrong = serials[0][:-1] + str((int(serials[0][-1]) + 1) % 10)
    for serial, numbers, said in (
        (wrong, "3 7", "This is not the number of a ballot paper."),
        (serials[0], "3 77", "There is no project 77 on this ballot."),
        (serials[0], "3 3", "You have typed number 3 twice."),
        (serials[0], "", "Enter the project numbers"),
    ):
        at_typing(first, bundle, "First typing")
        page = types(first, serial, numbers)
        assert page.status == 422 and said in page.text
        assert f'value="{serial}"' in page.html and f'value="{numbers}"' in page.html
    assert queries.typed_in_pass(bundle.id, 1) == 0


def test_the_person_who_typed_first_is_refused_in_the_second_typing(typing_desks):
    (first, _, _), bundle, serials = typing_desks
    at_typing(first, bundle, "First typing")
    types(first, serials[0], "3")
    at_typing(first, bundle, "Second typing")
    page = types(first, serials[0], "3")
    assert page.status == 403 and "someone else must type it now" in page.text


def test_who_ran_the_session_is_told_that_somebody_else_types_it(
    typing_desks, make, new_visitor, round_, voting_session, facilitator
):
    from pb.database import exclusive_transaction
    from pb.people.models import Appointment

    _, bundle, _ = typing_desks
    with exclusive_transaction() as session:
        session.add(Appointment(account_id=facilitator.id, role=COUNTER))
    person = new_visitor().signed_in_as(facilitator)
    page = person.opens(f"/rounds/{round_.id}/paper-desk/bundles/{bundle.id}")
    assert "You were on the team for this session." in page.text and "Start the first typing" not in page.links
    page = person.opens(f"/rounds/{round_.id}/paper-desk/bundles/{bundle.id}/typing/1")
    assert page.status == 403 and "someone else must type its papers" in page.text


def test_a_difference_and_a_doubtful_paper_find_their_way_to_the_box(typing_desks, round_):
    (first, second, third), bundle, serials = typing_desks
    at_typing(first, bundle, "First typing")
    for serial, numbers in zip(serials, ("3 7 12", "1 2 3 4", "4 5"), strict=True):
        types(first, serial, numbers)
    at_typing(second, bundle, "Second typing")
    for serial, numbers in zip(serials, ("3 7 11", "1 2 3 4", "4 5"), strict=True):
        types(second, serial, numbers)
    paper = f"/rounds/{round_.id}/paper-desk/bundles/{bundle.id}/papers/"
    page = third.opens(paper + serials[0])
    assert "12 Project number 12" in page.text and "11 Project number 11" in page.text
    page = third.types("Projects ticked on the paper", "3 7 12").presses("This is what the paper says")
    assert "Two of the three entries now agree." in page.text
    first.opens(paper + serials[1])
    first.ticks("Too many projects are ticked", "No, it does not count")
    assert "A second person must agree to it." in first.presses("Propose this ruling").text
    second.opens(paper + serials[1])
    assert "This paper is settled." in second.presses("I have checked the paper and agree").text
    third.opens(f"/rounds/{round_.id}/paper-desk/bundles/{bundle.id}")
    assert "2 votes" in third.presses("Put these votes in the ballot box").text


def test_a_reply_envelope_is_checked_in_and_a_used_code_is_said_without_accusing(visitor, make, counters, round_):
    card = make.cards(round_)[0]
    visitor.signed_in_as(counters[0]).opens(desk(round_))
    visitor.follows("Check in reply envelopes")
    page = visitor.types("Code on the envelope", card.code).presses("Check in this envelope")
    assert "Checked in so far: 1" in page.text
    page = visitor.types("Code on the envelope", card.code).presses("Check in this envelope")
    assert (
        page.status == 422
        and "This code has already been used. Do not open the envelope." in page.text
        and f'value="{card.code}"' in page.html
    )


def test_counters_declare_their_interests_first_and_others_stay_out(new_visitor, make, round_):
    fresh = new_visitor().signed_in_as(make.staff(COUNTER))
    page = fresh.opens(desk(round_))
    assert page.status == 403 and page.heading == "Declare your interests first"
    for role in (FACILITATOR, STEERING):
        person = new_visitor().signed_in_as(make.staff(role, declared_in=round_))
        assert person.opens(desk(round_)).status == 403
    assert new_visitor().opens(desk(round_)).heading == "Sign in"


def test_a_bundle_is_looked_up_inside_its_round(typing_desks, make):
    (first, _, _), bundle, serials = typing_desks
    other = make.voting_round()
    person = first
    for path in ("", "/typing/1", f"/papers/{serials[0]}"):
        page = person.opens(f"/rounds/{other.id}/paper-desk/bundles/{bundle.id}{path}")
        assert page.status in (403, 404)
    assert person.opens(f"/rounds/{bundle.round_id}/paper-desk/bundles/{bundle.id}/typing/3").status == 404
