"""Votes on tablets that were quicker than anybody can read: those who sign see the number of each session, and the published
result and its files tell it for the round, in tens.
"""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import text

from pb import clock as program_clock
from pb.database import db
from pb.paper import actions as desk
from pb.paper.queries import ballot_paper_account_of
from pb.paper.rules import PaperCounts
from pb.results import actions as results
from pb.results.rules.quick_votes import bounds_in_words, published_bounds
from pb.results.rules.told_apart import help_in_words_of, quick_in_words
from pb.venues.queries import planned_sessions
from pb.venues.rules.heads import Heads
from pb.voting import actions, queries
from pb.web.access import FACILITATOR, Actor, Role

SAID = "Very quick votes on tablets: "


@pytest.mark.parametrize(
    ("quick", "said"),
    [(0, "none"), (1, "fewer than 10"), (9, "fewer than 10"), (10, "10 to 19"), (19, "10 to 19"), (97, "90 to 99")],
)
def test_their_number_is_told_in_tens(quick, said):
    assert str(bounds_in_words(published_bounds(quick))) == said


def test_no_smaller_group_can_be_worked_out_from_it():
    for quick in range(1, 60):
        told = published_bounds(quick)
        alike = [n for n in range(60) if published_bounds(n) == told]
        assert quick in alike and alike == list(range(told["least"], told["most"] + 1)) and len(alike) >= 9


@pytest.mark.parametrize(
    ("channels", "places", "quick", "said"),
    [
        ({("kiosk",): 50, ("paper",): 10}, 1, 13, "10 to 19"),
        ({("kiosk", "paper"): 50}, 2, 13, "10 or more"),
        ({("kiosk", "paper"): 50}, 1, 13, "not told, so that nobody can be identified"),
        ({("kiosk", "paper"): 19}, 2, 13, "not told, so that nobody can be identified"),
        ({("kiosk", "paper"): 19}, 1, 3, "fewer than 10"),
        ({("kiosk",): 50}, 1, 0, "fewer than 10"),
    ],
)
def test_the_result_tells_them_only_where_that_tells_no_other_way_of_voting(channels, places, quick, said):
    groups = [{"names": list(names), "ballots": n} for names, n in channels.items()]
    facts = {"quick_votes": published_bounds(quick), "turnout": {"channels": groups, "places_with_tablets": places}}
    assert str(quick_in_words(facts)) == said


@pytest.mark.parametrize(
    ("places", "helped", "said"),
    [
        ([["Abbey"], [""]], 12, "10 to 19"),
        ([["Abbey", ""]], 12, "10 or more"),
        ([["Abbey", ""]], 0, "fewer than 10"),
    ],
)
def test_help_is_told_only_where_that_tells_nothing_of_home(places, helped, said):
    turnout = {"ballots": 30, "places": [{"names": names, "ballots": 15} for names in places]}
    bounds = {"read_to": helped, "marked_for": 0, "companions": 0}
    facts = {"help": {name: published_bounds(n) for name, n in bounds.items()}, "turnout": turnout}
    assert f"read to them: {said}. Voters who told someone what to mark: fewer than 10." in str(help_in_words_of(facts))


@pytest.fixture
def sessions(make):
    """Two sessions of one round with a tablet each."""
    round_ = make.voting_round(projects=3, entitlement="vouch")
    team = make.staff(FACILITATOR, declared_in=round_)
    made = [make.session_at(round_, team, venue=name) for name in ("Leith Library", "Craigmillar Hub")]
    return round_, {each.venue.name: (each.id, make.kiosk(each)) for each in made}


def very_quick(round_, kiosk, times: int) -> None:
    ballot = queries.frozen_ballot(round_.id)
    for _ in range(times):
        actions.note_turn(kiosk, ballot, program_clock.now() - timedelta(seconds=3))


def counted(make, round_):
    for each in planned_sessions(round_.id):
        if ballot_paper_account_of(each.id) is None:
            make.accounted(each)
    return make.counted(make.opened_box(round_, (1,), (1, 2), (3,)))


def publish(make, round_) -> None:
    make.signed(round_)
    results.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    make.draws_when_asked()


def table_for_those_who_sign(new_visitor, make, round_) -> dict[str, str]:
    member = new_visitor().signed_in_as(make.account(Role.STEERING))
    rows = member.opens(f"/rounds/{round_.id}/after-close/count").tables["Very quick votes on tablets"][1:]
    return {where.split(",")[0]: quick for where, quick, _votes in rows}


def readme_of(visitor, round_) -> str:
    whole = visitor.downloads(f"/rounds/{round_.id}/results/files/everything.zip").get_data()
    return " ".join(zipfile.ZipFile(io.BytesIO(whole)).read("README.txt").decode().split())


