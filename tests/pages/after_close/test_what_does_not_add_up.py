"""Each thing that was lost behind "done": the list after the close names it, the box stays shut, and there is a way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pb.database import db
from pb.paper import actions as paper
from pb.paper import queries as papers
from pb.paper.rules import PaperCounts
from pb.paper.rules.resolutions import CHOICES
from pb.record.queries import facts_of
from pb.refusals import Refusal
from pb.results.queries.checklist import checklist, step
from pb.rounds.models import Round
from pb.venues.actions import cancel_session
from pb.voting import actions as voting
from pb.voting.queries import right_of_code
from pb.web.access import COUNTER, FACILITATOR, Actor, Role
from tests.support.makers.papers import SEAL, counted, counter
from tests.support.makers.voting import COMMAND
from tests.support.safety.to_decide import agree, decide

pytestmark = pytest.mark.databases_in_turn

NOTHING = PaperCounts(0, 0, 0, 0, 0)


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch", min_choices=1, max_choices=3)


@pytest.fixture
def after_the_close(round_, clock):
    """The round as it is once the last post has come; called anew for each look."""

    def look() -> Round:
        clock.set(round_.post_closes_at + timedelta(hours=1))
        db.session.rollback()
        return db.session.get_one(Round, round_.id)

    return look


def said(round_: Round, key: str) -> str:
    return " ".join(map(str, step(round_, key).missing))


def stays_shut(round_: Round, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        voting.decrypt_ballot_box(COMMAND, round_)
    db.session.rollback()


def is_ready(round_: Round) -> bool:
    return next(each.key for each in checklist(round_) if each.state == "next") == "box"


def test_a_session_with_papers_issued_and_none_printed(
    make, visitor, round_, voting_session, facilitator, after_the_close
):
    for _ in range(3):
        voting.issue_paper(COMMAND, voting_session)
    round_ = after_the_close()
    assert "Leith Library" in said(round_, "sessions") and "no ballot paper account yet" in said(round_, "sessions")
    stays_shut(round_, "no ballot paper account yet|not accounted for yet")
    page = visitor.signed_in_as(make.account()).opens(f"/rounds/{round_.id}/after-close")
    assert "Leith Library" in page.main and "Every vote is in" not in page.main
    assert "These numbers do not add up yet." in page.main
    by = Actor(facilitator.id, FACILITATOR)
    paper.submit_ballot_paper_account(by, voting_session, PaperCounts(0, 3, 0, 0, 3), "They were copies.")
    assert "needs a second person to agree it" in said(after_the_close(), "sessions")
    stays_shut(after_the_close(), "second person to agree|not accounted for yet")
    paper.agree_ballot_paper_account(Actor(make.staff(FACILITATOR).id, FACILITATOR), voting_session)
    assert "nobody has opened the session box" in said(after_the_close(), "bundles"), "who knows what is in it?"
    empty_box(make, voting_session)
    assert is_ready(after_the_close())
    page = visitor.opens(f"/rounds/{round_.id}/after-close")
    assert "Every vote is in." in page.main
    assert voting.decrypt_ballot_box(COMMAND, after_the_close()) == 0


def empty_box(make, voting_session) -> None:
    one, two = (counter(make.staff(COUNTER)) for _ in range(2))
    bundle = paper.open_bundle(one, voting_session.round_id, voting_session, 0, seal=SEAL)
    paper.confirm_count(two, bundle, 0, seal=SEAL)
    paper.cast_bundle(one, bundle)


def test_a_paper_that_is_recorded_after_the_account_makes_it_wait_again(
    make, round_, voting_session, facilitator, after_the_close
):
    make.papers(voting_session, printed=2, issued=0)
    by = Actor(facilitator.id, FACILITATOR)
    paper.submit_ballot_paper_account(by, voting_session, PaperCounts(2, 0, 2, 0, 0), seal=SEAL)
    voting.issue_paper(COMMAND, voting_session)
    assert "needs a second person to agree it" in said(after_the_close(), "sessions")


def test_papers_of_a_cancelled_session_are_decided_by_two_and_nobody_types_zeros(
    make, visitor, new_visitor, round_, voting_session, after_the_close
):
    make.papers(voting_session, printed=5, issued=0)
    cancel_session(COMMAND, voting_session, "No heating.")
    round_ = after_the_close()
    assert step(round_, "sessions").state == "done"
    assert "was cancelled, but 5 papers were printed for it" in said(round_, "adds_up")
    stays_shut(round_, "Two people must first decide what happened to papers")
    here = f"/rounds/{round_.id}/after-close/resolutions"
    coordinator = visitor.signed_in_as(make.account(name="Morag"))
    coordinator.opens(here)
    coordinator.follows("Propose what should happen")
    coordinator.ticks("The papers were not used, and we have destroyed them").presses("Save my proposal")
    assert coordinator.page.heading == "What does not add up" and "Morag proposes" in coordinator.page.main
    ina = new_visitor().signed_in_as(make.account(Role.STEERING, name="Ina"))
    ina.opens(here)
    ina.presses(agree(ina.page))
    assert is_ready(after_the_close())
    assert "Morag and Ina" in coordinator.opens(here).main


def test_papers_that_were_printed_for_the_post_and_are_not_back(make, round_, after_the_close):
    batch = paper.print_batch(COMMAND, round_.id, None, 4).id
    assert "4 papers were printed and have not come back" in said(after_the_close(), "adds_up")
    stays_shut(after_the_close(), "papers for the post")
    decide(make, round_.id, "batch", batch, "explain:sent_out")
    assert is_ready(after_the_close()) and voting.decrypt_ballot_box(COMMAND, after_the_close()) == 0


def test_nobody_is_asked_about_papers_of_the_post_while_envelopes_are_shut(make, round_, after_the_close):
    paper.print_batch(COMMAND, round_.id, None, 4)
    voting.check_in_envelope(COMMAND, round_.id, right_of_code(make.cards(round_)[0].code))
    assert "have not come back" not in said(after_the_close(), "adds_up")
    # Two guards refuse this opening, and each database asks its guards in an order of its own.
    stays_shut(after_the_close(), "reply envelopes .* not accounted for yet|papers for the post")


def bundle_with_one_too_many(make, voting_session):
    """Three papers in the box, two issued: counted by two with a reason, and typed."""
    serials = make.papers(voting_session, printed=3, issued=2)
    by = Actor(voting_session.team[0].account_id, FACILITATOR)
    figures = PaperCounts(3, 2, 1, 0, 0)
    paper.submit_ballot_paper_account(by, voting_session, figures, heads=counted(voting_session, figures), seal=SEAL)
    one, two = (make.staff(COUNTER) for _ in range(2))
    bundle = paper.open_bundle(counter(one), voting_session.round_id, voting_session, 3, seal=SEAL)
    paper.confirm_count(counter(two), bundle, 3, "So many lay in it.", seal=SEAL)
    for number, who in ((1, one), (2, two)):
        make.typed(bundle, who, number, dict.fromkeys(serials, "1"))
    return bundle, counter(one)


@pytest.mark.parametrize(("answer", "votes"), [("count:not_recorded", 3), ("leave_out:not_known", 2)])
def test_more_papers_than_were_issued_count_or_not_as_two_people_say(
    make, round_, voting_session, after_the_close, answer, votes
):
    bundle, by = bundle_with_one_too_many(make, voting_session)
    id_ = bundle.id
    with pytest.raises(Refusal, match="more papers in the bundle than were issued"):
        paper.cast_bundle(by, bundle)
    assert "there is one more paper in the bundle than was issued" in said(after_the_close(), "adds_up")
    decide(make, round_.id, "surplus", id_, answer)
    assert paper.cast_bundle(by, bundle) == votes
    assert is_ready(after_the_close())
    opened = voting.decrypt_ballot_box(COMMAND, after_the_close(), look_at_papers=papers.beside_the_entries)
    assert opened == votes
    assert facts_of("box.opened", round_.id)["papers"] == "same"


def test_nobody_of_the_team_decides_about_its_own_session(make, round_):
    both = make.staff(FACILITATOR, Role.COORDINATOR, declared_in=round_)
    bundle, _by = bundle_with_one_too_many(make, make.session_at(round_, both))
    with pytest.raises(Refusal, match="on the team for this voting session"):
        paper.propose_resolution(
            Actor(both.id, Role.COORDINATOR), round_.id, "surplus", bundle.id, CHOICES["surplus"][0]
        )
    with pytest.raises(Refusal, match="answers on the list"):
        paper.propose_resolution(COMMAND, round_.id, "surplus", bundle.id, CHOICES["held"][0])


def test_no_paper_is_issued_once_the_votes_of_its_session_are_in_the_box(make, voting_session):
    make.papers(voting_session, printed=1, issued=0)
    by = Actor(voting_session.team[0].account_id, FACILITATOR)
    paper.submit_ballot_paper_account(by, voting_session, PaperCounts(1, 0, 1, 0, 0), seal=SEAL)
    empty_box(make, voting_session)
    with pytest.raises(Refusal, match="already in the ballot box"):
        voting.issue_paper(COMMAND, voting_session)
