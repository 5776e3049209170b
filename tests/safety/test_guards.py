"""Every guard refuses what it is for, with its own sentence, on both databases, whatever entry point is used."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from pb import clock
from pb.database import db, exclusive_transaction
from pb.guards import Guard, all_guards, sentence_of_guard
from pb.paper import actions as desk
from pb.paper.models import Ruling, Stray
from pb.paper.rules import PaperCounts
from pb.people import actions as people
from pb.people.models import AppointmentProposal
from pb.people.queries import waiting_proposals
from pb.projects.models import Project
from pb.record.actions import acting
from pb.results.models.after_the_publication import STAYS_PUBLISHED
from pb.rounds.models import Round, RoundMember
from pb.voting.actions import issue_cards, pair, report_key_copies_destroyed
from pb.voting.models import Ballot, PostalRequest, PutBack, SetAside, UnopenedEnvelope
from pb.web.access import Actor, Role
from tests.support.acts import SOMETHING_DONE
from tests.support.kiosks import KioskKey
from tests.support.makers.papers import SEAL, counter
from tests.support.makers.projects import actor_of
from tests.support.makers.voting import COMMAND
from tests.support.practice import becomes_practice
from tests.support.safety import to_decide
from tests.support.safety.guarded import REFUSED
from tests.support.safety.guarded_applications import appeals, change_a_rule, half_done, withdrawn_on_paper
from tests.support.safety.guarded_checks import checks
from tests.support.safety.guarded_corrections import published_results
from tests.support.safety.guarded_departures import departed
from tests.support.safety.guarded_endings import freezes, rounds_that_end
from tests.support.safety.guarded_frozen import frozen_round, project_of, propose
from tests.support.safety.guarded_objections import objected_to
from tests.support.safety.guarded_papers import moved_papers, papers_found_late
from tests.support.safety.guarded_people import forgotten_passwords, lost_codes
from tests.support.safety.guarded_texts import corrections
from tests.support.sources import expect_none


def test_every_guard_has_its_statement_in_the_table(app):
    assert not set(REFUSED) & set(STAYS_PUBLISHED)
    # (Those of the publication are tried on every table by test_after_the_publication.py.)
    assert {*REFUSED, *STAYS_PUBLISHED} == {each.name for each in all_guards()}


@pytest.mark.both_databases
def test_the_database_refuses_what_each_guard_is_for_and_without_the_guard_it_does_not_say_so(app, make):
    ids = everything(make)
    with db.engine.connect().execution_options(pb_write=True) as connection:
        expect_none(fault for each in all_guards() if each.name in REFUSED for fault in faults(connection, each, ids))


def faults(connection, guard: Guard, ids: dict[str, int]) -> list[str]:
    found = []
    if said(connection, guard, ids) != guard.saying.english:
        found.append(f"{guard.name}: {said(connection, guard, ids)!r} where {guard.saying.english!r} was to be said")
    with connection.begin_nested() as gone:  # it was this guard, no other one with the same words
        on = "" if connection.dialect.name == "sqlite" else f" ON {guard.table}"
        connection.exec_driver_sql(f"DROP TRIGGER {guard.name}{on}")
        if said(connection, guard, ids) == guard.saying.english:
            found.append(f"{guard.name}: the same is said when this guard is gone")
        gone.rollback()
    return found


def said(connection, guard: Guard, ids: dict[str, int]) -> str:
    """What the database says to the guard's statement; nothing of it stays."""
    statement = text(REFUSED[guard.name])
    with connection.begin_nested() as attempt:
        try:
            rows = connection.execute(statement, {name: ids[name] for name in statement.compile().params}).rowcount
        except IntegrityError as refused:
            sentence = sentence_of_guard(refused)
            return sentence.english if sentence else str(refused.orig)
        finally:
            attempt.rollback()
    return f"taken, {rows} rows"


