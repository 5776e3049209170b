"""From the printer to the box: what the paper desk lets happen, and what it refuses."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from pb.database import db, transaction
from pb.paper import actions, queries
from pb.paper.models import Bundle, Entry, Paper
from pb.paper.rules import PaperCounts, PaperReading
from pb.record.models import RecordLine
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.voting import queries as voting
from pb.voting.actions import decrypt_ballot_box
from pb.voting.models import Envelope, VotingRight
from pb.web.access import COORDINATOR, COUNTER, FACILITATOR, Actor
from tests.support.ballots import ballots_of
from tests.support.makers.papers import counter


@pytest.fixture
def round_(make):
    return make.voting_round(projects=12, entitlement="vouch", min_choices=1, max_choices=3)


@pytest.fixture
def voting_session(make, round_):
    return make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))


@pytest.fixture
def people(make, round_):
    return [make.staff(COUNTER, declared_in=round_) for _ in range(3)]


@pytest.fixture
def on_the_desk(make, voting_session, people):
    """A bundle of five papers, and their serials."""
    serials = make.papers(voting_session, printed=8, issued=6)
    return make.bundle(voting_session, in_box=5, one=people[0], two=people[1]), serials[:5]


PLAIN = ["3 7 12", "1", "2 4", "5 6 7", "12"]


def typed_twice(make, bundle, serials, people, numbers=PLAIN):
    make.typed(bundle, people[0], 1, dict(zip(serials, numbers, strict=True)))
    make.typed(bundle, people[1], 2, dict(zip(serials, numbers, strict=True)))


def test_serials_are_unique_random_and_say_nothing(make, voting_session):
    serials = make.papers(voting_session, printed=200, issued=0)
    assert len(set(serials)) == 200 and serials != sorted(serials)


@pytest.mark.both_databases
def test_a_settled_bundle_goes_into_the_box_whole_and_is_counted(
    make, on_the_desk, people, round_, voting_session, clock
):
    bundle, serials = on_the_desk
    typed_twice(make, bundle, serials, people)
    assert actions.cast_bundle(counter(people[2]), bundle) == 5
    assert voting.turnout(round_.id) == [(voting_session.venue_id, "paper", False, 5)]
    assert voting.rights_of_session(voting_session.id) == {("paper", "cast"): 5, ("paper", "unused"): 1}
    line = db.session.scalar(select(RecordLine).where(RecordLine.act == "bundle.cast"))
    assert line.facts == {"bundle": bundle.id, "papers": 5, "votes": 5, "not_counted": {}, "counted_otherwise": {}}
    with pytest.raises(Refusal, match="already in the ballot box"):
        actions.cast_bundle(counter(people[2]), bundle)
    clock.set(round_.post_closes_at)
    clock.forward(hours=1)
    decrypt_ballot_box(Actor(None, COORDINATOR), db.session.get(Round, round_.id))
    assert sorted(ballots_of(round_.id)) == sorted([[3, 7, 12], [1], [2, 4], [5, 6, 7], [12]])


@pytest.mark.both_databases
def test_nothing_in_the_tables_leads_from_a_serial_to_an_envelope(make, on_the_desk, people):
    bundle, serials = on_the_desk
    typed_twice(make, bundle, serials, people)
    actions.cast_bundle(counter(people[2]), bundle)
    votes = str([vars(row) for model in (VotingRight, Envelope) for row in db.session.scalars(select(model))])
    assert not [serial for serial in serials if serial in votes]


@pytest.mark.both_databases
def test_a_person_cannot_type_the_same_paper_twice(make, on_the_desk, people):
    bundle, serials = on_the_desk
    make.typed(bundle, people[0], 1, {serials[0]: "3 7"})
    with pytest.raises(Refusal, match="someone else must type it now"):
        make.typed(bundle, people[0], 2, {serials[0]: "3 7"})
    with transaction() as session, pytest.raises(IntegrityError):  # nor past the action: the database refuses
        paper = make.paper(bundle, serials[0])
        session.connection().execute(
            Entry.__table__.insert().values(
                bundle_id=bundle.id, paper_id=paper.id, pass_number=2, sealed="3",
                typed_by=people[0].id, typed_at=bundle.made_at,
            )
        )  # fmt: skip


def test_who_ran_the_session_types_none_of_its_papers(make, on_the_desk, voting_session):
    bundle, serials = on_the_desk
    facilitator = Actor(voting_session.team[0].account_id, COUNTER)
    with pytest.raises(Refusal, match="You were on the team for this voting session"):
        actions.type_paper(facilitator, bundle, 1, make.paper(bundle, serials[0]), PaperReading((3,)))


def test_a_paper_of_another_session_or_typed_before_is_refused_with_where(make, on_the_desk, round_, people):
    bundle, serials = on_the_desk
    other = make.papers(make.session_at(round_), printed=1, issued=0)
    with pytest.raises(Refusal, match="printed for another session"):
        make.typed(bundle, people[0], 1, {other[0]: "1"})
    make.typed(bundle, people[0], 1, {serials[0]: "1"})
    with pytest.raises(Refusal, match="already been typed in this pass, in this bundle"):
        make.typed(bundle, people[1], 1, {serials[0]: "1"})


@pytest.mark.both_databases
def test_two_people_who_type_the_same_paper_at_the_same_moment_leave_one_entry(app, make, on_the_desk, people):
    bundle, serials = on_the_desk
    bundle_id, paper_id = bundle.id, make.paper(bundle, serials[0]).id
    ids, gate, said = [account.id for account in people], threading.Barrier(3), []

    def types(account_id):
        with app.app_context():
            gate.wait()
            try:
                it, paper = db.session.get(Bundle, bundle_id), db.session.get(Paper, paper_id)
                actions.type_paper(Actor(account_id, COUNTER), it, 1, paper, PaperReading((3,)))
                said.append("done")
            except Refusal as refusal:
                said.append(refusal.sentence)

    threads = [threading.Thread(target=types, args=(each,)) for each in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert said.count("done") == 1 and queries.typed_in_pass(bundle_id, 1) == 1


@pytest.mark.both_databases
def test_five_presses_at_once_cast_a_bundle_once(app, make, on_the_desk, people, round_):
    bundle, serials = on_the_desk
    typed_twice(make, bundle, serials, people)
    bundle_id, by, gate, said = bundle.id, counter(people[2]), threading.Barrier(5), []

    def press():
        with app.app_context():
            gate.wait()
            try:
                said.append(actions.cast_bundle(by, db.session.get(Bundle, bundle_id)))
            except Refusal as refusal:
                said.append(refusal.sentence)

    threads = [threading.Thread(target=press) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    assert said.count(5) == 1 and voting.envelopes_in(round_.id) == 5


def test_a_difference_goes_to_a_third_person_who_settles_it(make, on_the_desk, people):
    bundle, serials = on_the_desk
    make.typed(bundle, people[0], 1, dict(zip(serials, PLAIN, strict=True)))
    make.typed(bundle, people[1], 2, dict(zip(serials, ["3 7 11", *PLAIN[1:]], strict=True)))
    with pytest.raises(Refusal, match="not settled") as refused:
        actions.cast_bundle(counter(people[2]), bundle)
    assert "1 of 5 papers: the two entries differ" in refused.value.next_step
    with pytest.raises(Refusal, match="someone else"):
        make.typed(bundle, people[1], 3, {serials[0]: "3 7 12"})
    make.typed(bundle, people[2], 3, {serials[0]: "3 7 12"})
    assert actions.cast_bundle(counter(people[2]), bundle) == 5


def test_a_doubtful_paper_waits_for_two_people_and_what_they_rule_is_cast(
    make, on_the_desk, people, round_, voting_session
):
    bundle, serials = on_the_desk
    typed_twice(make, bundle, serials, people, ["1 2 3 4 ?", "B", "2 4", "5 6 7", "12"])
    first, second = make.paper(bundle, serials[0]), make.paper(bundle, serials[1])
    with pytest.raises(Refusal, match="does not need a ruling"):
        third = make.paper(bundle, serials[2])
        actions.propose_ruling(counter(people[0]), bundle, third, reason="unclear", counts=None)
    with pytest.raises(Refusal, match="follows the rules of the ballot"):
        actions.propose_ruling(counter(people[0]), bundle, first, reason="too_many", counts=PaperReading((1, 2, 3, 4)))
    actions.propose_ruling(counter(people[0]), bundle, first, reason="unclear", counts=PaperReading((1, 2, 3)))
    with pytest.raises(Refusal, match="someone else must agree"):
        actions.agree_ruling(counter(people[0]), bundle, first)
    actions.agree_ruling(counter(people[1]), bundle, first)
    actions.propose_ruling(counter(people[1]), bundle, second, reason="unclear", counts=None)
    actions.propose_ruling(counter(people[2]), bundle, second, reason="blank", counts=None)
    actions.agree_ruling(counter(people[1]), bundle, second)
    assert actions.cast_bundle(counter(people[2]), bundle) == 4
    assert voting.rights_of_session(voting_session.id) == {("paper", "cast"): 4, ("paper", "unused"): 2}
    line = db.session.scalar(select(RecordLine).where(RecordLine.act == "bundle.cast"))
    assert line.facts["not_counted"] == {"blank": 1} and line.facts["counted_otherwise"] == {"unclear": 1}
    assert voting.envelopes_in(round_.id) == 4


def test_more_papers_than_were_issued_do_not_go_in_until_the_account_explains_them(
    make, round_, voting_session, people
):
    serials = make.papers(voting_session, printed=5, issued=2)
    facilitator = Actor(voting_session.team[0].account_id, FACILITATOR)
    actions.submit_ballot_paper_account(
        facilitator, voting_session, PaperCounts(5, 3, 2, 0, 0), "One was issued while the tablet was off."
    )
    with pytest.raises(Refusal, match="needs a second person"):
        actions.open_bundle(counter(people[0]), round_.id, voting_session, 3)
    with pytest.raises(Refusal, match="someone else must agree"):
        actions.agree_ballot_paper_account(facilitator, voting_session)
    actions.agree_ballot_paper_account(Actor(make.staff(COORDINATOR).id, COORDINATOR), voting_session)
    bundle = actions.open_bundle(counter(people[0]), round_.id, voting_session, 3)
    actions.confirm_count(counter(people[1]), bundle, 3)
    typed_twice(make, bundle, serials[:3], people, ["1", "2", "3"])
    with transaction() as session:  # as if one had been spent by mistake
        session.scalars(
            select(VotingRight).where(VotingRight.session_id == voting_session.id).limit(1)
        ).one().status = "unused"
    with pytest.raises(Refusal, match="In the bundle: 3. Issued: 2."):
        actions.cast_bundle(counter(people[2]), bundle)
    assert voting.envelopes_in(round_.id) == 0


def test_a_wrong_serial_is_removed_and_a_strange_sheet_set_aside_by_two(make, on_the_desk, people):
    bundle, serials = on_the_desk
    batch = queries.serials_of(make.paper(bundle, serials[0]).batch_id)
    other = next(serial for serial in batch if serial not in serials)
    make.typed(bundle, people[0], 1, dict(zip([*serials[:3], other], PLAIN, strict=False)))
    make.typed(bundle, people[1], 2, dict(zip(serials[:4], PLAIN, strict=False)))
    with pytest.raises(Refusal, match="of a paper that has been typed once"):
        actions.remove_entry(counter(people[2]), bundle, make.paper(bundle, serials[0]), "x")
    actions.remove_entry(counter(people[2]), bundle, make.paper(bundle, other), "The last digits were read wrongly.")
    make.typed(bundle, people[0], 1, {serials[3]: PLAIN[3]})
    actions.propose_stray(counter(people[0]), bundle, "A shopping list")
    stray = queries.strays(bundle.id)[0]
    with pytest.raises(Refusal, match="someone else must agree"):
        actions.agree_stray(counter(people[0]), bundle, stray)
    with pytest.raises(Refusal, match="not settled"):
        actions.cast_bundle(counter(people[2]), bundle)
    actions.agree_stray(counter(people[1]), bundle, stray)
    assert actions.cast_bundle(counter(people[2]), bundle) == 4
