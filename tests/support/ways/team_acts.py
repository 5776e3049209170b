"""What may happen to the six on the way: somebody leaves or loses a role, a decision is proposed and left, a row is changed
past the program.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pb.database import db
from pb.people import actions as people
from pb.people.models import Account
from pb.people.queries import waiting_proposals
from pb.projects.queries import ballot_lines
from pb.roles import Actor, Role
from pb.rounds import actions as decisions
from pb.rounds.models import Decision
from pb.rounds.rules import closes_at, post_closes_at
from pb.voting import actions as voting
from pb.voting.queries.card_account import stacks_of
from tests.support.account.finish import Play
from tests.support.account.stage import moment
from tests.support.ways.finishing import Finishing

REASON = "As we said."
#: Rows of a session that somebody changes in the database itself.
DAMAGE = (
    "UPDATE kiosk SET name = name || '!'",
    "UPDATE head_count SET heads = heads + 1",
    "UPDATE ballot_paper_account SET unused = unused + 1",
    "UPDATE venue SET name = name || '!'",
)


class PlayOfSix(Play):
    """A play that the six end by what their dashboards say. ``damage``: what is changed past the program before the end."""

    finished: Finishing | None = None

    def __init__(self, *begins: Any) -> None:
        super().__init__(*begins)
        self.damage: list[str] = []

    def someone(self, part: str, besides: int | None = None) -> Actor:
        """Somebody of a part who has its role still, where there is one."""
        wanted = {"coordinator": Role.COORDINATOR, "facilitator": Role.FACILITATOR, "counter": Role.COUNTER}
        role = wanted.get(part, Role.STEERING)
        there = [each for each in self.stage.people[part] if each != besides]
        return Actor(next((each for each in there if role in self._account(each).roles), there[0]), role)

    def _account(self, id_: int) -> Account:
        return db.session.get_one(Account, id_)

    def looks(self) -> None:
        """The play of the papers looks at each step; this one at the end alone."""

    def loses_a_vote(self, n: int, how: int) -> None:
        """Not here: a member who could agree may have left, and a row may be damaged that nobody puts back."""

    # What happens to the people --------------------------------------------------------------------------------------

    def loses_role(self, name: str, role: Role) -> None:
        """The coordinator takes a role from somebody; the steering group is left by two."""
        by, account = self.stage.actor("Morag"), self._account(self.stage.accounts[name])
        left = account.roles - {role}
        if left:
            self.tries(lambda: people.appoint(by, self._account(account.id), left))
        elif role != Role.STEERING:
            self.tries(lambda: people.close_account(by, self._account(account.id)))
        elif self.tries(lambda: people.propose_to_leave(by, self._account(account.id)))[0]:
            self.agrees_to_leaving()

    def agrees_to_leaving(self) -> None:
        for name in ("Ina", "Hugh", "Grace"):
            by = self.stage.actor(name)
            if (
                waiting_proposals()
                and self.tries(lambda by=by: people.agree_to_proposal(by, waiting_proposals()[0]))[0]
            ):
                return

    def finds_an_interest(self, name: str, n: int) -> None:
        project = ballot_lines(self.round_id)[n % 4].project_id
        said: dict[str, Any] = {"round_id": self.round_id, "project_id": project, "description": "I sing there."}
        self.tries(lambda: people.declare_interest(self.stage.actor(name), **said))

    # What is decided, or left ----------------------------------------------------------------------------------------

    def proposes_to_withdraw(self, name: str, n: int) -> None:
        project = ballot_lines(self.round_id)[n % 4].project_id
        by = self.stage.actor(name)
        self.tries(lambda: decisions.propose_withdrawal(by, self.reads_round(), project, REASON))

    def proposes_to_extend(self, name: str, days: int) -> None:
        by, round_, more = self.stage.actor(name), self.reads_round(), timedelta(days=days)
        closes = (closes_at(round_) + (more if self.phase == "voting" else timedelta()), post_closes_at(round_) + more)
        self.tries(lambda: decisions.propose_extension(by, self.reads_round(), *closes, REASON))

    def proposes_the_substitute(self, name: str, instead_of: str) -> None:
        by, member = self.stage.actor(name), self.stage.accounts[instead_of]
        self.tries(lambda: decisions.propose_substitute(by, self.reads_round(), member, REASON))

    def proposes_to_undo(self, name: str, n: int) -> None:
        made = self._decisions()
        if made:
            id_, by = made[n % len(made)].id, self.stage.actor(name)
            self.tries(lambda: decisions.propose_undoing(by, db.session.get_one(Decision, id_), REASON))

    def agrees_to_decisions(self, name: str) -> None:
        by = self.stage.actor(name)
        for id_ in [each.id for each in self._decisions() if each.agreed_at is None]:
            self.tries(lambda id_=id_: decisions.agree_to(by, db.session.get_one(Decision, id_)))

    def _decisions(self) -> list[Decision]:
        return list(self.reads_round().decisions)

    # Cards, and rows that were changed --------------------------------------------------------------------------------

    def sends_cards_out(self, first: int, how_many: int, counted: int) -> None:
        by, last = self.stage.actor("Morag"), first + how_many - 1
        self.tries(lambda: voting.send_out_cards(by, self.reads_round(), first, last, "The library"))
        if counted and (found := stacks_of(self.round_id)):
            at = found[0].first
            stack = lambda: next(each for each in stacks_of(self.round_id) if each.first == at)  # noqa: E731
            self.tries(lambda: voting.count_stack(by, stack(), counted, "", REASON))

    def changes_a_row(self, n: int) -> None:
        """Not through the program, and nobody has looked since."""
        self.damage.append(DAMAGE[n % len(DAMAGE)])

    def _is_damaged(self) -> None:
        db.session.rollback()
        for statement in self.damage:
            try:
                with db.engine.begin() as connection:
                    connection.execute(text(statement))
            except DBAPIError:
                continue  # a guard of the database

    # The end --------------------------------------------------------------------------------------------------------

    def ends(self) -> None:
        self._is_damaged()
        self.finished = Finishing(self.stage, self)
        try:
            self.finished.ends(moment(self.round, self.phase, self.stage.start))
        finally:
            self.acts += self.finished.steps