def everything(make) -> dict[str, int]:
    """A programme in which each of the statements would change something; the ids that they name."""
    becomes_practice(make.app, ahead_seconds=3600)
    steering, typist = make.staff(Role.STEERING), make.staff(Role.COUNTER)
    ids = {"steering": steering.id, "typist": typist.id}
    ids |= frozen_round(make, ids) | box_openings(make) | papers(make, typist)
    unfrozen = make.applying_round()
    ids |= {"unfrozen": unfrozen.id, "assessed": make.eligible(unfrozen).id}
    ids["withdrawn_on_paper"] = withdrawn_on_paper(make)
    ids["proposed"] = make.application(unfrozen).id
    make.proposed(db.session.get(Project, ids["proposed"]))
    ids |= appeals(make, unfrozen)
    change_a_rule(make, ids["unfrozen"])
    ids |= half_done(make)
    opened = make.voting_round(projects=3)
    propose(opened, ids, kind="extend", voting_closes_at=clock.now(), post_closes_at=clock.now())
    gone = propose(
        opened, ids, kind="withdraw", project_id=project_of(opened), agreed_by=typist.id, agreed_at=clock.now()
    )
    propose(opened, ids, kind="undo", undoes_id=gone)
    ids["opened_session"] = to_decide.accounted_session(make, opened)
    ids["opened"] = box_with_post(make, opened)
    report_key_copies_destroyed(Actor(steering.id, Role.STEERING), opened)
    make.counted_stack(opened, 1, 1)
    published = make.voting_round(projects=3)
    ids["published_project"] = project_of(published)
    propose(published, ids, kind="extend", voting_closes_at=clock.now(), post_closes_at=clock.now())
    ids["published"] = make.published(published, (1,)).id
    ids["withholding"] = to_decide.recounted_once(make, steering.id)
    ids |= papers_found_late(make)
    ids |= objected_to(make, steering.id) | checks(make) | departed(make, steering.id)
    ids |= published_results(make, steering.id) | rounds_that_end(make, steering.id) | freezes(make)
    ids |= people_who_come_and_go(make, ids) | a_substitute_who_waits(make) | corrections(make, ids)
    with acting(COMMAND, SOMETHING_DONE, reason="A text beside a line") as act:
        two = {"proposed_by": ids["steering"], "agreed_by": ids["typist"]}
        act.session.add(SetAside(round_id=ids["opened"], reason="missing", number=1, **two))
        act.session.add_all((to_decide.done_job(), to_decide.resolution(ids["opened"], ids["steering"], ids["typist"])))
        unopened = act.session.get_one(Round, ids["with_new_cards"])
        act.session.add(Ballot(key="unopened", round_id=unopened.id, pot_id=unopened.pots[0].id))
        found = {"file": "backup", "votes": 1, "marks_hash": "0" * 64}
        act.session.add(PutBack(round_id=ids["opened"], **found, **two))
        act.session.add(PutBack(round_id=ids["listed"], **found, proposed_by=ids["steering"]))
    db.session.remove()
    return ids


def box_with_post(make, round_: Round) -> int:
    """The box is open; one vote was posted, and an envelope stays closed."""
    with acting(COMMAND, SOMETHING_DONE, reason="A vote by post") as act:
        act.session.add(PostalRequest(round_id=round_.id, number=1, way="letter", sent=True))
        act.session.add(UnopenedEnvelope(round_id=round_.id, reason="late"))
    return make.opened_box(round_, (1, 2)).id


def people_who_come_and_go(make, ids: dict[str, int]) -> dict[str, int]:
    """Proposals and invitations; and a counted round whose steering group is a list."""
    member, helper = make.staff(Role.STEERING), make.staff(Role.FACILITATOR)
    listed = make.voting_round(
        projects=2, members=[RoundMember(account_id=each.id, name=each.name) for each in (member, helper)]
    )
    propose(listed, {"steering": member.id}, kind="withdraw", project_id=project_of(listed))
    with_new_cards = make.voting_round(projects=1)
    issue_cards(COMMAND, with_new_cards, 1)
    make.counted(make.opened_box(listed, (1, 2)))
    now = clock.now()
    with exclusive_transaction() as session:
        agreed = [
            AppointmentProposal(
                kind="give",
                role="coordinator",
                account_id=account_id,
                proposed_by=ids["typist"],
                proposed_at=now,
                agreed_by=member.id,
                agreed_at=now,
            )
            for account_id in (ids["steering"], helper.id)
        ]
        session.add_all(agreed)
    people.invite(actor_of(make.staff(Role.COORDINATOR)), name="Una", role=Role.COUNTER)
    (waiting,) = waiting_proposals()
    return (
        lost_codes(ids, member.id)
        | forgotten_passwords(ids, member.id, make)
        | {
            "listed": listed.id,
            "with_new_cards": with_new_cards.id,
            "with_a_replacement": to_decide.replacement(make),
            "with_late_card": to_decide.late_card(make),
            "listed_project": project_of(listed),
            "listed_helper": helper.id,
            "member_who_counts": make.staff(Role.STEERING, Role.COUNTER).id,
            "invited": waiting.invitation_id,
            "proposal": waiting.id,
            "agreed_proposal": agreed[0].id,
        }
    )


