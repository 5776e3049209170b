"""The first half of every act of two, as one person could play it, and how a second one would agree."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pb.database import db
from pb.paper import actions as paper
from pb.paper import queries as papers
from pb.paper.models import Batch
from pb.paper.rules import PaperCounts, PaperReading
from pb.paper.rules.resolutions import CHOICES
from pb.people.models import Account
from pb.programme.actions.corrections import agree_to_correction, propose_correction
from pb.programme.rules.corrections import CorrectedWording
from pb.projects import actions as projects
from pb.projects.models import Project
from pb.projects.queries import ballot_lines
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.projects.rules.translations import Translation
from pb.record.acts import all_acts
from pb.refusals import Refusal
from pb.roles import Actor, Role
from pb.rounds import actions as rounds
from pb.rounds.models import Decision
from pb.voting.queries import frozen_ballot
from tests.support.makers.projects import WORDS, declares
from tests.support.safety.alone import Alone, Play
from tests.support.safety.plays_of_people import (
    appointment,
    interest_that_is_over,
    new_password,
    new_security_codes,
)
from tests.support.safety.plays_of_results import (
    answer_to_objection,
    correction,
    departure,
    dice,
    key_copies,
    lot,
    public_time,
    recount,
    signature,
)
from tests.support.safety.plays_of_rounds import abandoning, freezing
from tests.support.safety.plays_of_votes import cards, cards_that_came_back, votes_from_a_backup

#: Every act of two, from the code.
OF_TWO = sorted(act.name for act in all_acts() if act.people == 2 and not act.name.startswith("thing."))


def ballot_text(alone: Alone) -> Play:
    project = alone.make.eligible(alone.make.applying_round())
    draft = BallotTextChange(title="A day by the water", body=WORDS)
    text = projects.write_ballot_text(alone.actor("ballot_texts.ballot_text"), project, draft)
    return Play(
        ("ballot_texts.check",),
        lambda by: projects.approve_ballot_text(by, project),
        lambda: text.approved_by is not None,
        alone.ina,
    )


def translation(alone: Alone) -> Play:
    project = alone.make.eligible(alone.make.applying_round())
    by = alone.actor("ballot_texts.translation")
    projects.write_ballot_text(by, project, BallotTextChange(title="A day by the water", body=WORDS))
    said = projects.translate_ballot_text(by, project, "pl", Translation("Dzień", "Jadą razem.", "", "Ewa Nowak"))
    return Play(
        ("ballot_texts.approve_translation",),
        lambda by: projects.approve_translation(by, project, "pl"),
        lambda: said.approved_by is not None,
        alone.ina,
    )


def application(alone: Alone) -> Play:
    project = alone.make.application(alone.make.applying_round())
    with pytest.raises(Refusal, match="turned away"):
        alone.actor("applications.assess")
    for member in (alone.ina, alone.hugh):
        declares(member, project)
    projects.propose_assessment(alone.ina, project, outcome="eligible", reason="")
    return Play(
        ("applications.agree",),
        lambda by: projects.agree_to_assessment(by, project),
        lambda: [each.outcome for each in db.session.get_one(Project, project.id).assessments] == ["eligible"],
        alone.hugh,
    )


def corrected_text(alone: Alone) -> Play:
    round_ = alone.make.voting_round()
    line = ballot_lines(round_.id)[0]
    by = alone.actor("ballot_texts.correct")
    made = propose_correction(
        by, round_, line.project_id, CorrectedWording("Another title", line.body), "A letter was missing."
    )
    return Play(
        ("ballot_texts.agree_to_correction",),
        lambda by: agree_to_correction(by, round_, made),
        lambda: ballot_lines(round_.id)[0].title == "Another title",
        alone.ina,
    )


def decision(alone: Alone) -> Play:
    round_ = alone.make.voting_round()
    with pytest.raises(Refusal, match="turned away"):
        alone.actor("decisions.propose_withdrawal")
    project_id = ballot_lines(round_.id)[0].project_id
    made = rounds.propose_withdrawal(alone.ina, round_, project_id, "The group has folded.")
    return Play(
        ("decisions.agree",),
        lambda by: rounds.agree_to(by, made),
        lambda: db.session.get_one(Decision, made.id).agreed_by is not None,
        alone.hugh,
    )


def session_of(alone: Alone):
    round_ = alone.make.voting_round(projects=9, entitlement="vouch")
    return alone.make.session_at(round_, db.session.get_one(Account, alone.account.id))


def somebody(alone: Alone, role: Role) -> Actor:
    return Actor(alone.make.staff(role).id, role)


def ballot_paper_account(alone: Alone) -> Play:
    voting_session = session_of(alone)
    alone.make.papers(voting_session, 5, 3)
    by = alone.actor("session_desk.submit_ballot_paper_account")
    paper.submit_ballot_paper_account(by, voting_session, PaperCounts(5, 1, 1, 0, 0), "Some are lost.")
    return Play(
        ("session_desk.agree_ballot_paper_account",),
        lambda by: paper.agree_ballot_paper_account(by, voting_session),
        lambda: papers.ballot_paper_account_of(voting_session.id).agreed_by is not None,
        somebody(alone, Role.FACILITATOR),
    )


def box(alone: Alone) -> Play:
    round_ = alone.make.voting_round(projects=9, entitlement="vouch")
    bundle = paper.open_bundle(alone.actor("paper_desk.open_bundle"), round_.id, None, 7)
    return Play(
        ("paper_desk.confirm_count",),
        lambda by: paper.confirm_count(by, bundle, 7),
        lambda: bundle.also_counted_by is not None,
        somebody(alone, Role.COUNTER),
    )


def doubtful_paper(alone: Alone) -> Play:
    bundle = alone.make.typed_bundle("1 2 3 4 5 6")
    sheet = statuses(bundle)[0].paper
    paper.propose_ruling(alone.actor("paper_desk.propose_ruling"), bundle, sheet, reason="too_many", counts=None)
    return Play(
        ("paper_desk.agree_ruling",),
        lambda by: paper.agree_ruling(by, bundle, sheet),
        lambda: statuses(bundle)[0].ruling.agreed_by is not None,
        somebody(alone, Role.COUNTER),
    )


def statuses(bundle) -> list:
    return papers.paper_statuses([bundle.id], frozen_ballot(bundle.round_id))[bundle.id]


def stray(alone: Alone) -> Play:
    bundle = alone.make.typed_bundle("1 2")
    paper.propose_stray(alone.actor("paper_desk.propose_stray"), bundle, "A menu")
    sheet = papers.strays(bundle.id)[0]
    return Play(
        ("paper_desk.agree_stray",),
        lambda by: paper.agree_stray(by, bundle, sheet),
        lambda: sheet.agreed_by is not None,
        somebody(alone, Role.COUNTER),
    )


def papers_of_another_session(alone: Alone) -> Play:
    round_ = alone.make.voting_round(projects=9, entitlement="vouch")
    lender = alone.make.session_at(round_, alone.make.staff(Role.FACILITATOR))
    (serial,) = alone.make.papers(lender, printed=1, issued=0)
    one, two = somebody(alone, Role.COUNTER), somebody(alone, Role.COUNTER)
    bundle = paper.open_bundle(one, round_.id, None, 1)
    paper.confirm_count(two, bundle, 1)
    sheet = alone.make.paper(bundle, serial)
    paper.type_paper(one, bundle, 1, sheet, PaperReading((1,)), number_is_right=True)
    batch, by = db.session.get_one(Batch, sheet.batch_id), alone.actor("paper_desk.say_how_they_came")
    movement = paper.say_how_they_came(by, bundle, batch, lender, filled_in=True)
    return Play(
        ("paper_desk.agree_how_they_came",),
        lambda by: paper.agree_how_they_came(by, movement),
        lambda: movement.agreed_by is not None,
        somebody(alone, Role.COUNTER),
    )


def discrepancy(alone: Alone) -> Play:
    round_ = alone.make.voting_round()
    batch = paper.print_batch(alone.actor("paper_desk.batches"), round_.id, None, 3)
    by, choice = alone.actor("after_close.propose_resolution"), CHOICES["batch"][0]
    made = paper.propose_resolution(by, round_.id, "batch", batch.id, choice)
    return Play(
        ("after_close.agree_resolution",),
        lambda by: paper.agree_resolution(by, made),
        lambda: made.agreed_by is not None,
        alone.ina,
    )


PLAYS: dict[str, Callable[[Alone], Play]] = {
    "appointment.agreed": appointment,
    "assessment.agreed": application,
    "ballot_text.approved": ballot_text,
    "ballot_text.translation_approved": translation,
    "bundle.counted": box,
    "cards.accounted_for": cards_that_came_back,
    "cards.released": cards,
    "correction.agreed": corrected_text,
    "decision.agreed": decision,
    "interest.released": interest_that_is_over,
    "key_copies.confirmed": key_copies,
    "dice.typed": dice,
    "lot.typed": lot,
    "departure.agreed": departure,
    "objection.answered": answer_to_objection,
    "papers.movement_agreed": papers_of_another_session,
    "resolution.agreed": discrepancy,
    "result.correction_agreed": correction,
    "result.recounted": recount,
    "result.signed": signature,
    "result.time_moved": public_time,
    "ruling.agreed": doubtful_paper,
    "password_code.agreed": new_password,
    "security_codes.replaced": new_security_codes,
    "session.account_agreed": ballot_paper_account,
    "stray.agreed": stray,
    "votes.put_back": votes_from_a_backup,
    "round.abandoned": abandoning,
    "round.frozen": freezing,
}
