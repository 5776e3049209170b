"""One of the two typings of a bundle from a spreadsheet: all or nothing, by the typist, and never both."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError

from pb import clock
from pb.database import db, exclusive_transaction
from pb.paper import actions, queries
from pb.paper.models import Bundle, Entry
from pb.paper.rules import read_entry, shown_serial
from pb.refusals import Refusal
from pb.roles import FACILITATOR
from pb.venues.models import TeamMember
from pb.voting.queries import frozen_ballot
from pb.web.access import COUNTER
from tests.support.makers.papers import counter
from tests.support.makers.voting import COMMAND
from tests.support.workbooks import ods, xlsx

FIELD = "Your spreadsheet or CSV file"


def here(bundle, pass_number: int = 1) -> str:
    return f"/rounds/{bundle.round_id}/paper-desk/bundles/{bundle.id}/typing/{pass_number}/from-file"


def csv(*rows: tuple[str, str]) -> bytes:
    return "\r\n".join(["paper,marked", *(f'{paper},"{marked}"' for paper, marked in rows)]).encode()


def uploads(person, bundle, data: bytes, pass_number: int = 1, name: str = "typed.csv"):
    person.opens(here(bundle, pass_number))
    return person.attaches(FIELD, data, name).presses("Check the file")


def entries(bundle) -> list[Entry]:
    db.session.rollback()
    return list(db.session.scalars(select(Entry).where(Entry.bundle_id == bundle.id)))


def box_of(voting_session, counters, papers: int) -> Bundle:
    """A box with so many papers, counted by two."""
    with exclusive_transaction() as session:
        bundle = Bundle(
            round_id=voting_session.round_id, session_id=voting_session.id, channel="paper", papers_in_box=papers,
            reason="", counted_by=counters[0].id, also_counted_by=counters[1].id, made_at=clock.now(),
        )  # fmt: skip
        session.add(bundle)
    return bundle


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Every statement that the database was asked meanwhile."""
    said: list[str] = []

    def note(_connection, _cursor, statement, *_more):
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield said
    event.remove(db.engine, "before_cursor_execute", note)


def faults(page) -> list[list[str]]:
    assert not page.buttons.count("Save these papers as typed by me")
    return page.tables["Problems in the file"][1:]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_a_list_is_read_back_and_saved_as_typed_by_who_uploads_it(typing_desks, counters, kind):
    (first, second, _), bundle, serials = typing_desks
    marked = ("3 7 12", "B", "4 ?")
    rows = [["paper", "marked"], *([int(serial), each] for serial, each in zip(serials, marked, strict=True))]
    data = {"csv": csv(*zip(serials, marked, strict=True)), "xlsx": xlsx(typed=rows), "ods": ods(rows)}[kind]
    page = uploads(first, bundle, data, name=f"typed.{kind}")
    assert page.heading == "Check before you save these papers" and entries(bundle) == []
    assert [row[1:] for row in page.tables["Papers in the file"][1:]] == [
        [shown_serial(serials[0]), "3 Project number 3 · 7 Project number 7 · 12 Project number 12"],
        [shown_serial(serials[1]), "blank"],
        [shown_serial(serials[2]), "doubtful · 4 Project number 4"],
    ]
    page = first.presses("Save these papers as typed by me")
    assert "3 papers have been saved as typed by you." in page.text
    made = {each.paper.serial: each for each in entries(bundle)}
    assert {each.typed_by for each in made.values()} == {counters[0].id}
    rules = frozen_ballot(bundle.round_id).rules
    assert [made[serial].reading for serial in serials] == [read_entry(each, rules) for each in marked]
    second.opens(f"/rounds/{bundle.round_id}/paper-desk/bundles/{bundle.id}")
    second.follows("Start the second typing")
    second.types("Number on the paper", serials[0]).types("Projects ticked", "3 7 12").presses("Next paper")
    assert len(entries(bundle)) == 4