def a_substitute_who_waits(make) -> dict[str, int]:
    """A counted round with a substitute whom nobody has asked to act, and a proposal of one of its members."""
    member, substitute = make.staff(Role.STEERING), make.staff(Role.STEERING)
    people_ = [
        RoundMember(account_id=each.id, name=each.name, substitute=each is substitute) for each in (member, substitute)
    ]
    round_ = make.voting_round(projects=2, members=people_)
    propose(round_, {"steering": member.id}, kind="withdraw", project_id=project_of(round_))
    make.counted(make.opened_box(round_, (1, 2)))
    return {
        "with_substitute": round_.id,
        "waiting_substitute": substitute.id,
        "substitutes_project": project_of(round_),
    }


def box_openings(make) -> dict[str, int]:
    """Rounds whose boxes may not be opened, each for one reason."""
    rounds = {
        name: make.voting_round(projects=2, entitlement="vouch")
        for name in ("with_bundle", "without_account", "without_bundle")
    }
    for name, round_ in rounds.items():
        voting_session = make.session_at(round_, make.staff(Role.FACILITATOR))
        make.papers(voting_session, printed=1, issued=0)
        if name == "with_bundle":
            make.bundle(voting_session, in_box=0, one=make.staff(Role.COUNTER), two=make.staff(Role.COUNTER))
        if name == "without_bundle":
            desk.submit_ballot_paper_account(
                Actor(voting_session.team[0].account_id, Role.FACILITATOR),
                voting_session,
                PaperCounts(1, 0, 1, 0, 0),
                seal=SEAL,
            )
    return {name: round_.id for name, round_ in rounds.items()} | to_decide.rounds(make)


def papers(make, typist) -> dict[str, int]:
    """A bundle on the desk and one that has gone into the box, in one round."""
    round_, second = make.voting_round(projects=2, entitlement="vouch"), make.staff(Role.COUNTER)
    gone_session, open_session = (make.session_at(round_, make.staff(Role.FACILITATOR)) for _ in range(2))
    ids = {
        "cancelled_session": to_decide.cancelled_with_an_account(make, round_),
        "open_session": open_session.id,
        "other_venue": gone_session.venue_id,
        "facilitator": open_session.team[0].account_id,
    }
    pins = {"next_pin": "2468", "leave_pin": "97531"}
    pair(Actor(ids["facilitator"], Role.FACILITATOR), open_session, name="A", public_key=KioskKey().public, **pins)
    for name, voting_session in (("gone", gone_session), ("open", open_session)):
        serials = make.papers(voting_session, printed=4, issued=1)
        bundle = make.bundle(voting_session, in_box=1, one=typist, two=second)
        for number, who in enumerate((typist, second), 1):
            make.typed(bundle, who, number, {serials[0]: "1"})
        sheets = [make.paper(bundle, serial).id for serial in serials]
        ids |= {f"{name}_bundle": bundle.id, f"{name}_paper": sheets[0], "spare_paper": sheets[3]}
        if name == "gone":
            desk.cast_bundle(counter(typist), bundle)
            continue
        with exclusive_transaction() as session:
            for agreed, sheet in ((None, sheets[1]), (second.id, sheets[2])):
                who = {"bundle_id": bundle.id, "proposed_by": typist.id, "agreed_by": agreed}
                session.add(Stray(description="A menu", **who))
                session.add(Ruling(paper_id=sheet, sealed="sealed", **who))
    moved_papers(ids["open_bundle"], typist, second)
    return ids
