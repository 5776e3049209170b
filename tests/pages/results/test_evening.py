"""The file of a results evening: the same numbers as the page, from the last project to the first, without a network, and for
nobody else before the publication.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest

from pb.pages.results.evening import evening_steps
from pb.pages.results.result_view import published
from pb.projects.queries import ballot_lines
from pb.results import actions
from pb.results.queries.counts import publication_of
from pb.rounds import actions as decisions
from pb.web.access import Role
from tests.support import browser

COSTS = [30_000, 40_000, 20_000, 60_000, 10_000]
BALLOTS = [(1, 2), (1, 3), (2,), (1,), (4, 1), (2, 5)]
#: Each rule gives other reasons; the second has projects that are level.
RULES = {"most votes": {}, "equal shares": {"rule": "equal-shares"}}


def a_round(make, **rule):
    return make.voting_round(projects=5, costs=COSTS, **rule)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u2068", "").replace("\u2069", "").split())


def sections(file: str) -> list[str]:
    return [words(each) for each in re.findall(r"(?s)<section[^>]*data-step.*?</section>", file)]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_it_tells_what_the_page_says_from_last_to_first(app, make, visitor, rule):
    round_ = make.published(a_round(make, **rule), *BALLOTS)
    here = f"/rounds/{round_.id}/results"
    page = words(visitor.opens(here).html)
    data = visitor.downloads(f"{here}/files/projects.csv").get_data().decode("utf-8-sig")
    rows = {row["number"]: row for row in csv.DictReader(io.StringIO(data, newline=""))}
    first, *projects, last = sections(visitor.downloads(f"{here}/evening").get_data(as_text=True))
    assert f"{len(BALLOTS)} votes were cast." in first
    told = [re.match(r"Place (\d+) of 5, number (\d+) on the ballot “(.*?)” ?(.*)", each) for each in projects]
    told = [each for each in told if each]
    assert [int(each[1]) for each in told] == [5, 4, 3, 2, 1] and {each[2] for each in told} == rows.keys()
    for each in told:
        row = rows[each[2]]
        assert row["title"] == each[3] and re.search(rf"\b{row['votes']} votes?\b", each[4]), row
    with app.test_request_context():
        steps = [each for each in evening_steps(published(round_.id), ["Ina"]) if each.place]
    assert len(steps) == 5
    for step in steps:
        assert words(step.why) in page and words(step.support).split()[0] in page
    assert published(round_.id).headline in last and "signed this count" in last
    assert published(round_.id).headline in page and f"http://localhost{here}" in last


def test_before_the_publication_only_those_who_sign_have_it_and_only_once_all_signed(make, new_visitor, clock):
    round_ = make.opened_box(a_round(make), *BALLOTS)
    clock.set(round_.post_closes_at + timedelta(hours=2))
    make.counted(round_)
    public, early = f"/rounds/{round_.id}/results/evening", f"/rounds/{round_.id}/after-close/evening"
    roles = (Role.COORDINATOR, Role.STEERING, Role.COUNTER, Role.FACILITATOR, Role.EVALUATOR, Role.FINANCE)
    people = {role: new_visitor().signed_in_as(make.account(role)) for role in roles} | {"nobody": new_visitor()}
    titles = [row.title for row in published(make.published(a_round(make), *BALLOTS).id).rows]
    for who, person in people.items():
        assert person.downloads(public).status_code == 404, who
        assert person.downloads(early).status_code != 200, "nobody has signed yet"
    make.signed(round_)
    for who, person in people.items():
        answer = person.downloads(public)
        assert answer.status_code == 404 and "has not been published yet" in answer.get_data(as_text=True), who
        answer = person.downloads(early)
        assert (answer.status_code == 200) == (who in (Role.COORDINATOR, Role.STEERING)), who
        assert (titles[0] in answer.get_data(as_text=True)) == (answer.status_code == 200), who
        if answer.status_code == 200:
            assert "Show this only once the result is published." in answer.get_data(as_text=True)
            assert answer.headers["Cache-Control"] == "no-store"
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    for who, person in people.items():
        assert person.downloads(public).status_code == 200, who
    answer = people[Role.COORDINATOR].downloads(early)
    assert answer.status_code == 302 and answer.location.endswith(public)
    assert "Show this only" not in people["nobody"].downloads(public).get_data(as_text=True)


def test_each_version_has_its_file_and_says_in_a_hall_that_it_was_wrong(make, visitor, new_visitor, clock):
    round_ = make.published(a_round(make), *BALLOTS)
    clock.set(publication_of(round_.id).published_at)
    here, why = f"/rounds/{round_.id}/results", "A project was not to be on the ballot."
    first = sections(visitor.downloads(f"{here}/evening").get_data(as_text=True))
    assert why not in " ".join(first)
    member = make.actor(Role.STEERING)
    proposal = actions.propose_correction(make.actor(Role.COORDINATOR), make.fresh(round_), why)
    actions.agree_to_correct(member, make.fresh(round_), proposal)
    told = sections(visitor.downloads(f"{here}/evening").get_data(as_text=True))[0]
    assert "This result is being corrected." in told and why in told
    withdrawal = decisions.propose_withdrawal(
        make.actor(Role.STEERING), make.fresh(round_), ballot_lines(round_.id)[0].project_id, "It folded."
    )
    decisions.agree_to(make.actor(Role.STEERING), withdrawal)
    actions.count_round(make.actor(Role.COORDINATOR), make.fresh(round_))
    make.signed(round_)
    signer = new_visitor().signed_in_as(make.account(Role.COORDINATOR))
    early = sections(signer.downloads(f"/rounds/{round_.id}/after-close/evening").get_data(as_text=True))
    assert "Show this only once" in early[0] and early[1:-1] != first[1:-1], "the new count, before anybody else has it"
    assert visitor.downloads(f"{here}/v/2/evening").status_code == 404
    actions.publish(make.actor(Role.COORDINATOR), make.fresh(round_))
    old, new = (
        sections(visitor.downloads(address).get_data(as_text=True))
        for address in (f"{here}/v/1/evening", f"{here}/evening")
    )
    assert old[1:] == first[1:] and "This is version 1. It was wrong, and there is a newer one." in old[0]
    assert new[1:-1] == early[1:-1] and "It corrects version 1" in new[0]
    assert f'href="{here}/v/1/evening"' in visitor.opens(f"{here}/v/1").html


def test_each_pot_is_told_for_itself_and_a_title_is_never_code(make, visitor):
    name = "</script></title><img src=x onerror=alert(1)> Tea & cake"
    round_ = make.published(make.voting_round(projects=4, pots=2, name=name), (1, 3), (1, 2))
    answer = visitor.downloads(f"/rounds/{round_.id}/results/evening")
    file = answer.get_data(as_text=True)
    assert answer.headers["Content-Disposition"].startswith("attachment") and "<img" not in file
    told = sections(file)
    assert f"Result: {name}" in told[0]
    heads = [each for each in told if "Pot: " in each]
    assert len(heads) == 4 and "to give" in heads[0] and "of 2 projects" in heads[1] + heads[3], heads
    policy = unescape(re.search(r'Security-Policy" content="([^"]+)"', file)[1])
    for kind in ("style", "script"):
        (inside,) = re.findall(rf"(?s)<{kind}>(.*?)</{kind}>", file)
        assert f"'sha256-{base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    assert "http" not in re.sub(r"Read the whole result at http://\S+", "", file.replace("http-equiv", "")), (
        "asks a network"
    )


@pytest.mark.parametrize("size", [browser.PHONE, browser.TABLET, browser.DESK], ids=["phone", "tablet", "desk"])
def test_it_works_from_a_file_without_a_network_by_the_keyboard_alone(make, visitor, chromium, tmp_path, size):
    round_ = make.published(a_round(make), *BALLOTS)
    assert publication_of(round_.id)
    file = tmp_path / "evening.html"
    file.write_bytes(visitor.downloads(f"/rounds/{round_.id}/results/evening").get_data())
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, offline=True)
    page, said, asked = context.new_page(), [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"file://{quote(str(file))}")
    all_of_them = page.locator("[data-step]").count()
    shown = []
    for _step in range(all_of_them):
        assert page.locator("[data-step]:visible").count() == 1
        shown.append(page.locator("[data-step]:visible").inner_text())
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), shown[-1]
        page.keyboard.press("ArrowRight")
    assert "Place 5 of 5" in shown[1] and len(set(shown)) == all_of_them >= 7
    page.keyboard.press("Home")
    assert page.locator("h1").is_visible()
    page.get_by_role("button", name="Next", exact=True).press("Enter")
    assert "Place 5 of 5" in page.locator("[data-step]:visible").inner_text(), "one step, not two"
    assert said == [] and [each for each in asked if not each.startswith("file:")] == []
    context.close()
