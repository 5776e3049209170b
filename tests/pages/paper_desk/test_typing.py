"""Typing the papers of a box: twice, by two people who cannot see each other's typing."""

from __future__ import annotations

from pb.pages.paper_desk.lookups import paper_in_address
from pb.paper import queries
from pb.paper.rules import shown_serial
from pb.voting import queries as voting
from pb.web.access import COUNTER


def desk(round_) -> str:
    return f"/rounds/{round_.id}/paper-desk"


def at_typing(person, bundle, which: str):
    person.opens(f"/rounds/{bundle.round_id}/paper-desk/bundles/{bundle.id}")
    return person.follows(next(link for link in person.page.links if link.endswith(f"the {which.lower()}")))


def types(person, serial: str, numbers: str):
    return person.types("Number on the paper", serial).types("Projects ticked", numbers).presses("Next paper")


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
    seen.append(
        second.opens(f"/rounds/{bundle.round_id}/paper-desk/bundles/{bundle.id}/papers/{paper_in_address(serials[0])}")
    )
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


def test_who_sees_a_slip_in_their_last_paper_undoes_it_and_types_it_anew(typing_desks):
    (first, second, _), bundle, serials = typing_desks
    at_typing(first, bundle, "First typing")
    for serial in serials[:2]:
        types(first, serial, "3")
    page = first.presses(f"Undo paper {shown_serial(serials[1])}")
    assert f"Paper {shown_serial(serials[1])} is no longer typed. Type it again." in page.text
    assert queries.typed_in_pass(bundle.id, 1) == 1
    assert f"Undo paper {shown_serial(serials[0])}" in page.text, "then the one before"
    page = types(first, serials[1], "4")
    assert f"Undo paper {shown_serial(serials[1])}" in page.text
    assert "Undo" not in at_typing(second, bundle, "Second typing").text, "it is nobody else's to undo"


def test_a_paper_that_somebody_else_has_typed_too_is_not_undone(typing_desks):
    (first, second, _), bundle, serials = typing_desks
    at_typing(first, bundle, "First typing")
    page = types(first, serials[0], "3")
    at_typing(second, bundle, "Second typing")
    types(second, serials[0], "4")
    page = first.presses(f"Undo paper {shown_serial(serials[0])}")
    assert page.status == 409 and "someone else has typed it too" in page.text
    assert queries.typed_in_pass(bundle.id, 1) == 1
    assert "Undo" not in at_typing(first, bundle, "First typing").text


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
    page = third.opens(paper + paper_in_address(serials[0]))
    assert "12 Project number 12" in page.text and "11 Project number 11" in page.text
    page = third.types("Projects ticked", "3 7 12").presses("This is what the paper says")
    assert "Two of the three entries now agree." in page.text
    first.opens(paper + paper_in_address(serials[1]))
    first.ticks("Too many projects are ticked", "No, it does not count")
    assert "A second person must agree to it." in first.presses("Propose this ruling").text
    second.opens(paper + paper_in_address(serials[1]))
    assert "This paper is settled." in second.presses("I have checked the paper and agree").text
    third.opens(f"/rounds/{round_.id}/paper-desk/bundles/{bundle.id}")
    assert "2 votes" in third.presses("Put these votes in the ballot box").text
