"""Where a round has several pots of money, whoever reads of a project reads which pot it is for; where it has one, nobody
is told of pots.
"""

from __future__ import annotations

import pytest

from pb.counting.commands import main
from pb.paper.actions import print_batch
from pb.roles import COUNTER, STEERING
from tests.support.makers.projects import actor_of
from tests.support.pdf import needs_a_ruler, text_of_pages
from tests.support.voters import at_the_ballot, chooses


@pytest.fixture(params=[1, 2], ids=["one pot", "two pots"])
def pots(request) -> int:
    return request.param


def named(text: str, pots: int, *, both: bool = True) -> bool:
    """Whether pots are named as they must be: each by its name, or none at all."""
    if pots == 1:
        return "Pot" not in text and "pot:" not in text
    return "Pot 1" in text and ("Pot 2" in text or not both)


@needs_a_ruler
def test_before_and_during_the_vote(visitor, new_visitor, make, pots):
    round_ = make.voting_round(pots=pots, projects_public=True)
    here = f"/rounds/{round_.id}"
    for page in (f"{here}/projects", f"{here}/projects/large-print"):
        assert named(visitor.opens(page).text, pots), page
    assert named(visitor.opens(f"{here}/projects/2").text, pots, both=False)
    at_the_ballot(visitor, make, round_)
    assert named(visitor.page.text, pots)
    assert named(chooses(visitor, 1, 2).text, pots)
    assert named(visitor.presses("Cast my vote").text, 1)
    counter = make.staff(COUNTER, declared_in=round_)
    batch = print_batch(actor_of(counter), round_.id, None, 1)
    desk = new_visitor().signed_in_as(counter)
    assert named(desk.opens(f"{here}/paper-desk/batches/{batch.id}").text, pots)
    pdf = desk.downloads(f"{here}/paper-desk/batches/{batch.id}/papers.pdf").get_data()
    assert named(" ".join(text_of_pages(pdf)), pots)


def test_the_ballot_text_that_is_checked(visitor, make, pots):
    round_ = make.applying_round(pots=("Arts", "Sport") if pots > 1 else ("",))
    project = make.on_the_ballot(round_, pot_id=round_.pots[0].id)
    page = visitor.signed_in_as(make.staff(STEERING, declared_in=round_)).opens(
        f"/rounds/{round_.id}/ballot-texts/{project.id}/check"
    )
    assert ("Pot: Arts" in page.text) == (pots > 1) and ("Pot:" in page.text) == (pots > 1)


def test_the_result_its_files_and_the_recount(visitor, make, pots, tmp_path, capsys):
    round_ = make.published(make.voting_round(pots=pots), *[(1, 2)] * 3, (3, 4), (4,))
    page = visitor.opens(f"/rounds/{round_.id}/results")
    recount = page.text[page.text.index("Count again") :]
    files = ["election.pb"] if pots == 1 else ["election-1.pb", "election-2.pb"]
    for number, file in enumerate(files, start=1):
        said = f"Pot: Pot {number} python3 recount_naive.py {file}" if pots > 1 else f"python3 recount_naive.py {file}"
        assert said in " ".join(recount.split())
        (tmp_path / file).write_bytes(visitor.downloads(f"/rounds/{round_.id}/results/files/{file}").get_data())
        assert main([str(tmp_path / file), "--explain"]) == 0
        explained = capsys.readouterr().out
        assert explained.count(f"Pot {number}:") == (2 if pots > 1 else 0), explained
    assert ("Each pot of money has a file of its own" in recount) == ("Pot:" in recount) == (pots > 1)
