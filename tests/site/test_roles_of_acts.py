"""Every act says itself in which roles it is done (``Act.only``): that its page is open to no others is not enough."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest

from pb import jobs, regular_work
from pb.database import exclusive_transaction
from pb.handover import new_pair
from pb.paper.actions import print_batch
from pb.people.actions import invite, require_still_theirs
from pb.programme.actions.freeze_proposals import propose_freeze
from pb.projects.actions import begin_application
from pb.record.actions import ActInProgress
from pb.record.acts import Act, all_acts
from pb.refusals import Refusal, refusal_of
from pb.results.actions import count_or_order
from pb.roles import (
    APPLICANT,
    APPOINTED,
    COORDINATOR,
    COUNTER,
    FACILITATOR,
    PUBLIC,
    READING,
    SERVER_ALONE,
    STEERING,
    WORKING,
    Actor,
    Role,
)
from pb.rounds.actions import begin_round
from pb.rounds.models import Round
from pb.venues.actions import add_venue
from pb.voting.actions import issue_cards, order_cards
from pb.web.access import roles_of
from tests.support.reached import acts_of
from tests.support.sources import expect_none

#: Acts that nobody does in a role, with what lets them be done instead: the server does them, by a command or a job.
SERVERS = {
    **dict.fromkeys(
        ("post.addresses_deleted", "objection.words_deleted"), "a timer does it, so that nobody has to remember"
    ),
    **dict.fromkeys(
        ("account.made", "security_codes.forgotten"),
        "nobody who could agree is there, or nobody can sign in: whoever has the server lets the first one in",
    ),
    **dict.fromkeys(
        ("ballot_key.restored", "marks_key.restored", "keys.given_up", "keys.believed"),
        "the files of the keys are on the server, and whoever reads its folder needs no page",
    ),
    **dict.fromkeys(
        (
            "record.anchor_set", "record.put_back", "record.rows_put_back", "record.guards_put_back",
            "votes.found_in_a_backup",
        ),
        "a backup and the database are on the server, and pages may be shut until this is done",
    ),
    **dict.fromkeys(
        ("marks.begun", "votes.noted"), "the server begins it by itself, at its start or when a day or a vote is over"
    ),
    "cards.left": "the server begins it by itself, a day after cards were ordered whose codes nobody fetched",
    "card.voided": "a card that never worked, in the hands of whoever made it by a command",
    "record.reason_erased": "a text with a name in it goes for good: asked for in writing, and done by one who is no judge of it",
    "round.imported": "a vote of somebody else, from a file on the server; it can never be one of the programme's own",
    **dict.fromkeys(
        ("practice.made", "practice.clock_moved"), "a practice is a copy of the program, and its maker has all of it"
    ),
}  # fmt: skip

_GROUP = "a group has no account: its code, or that its page begins here, says who it is"
_TYPED = f"{_GROUP}; and staff type in what came on paper or by telephone"
#: Roles that an act has besides those of its pages, and why; ``PUBLIC`` of a page counts for nothing but what is said here.
BESIDES = {
    **dict.fromkeys(
        (
            "application.begun", "application.saved", "application.sent", "application.withdrawn",
            "application.brought_back",
        ),
        ({APPLICANT, COORDINATOR, FACILITATOR}, _TYPED),
    ),
    **dict.fromkeys(
        (
            "application.appealed", "application.appeal_withdrawn", "ballot_text.agreed", "ballot_text.change_asked",
            "offer.accepted", "offer.declined",
        ),
        ({APPLICANT}, _GROUP),
    ),
    "objection.made": ({PUBLIC}, "everybody may object, and need not say who they are"),
    "invitation.accepted": ({PUBLIC}, "who has no account yet has the link of their invitation"),
    "password_code.used": ({PUBLIC}, "who cannot sign in has the code that two have given them"),
    "security_codes.set_up": ({PUBLIC, *APPOINTED}, "it comes between the password and the pages of a role"),
    "interest.declared": (set(WORKING), "whoever works in a round says it of themself, and it gives them nothing"),
    "round.made": ({COORDINATOR}, "the demo and a practice tell of a round that a coordinator has set up at once"),
}  # fmt: skip


@pytest.fixture
def acts(app) -> list[Act]:
    return [act for act in all_acts() if act.name.split(".")[0] != "thing"]  # those are the tests' own


@pytest.fixture
def roles(app) -> dict[str, set[Role]]:
    """For each act the roles to which the pages are open that do it: those to which something is sent, where there are."""
    sent, read = defaultdict(set), defaultdict(set)
    posts = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    for endpoint, view in app.view_functions.items():
        if endpoint != "static":
            for act in acts_of(view):
                (sent if endpoint in posts else read)[act] |= roles_of(endpoint)
    return defaultdict(set, read | sent)


def of_the_server(app) -> Iterator[str]:
    """The acts to which commands, jobs and regular work lead."""
    groups = [app.cli]
    while groups:
        for command in groups.pop().commands.values():
            if hasattr(command, "commands"):
                groups.append(command)
            elif command.callback:
                yield from acts_of(command.callback)
    for kind in jobs._kinds.values():
        yield from acts_of(kind.run)
    for work in regular_work._all:
        yield from acts_of(work)


def test_every_act_says_who_does_it(acts):
    assert len(acts) > 100
    alone = {each.name for each in acts if each.only == SERVER_ALONE}
    expect_none(f"{name} says nobody who does it" for name in alone - set(SERVERS))
    expect_none(f"{name} has roles of its own" for name in set(SERVERS) - alone)
    expect_none((set(SERVERS) | set(BESIDES)) - {each.name for each in acts})


def test_what_the_server_does_alone_is_on_no_page(app, roles):
    expect_none(f"{name} is done on a page" for name in SERVERS if roles[name])
    led_to = set(of_the_server(app))
    expect_none(f"{name} is done by no command, job or regular work" for name in set(SERVERS) - led_to)


def test_an_act_is_done_in_the_roles_of_its_pages(acts, roles):
    expect_none(
        f"{act.name} is done by {sorted(act.only)}, and its pages are open to {sorted(expected)}"
        for act in acts
        if set(act.only) != (expected := (roles[act.name] - {PUBLIC}) | BESIDES.get(act.name, (set(), ""))[0])
    )
    assert roles["result.signed"] == {"steering"} and roles["lot.typed"] == {"coordinator", "counter", "steering"}


def test_each_act_is_refused_in_every_other_role(acts, make):
    """The server stands in for one person, and is never one of two; who only reads does nothing but on their own account."""
    people = {role: make.actor(role) if role in APPOINTED else Actor(None, role) for role in Role}
    with exclusive_transaction() as session:
        for act in acts:
            for role, by in people.items():
                may = role in act.only or (role == Role.COMMAND and act.people == 1)
                refused = refusal_of(require_still_theirs, ActInProgress(session, by, act, facts=_own(by, act)))
                assert (refused is None) == may, f"{act.name} by {role}: {refused}"
                sentence = "to read" if role in READING and not act.own_account else "in your role"
                assert may or (refused.status == 403 and sentence in str(refused.sentence)), f"{act.name} by {role}"


def _own(by: Actor, act: Act) -> dict[str, int | None]:
    return {"account": by.account_id} if act.own_account else {}


#: One thing to do in each room, in a role that has no page for it.
STRANGERS: dict[str, tuple[Role, Callable[[Actor, Round], object]]] = {
    "cards are made": (STEERING, lambda by, round_: issue_cards(by, round_, 3)),
    "cards are ordered": (FACILITATOR, lambda by, round_: order_cards(by, round_, 300, new_pair()[1])),
    "papers are printed": (FACILITATOR, lambda by, round_: print_batch(by, round_.id, None, 2)),
    "a freeze is proposed": (FACILITATOR, lambda by, round_: propose_freeze(by, round_, substitute=1)),
    "a venue is added": (FACILITATOR, lambda by, _round: add_venue(by, "Thistle Lunch Club")),
    "somebody is invited": (STEERING, lambda by, _round: invite(by, name="A friend", role=COUNTER)),
    "the votes are counted": (COUNTER, lambda by, round_: count_or_order(by, round_)),
    "a round is set up": (STEERING, lambda by, round_: begin_round(by, round_.name)),
    "a group applies": (COUNTER, lambda by, round_: begin_application(by, round_, {})),
}


@pytest.mark.parametrize("what", STRANGERS)
def test_the_room_itself_refuses_a_stranger_whatever_page_led_there(what, make):
    role, does = STRANGERS[what]
    round_ = make.ready_round()
    with pytest.raises(Refusal, match="in your role") as refused:
        does(make.actor(role), round_)
    assert str(refused.value.next_step) == "Ask the coordinator."
