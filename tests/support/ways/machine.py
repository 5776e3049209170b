"""The six as a state machine: the acts of a round's everyday, and what happens to the team itself; then the way on."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from pb.roles import Role
from tests.support.account.machine import RARELY, SOME, ARound
from tests.support.ways.team_acts import PlayOfSix

MEMBER = st.sampled_from(["Ina", "Hugh", "Grace"])
#: Who may go: one of each part, as a team of six can lose.
LEAVER = st.sampled_from([("Una", Role.COUNTER), ("Rab", Role.FACILITATOR), ("Hugh", Role.STEERING)])
ANYBODY = st.sampled_from(["Ina", "Hugh", "Rab", "Jean", "Una"])


class SixPeople(ARound):
    """``stage`` is set by the test."""

    plays = PlayOfSix
    play: PlayOfSix | None

    @rule(leaver=LEAVER, really=RARELY)
    def somebody_leaves(self, leaver, really):
        if really:
            self.play.loses_role(*leaver)

    @rule(who=ANYBODY, n=SOME, really=RARELY)
    def somebody_finds_an_interest(self, who, n, really):
        if really:
            self.play.finds_an_interest(who, n)

    @rule(by=MEMBER, n=SOME)
    def a_project_is_to_be_withdrawn(self, by, n):
        self.play.proposes_to_withdraw(by, n)

    @rule(by=MEMBER, days=st.integers(1, 60))
    def voting_is_to_go_on(self, by, days):
        self.play.proposes_to_extend(by, days)

    @rule(by=MEMBER, instead_of=MEMBER)
    def the_substitute_is_to_act(self, by, instead_of):
        self.play.proposes_the_substitute(by, instead_of)

    @rule(by=MEMBER, n=SOME)
    def a_decision_is_to_be_undone(self, by, n):
        self.play.proposes_to_undo(by, n)

    @rule(by=MEMBER)
    def another_agrees(self, by):
        self.play.agrees_to_decisions(by)

    @rule(first=st.integers(1, 10), how_many=st.integers(1, 4), counted=SOME)
    def cards_go_out(self, first, how_many, counted):
        self.play.sends_cards_out(first, how_many, counted)

    @rule(n=SOME, really=RARELY)
    def a_row_is_changed(self, n, really):
        if really:
            self.play.changes_a_row(n)
