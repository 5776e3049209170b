"""Before the freeze: groups apply, appeal and withdraw, members decide and leave, texts and settings change, in whatever order.
Then what the freeze still names is done, until it names nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from pb.database import db
from pb.edits import NothingChanged
from pb.people import actions as people
from pb.people.models import Account
from pb.people.queries import people_in
from pb.programme.queries.freezing import ready
from pb.programme.rules.freezing import missing_for_freeze
from pb.projects import actions as projects
from pb.projects.models import Project
from pb.projects.queries import applications
from pb.projects.rules.applications import status_of
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.projects.rules.text_answers import text_fingerprint
from pb.refusals import Refusal
from pb.roles import COORDINATOR, STEERING, Actor
from pb.rounds import actions as rounds
from pb.rounds.models import Round
from tests.support.clock import MovedClock
from tests.support.deciding import NO, YES
from tests.support.make import Make
from tests.support.makers.projects import APPLICANT, WORDS
from tests.support.round_settings import change_settings

FIX: dict[str, Any] = {"outcome": "fix", "reason": "Say who drives.", "unmet": (1,)}
TEXTS = [
    BallotTextChange(title=f"A day by the water {n}", body=f"{WORDS} {more}") for n, more in enumerate(("", "Tea."))
]
#: More turns than any state needs.
TOO_MANY = 40


class BeforeTheFreeze:
    """One round of a coordinator and three members. ``acts``: those that were done."""

    def __init__(self, make: Make, clock: MovedClock, dice: Random) -> None:
        self.make, self.clock, self.dice, self.acts = make, clock, dice, 0
        self.morag = Actor((people_in(COORDINATOR) or [make.account(COORDINATOR)])[0].id, COORDINATOR)
        self._are_three()
        applying = make.applying_round(appeal_days=dice.choice((0, 7)), fix_days=dice.choice((0, 7)), silence_days=7)
        self.id = applying.id
        for by in self.members():
            self.declares(by)
        for _ in range(2):
            make.application(self.round)

    def _are_three(self) -> None:
        """The steering group, whatever an earlier play has left of it."""
        while len(self.members()) < 3:
            self.make.account(STEERING)
        for leaver in self.members()[3:]:
            self._leaves(leaver, self.members()[0])

    @property
    def round(self) -> Round:
        db.session.rollback()
        return db.session.get_one(Round, self.id)

    def tries(self, act: Callable[[], Any]) -> bool:
        try:
            act()
        except (Refusal, NothingChanged):
            return False
        finally:
            db.session.rollback()
        self.acts += 1
        return True

    def members(self) -> list[Actor]:
        return [Actor(each.id, STEERING) for each in people_in(STEERING)]

    def project(self) -> Project | None:
        there = self.all()
        return self.dice.choice(there) if there else None

    def all(self) -> list[Project]:
        db.session.rollback()
        return list(db.session.query(Project).filter_by(round_id=self.id).order_by(Project.id))

    # What may happen -------------------------------------------------------------------------------------------------

    def goes_on(self) -> None:
        """One thing that somebody tries."""
        happens = self.dice.choice(
            (self.of_the_group, self.of_the_group, self.of_a_member, self.of_a_member, self.of_the_team)
        )
        self.dice.choice(happens())()

    def of_the_group(self) -> list[Callable[[], Any]]:
        project = self.project()
        if project is None or self.dice.random() < 0.2:
            return [lambda: self.tries(lambda: self.make.begun(self.round))]
        acts = (
            lambda: projects.send_application(APPLICANT, project),
            lambda: projects.send_application(APPLICANT, project),
            lambda: projects.save_answers(APPLICANT, project, {"what": "We would like to see the hills."}),
            lambda: projects.save_answers(APPLICANT, project, {}, half_done={"what": '{"what": ["We would"]}'}),
            lambda: projects.withdraw_application(APPLICANT, project),
            lambda: projects.bring_back_application(APPLICANT, project),
            lambda: projects.appeal(APPLICANT, project, "It is ten minutes by bus."),
            lambda: projects.agree_to_text(APPLICANT, project, self._text_of(project)),
            lambda: projects.ask_for_change(APPLICANT, project, self._text_of(project), "We are eleven."),
        )
        return [lambda each=each: self.tries(each) for each in acts]

    def of_a_member(self) -> list[Callable[[], Any]]:
        project, by, said = self.project(), self.dice.choice(self.members()), self.dice.choice((YES, YES, NO, FIX))
        if project is None:
            return [lambda: None]
        acts = (
            lambda: self.declares(by),
            lambda: people.declare_interest(by, round_id=self.id, project_id=project.id, description="I sing there."),
            lambda: projects.propose_assessment(by, project, **said),
            lambda: projects.propose_assessment(by, project, **said),
            lambda: projects.agree_to_assessment(by, project),
            lambda: projects.agree_to_assessment(by, project),
            lambda: projects.propose_instead(by, project, **said),
            lambda: projects.withdraw_assessment(by, project),
            lambda: projects.write_ballot_text(by, project, self.dice.choice(TEXTS)),
            lambda: projects.write_ballot_text(self.morag, project, self.dice.choice(TEXTS)),
            lambda: projects.approve_ballot_text(by, project),
        )
        return [lambda each=each: self.tries(each) for each in acts]

    def of_the_team(self) -> list[Callable[[], Any]]:
        acts = (
            lambda: self.changes(max_choices=self.dice.randint(1, 6)),
            lambda: self.changes(ceiling_pence=self.dice.choice((40_000, 50_000, 100_000))),
            lambda: self.changes(signatures_needed=self.dice.choice((2, 3))),
            lambda: self.changes(criteria=("It is for older people", "It is safe")),
            lambda: rounds.keep_section(self.morag, self.round, "ballot", '{"max_choices": ["x"]}'),
            self.somebody_leaves,
            lambda: self.clock.forward(days=self.dice.randint(1, 5)),
        )
        return [lambda each=each: self.tries(each) for each in acts]

    def changes(self, **what: Any) -> None:
        change_settings(self.morag, self.round, **what)

    def declares(self, by: Actor) -> None:
        people.declare_interest(by, round_id=self.id, description="")

    def somebody_leaves(self) -> None:
        leaver, another, *_others = self.dice.sample(self.members(), len(self.members()))
        self._leaves(leaver, another)

    def _leaves(self, leaver: Actor, agrees: Actor) -> None:
        proposal = people.propose_to_leave(self.morag, db.session.get_one(Account, leaver.account_id))
        people.agree_to_proposal(agrees, proposal)

    def _text_of(self, project: Project) -> str:
        return text_fingerprint(project.ballot_text, project.cost_pence) if project.ballot_text else ""

    # The way on ------------------------------------------------------------------------------------------------------

    def ends(self) -> None:
        """Applications close; then what the freeze names is done by whoever may."""
        self.clock.set(max(self.round.applications_close_at, self.clock.forward(minutes=61)))
        self.clock.forward(minutes=61)
        for _turn in range(TOO_MANY):
            left = missing_for_freeze(ready(self.round))
            if not left:
                return
            before = self.acts
            self.does_what_is_left()
            if self.acts == before:
                break
        raise AssertionError(f"no way on from: {[str(each.sentence) for each in left]}")

    def does_what_is_left(self) -> None:
        known = ready(self.round)
        for section in [each.section for each in self.round.unfinished]:
            self.tries(lambda section=section: rounds.put_section_back(self.morag, self.round, section))
        if not any(status_of(each) not in ("begun", "withdrawn") for each in applications(self.id)):
            self.comes_on_paper()
        for project in self.all():
            self.is_settled(project)
        if known.candidates and self.round.max_choices > len(known.candidates):
            self.tries(lambda: self.changes(max_choices=len(known.candidates)))
        if any("ask" in str(each.sentence) for each in missing_for_freeze(known) if each.page == "money"):
            self.tries(lambda: self.changes(ceiling_pence=100_000))
        if min(known.members - 1, known.without_interest) < known.signatures_needed:
            self.joins()

    def comes_on_paper(self) -> None:
        """One that came in time is typed in, and sent."""
        project, _code = self.make.begun(self.round, by=self.morag, came_by="paper")
        self.tries(lambda: projects.send_application(self.morag, project))

    def joins(self) -> Actor:
        by = self.make.actor(STEERING)
        self.acts += 1
        self.declares(by)
        return by

    def is_settled(self, project: Project) -> None:
        """Decided by two, with a text that a second person has checked, and to which its group agrees."""
        stands = str(status_of(project))
        for by in self.members():
            if project.proposal:
                self.tries(lambda by=by: projects.agree_to_assessment(by, project))
        nothing_else = not ready(self.round).candidates
        if stands in ("waiting", "fix") or project.open_appeal or (nothing_else and stands == "not_eligible"):
            self.is_decided(project)
        if str(status_of(project)) == "eligible":
            self.has_a_text(project)

    def is_decided(self, project: Project) -> None:
        """By members who are there; where that does not help, by two who join."""
        if not any(self._decides(by, project) for by in self.members()):
            any(self._decides(self.joins(), project) for _ in range(2))

    def _decides(self, by: Actor, project: Project) -> bool:
        self.tries(lambda: self.declares(by))
        if project.proposal:
            self.tries(lambda: projects.agree_to_assessment(by, project))
        else:
            self.tries(lambda: projects.propose_assessment(by, project, **YES))
        return str(status_of(project)) == "eligible"

    def has_a_text(self, project: Project) -> None:
        if project.ballot_text is None or self._asks_for_change(project):
            self.tries(lambda: projects.write_ballot_text(self.morag, project, self.dice.choice(TEXTS)))
        for by in (self.morag, *self.members()):
            if project.ballot_text and not project.ballot_text.approved_by:
                self.tries(lambda by=by: projects.approve_ballot_text(by, project))
        self.tries(lambda: projects.agree_to_text(APPLICANT, project, self._text_of(project)))

    def _asks_for_change(self, project: Project) -> bool:
        return bool(project.text_answers) and not project.text_answers[-1].agrees
