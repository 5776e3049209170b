"""A result that was wrong: what its pages say while it is corrected, and where the old version is afterwards."""

from __future__ import annotations

import json
import re

import jsonschema
import pytest

from pb import formats
from pb.pages.letters.results import result_letters
from pb.pages.results.result_view import published
from pb.programme.queries.letters import receivers
from pb.programme.rules.letters import Office
from pb.projects.queries import ballot_lines
from pb.results import actions
from pb.results.queries.corrections import correction_of_newest
from pb.results.queries.counts import publication_of
from pb.rounds import actions as decisions
from pb.web.access import Role
from tests.support.makers.people import PASSWORD
from tests.support.pdf import text_of_pages

BALLOTS = [(1, 2), (1, 3), (2,), (1,), (4, 1)]
REASON = "The group of project 1 had told us in time that it folds."


@pytest.fixture
def round_(make, clock):
    found = make.published(make.voting_round(), *BALLOTS)
    clock.set(publication_of(found.id).published_at)
    return found


@pytest.fixture
def here(round_):
    return f"/rounds/{round_.id}"


def corrected(make, round_, project: int) -> None:
    """Two people agree that it is wrong, a project is withdrawn, and a new version is published."""
    proposal = actions.propose_correction(make.actor(Role.COORDINATOR), make.fresh(round_), REASON)
    actions.agree_to_correct(make.actor(Role.STEERING), make.fresh(round_), proposal)
    decision = decisions.propose_withdrawal(make.actor(Role.STEERING), make.fresh(round_), project, "It folded.")
    decisions.agree_to(make.actor(Role.STEERING), decision)
    actions.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))


def test_two_people_correct_it_on_their_pages_and_everybody_reads_why(make, round_, here, new_visitor):
    morag, ina, reader = new_visitor(), new_visitor(), new_visitor()
    morag.signed_in_as(make.account(Role.COORDINATOR, name="Morag"))
    ina.signed_in_as(make.account(Role.STEERING, name="Ina"))
    morag.opens(f"{here}/after-close")
    morag.follows("Correct the published result")
    assert morag.presses("Propose to correct this result").status == 422, "without a reason"
    page = morag.types("What is wrong with the result, and how do you know?", REASON).presses(
        "Propose to correct this result"
    )
    assert REASON in page.main and "I agree to correct this result" not in page.html
    assert "being corrected" not in reader.opens(f"{here}/results").main, "one person alone says nothing in public"
    ina.opens("/dashboard")
    ina.follows("Look at the proposal to correct the published result")
    ina.presses("I agree to correct this result")
    page = reader.opens(f"{here}/results")
    assert "This result is being corrected" in page.main and REASON in page.main
    assert "The result is being corrected" in reader.opens(here).main
    grace = new_visitor().signed_in_as(make.account(Role.FINANCE))
    assert "Pay nothing until the new version is published." in grace.opens(f"{here}/money").main
    assert receivers(make.fresh(round_), "results") == [], "no letter tells a result that may be wrong"
    page = reader.opens(f"{here}/results")
    assert "Morag and Ina" in page.main
    page = morag.opens("/dashboard")
    assert "Count the votes" in page.main
    morag.opens(f"{here}/after-close")
    morag.presses("Count the votes")
    assert "Version" not in reader.opens(f"{here}/results").main, "the new count is not public"
    for member in (ina, new_visitor().signed_in_as(make.account(Role.STEERING))):
        member.opens(f"{here}/after-close/count")
        member.types("Your password", PASSWORD).presses("Sign this result")
    morag.opens(f"{here}/after-close/count")
    morag.presses("Publish the result now")
    page = reader.opens(f"{here}/results")
    assert "This is version 2. It corrects version 1" in page.main and REASON in page.main
    assert "Each group gets the same as before." in page.main
    page = reader.follows("version 1")
    assert "This is version 1. There is a newer one, in which each group gets the same" in page.main
    assert reader.follows("Read the newest version").heading == f"Result: {round_.name}"


def test_the_old_version_stays_with_its_files_and_charts(make, round_, here, visitor):
    old = {
        name: visitor.downloads(f"{here}/results/files/{name}").get_data() for name in ("projects.csv", "outcome.json")
    }
    charts = re.findall(r"[^\s\"]+/charts/\w+\.svg", visitor.opens(f"{here}/results").html)
    corrected(make, round_, ballot_lines(round_.id)[0].project_id)
    assert visitor.downloads(f"{here}/results/v/2").status_code == 404, "counted, and not published"
    assert visitor.downloads(f"{here}/results/v/2/files/projects.csv").status_code == 404
    assert visitor.downloads(f"{here}/results/files/projects.csv").get_data() == old["projects.csv"]
    make.signed(round_)
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    make.draws_when_asked()
    for name, data in old.items():
        assert visitor.downloads(f"{here}/results/v/1/files/{name}").get_data() == data
        assert visitor.downloads(f"{here}/results/files/{name}").get_data() != data
        assert visitor.downloads(f"{here}/results/v/2/files/{name}").get_data() != data
    assert charts and all(visitor.downloads(each).status_code == 200 for each in charts)
    assert f'href="{here}/results/v/1/files/projects.csv"' in visitor.opens(f"{here}/results/v/1").html
    assert f'href="{here}/results/files/projects.csv"' in visitor.opens(f"{here}/results").html
    assert visitor.downloads(f"{here}/results/v/3").status_code == 404


