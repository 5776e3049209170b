"""Makers for projects: a round that is open for applications, applications at every stage, ballot texts, pictures."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from datetime import timedelta
from functools import cache

from PIL import Image

from pb import clock
from pb.database import db, exclusive_transaction
from pb.people.actions import declare_interest
from pb.people.models import Account
from pb.people.queries import people_in
from pb.programme.actions import freeze, propose_freeze
from pb.programme.queries.freezing import interested_in_what_freezes
from pb.projects import actions
from pb.projects.models import Assessment, Project
from pb.projects.rules.ballot_texts import BallotTextChange
from pb.projects.rules.media import Medium, read_picture
from pb.projects.rules.text_answers import text_fingerprint
from pb.projects.rules.translations import Translation
from pb.rounds.models import Criterion, Pot, Round
from pb.web.access import Actor, Role

APPLICANT = Actor(None, Role.APPLICANT)

#: A text that no group could be known by.
WORDS = (
    "A day out for people who do not get about much any more. We hire a bus with a lift, have tea by the water and are "
    "home before dark. Thirty people come along and two helpers look after everybody on the way, so that nobody who is "
    "unsure on their feet stays behind."
)


def picture(size: tuple[int, int] = (1200, 900), kind: str = "PNG", mode: str = "RGB", **saving_with) -> bytes:
    """The bytes of a picture file. Mode "1" (black or white) makes a small file of very many pixels quickly."""
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **saving_with)
    return out.getvalue()


class ProjectMakers:
    """For ``Make``."""

    def applying_round(
        self, *, criteria: int = 2, pots: tuple[str, ...] = ("",), assessed_by_two: bool | None = True, **settings
    ) -> Round:
        """A round in whose application time we are: two weeks are over, two to come. ``assessed_by_two``: None in one that
        is older than the setting.
        """
        now = clock.now()
        values = {
            "name": f"Applying {self.next_number('applying')}",  # type: ignore[attr-defined]
            "made_at": now - timedelta(days=20),
            "ceiling_pence": 50_000,
            "applications_open_at": now - timedelta(days=14),
            "applications_close_at": now + timedelta(days=14),
            "voting_opens_at": now + timedelta(days=30),
            "voting_closes_at": now + timedelta(days=44),
            "post_closes_at": now + timedelta(days=47),
            "age_declaration": "I am 60 or over.",
            "area_declaration": "I live in Edinburgh.",
        }
        with exclusive_transaction() as session:
            round_ = Round(**{**values, **settings})
            round_.pots = [Pot(name=name, amount_pence=200_000) for name in pots]
            round_.criteria = [Criterion(position=n, question=f"Rule {n} is met") for n in range(1, criteria + 1)]
            session.add(round_)
            session.flush()
            round_.assessed_by_two = assessed_by_two  # a new round has its default
        return round_

    def begun(self, round_: Round, *, by: Actor = APPLICANT, came_by: str = "online", **answers) -> tuple[Project, str]:
        """An application with every answer given, not sent yet; and its resume code."""
        number = self.next_number("application")  # type: ignore[attr-defined]
        given = {
            "group_name": f"The Larks {number}",
            "title": f"Trips to the sea {number}",
            "what": "We would like to hire a bus and see the sea.",
            "whom": "Thirty people who live alone.",
            "cost_lines": [("Bus", 30_000), ("Tea", 5_000)],
            "least_pence": 30_000,
            "contact_name": "Rose Gray",
            "contact_phone": "0131 555 0100",
            "contact_email": "",
            "contact_address": "",
            "helper": "",
        }
        return actions.begin_application(by, round_, given | answers, came_by=came_by)

    def application(self, round_: Round, **answers) -> Project:
        """An application that has been sent."""
        project, _code = self.begun(round_, **answers)
        actions.send_application(APPLICANT, project)
        return project

    def member_for(self, project: Project) -> Actor:
        """A steering group member who may decide on this application: they have declared that they have no interest."""
        return actor_of(self.staff(Role.STEERING, declared_in=db.session.get_one(Round, project.round_id)))

    def decided(self, project: Project, outcome: str, reason: str = "", unmet: Collection[int] = ()) -> Assessment:
        """The steering group has decided: one member proposed it and another agreed, or one decided, as the round says."""
        one, two = (self.member_for(project) for _ in range(2))
        if not db.session.get_one(Round, project.round_id).assessed_by_two:
            return actions.assess(one, project, outcome=outcome, reason=reason, unmet=unmet)
        said = actions.propose_assessment(one, project, outcome=outcome, reason=reason, unmet=unmet)
        actions.agree_to_assessment(two, project)
        return said

    def proposed(
        self, project: Project, outcome: str = "eligible", reason: str = "", unmet: Collection[int] = ()
    ) -> Actor:
        """A member has proposed a decision; that member."""
        by = self.member_for(project)
        actions.propose_assessment(by, project, outcome=outcome, reason=reason, unmet=unmet)
        return by

    def eligible(self, round_: Round, **answers) -> Project:
        """An application to which the steering group has said yes."""
        project = self.application(round_, **answers)
        self.decided(project, "eligible")
        return project

    def on_the_ballot(self, round_: Round, *, silent: bool = False, **answers) -> Project:
        """An eligible project with a ballot text that a second person has approved and to which its group has agreed, or
        where it is ``silent`` has said nothing.
        """
        project = self.eligible(round_, **answers)
        draft = BallotTextChange(title="A day by the water", body=WORDS, picture_alt="A bus", picture=bus())
        actions.write_ballot_text(actor_of(self.staff(Role.COORDINATOR)), project, draft)
        actions.approve_ballot_text(actor_of(self.staff(Role.STEERING)), project)
        if not silent:
            agrees(project)
        return project

    def in_polish(self, project: Project) -> None:
        """The ballot text in Polish, written by one and checked by another."""
        said = Translation(f"Dzień {project.id}", f"Jadą razem {project.id}.", f"Autobus {project.id}", "Ewa Nowak")
        actions.translate_ballot_text(actor_of(self.staff(Role.COORDINATOR)), project, "pl", said)
        actions.approve_translation(actor_of(self.staff(Role.STEERING)), project, "pl")

    def ready_round(self, projects: int = 3, **settings) -> Round:
        """A round whose applications have closed, with so many projects that wait for the freeze."""
        with clock.moved(clock.now() - timedelta(days=15)):
            round_ = self.applying_round(**settings)
            for _number in range(projects):
                self.on_the_ballot(round_)
        return round_

    def freezes(
        self,
        round_: Round,
        by: Actor | None = None,
        *,
        second: Actor | None = None,
        substitute: int | None = None,
        holders: Sequence[int] = (),
        public_key: str | None = None,
    ) -> list[str]:
        """Two people freeze the ballot: ``by`` (a new coordinator) proposes it, and ``second`` (the first member without an
        interest) agrees. The newest member is the substitute. The word sheets of the key.
        """
        members = [member.id for member in people_in(Role.STEERING)]
        by = by or actor_of(self.staff(Role.COORDINATOR))  # type: ignore[attr-defined]
        proposal = propose_freeze(by, round_, substitute=substitute or members[-1], holders=holders)
        able = [each for each in members if each not in interested_in_what_freezes(round_)]
        return freeze(second or Actor(able[0], Role.STEERING), proposal, public_key=public_key)


@cache
def bus() -> Medium:
    """The same picture for every text: making it anew takes its time."""
    return read_picture(picture())


def declares(by: Actor, project: Project) -> Actor:
    """They say that they have no interest in the round of this application, so that they may decide on it."""
    declare_interest(by, round_id=project.round_id, description="")
    return by


def agrees(project: Project) -> None:
    """The group reads its ballot text and agrees to it."""
    assert project.ballot_text is not None
    actions.agree_to_text(APPLICANT, project, text_fingerprint(project.ballot_text, project.cost_pence))


def actor_of(account: Account) -> Actor:
    """This person, acting in their first role."""
    return Actor(account.id, min(account.roles))
