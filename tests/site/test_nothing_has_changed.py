"""Whoever saves what stood there already is told so: the record gets no line, and what hangs on the thing stays.

An act that changes no row ends by itself (``pb.record.actions``); that a page's own fields are the same is asked by the
act (``requires_change``), and tried for every form that edits in ``test_edit_forms_say_what_they_showed``.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from pb.database import db, exclusive_transaction
from pb.edits import NothingChanged
from pb.job_failures import sentences_of
from pb.job_running import run_next
from pb.marked import delete_rows, insert_rows
from pb.paper import actions as paper
from pb.paper.queries import paper_statuses
from pb.paper.rules.resolutions import CHOICES
from pb.people.actions import declare_interest
from pb.projects import actions as projects
from pb.projects.actions import save_answers
from pb.record.actions import acting
from pb.record.acts import all_acts
from pb.record.models import RecordLine
from pb.results.actions import type_lot
from pb.rounds import actions as decisions
from pb.rounds.rules import closes_at
from pb.venues import actions as venues
from pb.venues.actions.venues import VENUE_CHANGED
from pb.venues.models import Venue
from pb.voting import actions as cards
from pb.voting.queries import require_frozen_ballot
from pb.web.access import COORDINATOR, COUNTER, FACILITATOR, STEERING
from tests.support.job_work import job, kind, ordered
from tests.support.makers.projects import APPLICANT, actor_of
from tests.support.makers.results import DIGITS
from tests.support.makers.voting import COMMAND
from tests.support.visitor import Visitor

SAID = "Nothing has changed"
#: Acts whose line is all that they leave in marked tables, and what they do instead.
LEAVE_A_LINE_ALONE = {
    "session.account_agreed": "agreed again by the same person, when papers were issued since: the line says for how many",
    "ballot_key.restored": "a key file comes back",
    "ballot_key.sheet_printed": "a sheet with the key of a ballot box is there from now on",
    "ballots.taken": "somebody has all the ballots, to count them again",
    "card.looked_at": "somebody was told whether a card is used",
    "cards.looked_at": "somebody was told which cards of a stack were used",
    "keys.believed": "fingerprints of keys, which prove themselves",
    "keys.given_up": "the same, and rows are marked anew as they are",
    "language.approved": "the record is where it stands",
    "language.withdrawn": "the record is where it stands",
    "letters.made": "papers leave the house",
    "marks.begun": "rows are marked as they are",
    "marks_key.restored": "a key file comes back",
    "objection.words_deleted": "words and names without a mark went, as a timer says; the line is all that is left",
    "post.ask_removed": "a request without a mark went, and nothing else",
    "practice.clock_moved": "the clock of a practice, where nothing counts",
    "practice.made": "a practice begins, where nothing counts",
    "record.anchor_set": "the anchor lies in KEYS_DIR",
    "record.guards_put_back": "triggers and constraints are no rows",
    "record.put_back": "the anchor lies in KEYS_DIR",
    "record.reason_erased": "the text beside a line goes",
    "record.rows_put_back": "rows come back with the marks and totals that they had",
    "post.addresses_deleted": "an address has no mark, so that nothing of it stays",
    "votes.noted": "the line is the note",
}


@pytest.fixture
def person(app, make) -> Visitor:
    return Visitor(app).signed_in_as(make.account(COORDINATOR, name="Morag"))


def lines() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(RecordLine)) or 0


def a_stack(make) -> str:
    round_ = make.voting_round()
    make.cards(round_, 10)
    cards.send_out_cards(COMMAND, round_, 1, 10, "The library")
    return f"/rounds/{round_.id}/cards/stacks/1"


def a_session(make) -> str:
    session_ = make.session_at(make.voting_round(), make.account(FACILITATOR))
    with exclusive_transaction():
        session_.starts_at = session_.starts_at.replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
        session_.ends_at = session_.starts_at + timedelta(hours=2)
    return f"/rounds/{session_.round_id}/sessions/{session_.id}/change"


def a_text(make) -> str:
    project = make.on_the_ballot(make.applying_round())
    return f"/rounds/{project.round_id}/ballot-texts/{project.id}"


#: Each page that edits, and what is pressed on it.
PAGES = {
    "venue": (lambda make: f"/venues/{venues.add_venue(COMMAND, 'Thistle Club').id}", "Save the venue"),
    "section": (lambda make: f"/rounds/{make.applying_round().id}/settings/name", "Save"),
    "session": (a_session, "Save the session"),
    "text": (a_text, "Save"),
    "roles": (lambda make: f"/people/{make.account(FACILITATOR).id}", "Save the roles"),
}


@pytest.mark.parametrize(("page_of", "button"), PAGES.values(), ids=PAGES)
def test_a_save_that_changes_nothing_leaves_no_line_and_says_so(make, person, page_of, button):
    path = page_of(make)
    before, shown = lines(), person.opens(path)
    assert shown.status == 200
    page = person.presses(button)
    assert page.status == 200 and SAID in page.html and lines() == before


def test_a_text_that_nobody_changed_stays_approved(make, person):
    project = make.on_the_ballot(make.applying_round())
    checked_by = project.ballot_text.approved_by
    person.opens(f"/rounds/{project.round_id}/ballot-texts/{project.id}")
    person.presses("Save")
    db.session.rollback()
    assert checked_by and project.ballot_text.approved_by == checked_by


def test_a_count_that_says_the_same_again_stays_that_of_who_counted_first(app, make, person):
    """Else the first person could confirm, as the second, what they counted themself."""
    path, other = a_stack(make), Visitor(app).signed_in_as(make.account(COORDINATOR))
    for who in (person, other):
        who.opens(path)
        page = (
            who.types("How many cards were handed out?", "8")
            .types("Numbers of the cards", "9-10")
            .presses("Save this count")
        )
    assert SAID in page.html and "Counted by Morag" in " ".join(page.main.split())


def test_who_goes_on_in_an_application_without_changing_anything_leaves_no_line(make, visitor):
    project, _code = make.begun(make.applying_round())
    save = partial(save_answers, APPLICANT, project, {"group_name": project.group_name})
    with pytest.raises(NothingChanged):
        save()


def test_an_interest_that_is_declared_again_after_a_release_holds_again(make):
    """A declaration is no edit: the same words on another day say that the interest is there then."""
    round_, member = make.applying_round(), make.staff(STEERING)
    declare_interest(actor_of(member), round_id=round_.id, description="I sing there")
    before = lines()
    declare_interest(actor_of(member), round_id=round_.id, description="I sing there")
    assert lines() == before + 1


def test_which_acts_leave_a_line_and_change_no_row_is_written_here_with_its_reason():
    declared = {act.name for act in all_acts() if act.changes_no_row and not act.name.startswith("thing.")}
    assert declared == LEAVE_A_LINE_ALONE.keys()


@pytest.mark.both_databases
def test_an_act_that_leaves_every_row_as_it_was_ends_without_a_line(app):
    """Whatever it did meanwhile: a row that is written with the values it had, or taken out and put back alike."""
    venue = venues.add_venue(COMMAND, "Thistle Club")
    before, number = lines(), venue.id

    def nothing(_session, _venue) -> None: ...

    def writes_the_same(_session, venue) -> None:
        venue.name, venue.address = "Leith Hall", "1 Shore"
        db.session.flush()
        venue.name, venue.address = "Thistle Club", ""

    def puts_it_back(session, venue) -> None:
        row = {column.name: getattr(venue, column.name) for column in Venue.__table__.columns}
        row.pop("keyed_mark")
        delete_rows(session, Venue, Venue.id == number)
        insert_rows(session, Venue, [row])

    for does in (nothing, writes_the_same, puts_it_back):
        with pytest.raises(NothingChanged), acting(COMMAND, VENUE_CHANGED, venue=number) as act:
            does(act.session, act.session.get_one(Venue, number))
        assert lines() == before, does.__name__
    with acting(COMMAND, VENUE_CHANGED, venue=number) as act:
        act.session.get_one(Venue, number).address = "1 Shore"
    assert lines() == before + 1


def test_a_job_that_finds_nothing_to_change_says_so_and_is_not_tried_again(app):
    def finds_nothing(_work) -> None:
        raise NothingChanged

    order_id = ordered()
    with kind(finds_nothing):
        assert run_next() and not run_next()
    assert job(order_id).state == "failed" and SAID in str(sentences_of(job(order_id))[0])


def test_a_command_that_finds_nothing_to_change_says_so_in_one_line(app, make):
    person = make.account(FACILITATOR, name="Una", sign_in_name="una")
    before = lines()
    answer = app.test_cli_runner().invoke(args=["people", "new-codes", person.sign_in_name])
    assert answer.exit_code == 0 and SAID in answer.output and "Traceback" not in answer.output and lines() == before


def test_a_text_that_is_approved_is_not_approved_again(make):
    """Each approval would give the group all its days again, and hold up the freeze."""
    project = make.on_the_ballot(make.applying_round())
    until, before = project.ballot_text.silence_until, lines()
    with pytest.raises(NothingChanged):
        projects.approve_ballot_text(make.actor(COORDINATOR), project)
    db.session.rollback()
    assert lines() == before and project.ballot_text.silence_until == until


def test_who_proposes_again_what_they_proposed_leaves_no_second_line(make, clock):
    """Of decisions, rulings and what does not add up a proposal takes the place of one before: of another, that is."""
    round_, ina = make.voting_round(entitlement="vouch"), make.actor(STEERING)
    later = (closes_at(round_) + timedelta(days=1), round_.post_closes_at + timedelta(days=1))
    extend = partial(decisions.propose_extension, ina, round_, *later, "It snowed.")
    batch = paper.print_batch(make.actor(COUNTER), round_.id, None, 2).id
    resolve = partial(paper.propose_resolution, make.actor(COORDINATOR), round_.id, "batch", batch, CHOICES["batch"][0])
    bundle = make.typed_bundle("1 2 3 4 5 6")
    (status,) = paper_statuses([bundle.id], require_frozen_ballot(bundle.round_id))[bundle.id]
    rule = partial(paper.propose_ruling, make.actor(COUNTER), bundle, status.paper, reason="too_many", counts=None)
    for propose in (extend, resolve, rule):
        propose()
        before = lines()
        with pytest.raises(NothingChanged):
            propose()
        assert lines() == before, propose
    decisions.propose_extension(ina, round_, *later, "It snowed a lot.")
    assert lines() == before + 1


def test_the_digits_of_the_lot_that_wait_are_not_typed_again_by_the_same_person(make, clock):
    round_, by = make.opened_box(make.voting_round(), (1, 2)), make.actor(COORDINATOR)
    type_lot(by, round_, DIGITS)
    before = lines()
    with pytest.raises(NothingChanged):
        type_lot(by, round_, DIGITS)
    assert lines() == before and type_lot(by, round_, DIGITS[::-1]).state == "waiting" and lines() == before + 1