def test_each_row_that_cannot_be_used_is_named_with_what_to_do_and_nothing_is_saved(typing_desks, make):
    (first, _, _), bundle, serials = typing_desks
    other = make.voting_round(projects=3, entitlement="vouch")
    [stranger] = make.papers(make.session_at(other), printed=1, issued=0)
    page = uploads(
        first,
        bundle,
        csv(
            (serials[0], "3 7"),
            ("123 4560", "1"),
            (stranger, "2"),
            (serials[1], "99"),
            (serials[2], ""),
            (serials[0], "4"),
        ),
    )
    assert faults(page) == [
        ["3", "123 4560", "This is not the number of a ballot paper. It has 7 digits. Check each digit."],
        ["4", shown_serial(stranger), "No paper with this number was printed for this round. Check each digit."],
        ["5", shown_serial(serials[1]), "There is no project 99 on this ballot. Check the paper again."],
        ["6", shown_serial(serials[2]), "Enter the project numbers, or B for blank, S for spoiled or ? for doubtful."],
        [
            "7",
            shown_serial(serials[0]),
            "This paper is also on row 2. Look at both papers, and correct one of the numbers.",
        ],
    ]
    assert "There are 5 problems in this file. Nothing has been saved." in page.errors
    assert entries(bundle) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"serial;choices\n", "The file only has column names. Add a line for each paper below them."),
        (b"1,2\n3,4\n", "A line at the top must name the two columns: paper and marked."),
        (b"paper,marked,notes\n1,2,hm\n", "The file may have two columns alone: paper and marked. Take out the others"),
        (b"%PDF-1.7", "This is a PDF, which cannot be read as a list."),
        (b"", "A line at the top must name the two columns: paper and marked."),
    ],
)
def test_a_file_that_is_no_such_list_says_why(typing_desks, data, said):
    (first, _, _), bundle, _serials = typing_desks
    [[_row, _paper, reason]] = faults(uploads(first, bundle, data))
    assert reason.startswith(said)


def test_what_a_spreadsheet_has_changed_by_itself_is_put_right_or_refused(typing_desks, make):
    (first, _, _), bundle, serials = typing_desks
    page = uploads(
        first, bundle, xlsx(typed=[["Number", "Marks"], [serials[0], date(2026, 5, 2)], [serials[1], time(7, 1)]])
    )
    assert [row[0] for row in faults(page)] == ["2", "3"]
    assert all("has made a date or a time of what was typed" in row[2] for row in faults(page))
    assert entries(bundle) == []


def test_a_number_that_lost_its_noughts_is_still_the_paper(make, round_, voting_session, counters):
    serials = make.papers(voting_session, printed=40, issued=40)
    short = next((each for each in serials if each[0] == "0"), None)
    bundle = make.bundle(voting_session, in_box=40, one=counters[0], two=counters[1])
    if short is None:  # one in ten begins with a nought: of 40 nearly always one
        pytest.skip("no number of these begins with a nought")
    actions.import_entries(counter(counters[0]), bundle, 1, frozen_ballot(round_.id), csv((short.lstrip("0"), "3")))
    assert [each.paper.serial for each in entries(bundle)] == [short]


@pytest.mark.both_databases
def test_never_both_typings_by_one_person_nor_both_from_files(typing_desks, counters, round_):
    _desks, bundle, serials = typing_desks
    ballot, rows = frozen_ballot(round_.id), [(serial, "3") for serial in serials]
    one, two = counter(counters[0]), counter(counters[1])
    assert actions.import_entries(one, bundle, 1, ballot, csv(*rows)) == 3
    with pytest.raises(Refusal, match="Row 2: "):
        actions.import_entries(one, bundle, 2, ballot, csv(*rows))
    with pytest.raises(Refusal, match="Row 2: The other typing of this paper came from a file"):
        actions.import_entries(two, bundle, 2, ballot, csv(*rows))
    with pytest.raises(Refusal, match="already been typed in this pass"):
        actions.import_entries(two, bundle, 1, ballot, csv(*rows))
    # Past all looks the database refuses it.
    first = entries(bundle)[0]
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
        actions.import_entries(counter(counters[0]), bundle, 2, frozen_ballot(round_.id), csv((serials[0], "3")))
    assert (
        actions.import_entries(counter(counters[1]), bundle, 2, frozen_ballot(round_.id), csv((serials[0], "3"))) == 1
    )


def test_more_papers_than_were_counted_are_refused_and_those_of_another_session_named(
    typing_desks, counters, round_, make
):
    _desks, bundle, serials = typing_desks
    [stray] = make.papers(make.session_at(round_), printed=1, issued=0)
    by, ballot = counter(counters[0]), frozen_ballot(round_.id)
    with pytest.raises(Refusal, match="Row 3: This paper was printed for another session"):
        actions.import_entries(by, bundle, 1, ballot, csv((serials[0], "1"), (stray, "2")))
    fourth = next(each for each in queries.serials_of(queries.batches(round_.id)[-1][0].id) if each not in serials)
    with pytest.raises(Refusal, match="The file has 4 papers, but only 3 papers of this bundle are left to type"):
        actions.import_entries(by, bundle, 1, ballot, csv(*((serial, "1") for serial in (*serials, fourth))))
    assert entries(bundle) == []


