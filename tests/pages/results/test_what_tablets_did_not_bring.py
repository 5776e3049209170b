"""A published result says how many tablets were lost with votes on them, and how many votes of tablets were not taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pb.paper import actions as desk
from pb.paper.rules.resolutions import CHOICES
from pb.results import actions as results
from pb.voting import actions
from pb.web.access import FACILITATOR, STEERING, Actor, Role
from tests.support.makers.voting import COMMAND
from tests.support.tablets import Tablet

LOST = "One tablet was lost or broken, with any votes that it had not sent. At the last contact there was one vote."
NOT_TAKEN = "One vote from a tablet could not be taken, for example because it came too late."


@pytest.fixture
def round_(make):
    return make.voting_round(entitlement="vouch", min_choices=1, max_choices=3)


@pytest.fixture
def tablet(make, round_):
    """A function that sets up one more tablet, each at a session of its own."""

    def one() -> Tablet:
        session = make.session_at(round_, make.staff(FACILITATOR, declared_in=round_))
        found = Tablet(make.kiosk(session))
        found.makes_contact(wanted=6)
        return found

    return one


@pytest.fixture
def decided(make):
    """A function by which two members decide about a tablet."""
    first, second = (Actor(make.staff(STEERING).id, STEERING) for _ in range(2))

    def decide(of: Tablet, matter: str) -> None:
        proposed = desk.propose_resolution(first, of.round_id, matter, of.kiosk_id, CHOICES[matter][0])
        desk.agree_resolution(second, proposed)

    return decide


@pytest.fixture
def published(make, round_, clock):
    """A function that opens the box and publishes what is in it."""

    def publish() -> None:
        desk.open_ballot_box(COMMAND, make.fresh(round_))
        make.signed(make.counted(round_))
        for _ in range(2 if make.fresh(round_).least_alike else 0):
            make.recount(round_)
        results.publish(make.actor(Role.COORDINATOR), make.fresh(round_))

    return publish


def test_a_lost_tablet_and_a_vote_that_came_too_late_stand_in_the_result(
    make, visitor, clock, round_, tablet, decided, published
):
    lost, late = tablet(), tablet()
    lost.vote(1)
    lost.makes_contact()
    decided(lost, "to_send")
    keys = [late.begins(), late.begins()]
    late.makes_contact()
    actions.stop_kiosk(COMMAND, late.session, late.kiosk)
    late.makes_contact()
    for each in (lost, late):
        make.accounted(each.session)
    clock.set(round_.post_closes_at + timedelta(hours=2))
    first, second = (late.vote(1, right=key) for key in keys)
    assert late.sends(first) == ["held"]
    decided(late, "held")
    assert late.sends(second) == ["refused"]
    published()
    page = visitor.opens(f"/rounds/{round_.id}/results")
    assert LOST in page.main and NOT_TAKEN in page.main


def test_of_a_tablet_that_nobody_heard_since_it_is_not_said_that_nothing_was_lost(
    make, visitor, clock, round_, tablet, decided, published
):
    broken = tablet()
    broken.vote(1)  # without a network: nobody hears of it
    decided(broken, "to_send")
    make.accounted(broken.session)
    clock.set(round_.post_closes_at + timedelta(hours=2))
    published()
    page = visitor.opens(f"/rounds/{round_.id}/results")
    assert "At the last contact there were none. Nobody can know of votes since then." in page.main


def test_where_none_was_lost_and_all_came_nothing_is_said_of_it(make, visitor, clock, round_, tablet, published):
    here = tablet()
    here.vote(1)
    assert here.sends() == ["taken"]
    here.makes_contact(wanted=0)
    actions.leave(here.session, here.kiosk)
    make.accounted(here.session)
    clock.set(round_.post_closes_at + timedelta(hours=2))
    published()
    page = visitor.opens(f"/rounds/{round_.id}/results")
    assert "lost or broken" not in page.main and "could not be taken" not in page.main


CHECKED = "To test the tablets, 2 ballots were checked instead of cast, on one tablet."
SHOWN = "Each time the choices that the tablet told us were those that it had sealed."
ONE_NOT_SHOWN = "For one of them the choices that the tablet told us were not those that it had sealed."
#: All that is known: who says so, and what else it can be.
BY_THEM, MAY_BE = "That is what the tablets told us.", "or one that someone uses to spread distrust."


@pytest.mark.parametrize(("cheats", "said", "so_far"), [(False, SHOWN, BY_THEM), (True, ONE_NOT_SHOWN, MAY_BE)])
def test_how_often_tablets_were_checked_stands_in_the_result_and_its_files(
    make, visitor, clock, round_, tablet, published, cheats, said, so_far
):
    here = tablet()
    here.vote(1)
    here.sends()
    checks = [here.checks(1), here.checks(2)]
    if cheats:
        checks[0] = replace(checks[0], choices={3: 1})
    here.makes_contact(wanted=0, checks=checks)
    actions.leave(here.session, here.kiosk)
    make.accounted(here.session)
    clock.set(round_.post_closes_at + timedelta(hours=2))
    published()
    page = visitor.opens(f"/rounds/{round_.id}/results")
    assert CHECKED in page.main and said in page.main and so_far in page.main
    with visitor.client.get(f"/rounds/{round_.id}/results/files/README.txt") as answer:
        readme = " ".join(answer.get_data(as_text=True).split())
    assert CHECKED in readme and said in readme and so_far in readme
