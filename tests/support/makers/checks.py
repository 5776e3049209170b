"""Makers for the check of the papers: a counted round with papers, dice, papers that two people look at again."""

from __future__ import annotations

from datetime import timedelta

from pb import clock
from pb.database import db
from pb.paper import actions as desk
from pb.paper.queries import agreed_papers, beside_the_entries, paper_of
from pb.paper.rules import PaperReading, read_entry
from pb.record.actions import acting
from pb.results import actions
from pb.results.models import PaperCheck
from pb.results.queries.counts import latest_count
from pb.results.queries.paper_checks import check_state, papers_to_look_at
from pb.results.rules.paper_checks import Finding
from pb.rounds.models import Round
from pb.voting.actions import decrypt_ballot_box
from pb.voting.queries import frozen_ballot
from pb.web.access import Actor, Role
from tests.support.acts import SOMETHING_DONE
from tests.support.makers.papers import counter
from tests.support.makers.voting import COMMAND

DICE = "31425161243526136412"


class CheckMakers:
    """For ``Make``."""

    def opened_with_papers(self, *papers: str, ballots: tuple[tuple[int, ...], ...] = (), **settings) -> Round:
        """A round whose box is open, with ``papers`` ("3 7") in it beside ``ballots`` from screens."""
        bundle = self.typed_bundle(*papers, **settings)  # type: ignore[attr-defined]
        desk.cast_bundle(counter(self.staff(Role.COUNTER)), bundle)  # type: ignore[attr-defined]
        round_ = db.session.get_one(Round, bundle.round_id)
        if ballots:
            self.cast(round_, *ballots)  # type: ignore[attr-defined]
        with clock.moved(round_.post_closes_at + timedelta(hours=1)):
            decrypt_ballot_box(COMMAND, round_, look_at_papers=beside_the_entries)
        return self.fresh(round_)  # type: ignore[attr-defined]

    def with_papers_to_check(self, *papers: str, **more) -> Round:
        """Such a round, counted: its papers are looked at again before it is signed."""
        return self.counted(self.opened_with_papers(*papers, papers_checked=True, **more))  # type: ignore[attr-defined]

    def check_of_a_sample(self, round_: Round, drawn: int, margin: int | None = 40) -> None:
        """As if there were so many papers that dice choose ``drawn`` of them: a count without a check gets this one."""
        from pb.results.actions.papers_compared import entries_agreed

        counted, agreed = latest_count(round_.id), entries_agreed(round_.id)
        assert counted and not agreed.fault
        of_count = {"round_id": round_.id, "version": counted.version}
        fixed = {"entries_hash": agreed.hash, "begun_at": clock.now(), "most": 1, "papers_left_out": 0}
        with acting(COMMAND, SOMETHING_DONE, round_id=round_.id) as act:
            act.session.add(PaperCheck(**of_count, papers=len(agreed.papers), margin=margin, drawn=drawn, **fixed))

    def rolled(self, round_: Round, digits: str = DICE) -> None:
        """The dice, typed by two people."""
        for role in (Role.COORDINATOR, Role.STEERING):
            actions.type_dice(self.actor(role), self.fresh(round_), digits)  # type: ignore[attr-defined]

    def sees(self, round_: Round, by: Actor, serial: str, says: str | PaperReading) -> None:
        """Somebody looks at one paper."""
        paper, ballot = paper_of(round_.id, serial), frozen_ballot(round_.id)
        assert paper and ballot
        reading = says if isinstance(says, PaperReading) else read_entry(says, ballot.rules)
        actions.see_paper(by, self.fresh(round_), paper, reading)  # type: ignore[attr-defined]

    def looked_at(self, round_: Round, **otherwise: str | PaperReading) -> Finding:
        """Two members look at every paper and see what was typed, or what ``otherwise`` says of a number (p1234567="3 7");
        then it is compared.
        """
        agreed, state = agreed_papers(round_.id), check_state(round_.id)
        assert state
        members = [self.actor(Role.STEERING) for _ in range(2)]  # type: ignore[attr-defined]
        for each in papers_to_look_at(state):
            if each.state == "done":
                continue
            says = otherwise.get(f"p{each.paper.serial}", agreed[each.paper.paper_id].typed[0])
            for by in members:
                self.sees(round_, by, each.paper.serial, says)
        return actions.conclude(members[0], self.fresh(round_))  # type: ignore[attr-defined]
