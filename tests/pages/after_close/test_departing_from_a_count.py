"""A steering group departs from a count: its pages, what everybody reads, and what each group, venue and list is told."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from pb import clock
from pb.codes import shown
from pb.database import exclusive_transaction
from pb.pages.letters.results import result_letters, thanks_letters
from pb.pages.results.charts import charts_of
from pb.pages.results.evening import evening_steps
from pb.pages.results.pack import _data
from pb.pages.results.result_view import published
from pb.pages.results.venue_sheets import sheets_of
from pb.programme.queries.letters import receivers
from pb.programme.rules.letters import Office
from pb.projects import actions as projects
from pb.projects.models import Assessment
from pb.projects.queries import ballot_lines
from pb.results import actions
from pb.results.queries.counts import latest_count
from pb.results.queries.departures import decided_fingerprint
from pb.venues.models import Venue
from pb.web.access import Role
from tests.support.makers.people import PASSWORD
from tests.support.makers.projects import actor_of

# Pot £1,000. 1 costs £500 and 2 costs £400: both are funded. 3 costs £300 and is not.
COSTS = [500_00, 400_00, 300_00]
BALLOTS = [(1, 2), (1, 2), (1, 2), (1, 3)]
FOLDED = "The group has folded."
BURNT = "Its hall has burnt down."
OFFICE = Office("Older People’s Fund", "1 High Street, Leith", "0131 496 0000", "http://localhost/vote")


@pytest.fixture
def round_(make, clock):
    found = make.voting_round(costs=COSTS, least=50_00, min_choices=1)
    make.opened_box(found, *BALLOTS)
    clock.set(found.post_closes_at + timedelta(hours=2))
    return make.counted(found)


@pytest.fixture
def people(make, new_visitor):
    return [new_visitor().signed_in_as(make.account(Role.STEERING, name=name)) for name in ("Ina", "Hugh")]


@pytest.fixture
def departed(make, round_):
    """Published: 2 gets nothing though the count funds it, and 3 gets £200 though the count gives it nothing."""
    for number, gives, why in ((2, 0, FOLDED), (3, 200_00, BURNT)):
        make.departs(round_, number, gives, why)
    make.signed(round_)
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    make.draws_when_asked()
    return make.fresh(round_)


def test_two_members_decide_sign_and_everybody_reads_it(make, round_, people, new_visitor):
    ina, hugh = people
    here = f"/rounds/{round_.id}/after-close"
    ina.opens(f"{here}/count")
    assert latest_count(round_.id).outcome_hash in ina.page.main
    ina.follows("Depart from the count")
    assert ina.presses("Propose this decision").status == 422
    ina.selects("Which project?", "2. Project number 2").ticks("Give it another sum").types("Why?", FOLDED)
    page = ina.presses("Propose this decision")
    assert page.status == 422 and "Enter the sum" in page.main
    page = ina.types("The sum, if it is another one", "500").presses("Propose this decision")
    assert page.status == 422 and "more than its group asked for" in page.main and FOLDED in page.main
    page = ina.ticks("Do not fund it").presses("Propose this decision")
    assert "gets no money, although the count gives it £400" in page.main
    assert "I agree to this decision" not in page.html and "Left over in the pot after it: £500" in page.main
    hugh.opens("/dashboard")
    hugh.follows("Look at the proposed decision beside the count")
    page = hugh.presses("I agree to this decision")
    assert "stands beside the count" in page.text and "Ina proposed it, and Hugh agreed" in page.main
    fingerprint = decided_fingerprint(latest_count(round_.id))
    for each in (ina, hugh):
        page = each.opens(f"{here}/count")
        assert fingerprint in page.main and FOLDED in page.main and "with the decisions beside it" in page.main
        assert "You have signed the result." in each.types("Your password", PASSWORD).presses("Sign this result").main
    page = ina.opens(f"{here}/departures")
    assert "Nothing more is decided beside this count" in page.main and "Propose this decision" not in page.html
    reader = new_visitor()
    assert FOLDED not in reader.opens(f"/rounds/{round_.id}/results").html
    assert FOLDED not in reader.opens(f"/rounds/{round_.id}").html
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    make.draws_when_asked()
    page = reader.opens(f"/rounds/{round_.id}/results")
    assert "Where the steering group departs from the count" in page.main and FOLDED in page.main
    assert fingerprint in page.main and "Ina and Hugh decided this for the steering group on" in page.main
    assert "For one project the steering group decided otherwise than the count" in page.main
    assert "£400" not in page.main.partition("Where the steering group departs")[0]


def test_a_proposal_that_all_have_signed_past_is_turned_down_before_the_result_is_published(
    make, round_, people, new_visitor
):
    ina, hugh = people
    here = f"/rounds/{round_.id}/after-close"
    ina.opens(f"{here}/departures")
    ina.selects("Which project?", "1. Project number 1").ticks("Do not fund it").types("Why?", FOLDED)
    ina.presses("Propose this decision")
    make.signed(round_)
    morag = new_visitor().signed_in_as(make.account(Role.COORDINATOR))
    page = morag.opens(f"{here}/count")
    assert "already proposed a decision" in page.main and "Publish the result now" not in page.html
    page = hugh.opens(f"{here}/departures")
    assert "Nobody can agree to this now" in page.main and "I agree to this decision" not in page.html
    hugh.presses("Turn this proposal down")
    assert "Publish the result now" in morag.opens(f"{here}/count").html


def test_a_member_turns_a_proposal_down_and_the_coordinator_only_reads(make, round_, people, new_visitor):
    ina, hugh = people
    here = f"/rounds/{round_.id}/after-close/departures"
    ina.opens(here)
    ina.selects("Which project?", "1. Project number 1").ticks("Do not fund it").types("Why?", FOLDED).presses(
        "Propose this decision"
    )
    morag = new_visitor().signed_in_as(make.account(Role.COORDINATOR))
    page = morag.opens(here)
    assert FOLDED in page.main and "Turn this proposal down" not in page.html
    hugh.opens(here)
    assert FOLDED not in hugh.presses("Turn this proposal down").main
    assert "Only steering group members decide" in morag.opens(here).main


def test_letters_and_the_money_follow_the_decision(app, make, departed, new_visitor):
    with app.test_request_context():
        letters = result_letters(departed, receivers(departed, "results"), OFFICE)
        venue = thanks_letters(departed, [Venue(name="Abbey Hall", address="1 High Street")], OFFICE)[0]
    said = [
        "\n".join(map(str, (*each.paragraphs, *(f"{a}: {b}" for a, b in each.facts), *each.points))) for each in letters
    ]
    assert "Your group gets the £500 that it asked for. Congratulations." in said[0] and "decision" not in said[0]
    assert "By the count it would have had £400: this is a decision of the steering group" in said[1]
    assert "Your group gets: £0" in said[1] and FOLDED in said[1] and "The count gives it: £400" in said[1]
    assert (
        "gets £200 of the £300 that it asked for, by a decision of the steering group" in said[2] and BURNT in said[2]
    )
    assert [str(each.heading).partition(":")[0] for each in letters] == [
        "Your project is funded",
        "Your project is not funded this time",
        "Your project is funded in part",
    ]
    assert [amount for _title, amount in venue.facts] == ["£500", "£200"]
    readme = new_visitor().downloads(f"/rounds/{departed.id}/results/files/README.txt").get_data(as_text=True)
    assert FOLDED in readme and "although the count gives it £400" in readme
    reader = new_visitor().signed_in_as(make.account(Role.FINANCE))
    page = reader.opens(f"/rounds/{departed.id}/money")
    assert "£700" in page.main and "£300" in page.main and "£200, decided by the steering group" in page.main
    costs = reader.downloads(f"/rounds/{departed.id}/money/costs.csv").get_data(as_text=True).removeprefix("\ufeff")
    assert [row[-1] for row in csv.reader(io.StringIO(costs))][1:] == ["500.00", "0.00", "200.00"]


def test_what_is_printed_and_shown_follows_it_and_the_charts_show_the_count(app, departed):
    found = published(departed.id)
    with app.test_request_context():
        pack, sheets, charts = _data(found), sheets_of(found), charts_of(found)
        steps = list(evening_steps(found, ["Ina"]))
    assert [row[3] for row in pack["pots"][0]["rows"]] == ["£500", "£0", "£200"]
    assert decided_fingerprint(found.counted) in [each for _name, each in pack["hashes"]]
    assert len(pack["beside"]) == 2 and FOLDED in pack["beside"][0] and BURNT in pack["beside"][1]
    assert [amount for _title, amount in sheets["funded"]] == ["£500", "£200"]
    by_name = {each.name: each for each in charts}
    assert by_name["money-1"].title.startswith("By the count: £900 of £1,000")
    assert [bar.value for bar in by_name["votes-1"].pictures[0].bars] == [4, 3, 1]
    assert [bar.fill for bar in by_name["votes-1"].pictures[0].bars] == ["full", "full", "empty"]
    assert "decided otherwise" in by_name["votes-1"].rows[1][2]
    told = {each.heading: each for each in steps}
    assert any("it gets £200, not £0" in " ".join(each.said) for each in told.values())


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (2, ("Your project is not funded", f"although the count gives your group £400. Why: {FOLDED}")),
        (3, ("Your group gets £200 of the £300 that it asked for.", f"Why: {BURNT}")),
    ],
)
def test_a_group_reads_on_its_page_what_it_gets_and_why(make, departed, new_visitor, number, words):
    project = ballot_lines(departed.id)[number - 1].project
    member, other = make.staff(Role.STEERING).id, make.staff(Role.STEERING).id
    with exclusive_transaction() as session:
        project.sent_at = clock.now()
        said = {"outcome": "eligible", "reason": "", "made_by": member, "made_at": clock.now(), "rests_on": "0"}
        session.add(decided := Assessment(project_id=project.id, **said))
        session.flush()
        decided.agreed_by, decided.agreed_at = other, clock.now()
    code = projects.renew_code(actor_of(make.staff(Role.COORDINATOR)), project, "They lost it.")
    group = new_visitor()
    group.opens("/apply/resume")
    page = group.types("Your code", shown(code)).presses("Open it")
    assert all(each in page.main for each in words)