def test_a_proposal_is_turned_down_and_the_result_stays(make, round_, here, new_visitor):
    actions.propose_correction(make.actor(Role.COORDINATOR), make.fresh(round_), REASON)
    member = new_visitor().signed_in_as(make.account(Role.STEERING))
    member.opens(f"{here}/after-close/correction")
    page = member.presses("Turn this proposal down")
    assert "The result stays as it is" in page.text and correction_of_newest(round_.id) is None


def test_the_letter_of_a_new_version_says_that_it_takes_the_place_of_the_last_one(make, round_):
    office = Office("Programme", "1 High Street", "0131 496 0000", "https://pb.example")
    project = receivers(make.fresh(round_), "results")[1]
    with make.app.test_request_context():
        (before,) = result_letters(make.fresh(round_), [project], office)
    corrected(make, round_, ballot_lines(round_.id)[0].project_id)
    make.signed(round_)
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    with make.app.test_request_context():
        project = receivers(make.fresh(round_), "results")[1]
        (now,) = result_letters(make.fresh(round_), [project], office)
        first, second = (" ".join(map(str, each.paragraphs)) for each in (before, now))
    rows = {row.number: row for row in published(round_.id).rows}
    assert (
        rows[1].award == 0 and receivers(make.fresh(round_), "results")[0].id == ballot_lines(round_.id)[0].project_id
    )
    assert "version" not in first and "Thank you for taking part" in first
    assert "This is version 2." in second and REASON in second


def test_what_leaves_the_page_says_its_version_and_what_it_corrects(make, round_, here, visitor):
    def text(address: str) -> str:
        return visitor.downloads(f"{here}/results/{address}").get_data(as_text=True)

    day = f"Published on {formats.day(publication_of(round_.id).published_at)}, version "
    assert f"{day}1." in text("files/README.txt") and json.loads(text("files/result.json"))["corrects"] is None
    assert REASON not in visitor.downloads("/results/feed.atom").get_data(as_text=True)
    corrected(make, round_, ballot_lines(round_.id)[0].project_id)
    make.signed(round_)
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    make.draws_when_asked()
    readme, result = text("files/README.txt"), json.loads(text("files/result.json"))
    assert "version 2." in readme and "It corrects version 1." in readme and REASON in readme
    assert f"{day}1." in text("v/1/files/README.txt") and REASON not in text("v/1/files/README.txt")
    assert (result["corrects"]["version"], result["corrects"]["reason"]) == (1, REASON)
    jsonschema.validate(result, json.loads(text("files/result.schema.json")))
    feed = visitor.downloads("/results/feed.atom").get_data(as_text=True)
    assert "It corrects version 1." in feed and REASON in feed
    assert json.loads(visitor.downloads("/results/rounds.json").get_data())["rounds"][0]["corrects"] == 1
    for address, version in (("charts/votes-1", 2), ("v/1/charts/votes-1", 1)):
        pdf = visitor.downloads(f"{here}/results/{address}.pdf")
        words = " ".join(" ".join(text_of_pages(pdf.get_data())).split())
        assert f"version {version}." in words and (REASON in words) == (version == 2)
        for name in ("pdf", "csv"):
            saved = visitor.downloads(f"{here}/results/{address}.{name}").headers["Content-Disposition"]
            assert (f"round-{round_.id}-version-2-votes-1.{name}" in saved) == (version == 2)
            assert (f"round-{round_.id}-votes-1.{name}" in saved) == (version == 1)
    assert "the true cost is in the column __pb_withdrawn" in text("files/election.pb")


def test_who_signs_and_everybody_reads_what_has_changed(make, round_, here, visitor, new_visitor):
    corrected(make, round_, ballot_lines(round_.id)[0].project_id)
    said = "“Project number 1” gets £0. Before, it was £100."
    member = new_visitor().signed_in_as(make.account(Role.STEERING))
    page = member.opens(f"{here}/after-close/count")
    assert "This is version 2 of the result" in page.main and plain(said) in plain(page.main)
    make.signed(round_)
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    assert plain(said) in plain(visitor.opens(f"{here}/results").main)
    page = visitor.opens(f"{here}/results/v/1")
    assert (
        "This is version 1. It was wrong, and there is a newer one" in page.main and "gets £0. Before" not in page.main
    )


def plain(text: str) -> str:
    """Without the signs that keep a title's direction."""
    return text.replace("\u2068", "").replace("\u2069", "")
