"""Ballots with figures at the desk, as a typist without a script sees them: what to type, what was read, what is refused."""

from __future__ import annotations

import pytest

from pb.pages.paper_desk.lookups import paper_in_address
from pb.paper import actions
from pb.paper.rules import read_entry
from pb.refusals import Refusal
from pb.voting.queries import frozen_ballot
from pb.web.access import COUNTER, FACILITATOR
from tests.support.makers.papers import counter

CASES = {
    "points": (
        "Points on the paper", "project = points", "2=7 4/3",
        "2 Project number 2, points: 7 · 4 Project number 4, points: 3 · points in all: 10",
        "4 3=1", "Enter the points of project 4 after it, like this: 4=5",
        "2=7 4=4", "You have given 11 points. Take 1 off.",
    ),
    "rank": (
        "Choices on the paper", "projects in order", "4 2 7",
        "choice 1: 4 Project number 4 · choice 2: 2 Project number 2 · choice 3: 7 Project number 7",
        "4=1 2", "Enter only project numbers, or what is beside each of them, like this: 2=1",
        "4=1 2=1", "Give each place once: 1st, 2nd and so on, without a gap.",
    ),
    "score": (
        "Scores on the paper", "project = score", "2=5 4=1",
        "2 Project number 2, score: 5 · 4 Project number 4, score: 1",
        "2", "Enter the score of project 2 after it, like this: 2=5",
        "2=6", "You can give each project up to 5 points.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", CASES)
def test_a_typist_is_told_what_to_type_and_reads_it_back_in_words(make, new_visitor, kind):
    label, syntax, typed, read_back, slip, said, wrong, refused = CASES[kind]
    round_ = make.voting_round(projects=8, entitlement="vouch", ballot_type=kind, max_choices=3)
    one, two = (make.staff(COUNTER, declared_in=round_) for _ in range(2))
    session = make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))
    serial, faulty = make.papers(session, printed=2, issued=2)
    bundle = make.bundle(session, in_box=2, one=one, two=two)
    here = f"/rounds/{round_.id}/paper-desk/bundles/{bundle.id}"
    person = new_visitor().signed_in_as(one)
    page = person.opens(f"{here}/typing/1")
    assert syntax in page.text
    page = person.types("Number on the paper", serial).types(label, slip).presses("Next paper")
    assert page.status == 422 and said in page.text
    assert read_back in person.types(label, typed).presses("Next paper").text
    person.types("Number on the paper", faulty).types(label, f"{wrong} ?").presses("Next paper")
    make.typed(bundle, two, 2, {faulty: f"{wrong} ?"})
    person.opens(f"{here}/papers/{paper_in_address(faulty)}")
    page = (
        person.ticks("It is not clear what is meant", "Yes, it counts")
        .types("What it counts as", wrong)
        .presses("Propose this ruling")
    )
    assert page.status == 422 and refused in page.text
    with pytest.raises(Refusal, match="A paper can only count as a vote") as action:
        counts = read_entry(wrong, frozen_ballot(round_.id).rules)
        actions.propose_ruling(counter(two), bundle, make.paper(bundle, faulty), reason="unclear", counts=counts)
    assert refused in str(action.value), "page and action say the same"
    page = (
        person.ticks("It is not clear what is meant", "Yes, it counts")
        .types("What it counts as", typed)
        .presses("Propose this ruling")
    )
    assert "Your proposal has been saved." in page.text
    other = new_visitor().signed_in_as(two)
    assert f"The paper counts as: {read_back}" in other.opens(f"{here}/papers/{paper_in_address(faulty)}").text
