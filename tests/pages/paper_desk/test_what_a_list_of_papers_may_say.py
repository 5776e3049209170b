"""Which papers may be typed from a spreadsheet, by whom, and how often."""

from __future__ import annotations

import random

import pytest
from sqlalchemy.exc import IntegrityError

from pb.database import db, exclusive_transaction
from pb.paper import actions, queries
from pb.paper.actions import entry_files
from pb.paper.models import Entry
from pb.paper.rules import read_entry
from pb.refusals import Refusal
from pb.roles import FACILITATOR
from pb.venues.models import TeamMember
from pb.voting.queries import frozen_ballot
from pb.web.access import COUNTER
from tests.support.makers.papers import counter
from tests.support.makers.voting import COMMAND
from tests.support.typed_lists import box_of, counted_statements, entries_of, from_file, typed_list


def test_a_number_that_lost_its_noughts_is_still_the_paper(make, round_, voting_session, counters):
    serials = make.papers(voting_session, printed=40, issued=40)
    short = next((each for each in serials if each[0] == "0"), None)
    bundle = make.bundle(voting_session, in_box=40, one=counters[0], two=counters[1])
    if short is None:  # one in ten begins with a nought: of 40 nearly always one
        pytest.skip("no number of these begins with a nought")
    actions.import_entries(
        counter(counters[0]), bundle, 1, frozen_ballot(round_.id), typed_list((short.lstrip("0"), "3"))
    )
    assert [each.paper.serial for each in entries_of(bundle)] == [short]


