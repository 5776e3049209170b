"""The key of the box on paper: one recovery sheet, or a sheet for each of several steering group members."""

from datetime import timedelta
from itertools import combinations

import pytest

from pb.database import db
from pb.people.queries import people_in
from pb.programme.actions import propose_freeze, withdraw_freeze
from pb.programme.queries.freeze_proposals import freeze_proposal_of
from pb.refusals import Refusal
from pb.rounds.models import Round
from pb.voting.rules.ballot_keys import from_sheets
from pb.web.access import Role
from tests.support.makers.projects import actor_of
from tests.support.recovery_sheets import words_on

PROPOSE, AGREE = "Propose to freeze the ballot", "I agree: freeze the ballot"


def second_makes_the_sheets(visitor, round_):
    """Whoever has chosen the holders proposes the freeze, and a member prints the sheets."""
    assert "Your proposal has been saved." in visitor.presses(PROPOSE).text
    visitor.signed_in_as(people_in(Role.STEERING)[0]).opens(f"/rounds/{round_.id}/freeze")
    return visitor.presses("Make the sheets")


def test_who_keeps_a_sheet_is_named_on_the_dashboard_and_where_the_box_is_opened(make, visitor, clock):
    round_ = make.ready_round(key_custody="shares")
    keepers = [make.staff(Role.STEERING) for _keeper in range(3)]
    coordinator = make.staff(Role.COORDINATOR)
    make.freezes(round_, actor_of(coordinator), holders=[each.id for each in keepers])
    round_ = make.fresh(round_)
    clock.set(round_.post_closes_at + timedelta(hours=1))
    visitor.signed_in_as(coordinator)
    said = "Two of these people must bring their word sheets:"
    assert said in visitor.opens("/dashboard").main
    box = visitor.opens(f"/rounds/{round_.id}/after-close/box").main
    assert all(each.name in box and each.name in visitor.opens("/dashboard").main.split(said)[1] for each in keepers)


@pytest.fixture
def coordinator(make):
    return make.staff(Role.COORDINATOR)


@pytest.fixture
def shared(make):
    return make.ready_round(key_custody="shares")


def test_the_sheets_of_the_holders_are_printed_before_the_ballot_is_frozen(app, visitor, make, shared, coordinator):
    members = [make.staff(Role.STEERING) for _member in range(3)]
    visitor.signed_in_as(coordinator).opens(f"/rounds/{shared.id}/freeze")
    visitor.ticks(*(member.name for member in members)).selects("Who is the substitute?", members[0].name)
    page = second_makes_the_sheets(visitor, shared)
    assert all(f"Sheet for {member.name}" in page.main for member in members)
    words = words_on(page).split()
    sheets = [" ".join(words[at : at + 33]) for at in (0, 33, 66)]
    assert len(words) == 99 and db.session.get_one(Round, shared.id).frozen_at is None
    visitor.ticks("Every sheet has been printed")
    page = visitor.presses(AGREE)
    assert page.heading == "The frozen ballot" and "Print the recovery sheet again" not in page.buttons
    public = db.session.get_one(Round, shared.id).public_key
    for pair in combinations(sheets, 2):
        assert from_sheets(list(pair), public).public == public
    assert not (app.config["KEYS_DIR"] / f"round-{shared.id}.key").exists()


def test_the_ballot_is_not_frozen_before_the_sheets_are_on_paper(visitor, make, shared, coordinator):
    members = [make.staff(Role.STEERING) for _member in range(2)]
    visitor.signed_in_as(coordinator).opens(f"/rounds/{shared.id}/freeze")
    visitor.ticks(*(member.name for member in members)).selects("Who is the substitute?", members[0].name)
    second_makes_the_sheets(visitor, shared)
    page = visitor.presses(AGREE)
    assert page.status == 422 and "Print the sheets first." in page.main
    page = visitor.posts(f"/rounds/{shared.id}/freeze/printed", {"sealed": "finalised", "printed": "y"})
    assert page.status == 409 and "too old or were not made here" in page.main
    assert db.session.get_one(Round, shared.id).frozen_at is None


def test_sheets_are_made_for_the_list_that_was_read_and_nothing_but_their_paper_freezes(
    visitor, make, shared, coordinator
):
    members = [make.staff(Role.STEERING) for _member in range(3)]
    visitor.signed_in_as(coordinator).opens(f"/rounds/{shared.id}/freeze")
    visitor.ticks(*(each.name for each in members[:2])).selects("Who is the substitute?", members[0].name)
    visitor.presses(PROPOSE)
    visitor.signed_in_as(people_in(Role.STEERING)[0]).opens(f"/rounds/{shared.id}/freeze")
    by, read = actor_of(coordinator), freeze_proposal_of(shared)
    withdraw_freeze(by, read)
    propose_freeze(by, shared, substitute=members[1].id, holders=[members[1].id, members[2].id])
    page = visitor.presses("Make the sheets")
    assert page.heading == "Freeze the ballot" and "This has changed since you opened the page." in page.main
    page = visitor.presses("Make the sheets")
    shown = next(field.get("value") for field in page.all("input") if field.get("name") == "shown")
    page = visitor.posts(f"/rounds/{shared.id}/freeze/agree", {"shown": shown})
    assert page.status == 422 and "Print the sheets first." in page.main
    assert db.session.get_one(Round, shared.id, populate_existing=True).frozen_at is None


