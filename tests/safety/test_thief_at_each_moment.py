"""What a thief reads who keeps everything, by the moment at which ``KEYS_DIR`` was stolen.

Before the opening the keys open votes, and before the publication what was typed from papers: docs/safety.md says so.
After the publication nothing that was ever stolen opens anything, and a facilitator's list of who got which paper leads
to no ballot.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

import pytest

from pb import clock
from pb.results import actions as results
from pb.web.access import Role
from tests.support import effort
from tests.support.safety import attack
from tests.support.safety.known_vote import KnownVote
from tests.support.safety.thief import Disk, Thief, found_in, trials

pytestmark = pytest.mark.both_databases
VOTERS = effort.runs(60, 300)
MOMENTS = ("in mid-vote", "before the opening", "after the opening", "after the publication")


@pytest.fixture
def heist(app, tmp_path, monkeypatch):
    """The vote, the truth, and the thief after the publication."""
    folder = app.config["KEYS_DIR"]
    folder.mkdir(exist_ok=True)
    thief = Thief(folder, Disk(folder, tmp_path / "freed", monkeypatch))
    vote = KnownVote(app, VOTERS)
    vote.goes_on()
    thief.steals(MOMENTS[0])
    vote.goes_on()
    vote.goes_on()
    thief.steals(MOMENTS[1])
    known = vote.opened(hours={})
    thief.steals(MOMENTS[2])
    with clock.moved(vote.round.post_closes_at + timedelta(hours=2)):
        vote.make.signed(vote.make.counted(vote.make.fresh(vote.round)))
        results.publish(vote.make.actor(Role.COORDINATOR), vote.make.fresh(vote.round))
    thief.steals(MOMENTS[3])
    return vote, known, thief


def test_what_each_folder_opens_and_that_the_last_one_opens_nothing(heist):
    vote, known, thief = heist
    no_file_of_the_database_ever_holds_a_key(thief)
    effort.did(VOTERS)
    round_ = vote.make.fresh(vote.round)
    votes = {moment: thief.reads_votes(round_, moment) for moment in MOMENTS}
    papers = {moment: thief.reads_papers(moment) for moment in MOMENTS}
    everybody = [len(row) for row in (votes[MOMENTS[0]], votes[MOMENTS[1]])]
    assert everybody == [VOTERS, VOTERS], "the script works; docs/safety.md says that the key opens every vote"
    for right, numbers in votes[MOMENTS[1]].items():
        assert known.voted[right] == " ".join(map(str, numbers))
    assert votes[MOMENTS[2]] == votes[MOMENTS[3]] == {}, "the round's key is in no folder and no freed block"
    read = {serial: said.removeprefix("|") for serial, said in papers[MOMENTS[2]].items()}
    assert read == {serial: known.voted[serial] for serial in vote.serials}, "docs/safety.md says so, too"
    assert papers[MOMENTS[3]] == {}, "the round's desk key is in no folder and no freed block"
    freed = thief.haul[MOMENTS[3]].freed
    assert len(freed) >= 2, "both keys have freed blocks of the disk, and these were looked at"


def no_file_of_the_database_ever_holds_a_key(thief: Thief) -> None:
    keys = {key for moment in thief.haul.values() for name, key in moment.folder.items() if name.endswith(".key")}
    assert len(keys) == 4  # codes, marks, the round's, the desk's
    held = dict.fromkeys(each for moment in thief.haul.values() for each in (*moment.files, str(moment.rows).encode()))
    for key in keys:
        said = key.strip()
        assert not any(said in each or bytes.fromhex(said.decode()) in each for each in held)


def test_after_the_publication_nothing_leads_from_a_voter_to_a_ballot(heist):
    vote, known, thief = heist
    a_list_of_who_got_which_paper_leads_to_no_ballot(vote, known, thief)
    nothing_that_was_kept_can_be_tried_out_with_the_keys_that_are_left(vote, known, thief)


def a_list_of_who_got_which_paper_leads_to_no_ballot(vote: KnownVote, known: attack.Known, thief: Thief) -> None:
    after = thief.haul[MOMENTS[3]]
    serials = {row["id"]: row["serial"] for row in after.rows["paper"]}
    mine = set(vote.serials)

    def papers(rows: list, by: str) -> list[str]:
        return [each for row in rows if (each := serials[row[by]]) in mine]

    def marked(name: str) -> list:
        return sorted(after.rows[name], key=lambda row: row["keyed_mark"])

    voters = {
        "facilitator's list": vote.serials,
        "papers": papers(after.rows["paper"], "id"),
        "papers by id": papers(sorted(after.rows["paper"], key=lambda row: row["id"]), "id"),
        "papers by mark": papers(marked("paper"), "id"),
        "first typing": papers([row for row in after.rows["entry"] if row["pass_number"] == 1], "paper_id"),
        "first typing by mark": papers([row for row in marked("entry") if row["pass_number"] == 1], "paper_id"),
    }
    assert {len(order) for order in voters.values()} == {len(mine)}
    ballots = {
        "ballots": [row["key"] for row in after.rows["ballot"]],
        "ballots by key": sorted(row["key"] for row in after.rows["ballot"]),
        "choices": list(dict.fromkeys(row["ballot_key"] for row in after.rows["choice"])),
        "in the raw file": attack.orders_in_bytes(after.raw, list(known.chosen))[0],
    }
    assert attack.links(known, attack.Loot(voters, ballots)) == []
    sure = attack.Loot({"facilitator's list": vote.serials}, {"told": [known.ballot_of[each] for each in vote.serials]})
    assert attack.links(known, sure), "the judge would see a link"


def nothing_that_was_kept_can_be_tried_out_with_the_keys_that_are_left(
    vote: KnownVote, known: attack.Known, thief: Thief
) -> None:
    """A hash of what somebody chose, even a keyed one whose key is still there, would be found by trying all choices."""
    left = sorted(thief.haul[MOMENTS[3]].secrets)
    assert len(left) >= 2  # codes and marks live on
    heap = thief.everything()
    tried = [
        digest
        for voter, content in known.voted.items()
        for digest in trials([content], [voter, str(vote.round.id)], left)
    ]
    assert len(tried) > 50 * VOTERS and found_in(heap, tried) == []
    serial = vote.serials[0]
    kept = hmac.new(left[0], f"{serial}|{known.voted[serial]}".encode(), hashlib.sha256)
    for planted in (kept.digest(), b" " + kept.hexdigest().encode()):
        some = heap[-(2**20) :]  # the whole heap was looked through above
        assert set(found_in(some + planted, tried)) == {kept.digest()}, "one that was kept would be found"