@pytest.mark.both_databases
def test_never_both_typings_by_one_person_nor_both_from_files(typing_desks, counters, round_):
    _desks, bundle, serials = typing_desks
    ballot, rows = frozen_ballot(round_.id), [(serial, "3") for serial in serials]
    one, two = counter(counters[0]), counter(counters[1])
    assert actions.import_entries(one, bundle, 1, ballot, typed_list(*rows)) == 3
    with pytest.raises(Refusal, match="Row 2: "):
        actions.import_entries(one, bundle, 2, ballot, typed_list(*rows))
    with pytest.raises(Refusal, match="Row 2: The other typing of this paper came from a file"):
        actions.import_entries(two, bundle, 2, ballot, typed_list(*rows))
    with pytest.raises(Refusal, match="already been typed in this pass"):
        actions.import_entries(two, bundle, 1, ballot, typed_list(*rows))
    # Past all looks the database refuses it.
    first = entries_of(bundle)[0]
    db.session.add(
        Entry(bundle_id=bundle.id, paper_id=first.paper_id, pass_number=2, sealed=first.sealed,
              typed_by=counters[1].id, typed_at=first.typed_at, imported=True)
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_paper_that_the_same_person_typed_at_the_desk_is_refused(typing_desks, counters, round_, make):
    _desks, bundle, serials = typing_desks
    make.typed(bundle, counters[0], 1, {serials[0]: "3"})
    with pytest.raises(Refusal, match="You have already typed paper"):
        actions.import_entries(counter(counters[0]), bundle, 2, frozen_ballot(round_.id), typed_list((serials[0], "3")))
    assert (
        actions.import_entries(counter(counters[1]), bundle, 2, frozen_ballot(round_.id), typed_list((serials[0], "3")))
        == 1
    )


def test_more_papers_than_were_counted_are_refused_and_those_of_another_session_named(
    typing_desks, counters, round_, make
):
    _desks, bundle, serials = typing_desks
    [stray] = make.papers(make.session_at(round_), printed=1, issued=0)
    by, ballot = counter(counters[0]), frozen_ballot(round_.id)
    with pytest.raises(Refusal, match="Row 3: This paper was printed for another session"):
        actions.import_entries(by, bundle, 1, ballot, typed_list((serials[0], "1"), (stray, "2")))
    fourth = next(each for each in queries.serials_of(queries.batches(round_.id)[-1][0].id) if each not in serials)
    with pytest.raises(Refusal, match="The file has 4 papers, but only 3 papers of this bundle are left to type"):
        actions.import_entries(by, bundle, 1, ballot, typed_list(*((serial, "1") for serial in (*serials, fourth))))
    assert entries_of(bundle) == []


def test_papers_that_are_known_to_have_come_are_taken_and_no_more(make, round_, voting_session, counters):
    make.papers(voting_session, printed=4, issued=4)
    spares = actions.print_batch(COMMAND, round_.id, None, 3, spare=True)
    actions.move_papers(COMMAND, spares, None, voting_session, 2, "Ann")
    bundle = box_of(voting_session, counters, 4)
    serials = queries.serials_of(spares.id)
    by, ballot = counter(counters[0]), frozen_ballot(round_.id)
    with pytest.raises(Refusal, match="Row 4: This paper was printed for another session"):
        actions.import_entries(by, bundle, 1, ballot, typed_list(*((serial, "1") for serial in serials)))
    assert actions.import_entries(by, bundle, 1, ballot, typed_list(*((serial, "1") for serial in serials[:2]))) == 2
    # The other typing of the two that came takes no more room.
    make.typed(bundle, counters[1], 2, dict.fromkeys(serials[:2], "1"))


def test_a_wrong_list_is_removed_by_who_uploaded_it_but_for_papers_that_others_typed(
    typing_desks, counters, make, round_
):
    (first, second, _), bundle, serials = typing_desks
    by, ballot = counter(counters[0]), frozen_ballot(round_.id)
    actions.import_entries(by, bundle, 1, ballot, typed_list(*((serial, "1") for serial in serials)))
    make.typed(bundle, counters[1], 2, {serials[0]: "3"})
    assert "You have uploaded" not in second.opens(from_file(bundle)).text
    page = first.opens(from_file(bundle))
    assert "You have uploaded 2 papers that nobody else has typed yet" in page.text
    with pytest.raises(Refusal, match="Someone else has typed some of these papers since"):
        actions.undo_upload(counter(counters[1]), bundle, 1, 2)
    page = first.presses("Remove these 2 papers")
    assert "2 papers are no longer typed." in page.text and "You have uploaded" not in page.text
    assert sorted((each.paper.serial, each.pass_number) for each in entries_of(bundle)) == [
        (serials[0], 1),
        (serials[0], 2),
    ]
    with pytest.raises(Refusal, match="Someone else has typed"):
        actions.undo_upload(by, bundle, 1, 2)
    assert actions.import_entries(by, bundle, 1, ballot, typed_list(*((serial, "2") for serial in serials[1:]))) == 2


def test_what_is_in_the_ballot_box_is_neither_uploaded_nor_removed(make, round_, voting_session, counters):
    (serial,) = make.papers(voting_session, printed=1, issued=1)
    bundle = make.bundle(voting_session, in_box=1, one=counters[0], two=counters[1])
    by, ballot = counter(counters[0]), frozen_ballot(round_.id)
    actions.import_entries(by, bundle, 1, ballot, typed_list((serial, "1")))
    make.typed(bundle, counters[1], 2, {serial: "1"})
    actions.cast_bundle(by, bundle)
    for does in (
        lambda: actions.import_entries(by, bundle, 1, ballot, typed_list((serial, "2"))),
        lambda: actions.undo_upload(by, bundle, 1, 0),
    ):
        with pytest.raises(Refusal, match="ballot box"):
            does()
    assert len(entries_of(bundle)) == 2


def test_of_two_who_upload_one_paper_at_the_same_moment_the_second_is_told(typing_desks, counters, round_, monkeypatch):
    """Each list was read before the other was saved."""
    _desks, bundle, serials = typing_desks
    ballot, rows = frozen_ballot(round_.id), typed_list((serials[0], "3"))
    read = entry_files.read_entries(counter(counters[1]), bundle, 1, ballot, rows)
    actions.import_entries(counter(counters[0]), bundle, 1, ballot, rows)
    monkeypatch.setattr(entry_files, "read_entries", lambda *_: read)
    with pytest.raises(Refusal, match="Someone else has just typed one of these papers"):
        actions.import_entries(counter(counters[1]), bundle, 1, ballot, rows)
    assert [entry.typed_by for entry in entries_of(bundle)] == [counters[0].id]


def test_who_may_not_type_may_not_upload(new_visitor, typing_desks, make, round_, voting_session):
    desks, bundle, serials = typing_desks
    person = new_visitor().signed_in_as(make.staff(FACILITATOR, declared_in=round_))
    assert person.asks("GET", from_file(bundle)).status_code == 403
    assert desks[0].asks("GET", from_file(bundle, 3)).status_code == 404
    desks[0].asks("GET", from_file(bundle))
    on_team = make.staff(FACILITATOR, COUNTER, declared_in=round_)
    with exclusive_transaction() as session:
        session.add(TeamMember(session_id=voting_session.id, account_id=on_team.id))
    assert new_visitor().signed_in_as(on_team).asks("GET", from_file(bundle)).status_code == 403
    with pytest.raises(Refusal, match="You were on the team"):
        actions.import_entries(counter(on_team), bundle, 1, frozen_ballot(round_.id), typed_list((serials[0], "1")))


def test_two_thousand_papers_cost_as_many_statements_as_twenty(make, round_, voting_session, counters):
    serials = [
        *make.papers(voting_session, printed=2_000, issued=0),
        *make.papers(voting_session, printed=20, issued=0),
    ]
    bundle = box_of(voting_session, counters, 2_020)
    drawn, ballot = random.Random(13), frozen_ballot(round_.id)
    rows = [(serial, " ".join(map(str, drawn.sample(range(1, 13), 3)))) for serial in serials]
    with counted_statements() as few:
        actions.import_entries(counter(counters[1]), bundle, 2, ballot, typed_list(*rows[:20]))
    with counted_statements() as many:
        assert actions.import_entries(counter(counters[0]), bundle, 1, ballot, typed_list(*rows[20:])) == 2_000
    assert len(many) <= len(few) + 5
    rules = ballot.rules
    made = {each.paper.serial: each.reading for each in entries_of(bundle) if each.pass_number == 1}
    assert made == {serial: read_entry(marked, rules) for serial, marked in rows[20:]}
