"""What everybody reads of a round is true in every state that it comes to. A new state is a row: the moment, and what each
page says; of all the promises below a page makes those of its row and no others.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

import pytest

from pb import clock as program_clock
from pb.projects.queries import ballot_lines
from pb.roles import COORDINATOR, FACILITATOR, STEERING
from pb.rounds import actions as decisions
from pb.rounds.models import Round
from tests.support.makers.projects import actor_of

#: What a page promises, or says that somebody can do: untrue in all states but some.
PROMISES = (
    "Groups can apply for money until", "Apply for your group", "Groups can apply from",
    "Voting is planned to open", "Voting opens later than planned", "You can vote from", "You can vote until",
    "Vote with your card", "Find a place to vote", "We are waiting for the last postal votes",
    "The votes are being counted", "the result is published", "Read the result", "Nothing is open at the moment",
    "You can vote if this is true", "People could vote if this was true", "You need a voting card",
    "Please check again later", "There were no voting sessions", "Sessions to come", "Past sessions",
    "You cannot apply at the moment", "Applications open on", "Applications close on", "When the next round starts",
    "Prefer to apply on paper?",
    "You cannot vote yet", "Voting has closed", "You cannot vote at the moment", "come to a voting session",
    "Open now", "Find a place near you", "All the sessions are over",
)  # fmt: skip

BEFORE_SESSIONS = ("You can vote if this is true", "Please check again later")
WITH_SESSIONS = ("You can vote if this is true", "Sessions to come")
NOTHING = ("Nothing is open at the moment", "Please check again later")
NO_CARD = ("You cannot vote at the moment",)
NO_APPLYING = ("You cannot apply at the moment", "When the next round starts")


class Row(NamedTuple):
    """A moment in a round's life, and what each page promises then. ``lead``: on the home page and the round's alike."""

    at: Callable[[Round], datetime]
    lead: tuple[str, ...]
    home: tuple[str, ...]
    round_page: tuple[str, ...]
    apply: tuple[str, ...]
    where: tuple[str, ...]
    code: tuple[str, ...]


def at(moment: str, **later) -> Callable[[Round], datetime]:
    return lambda round_: getattr(round_, moment) + timedelta(**later)


#: A round that nobody freezes.
UNFROZEN = {
    "set up": Row(at("applications_open_at", days=-1), ("Groups can apply from",), (), BEFORE_SESSIONS,
                  ("You cannot apply at the moment", "Applications open on"), BEFORE_SESSIONS[1:], NO_CARD),
    "applying": Row(at("applications_open_at", days=1), ("Groups can apply for money until", "Apply for your group"), (),
                    BEFORE_SESSIONS, ("Applications close on", "Prefer to apply on paper?"), BEFORE_SESSIONS[1:], NO_CARD),
    "assessing": Row(at("applications_close_at"), ("Voting is planned to open",), (), BEFORE_SESSIONS, NO_APPLYING,
                     BEFORE_SESSIONS[1:], NO_CARD),
    "late": Row(at("voting_opens_at"), ("Voting opens later than planned",), (), BEFORE_SESSIONS, NO_APPLYING,
                BEFORE_SESSIONS[1:], NO_CARD),
}  # fmt: skip

#: A frozen one, with one session in the middle of its vote; every voter needs a card.
FROZEN = {
    "ready": Row(at("voting_opens_at", hours=-1), ("You can vote from",), ("Find a place to vote",), (*WITH_SESSIONS, "You need a voting card"),
                 NO_APPLYING, ("Find a place near you",), ("You cannot vote yet",)),
    "voting": Row(at("voting_opens_at", hours=1), ("You can vote until", "Vote with your card"), ("Find a place to vote",),
                  (*WITH_SESSIONS, "You need a voting card"), NO_APPLYING, ("Find a place near you",), ("come to a voting session",)),
    "sessions over": Row(at("voting_closes_at", seconds=-1), ("You can vote until", "Vote with your card"), ("Find a place to vote",),
                         ("You can vote if this is true", "You need a voting card", "Past sessions"), NO_APPLYING,
                         ("All the sessions are over",), ("come to a voting session",)),
    "post": Row(at("voting_closes_at"), ("We are waiting for the last postal votes",), (),
                ("People could vote if this was true", "Past sessions"), NO_APPLYING, ("Voting has closed",), ("Voting has closed",)),
    "closed": Row(at("post_closes_at"), ("The votes are being counted", "Voting has closed"), (),
                  ("People could vote if this was true", "Past sessions", "Voting has closed"), NO_APPLYING, ("Voting has closed",),
                  ("Voting has closed",)),
}  # fmt: skip

#: A round that two gave up, whenever they did, and a draft: nobody can do anything there, now or later.
ENDED = Row(at("voting_opens_at", hours=1), (), (), (), NO_APPLYING, (), NO_CARD)


def expect(page, promises: tuple[str, ...], state: str, where: str) -> None:
    text = " ".join(page.main.split())
    assert [each for each in PROMISES if each in text] == [each for each in PROMISES if each in promises], (
        state,
        where,
    )


def walk(visitor, clock, round_: Round, states: dict[str, Row]) -> None:
    here = f"/rounds/{round_.id}"
    for state, row in states.items():
        clock.set(row.at(round_))
        expect(visitor.opens("/"), row.lead + row.home, state, "home")
        expect(visitor.opens(here), row.lead + row.round_page, state, "round")
        expect(visitor.opens("/apply"), row.apply, state, "apply")
        expect(visitor.opens(f"{here}/where-to-vote"), row.where, state, "where to vote")
        expect(visitor.opens("/vote"), row.code, state, "code")


def test_before_there_is_a_round(visitor):
    expect(visitor.opens("/"), NOTHING, "nothing", "home")
    expect(visitor.opens("/apply"), NO_APPLYING, "nothing", "apply")
    expect(visitor.opens("/vote"), NO_CARD, "nothing", "code")


def test_until_the_freeze(visitor, make, clock):
    walk(visitor, clock, make.set_up_round(entitlement="vouch"), UNFROZEN)


def test_from_the_freeze_to_the_close(visitor, make, clock):
    round_ = make.voting_round(entitlement="code")
    with program_clock.moved(round_.voting_opens_at + timedelta(days=1)):
        make.session_at(round_, make.account(FACILITATOR))
    walk(visitor, clock, round_, FROZEN)


def test_the_home_page_offers_on_the_phone_only_what_can_still_be_done(app, visitor, make, clock):
    app.config["HELP_PHONE"] = "0131 555 0100"
    nothing, apply = "We can answer your questions", "We can take an application over the phone"
    vote = "We can send you a ballot paper by post"
    for round_, states, offers in (
        (make.set_up_round(), UNFROZEN, {"applying": apply}),
        (make.voting_round(), FROZEN, {"ready": vote, "voting": vote, "sessions over": vote}),
    ):
        for state, row in states.items():
            clock.set(row.at(round_))
            text = visitor.opens("/").main
            said = [each for each in (nothing, apply, vote) if each in text]
            assert said == [offers.get(state, nothing)], state


def test_once_it_was_abandoned(visitor, make, clock):
    """From the moment at which two gave it up: while groups applied, and in the middle of the vote."""
    for makes, began in ((make.voting_round, "voting_opens_at"), (make.set_up_round, "applications_open_at")):
        round_ = makes()
        make.session_at(round_, make.account(FACILITATOR))
        since = getattr(round_, began)
        clock.set(since + timedelta(days=1))
        made = decisions.propose_abandoning(make.actor(COORDINATOR), make.fresh(round_), "The money was withdrawn.")
        decisions.agree_to_abandon(make.actor(STEERING), made)
        moments = (
            since + timedelta(days=1),
            round_.applications_close_at,
            round_.voting_opens_at,
            round_.voting_closes_at,
        )
        for moment in sorted(each for each in moments if each > since):
            walk(
                visitor,
                clock,
                make.fresh(round_),
                {"abandoned": ENDED._replace(at=lambda _round, moment=moment: moment)},
            )
            assert "The money was withdrawn." in visitor.opens(f"/rounds/{round_.id}").text
            assert "There are no sessions to come" in visitor.opens(f"/rounds/{round_.id}/where-to-vote/print").main


def test_of_a_draft_nobody_reads_anything(visitor, make, clock):
    draft = decisions.make_round(make.actor(COORDINATOR), make.settings(name="Autumn"), draft=True)
    clock.set(draft.applications_open_at + timedelta(days=1))
    expect(visitor.opens("/"), NOTHING, "draft", "home")
    expect(visitor.opens("/apply"), NO_APPLYING, "draft", "apply")
    expect(visitor.opens("/vote"), NO_CARD, "draft", "code")
    assert (
        visitor.opens(f"/rounds/{draft.id}").status == 404 == visitor.opens(f"/rounds/{draft.id}/where-to-vote").status
    )
    desk = visitor.signed_in_as(make.staff(COORDINATOR))
    assert "The round is set up Now" in " ".join(desk.opens(f"/rounds/{draft.id}/manage").main.split())


def test_with_the_result(visitor, make, clock):
    round_ = make.published(make.voting_round(), (1,), (2,))
    clock.set(round_.post_closes_at + timedelta(days=1))
    expect(visitor.opens("/"), NOTHING, "published", "home")
    said = ("Voting has closed", "the result is published", "Read the result", "People could vote if this was true")
    expect(visitor.opens(f"/rounds/{round_.id}"), (*said, "There were no voting sessions"), "published", "round")
    expect(visitor.opens("/vote"), NO_CARD, "published", "code")
    expect(visitor.opens(f"/rounds/{round_.id}/where-to-vote"), ("Voting has closed",), "published", "where to vote")


# --- the result ---
def withdrawn_after_votes(make):
    round_ = make.voting_round(projects=3)
    make.cast(round_, (1, 2), (1,))
    one, two = (actor_of(make.account(STEERING)) for _ in range(2))
    first = ballot_lines(round_.id)[0].project_id
    decisions.agree_to(two, decisions.propose_withdrawal(one, round_, first, "The hall has closed."))
    return make.published(make.fresh(round_))


#: What only some results may say.
RESULT_WORDS = (
    "None of the 3 projects", "All of the £", "Nobody voted in this round", "there are no ballots in these files",
    "These files contain every ballot", "No projects were level", "the lot decided", "It made a difference", "funded in part",
    "it was withdrawn", "Check that your vote was counted", "votes cast", "vote cast", "There are no projects in this pot",
    "have the most: 1 vote each", "has the most: 1 vote.", "has the most: 0", "has the most: 2",
    "If a project cost more than what was left, but its group could work with",
)  # fmt: skip
SOMEBODY_VOTED = ("These files contain every ballot", "Check that your vote was counted")

RESULTS: dict[str, tuple[Callable, tuple[str, ...]]] = {
    "no votes": (
        lambda make: make.published(make.voting_round(projects=3)),
        ("None of the 3 projects", "All of the £", "Nobody voted in this round", "there are no ballots in these files",
         "No projects were level", "votes cast"),
    ),
    "one vote": (lambda make: make.published(make.voting_round(projects=3), (1,)), (*SOMEBODY_VOTED, "No projects were level", "vote cast")),
    "a tie that a lot decided": (
        lambda make: make.published(make.voting_round(costs=[60_000] * 3), (1,), (2,), (3,)),
        (*SOMEBODY_VOTED, "the lot decided", "It made a difference", "have the most: 1 vote each", "votes cast"),
    ),
    "withdrawn after votes": (
        withdrawn_after_votes,
        (*SOMEBODY_VOTED, "it was withdrawn", "No projects were level", "votes cast"),
    ),
    "a pot without projects": (
        lambda make: make.published(make.voting_round(projects=1, pots=2), (1,), (1,)),
        (*SOMEBODY_VOTED, "There are no projects in this pot", "No projects were level", "votes cast"),
    ),
    "funded in part": (
        lambda make: make.published(make.voting_round(costs=[60_000, 60_000], least=30_000, part_funding=True), (1, 2), (1,)),
        (*SOMEBODY_VOTED, "funded in part", "No projects were level", "votes cast",
         "If a project cost more than what was left, but its group could work with"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_says_what_is_so(visitor, make, name):
    brings, said = RESULTS[name]
    round_ = brings(make)
    text = " ".join(visitor.opens(f"/rounds/{round_.id}/results").main.split())
    assert [each for each in RESULT_WORDS if each in text] == [each for each in RESULT_WORDS if each in said]
    assert text.count("skipped") == 1, "one sentence says what becomes of a project that costs too much"


def test_the_rounds_page_for_staff_names_each_pot(visitor, make):
    one, two = make.voting_round(), make.voting_round(pots=2)
    visitor.signed_in_as(make.staff(COORDINATOR, declared_in=two))
    assert "Pot: Pot 1 £1,000 Pot: Pot 2 £1,000" in " ".join(visitor.opens(f"/rounds/{two.id}/manage").text.split())
    assert "Pot: " not in visitor.opens(f"/rounds/{one.id}/manage").text