def test_sheets_of_one_round_do_not_freeze_another(visitor, make, shared, coordinator):
    other = make.ready_round(key_custody="shares")
    members = [make.staff(Role.STEERING) for _member in range(2)]
    visitor.signed_in_as(coordinator).opens(f"/rounds/{shared.id}/freeze")
    visitor.ticks(*(member.name for member in members)).selects("Who is the substitute?", members[0].name)
    page = second_makes_the_sheets(visitor, shared)
    (sealed,) = [field.get("value") for field in page.all("input") if field.get("name") == "sealed"]
    page = visitor.posts(f"/rounds/{other.id}/freeze/printed", {"sealed": sealed, "printed": "y"})
    assert page.status == 409 and "another round" in page.main and db.session.get_one(Round, other.id).frozen_at is None


def test_one_holder_is_not_enough(visitor, make, shared, coordinator):
    member = make.staff(Role.STEERING)
    visitor.signed_in_as(coordinator).opens(f"/rounds/{shared.id}/freeze")
    page = visitor.ticks(member.name).selects("Who is the substitute?", member.name).presses(PROPOSE)
    assert page.status == 422 and page.errors == ["Select from 2 to 16 people."]
    with pytest.raises(Refusal, match="from 2 to 16 people"):
        make.freezes(shared, actor_of(coordinator), holders=[member.id])


def test_only_steering_group_members_hold_a_sheet(make, shared, coordinator):
    member, counter = make.staff(Role.STEERING), make.staff(Role.COUNTER)
    for holders, said in (
        ([member.id, counter.id], "Only steering group members"),
        ([member.id, member.id], "a different person"),
    ):
        with pytest.raises(Refusal, match=said):
            make.freezes(shared, actor_of(coordinator), holders=holders)


def test_a_key_from_elsewhere_does_not_freeze_a_round_whose_key_lies_in_the_folder(make, coordinator):
    with pytest.raises(Refusal, match="not on word sheets"):
        make.freezes(make.ready_round(), actor_of(coordinator), public_key="04" + "0" * 128)


def test_a_lost_recovery_sheet_is_printed_again_until_the_first_vote_is_in(visitor, make, coordinator, clock):
    round_ = make.ready_round()
    (first,) = make.freezes(round_, actor_of(coordinator))
    visitor.signed_in_as(coordinator).opens(f"/rounds/{round_.id}/freeze")
    page = visitor.presses("Print the recovery sheet again")
    public = db.session.get_one(Round, round_.id).public_key
    assert from_sheets([words_on(page)], public).private == from_sheets([first], public).private
    clock.set(db.session.get_one(Round, round_.id).voting_opens_at)
    make.cast(db.session.get_one(Round, round_.id), (1,))
    page = visitor.posts(f"/rounds/{round_.id}/freeze/sheet")
    assert page.status == 409 and "There are votes in the ballot box" in page.main


def test_the_frozen_ballot_and_its_recovery_sheet_are_found_where_one_looks(
    visitor, new_visitor, make, coordinator, clock
):
    round_ = make.ready_round()
    make.freezes(round_, actor_of(coordinator))
    desk, member = visitor.signed_in_as(coordinator), new_visitor().signed_in_as(make.staff(Role.STEERING))
    places = ("/dashboard", f"/rounds/{round_.id}/manage", f"/rounds/{round_.id}/after-close")
    for path in places:
        desk.opens(path)
        assert desk.follows("Print the recovery sheet again").heading == "The frozen ballot"
        page = member.opens(path)
        assert "If it was lost, ask the coordinator now." in page.main
        assert "Print the recovery sheet again" not in page.links
    desk.opens(places[1])
    assert desk.follows("See the frozen ballot and its fingerprint").heading == "The frozen ballot"
    desk.opens(places[1])
    assert "Print the recovery sheet again" in desk.follows("The frozen ballot").buttons
    clock.set(db.session.get_one(Round, round_.id).voting_opens_at)
    make.cast(db.session.get_one(Round, round_.id), (1,))
    for page in (desk.opens(places[1]), desk.opens(places[2]), desk.opens(f"/rounds/{round_.id}/freeze")):
        assert "There are votes in the ballot box, so it cannot be printed again." in page.main
        assert "Print the recovery sheet again" not in [*page.links, *page.buttons]
    assert "recovery sheet" not in desk.opens("/dashboard").main


def test_coordinators_and_members_freeze_and_nobody_else_does(visitor, make):
    round_ = make.ready_round()
    page = visitor.signed_in_as(make.staff(Role.STEERING)).opens(f"/rounds/{round_.id}/freeze")
    assert "A coordinator must propose the freeze first" in page.main and PROPOSE not in page.buttons
    for role in (Role.FACILITATOR, Role.COUNTER):
        assert visitor.signed_in_as(make.staff(role)).opens(f"/rounds/{round_.id}/freeze").status == 403