@pytest.mark.both_databases
def test_who_signs_sees_them_by_session_and_the_result_tells_nothing_where_few_voted(
    make, sessions, visitor, new_visitor, clock
):
    round_, tablets = sessions
    very_quick(round_, tablets["Leith Library"][1], 11)
    very_quick(round_, tablets["Craigmillar Hub"][1], 2)
    counted(make, round_)
    clock.set(round_.post_closes_at + timedelta(hours=2))
    seen = table_for_those_who_sign(new_visitor, make, round_)
    assert list(seen.items()) == [("Leith Library", "11"), ("Craigmillar Hub", "2")], "what stands out comes first"
    publish(make, round_)
    page = visitor.opens(f"/rounds/{round_.id}/results").main
    assert f"{SAID}not told, so that nobody can be identified. A very quick vote was cast sooner than" in page
    assert "titles on the ballot: not told, so that nobody can be identified. A few" in readme_of(visitor, round_)
    assert "13" not in page.split(SAID)[1].split("A few are normal")[0]


@pytest.mark.both_databases
def test_a_number_that_was_changed_outside_is_said_to_be_unknown_and_stops_no_result(
    make, sessions, visitor, new_visitor, clock
):
    round_, tablets = sessions
    for _session, kiosk in tablets.values():
        very_quick(round_, kiosk, 12)
    counted(make, round_)
    clock.set(round_.post_closes_at + timedelta(hours=2))
    with db.engine.begin() as connection:
        connection.execute(
            text("UPDATE kiosk_tally SET short_turns = 0 WHERE kiosk_id = :id"), {"id": tablets["Leith Library"][1].id}
        )
    seen = table_for_those_who_sign(new_visitor, make, round_)
    assert seen == {"Leith Library": "Not known", "Craigmillar Hub": "12"}
    publish(make, round_)
    page = visitor.opens(f"/rounds/{round_.id}/results").main
    assert (
        f"{SAID}not known, because a tablet did not tell its number or a number was changed outside this website."
        in page
    )


def test_tablets_on_which_nobody_was_quick_and_rounds_without_tablets(make, sessions, visitor, new_visitor, clock):
    with_tablets, without = sessions[0], make.voting_round(projects=3)
    for round_ in (with_tablets, without):
        counted(make, round_)
    clock.set(with_tablets.post_closes_at + timedelta(hours=2))
    assert set(table_for_those_who_sign(new_visitor, make, with_tablets).values()) == {"0"}
    for round_, said in ((with_tablets, True), (without, False)):
        publish(make, round_)
        assert (f"{SAID}fewer than 10." in visitor.opens(f"/rounds/{round_.id}/results").main) == said
        assert ("sooner than most people can read" in readme_of(visitor, round_)) == said
    member = new_visitor().signed_in_as(make.account(Role.STEERING))
    assert SAID.removesuffix(": ") not in member.opens(f"/rounds/{without.id}/after-close/count").main


@pytest.mark.both_databases
def test_where_voters_and_ballots_differ_those_who_sign_see_the_session_and_the_result_tells_tens(
    make, visitor, new_visitor, clock
):
    round_ = make.voting_round(projects=3, entitlement="vouch")
    one, two, three = (make.staff(FACILITATOR, declared_in=round_) for _ in range(3))
    made = {name: make.session_at(round_, one, two, three, venue=name) for name in ("Leith Library", "Craigmillar Hub")}
    kiosk = make.kiosk(made["Leith Library"])
    for _ in range(12):
        actions.begin_turn(made["Leith Library"], kiosk)
    none = PaperCounts(0, 0, 0, 0, 0)
    for each in made.values():
        by = Actor(two.id, FACILITATOR)
        desk.submit_ballot_paper_account(by, each, none, "We counted twice.", Heads(1, "Nan, the host"))
        desk.agree_ballot_paper_account(Actor(three.id, FACILITATOR), each)
    counted(make, round_)
    member = new_visitor().signed_in_as(make.account(Role.STEERING))
    rows = member.opens(f"/rounds/{round_.id}/after-close/count").tables["Voters counted and ballots given out"][1:]
    assert sorted((where.split(",")[0], *numbers) for where, *numbers in rows) == [
        ("Craigmillar Hub", "1", "0"), ("Leith Library", "1", "12"),
    ]  # fmt: skip
    publish(make, round_)
    said = "the people counted at the voting sessions and the ballots they were given: 10 to 19."
    assert said in visitor.opens(f"/rounds/{round_.id}/results").text and said in readme_of(visitor, round_)
    assert "nobody counted" not in visitor.page.text.lower()
