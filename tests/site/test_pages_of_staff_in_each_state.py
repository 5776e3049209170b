"""What pages of staff say of a round is true in every state that it comes to. Of each sentence below the table says in which
states some page says it; in all others none does. A new state is a function; a new sentence is a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from pb.roles import COORDINATOR, COUNTER, PUBLIC, STEERING, Role
from pb.rounds import actions as rounds
from pb.rounds.models import Round
from tests.support.document import Page
from tests.support.safety.routes import rules
from tests.support.visitor import Visitor


def set_up(make, clock) -> Round:
    return make.set_up_round()


def draft(make, clock) -> Round:
    round_ = rounds.make_round(make.actor(COORDINATOR), make.settings(name="Autumn"), draft=True)
    clock.set(round_.applications_open_at + timedelta(days=1))
    return round_


def later(moment: str) -> Callable:
    """A round that nobody froze, an hour after this moment of it."""

    def brings(make, clock) -> Round:
        round_ = make.set_up_round()
        clock.set(getattr(round_, moment) + timedelta(hours=1))
        return round_

    return brings


def frozen(moment: str) -> Callable:
    """A frozen one, to which three groups began to apply and none sent anything."""

    def brings(make, clock) -> Round:
        round_ = make.voting_round(projects=3)
        clock.set(getattr(round_, moment) + timedelta(hours=1))
        return round_

    return brings


def published(make, clock) -> Round:
    round_ = make.published(make.voting_round(projects=3), (1,), (2,))
    clock.set(round_.post_closes_at + timedelta(days=1))
    return round_


def abandoned(make, clock) -> Round:
    round_ = make.voting_round(projects=3)
    make.cast(round_, (1,))
    said = rounds.propose_abandoning(make.actor(COORDINATOR), round_, "The money was withdrawn.")
    rounds.agree_to_abandon(make.actor(STEERING), said)
    return make.fresh(round_)


STATES: dict[str, Callable] = {
    "draft": draft, "set up": set_up, "applying": later("applications_open_at"),
    "assessing": later("applications_close_at"), "voting": frozen("voting_opens_at"),
    "post": frozen("voting_closes_at"), "closed": frozen("post_closes_at"), "published": published, "abandoned": abandoned,
}  # fmt: skip

BEFORE_THE_FREEZE = {"draft", "set up", "applying", "assessing"}
AFTER_IT = {"voting", "post", "closed"}
BEFORE_THE_RESULT = BEFORE_THE_FREEZE | AFTER_IT

#: By sentence: the states in which a page says it.
SAID: dict[str, set[str]] = {
    "Groups can apply online from": {"set up"},
    "Groups can apply online until": {"applying"},
    "Applications have closed.": {"assessing", *AFTER_IT, "published"},
    "No application has been sent yet": BEFORE_THE_FREEZE,
    "No application was sent": {*AFTER_IT, "published", "abandoned"},
    "did not send it in time": {*AFTER_IT, "published", "abandoned"},
    "but not sent it yet": set(),
    "What each group gets is shown here when the result is public.": BEFORE_THE_RESULT,
    "Nobody gets any money in this round": {"abandoned"},
    "Nobody can see how many people voted, or how, before the result is public.": BEFORE_THE_RESULT,
    "nothing is shown of its votes": {"abandoned"},
    "Groups get a letter once the steering group has decided": {*BEFORE_THE_FREEZE},
    "Groups get a letter when the result is public": {"closed"},
    "nobody has to be told that it has ended": {"abandoned"},
    "Propose to withdraw this project": AFTER_IT,
    "Propose the new dates": {"voting", "post"},
    "You cannot do this after voting has closed.": {"voting"},
    "You can only change the last day for postal votes.": {"post"},
    "no more decisions can be made": {"published"},
    "There are no decisions or proposals yet.": AFTER_IT,
    "has not been published yet": BEFORE_THE_RESULT,
    "This round has no result, and there will be none.": {"abandoned"},
    "Postal votes can arrive until": {"voting", "post"},
    "The votes have not been counted yet.": BEFORE_THE_RESULT,
    "3 projects are on the ballot.": {"voting", "post"},
    "3 projects were on the ballot.": {"closed", "published", "abandoned"},
    "Check in this envelope": {"voting", "post"},
    "Postal voting has closed.": {"closed", "published"},
    "Say if you have an interest in this round": BEFORE_THE_RESULT,
    "No reply envelopes have been checked in yet.": {"voting", "post"},
    "No reply envelopes were checked in.": {"closed", "published", "abandoned"},
    "Withdraw a project or keep voting open for longer.": {"voting", "post"},
    "Withdraw a project.": {"closed"},
    "What two people can decide once the ballot is frozen.": BEFORE_THE_FREEZE,
    "they will be listed here": BEFORE_THE_RESULT,
    "The numbers of this round no longer change.": {"published", "abandoned"},
    "Two people can abandon it": BEFORE_THE_RESULT - {"draft", "set up", "applying", "assessing"},
    "No project was eligible": {"published", "abandoned", "voting", "post", "closed"},
    "No project is eligible yet": BEFORE_THE_FREEZE,
    "No sessions yet": {*BEFORE_THE_FREEZE, "voting"},
    "There were no voting sessions": {"post", "closed", "published", "abandoned"},
    "This round is a draft": {"draft"},
    "This round was abandoned on": {"abandoned"},
}

OF_THE_COORDINATOR = (
    "applications", "money", "numbers", "letters", "results", "after-close", "after-close/box", "after-close/lot",
    "after-close/count", "paper-desk", "paper-desk/reply-envelopes", "projects", "sessions", "after-close/resolutions", "ballot-texts", "delete",
)  # fmt: skip
OF_A_MEMBER = ("manage", "decisions")


def pages(make, new_visitor, round_: Round) -> Iterator[str]:
    """What two people read on pages of the round; the member has not said yet whether they have an interest."""
    here, member = f"/rounds/{round_.id}", make.staff(STEERING)
    people = {
        new_visitor().signed_in_as(make.staff(COORDINATOR, COUNTER, declared_in=round_)): OF_THE_COORDINATOR,
        new_visitor().signed_in_as(member): OF_A_MEMBER,
    }
    for person, addresses in people.items():
        for address in addresses:
            yield " ".join(person.opens(f"{here}/{address}").main.split())


@pytest.mark.parametrize("state", STATES)
def test_each_sentence_is_said_in_its_states_and_in_no_other(make, new_visitor, clock, state):
    round_ = STATES[state](make, clock)
    text = "\n".join(pages(make, new_visitor, round_))
    said = {sentence for sentence in SAID if sentence in text}
    assert said == {sentence for sentence, states in SAID.items() if state in states}


def test_every_page_of_a_round_that_was_abandoned_says_so(app, make, clock):
    round_ = abandoned(make, clock)
    visitor = Visitor(app).signed_in_as(make.staff(COORDINATOR, COUNTER, declared_in=round_))
    silent, seen = set(), 0
    for rule in rules(app):
        if "GET" in rule.methods and rule.arguments == {"round_id"}:
            address = rule.rule.replace("<int:round_id>", str(round_.id))
            answer = visitor.asks("GET", address)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                seen += 1
                if "This round was abandoned on" not in Page(answer.text, address=address).text:
                    silent.add(address.partition(f"/{round_.id}/")[2])
    assert seen > 15 and silent == set()


def refuses(app, visitor: Visitor, roles: tuple[Role, ...], address: str) -> Iterator[str]:
    """Why a page should not have been offered: it refuses, or a button on it is for others."""
    answer = visitor.asks("GET", address)
    if answer.status_code >= 400:
        yield f"{answer.status_code} {address}"
    elif answer.mimetype == "text/html":
        match = app.url_map.bind("localhost").match
        for form in Page(answer.text, address=address).all("form"):
            if form.get("method") == "post":
                endpoint = match((form.get("action") or address).partition("?")[0], method="POST")[0]
                if not {*roles, PUBLIC} & app.view_functions[endpoint].open_to:
                    yield f"{endpoint} on {address}"


@pytest.mark.parametrize("state", ["draft", "applying", "voting", "published", "abandoned"])
def test_no_link_from_the_page_of_a_round_leads_to_what_refuses(app, make, clock, state):
    round_ = STATES[state](make, clock)
    dead, followed = set(), 0
    for roles, starts in (((COORDINATOR, COUNTER), ("manage",)), ((STEERING,), ("manage", "freeze"))):
        visitor = Visitor(app).signed_in_as(make.staff(*roles, declared_in=round_))
        for start in starts:
            here = f"/rounds/{round_.id}/{start}"
            links = Page(visitor.asks("GET", here).text, address=here).links.values()
            for address in {each.partition("#")[0] for each in links if each.startswith(f"/rounds/{round_.id}/")}:
                followed += 1
                dead |= {f"{why}, from {start}" for why in refuses(app, visitor, roles, address)}
    assert followed > 20 and dead == set()
