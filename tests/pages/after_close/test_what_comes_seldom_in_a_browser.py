"""Screens to which the demo's round does not come: objections, a time for the result, an offer of a part, and requests for
votes by post from the website. Each is opened on a phone and checked as a page.
"""

from __future__ import annotations

from datetime import timedelta

from pb.codes import shown
from pb.database import exclusive_transaction
from pb.projects import actions as projects
from pb.projects.models import Assessment
from pb.projects.queries import ballot_lines
from pb.results.queries.counts import publication_of
from pb.voting.queries.post import postal_asks
from pb.web.access import Role
from tests.support import browser
from tests.support.makers.projects import actor_of


def test_objections_and_a_time_for_the_result(make, clock, new_browser_visitor):
    round_ = make.opened_box(make.voting_round(objection_days=3), (1, 2), (1, 3), (2,), (1,), (4, 1))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    make.counted(make.fresh(round_))
    reader = new_browser_visitor(browser.PHONE)
    reader.opens(f"/rounds/{round_.id}/results/objections")
    reader.types("What was done wrongly, and how do you know?", "The box at the library stood open.")
    reader.presses("Send my objection")
    morag = new_browser_visitor(browser.PHONE).signed_in_as(make.account(Role.COORDINATOR))
    here = f"/rounds/{round_.id}/after-close"
    assert "Read objection 1" in morag.opens(f"{here}/objections").text
    assert "stood open" in morag.opens(f"{here}/objections/1").text
    assert "When the result becomes public" in morag.opens(f"{here}/public-time").text


def test_a_steering_group_departs_from_a_count(make, clock, new_browser_visitor):
    round_ = make.opened_box(make.voting_round(costs=[500_00, 400_00], min_choices=1), (1, 2), (1,))
    clock.set(round_.post_closes_at + timedelta(hours=2))
    make.counted(make.fresh(round_))
    ina = new_browser_visitor(browser.PHONE).signed_in_as(make.account(Role.STEERING))
    ina.opens(f"/rounds/{round_.id}/after-close/departures")
    ina.selects("Which project?", "2. Project number 2").ticks("Do not fund it").types("Why?", "It has folded.")
    assert "although the count gives it £400" in ina.presses("Propose this decision").text
    hugh = new_browser_visitor(browser.PHONE).signed_in_as(make.account(Role.STEERING))
    hugh.opens(f"/rounds/{round_.id}/after-close/departures").presses("I agree to this decision")
    assert "It has folded." in hugh.opens(f"/rounds/{round_.id}/after-close/count").text


def test_an_offer_of_a_part(make, clock, new_browser_visitor):
    costs = {"costs": [500_00, 700_00, 600_00], "least": 100_00, "part_funding": True, "min_choices": 1}
    round_ = make.published(make.voting_round(**costs), (1, 2), (1, 2), (1, 3))
    clock.set(publication_of(round_.id).published_at + timedelta(days=1))
    project = ballot_lines(round_.id)[1].project
    one, two = make.staff(Role.STEERING).id, make.staff(Role.STEERING).id
    with exclusive_transaction() as session:
        project.sent_at = round_.applications_close_at
        said = {"outcome": "eligible", "reason": "", "made_by": one, "made_at": project.sent_at, "rests_on": "0"}
        session.add(decided := Assessment(project_id=project.id, **said))
        session.flush()
        decided.agreed_by, decided.agreed_at = two, project.sent_at
    code = projects.renew_code(actor_of(make.staff(Role.COORDINATOR)), project, "They lost it.")
    group = new_browser_visitor(browser.PHONE)
    group.opens("/apply/resume")
    group.types("Your code", shown(code)).presses("Open it")
    assert "£500 of the £700" in group.opens("/apply/offer").text
    morag = new_browser_visitor(browser.PHONE).signed_in_as(make.account(Role.COORDINATOR))
    morag.opens(f"/rounds/{round_.id}/after-close/offers")
    assert "£500" in morag.opens(f"/rounds/{round_.id}/after-close/offers/{project.id}").text


def test_a_vote_by_post_that_is_asked_for_on_the_website(app, make, new_browser_visitor):
    app.config["RETURN_ADDRESS"] = "Freepost VOTES, 1 High Street, Thistlemoor, EH6 1AA"
    round_ = make.voting_round()
    make.cards(round_, 8)
    reader = new_browser_visitor(browser.PHONE)
    reader.opens(f"/rounds/{round_.id}/vote-by-post")
    reader.types("Your name", "Rose Grant").types("Your address", "7 Quay Street\nEH6 1AA")
    reader.ticks("A ballot paper, to vote by post").presses("Ask for it")
    assert "We have your request" in reader.text
    clerk = new_browser_visitor(browser.PHONE).signed_in_as(make.staff(Role.COORDINATOR, declared_in=round_))
    here = f"/rounds/{round_.id}/paper-desk/postal-votes/website"
    assert "Rose Grant" in clerk.opens(here).text
    assert "Number on the voting card" in clerk.opens(f"{here}/{postal_asks(round_.id)[0].id}").text
