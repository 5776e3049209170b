"""A typing error on the frozen ballot is put right by two, until somebody has begun to vote; everybody reads both words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from pb import clock as program_clock
from pb.database import db, exclusive_transaction
from pb.mark_keeping import without_guards
from pb.marked import change_rows
from pb.pages.paper_desk.batches import papers_pdf
from pb.paper import actions as paper
from pb.paper.rules.printed_papers import words_on_paper
from pb.people.actions import declare_interest
from pb.programme.actions.corrections import agree_to_correction, propose_correction, withdraw_correction
from pb.programme.queries.freezing import frozen_document
from pb.programme.rules.ballot_documents import document_hash
from pb.programme.rules.corrections import CorrectedWording
from pb.projects.models import BallotLine, Media
from pb.projects.queries import ballot_hash_of, ballot_lines, waiting_corrections
from pb.record.queries import check_everything, last_of
from pb.refusals import Refusal
from pb.rounds.models import Round, RoundMember
from pb.voting import actions, queries
from pb.web.access import COORDINATOR, COUNTER, FACILITATOR, STEERING, Actor
from tests.support.makers.voting import COMMAND
from tests.support.pdf import says
from tests.support.voters import at_the_ballot, choice_of, in_the_box

WRONG, RIGHT = "Project number 2", "A project, number 2"
SAID = "A letter was missing."


@pytest.fixture
def round_(make):
    return make.voting_round(projects=3)


@pytest.fixture
def two(make):
    return Actor(make.staff(COORDINATOR).id, COORDINATOR), Actor(make.staff(STEERING).id, STEERING)


def line_of(round_, number=2):
    return ballot_lines(round_.id)[number - 1]


def proposed(round_, by, *, number=2, **wording):
    line = line_of(round_, number)
    words = {"title": RIGHT, "body": line.body, "picture_alt": line.picture_alt, **wording}
    return propose_correction(by, db.session.get(Round, round_.id), line.project_id, CorrectedWording(**words), SAID)


def corrected(round_, two, **wording):
    one, other = two
    correction = proposed(round_, one, **wording)
    agree_to_correction(other, db.session.get(Round, round_.id), correction)
    return correction


def address(round_, number=2) -> str:
    return f"/rounds/{round_.id}/ballot-texts/{line_of(round_, number).project_id}/correct"


def test_one_proposes_another_agrees_and_everybody_reads_both_wordings(make, visitor, new_visitor, round_):
    queries.frozen_ballot(round_.id)  # read before: another process would have it in memory too
    before = ballot_hash_of(round_)
    morag = visitor.signed_in_as(make.account(COORDINATOR, name="Morag"))
    morag.opens(address(round_))
    page = morag.types("Title", RIGHT).types("Why is it corrected?", SAID).presses("Propose this correction")
    assert "Your proposal has been saved." in page.text and "I agree" not in page.buttons
    public = new_visitor()
    assert RIGHT not in public.opens(f"/rounds/{round_.id}/projects/2").main
    hugh = new_visitor().signed_in_as(make.account(STEERING, name="Hugh"))
    assert "Agree to correct the text of project 2" in hugh.opens("/dashboard").text
    assert WRONG in hugh.opens(address(round_)).main and RIGHT in hugh.page.main
    page = hugh.presses("I agree")
    assert "The text has been corrected." in page.text

    page = public.opens(f"/rounds/{round_.id}/projects/2")
    now = ballot_hash_of(round_)
    assert now == document_hash(frozen_document(db.session.get(Round, round_.id))) != before
    for said in (RIGHT, WRONG, SAID, "Proposed by Morag, and agreed to by Hugh", before, now):
        assert said in page.main, said
    page = public.opens(f"/rounds/{round_.id}")
    assert before in page.main and now in page.main and "The text of project 2" in page.links
    assert RIGHT in public.opens(f"/rounds/{round_.id}/projects/large-print").main
    facts = last_of("correction.agreed", project=line_of(round_).project_id).facts
    assert (facts["old_hash"], facts["ballot_hash"]) == (before, now)
    frozen = db.session.scalar(select(BallotLine.title).where(BallotLine.round_id == round_.id, BallotLine.number == 2))
    assert frozen == WRONG, "the frozen line itself never changes"
    assert check_everything() == []


def test_every_screen_and_paper_says_the_new_words(make, visitor, round_, two):
    queries.frozen_ballot(round_.id)
    corrected(round_, two)
    at_the_ballot(visitor, make, round_)
    page = visitor.page
    assert RIGHT in page.main and WRONG not in page.main
    ballot = queries.frozen_ballot(round_.id)
    printed = papers_pdf(ballot, ["123 4567"], words_on_paper(ballot, ""), large=True)
    assert says(printed, RIGHT) == 1 and not says(printed, WRONG)
    corrected(round_, two, title="A third title")
    assert queries.frozen_ballot(round_.id).lines[1].title == "A third title"


def test_who_opened_the_ballot_before_reads_it_again_and_keeps_their_choices(make, visitor, round_, two):
    at_the_ballot(visitor, make, round_)
    corrected(round_, two)
    page = visitor.presses(choice_of(1))
    assert "The text of project 2 has been corrected since you opened this ballot." in page.text and RIGHT in page.main
    page = visitor.presses("Check my choices")
    assert "Project number 1" in page.main
    corrected(round_, two, title="A third title")
    page = visitor.presses("Cast my vote")
    assert "nothing has been cast" in page.text and "A third title" in page.main
    visitor.presses("Check my choices")
    assert "Your vote is saved" in visitor.presses("Cast my vote").text
    assert in_the_box() == 1


def a_vote(make, round_):
    make.cast(round_, (1,))


def an_opening(make, round_):
    voting_session = make.session_at(round_, make.staff(FACILITATOR))
    kiosk, card = make.kiosk(voting_session), make.cards(round_)[0]
    actions.begin_turn(voting_session, kiosk, card=queries.right_of_code(card.code))


def a_handed_out_paper(make, round_):
    voting_session = make.session_at(round_, make.staff(FACILITATOR))
    actions.issue_paper(COMMAND, voting_session, queries.right_of_code(make.cards(round_)[0].code))


def papers_for_the_post(make, round_):
    paper.print_batch(Actor(make.staff(COUNTER).id, COUNTER), round_.id, None, 2)


def a_session_with_papers_that_has_begun(make, round_):
    voting_session = make.session_at(round_, make.staff(FACILITATOR))
    paper.print_batch(Actor(make.staff(COUNTER).id, COUNTER), round_.id, voting_session, 2)


BEGUN = "Someone has already voted or begun to vote"
OUT = "Ballot papers have already been handed out"


@pytest.mark.both_databases
def test_once_somebody_has_begun_to_vote_the_words_stay(make, visitor, two):
    """Each way to begin in a round of its own, before the proposal and between it and the agreement; also past the action."""
    ways = [(a_vote, BEGUN), (an_opening, BEGUN), (a_handed_out_paper, BEGUN)]
    ways += [(papers_for_the_post, OUT), (a_session_with_papers_that_has_begun, OUT)]
    for begin, why in ways:
        round_ = make.voting_round(projects=3)
        correction = proposed(round_, two[0])
        begin(make, round_)
        with pytest.raises(Refusal, match=why):
            agree_to_correction(two[1], make.fresh(round_), correction)
        withdraw_correction(two[0], make.fresh(round_), correction)
        with pytest.raises(Refusal, match=why):
            proposed(round_, two[0])
        assert line_of(round_).title == WRONG and not waiting_corrections(round_.id)
    visitor.signed_in_as(make.account(COORDINATOR))
    page = visitor.opens(address(round_))
    assert OUT in page.main and "Propose this correction" not in page.buttons


def test_papers_printed_for_a_session_to_come_are_printed_again_with_their_numbers(make, visitor, round_, two, clock):
    voting_session = make.session_at(round_, make.staff(FACILITATOR))
    with exclusive_transaction():
        row = db.session.merge(voting_session)
        row.starts_at, row.ends_at = (program_clock.now() + timedelta(days=n) for n in (1, 2))
    batch = paper.print_batch(Actor(make.staff(COUNTER).id, COUNTER), round_.id, voting_session, 3)
    corrected(round_, two, title=WRONG, body="Other words, which no paper shows.")
    visitor.signed_in_as(make.account(COORDINATOR))
    assert "with an old title" not in visitor.opens(f"/rounds/{round_.id}/paper-desk/batches").main
    corrected(round_, two)
    page = visitor.opens(f"/rounds/{round_.id}/paper-desk/batches")
    assert "3 papers were printed with an old title" in page.main and "Old title: print again" in page.main
    assert "3 papers were printed with an old title" in visitor.opens(address(round_)).main
    again = "Print 3 ballot papers again: a title on them was corrected"
    assert again in visitor.opens("/dashboard").links
    assert RIGHT in visitor.opens(f"/rounds/{round_.id}/paper-desk/batches/{batch.id}").main
    clock.set(program_clock.now() + timedelta(days=3))
    visitor.signed_in_as(make.account(COORDINATOR))
    assert again not in visitor.opens("/dashboard").links, "the session is over"


def test_who_may_not_and_what_may_not(make, round_, two):
    morag, hugh = two
    for wording, why in (
        ({"title": WRONG}, "These are the words that are on the ballot now"),
        ({"title": "  "}, "Enter a title"),
        ({"title": "x" * 81}, "81 characters long"),
        ({"body": "\u200b"}, "Enter about 50 words"),
    ):
        with pytest.raises(Refusal, match=why):
            proposed(round_, morag, **wording)
    declare_interest(hugh, round_id=round_.id, project_id=line_of(round_, 1).project_id, description="I sing there.")
    with pytest.raises(Refusal, match="You have declared an interest in this project"):
        proposed(round_, hugh, number=1)
    correction = proposed(round_, hugh)
    with pytest.raises(Refusal, match="already been proposed"):
        proposed(round_, morag)
    with pytest.raises(Refusal, match="You proposed"):
        agree_to_correction(hugh, make.fresh(round_), correction)
    ina = Actor(make.staff(STEERING).id, STEERING)
    declare_interest(hugh, round_id=round_.id, project_id=correction.project_id, description="I sing there too.")
    with pytest.raises(Refusal, match="has declared an interest in the project since"):
        agree_to_correction(ina, make.fresh(round_), correction)
    withdraw_correction(ina, make.fresh(round_), correction)
    before_the_freeze = make.applying_round()
    project = make.eligible(before_the_freeze)
    with pytest.raises(Refusal, match="Only the text of a project on a frozen ballot"):
        propose_correction(morag, before_the_freeze, project.id, CorrectedWording("A", "b"), SAID)


def test_the_round_s_list_agrees_and_a_second_press_finds_it_done(make, two, round_):
    member = make.staff(STEERING)
    listed = make.voting_round(projects=2, members=[RoundMember(account_id=member.id, name="Ina")])
    correction = proposed(listed, two[0])
    with pytest.raises(Refusal, match="steering group list"):
        agree_to_correction(two[1], make.fresh(listed), correction)
    agree_to_correction(Actor(member.id, STEERING), make.fresh(listed), correction)
    for press in (agree_to_correction, withdraw_correction):
        with pytest.raises(Refusal, match="already agreed to this correction"):
            press(Actor(member.id, STEERING), make.fresh(listed), correction)


def test_a_recording_with_the_old_words_comes_off_the_ballot(make, round_, two):
    sound = "5" * 64
    with exclusive_transaction() as session, without_guards(session, ["ballot_line"]):
        session.add(media := Media(sha256=sound, media_type="audio/mpeg", data=b"x"))
        session.flush()
        change_rows(session, BallotLine, [BallotLine.round_id == round_.id, BallotLine.number == 2], sound_id=media.id)
    assert queries.frozen_ballot(round_.id).lines[1].sound == sound
    corrected(round_, two)
    assert queries.frozen_ballot(round_.id).lines[1].sound == sound
    corrected(round_, two, title="A third title", without_sound=True)
    assert queries.frozen_ballot(round_.id).lines[1].sound is None
    assert db.session.scalar(text("SELECT count(*) FROM media")) == 1, "a line that is frozen still says it"