def test_papers_that_are_known_to_have_come_are_taken_and_no_more(make, round_, voting_session, counters):
    make.papers(voting_session, printed=4, issued=4)
    spares = actions.print_batch(COMMAND, round_.id, None, 3, spare=True)
    actions.move_papers(COMMAND, spares, None, voting_session, 2, "Ann")
    bundle = box_of(voting_session, counters, 4)
    serials = queries.serials_of(spares.id)
    by, ballot = counter(counters[0]), frozen_ballot(round_.id)
    with pytest.raises(Refusal, match="Row 4: This paper was printed for another session"):
        actions.import_entries(by, bundle, 1, ballot, csv(*((serial, "1") for serial in serials)))
    assert actions.import_entries(by, bundle, 1, ballot, csv(*((serial, "1") for serial in serials[:2]))) == 2
    # The other typing of the two that came takes no more room.
    make.typed(bundle, counters[1], 2, dict.fromkeys(serials[:2], "1"))


def test_who_may_not_type_may_not_upload(new_visitor, typing_desks, make, round_, voting_session):
    desks, bundle, serials = typing_desks
    person = new_visitor().signed_in_as(make.staff(FACILITATOR, declared_in=round_))
    assert person.asks("GET", here(bundle)).status_code == 403
    assert desks[0].asks("GET", here(bundle, 3)).status_code == 404
    desks[0].asks("GET", here(bundle))
    on_team = make.staff(FACILITATOR, COUNTER, declared_in=round_)
    with exclusive_transaction() as session:
        session.add(TeamMember(session_id=voting_session.id, account_id=on_team.id))
    assert new_visitor().signed_in_as(on_team).asks("GET", here(bundle)).status_code == 403
    with pytest.raises(Refusal, match="You were on the team"):
        actions.import_entries(counter(on_team), bundle, 1, frozen_ballot(round_.id), csv((serials[0], "1")))


TYPES = [
    ({"max_choices": 3}, ("1", "2 5", "B", "3 4 9", "S", "7 ?")),
    ({"ballot_type": "budget"}, ("1", "2 5", "B", "3 4 9", "S", "7 ?")),
    ({"ballot_type": "points", "points_to_share": 10}, ("1=10", "2=5 3=5", "B", "4/1 5/9", "S", "7=2 ?")),
    ({"ballot_type": "rank", "max_choices": 3}, ("1", "2 5", "B", "3=1 4=1", "S", "7 ?")),
    ({"ballot_type": "score"}, ("1=5", "2=4 3=0", "B", "4=1 5=3", "S", "7=2 ?")),
]


@pytest.mark.parametrize(("settings", "marked"), TYPES)
def test_every_type_of_ballot_says_what_it_says_at_the_desk(make, visitor, settings, marked):
    round_ = make.voting_round(projects=12, entitlement="vouch", **settings)
    one, two = (make.staff(COUNTER, declared_in=round_) for _ in range(2))
    voting_session = make.session_at(round_, make.staff(FACILITATOR))
    serials = make.papers(voting_session, printed=6, issued=6)
    bundle = make.bundle(voting_session, in_box=6, one=one, two=two)
    rules = frozen_ballot(round_.id).rules
    visitor.signed_in_as(one)
    example = visitor.downloads(f"{here(bundle)}/example.csv").get_data(as_text=True).splitlines()[1:]
    assert all(read_entry(row.split(",", 1)[1].strip('"'), rules) for row in example)
    page = uploads(visitor, bundle, csv(*zip(serials, marked, strict=True)))
    assert page.heading == "Check before you save these papers"
    visitor.presses("Save these papers as typed by me")
    made = {each.paper.serial: each.reading for each in entries(bundle)}
    assert made == {serial: read_entry(each, rules) for serial, each in zip(serials, marked, strict=True)}


def test_two_thousand_papers_cost_as_many_statements_as_twenty(make, round_, voting_session, counters):
    serials = [
        *make.papers(voting_session, printed=2_000, issued=0),
        *make.papers(voting_session, printed=20, issued=0),
    ]
    bundle = box_of(voting_session, counters, 2_020)
    drawn, ballot = random.Random(13), frozen_ballot(round_.id)
    rows = [(serial, " ".join(map(str, drawn.sample(range(1, 13), 3)))) for serial in serials]
    with counted_statements() as few:
        actions.import_entries(counter(counters[1]), bundle, 2, ballot, csv(*rows[:20]))
    with counted_statements() as many:
        assert actions.import_entries(counter(counters[0]), bundle, 1, ballot, csv(*rows[20:])) == 2_000
    assert len(many) <= len(few) + 5
    rules = ballot.rules
    made = {each.paper.serial: each.reading for each in entries(bundle) if each.pass_number == 1}
    assert made == {serial: read_entry(marked, rules) for serial, marked in rows[20:]}
