"""A practice is told through the actions that people use, with the clock moved, as the demo is.

The real names of people stay, so that everybody finds themselves in it; passwords are new. Where too few people are there
to run a round, made-up ones help. Groups and their contacts are made up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pb import clock
from pb.codes import new_code, shown
from pb.people import actions as people
from pb.people.models import Account
from pb.people.rules import ROLE_NAMES
from pb.programme.actions.practice import make_practice
from pb.programme.demo.projects import agree, decide
from pb.programme.demo.story import Players, accounts_of
from pb.programme.rehearsal.taken_over import RehearsedText, RehearsingPerson, TakenOver
from pb.projects import actions as projects
from pb.projects.models import Project
from pb.roles import COORDINATOR, COUNTER, FACILITATOR, STEERING, Actor, Role
from pb.rounds.actions import make_round
from pb.rounds.models import Round
from pb.venues import actions as venues

#: So many of each role it takes to run a round, with a substitute and somebody who looks at a paper a third time.
LEAST = {COORDINATOR: 2, STEERING: 3, FACILITATOR: 2, COUNTER: 3}
#: Whom of the demo's people somebody stands for: the first with this role, or the second.
_STANDS_FOR = {
    "morag": (COORDINATOR, 0),
    "callum": (COORDINATOR, 1),
    "ishbel": (STEERING, 0),
    "anwar": (STEERING, 1),
    "nettie": (STEERING, 2),
    "jean": (FACILITATOR, 0),
    "piotr": (FACILITATOR, 1),
    "effie": (COUNTER, 0),
    "tam": (COUNTER, 1),
    "una": (COUNTER, 2),
}
_GROUP = Actor(None, Role.APPLICANT)


@dataclass(frozen=True)
class Entrance:
    """How somebody comes into the practice."""

    name: str
    sign_in_name: str
    password: str
    roles: tuple[Role, ...]


class PlayersByRole(Players):
    """The people of the practice under the names of the demo's, each acting in the role of the one they stand for."""

    def __getitem__(self, name: str) -> Actor:
        return Actor(self.accounts[name].id, _STANDS_FOR[name][0])


def tell(taken: TakenOver, now: datetime) -> tuple[list[Entrance], datetime]:
    """Fill an empty database with the practice. How people come in, and the moment at which it was told to its end: later
    than ``now`` where the round's applications are still open.
    """
    begins = min(now, taken.settings.applications_open_at - timedelta(days=1))
    with clock.moved(begins):
        make_practice(Actor(None, Role.COMMAND))
        entrances = [_entrance(person) for person in _enough(taken.people)]
        accounts = accounts_of(vars(each) for each in entrances)
        players = players_of(accounts.values())
        facilitators = {name for name, account in accounts.items() if FACILITATOR in account.roles}
        places = {name: venues.add_venue(players["morag"], name=name, **details) for name, details in taken.venues}
        round_ = make_round(players["morag"], taken.settings)
        for each in taken.sessions:
            team = [accounts[name].id for name in each.team if name in facilitators]
            venues.plan_session(players["morag"], round_, places[each.venue], each.starts_at, each.ends_at, team)
    ends = begins
    if taken.texts:
        with clock.moved(taken.settings.applications_open_at + timedelta(minutes=1)):
            for member in ("ishbel", "anwar"):
                people.declare_interest(players[member], round_id=round_.id, description="")
            sent = [_apply(round_, text, place) for place, text in enumerate(taken.texts, start=1)]
        ends = taken.settings.applications_close_at + timedelta(minutes=1)
        with clock.moved(ends):
            for project, text in zip(sent, taken.texts, strict=True):
                _put_on_the_ballot(players, project, text, by_two=taken.settings.assessed_by_two)
    return entrances, max(now, ends)


def _enough(known: Iterable[RehearsingPerson]) -> list[RehearsingPerson]:
    """The people of the programme, and made-up ones where there are too few of a role."""
    found = list(known)
    there = Counter(role for person in found for role in person.roles)
    for role, least in LEAST.items():
        for number in range(there[role] + 1, least + 1):
            name = f"Practice {str(ROLE_NAMES[role]).lower()} {number}"
            found.append(RehearsingPerson(name, name.lower().replace(" ", "-"), (role,)))
    return found


def _entrance(person: RehearsingPerson) -> Entrance:
    return Entrance(person.name, person.sign_in_name, f"practice-{shown(new_code()).lower()}", person.roles)


def players_of(accounts: Iterable[Account]) -> PlayersByRole:
    """Who of these people stands for whom."""
    accounts, found = list(accounts), {}
    for name, (role, place) in _STANDS_FOR.items():
        found[name] = [account for account in accounts if role in account.roles][place]
    return PlayersByRole(found)


def _apply(round_: Round, text: RehearsedText, place: int) -> Project:
    answers = {
        "group_name": f"Practice group {place}",
        "title": text.change.title,
        "what": text.change.body,
        "whom": "Made up for practice.",
        "cost_lines": [("Everything, made up for practice", text.cost_pence)],
        "least_pence": text.least_pence,
        "contact_name": "Nobody",
        "contact_phone": "01632 960 000",
        "contact_email": "",
        "contact_address": "",
        "helper": "",
    }
    if len(round_.pots) > 1:
        answers["pot_id"] = round_.pots[text.pot].id
    project, _code = projects.begin_application(_GROUP, round_, answers)
    projects.send_application(_GROUP, project)
    return project


def _put_on_the_ballot(players: PlayersByRole, project: Project, text: RehearsedText, *, by_two: bool) -> None:
    if by_two:
        decide(players, project)
    else:
        projects.assess(players["ishbel"], project, outcome="eligible", reason="Made up for practice.")
    projects.write_ballot_text(players["morag"], project, text.change)
    if text.approved:
        projects.approve_ballot_text(players["callum"], project)
        agree(project)
