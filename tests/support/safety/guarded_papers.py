"""What guards of papers that went somewhere else must refuse (``guarded``), and such papers."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from pb import clock
from pb.database import db, transaction
from pb.mark_keeping import without_guards
from pb.paper import actions as desk
from pb.paper.models import Batch, Bundle, Movement, Resolution
from pb.paper.queries import paper_of, serials_of
from pb.paper.rules import PaperReading
from pb.paper.rules.resolutions import CHOICES
from pb.venues.models import VotingSession
from pb.voting.models import PutBack, SetAside
from pb.web.access import Actor, Role
from tests.support.makers.papers import counter
from tests.support.makers.voting import COMMAND
from tests.support.safety.to_decide import accounted_session, resolution

_NOW = "'2026-06-01 12:00:00'"
_ZEROS = f"'{'0' * 64}'"

#: The box of a session is opened whose account has been made, with what is read on its seal, why, and by whom.
_OPENS_A_BOX = (
    "INSERT INTO bundle (round_id, session_id, channel, papers_in_box, reason, counted_by, made_at, seal, seal_reason, "
    f"seal_read_by) SELECT round_id, id, 'paper', 0, '', (SELECT MIN(id) FROM account), {_NOW}"
)
_OF_A_SESSION = "FROM voting_session WHERE round_id = :without_bundle"

#: By the guard's name.
OF_PAPERS = {
    "found_after_the_cast": "INSERT INTO resolution (round_id, matter, session_id, number, outcome, reason, proposed_by, proposed_at) "
    "SELECT round_id, 'found', MIN(id), 1, 'leave_out', 'brought_later', :steering, "
    f"{_NOW} {_OF_A_SESSION} GROUP BY round_id",
    "found_is_agreed_before_box_opens": "INSERT INTO box_opening (round_id, opened_at, votes, ballots_hash, record_head) "
    f"VALUES (:with_found, {_NOW}, 0, {_ZEROS}, {_ZEROS})",
    "found_is_agreed_before_result_is_published": "INSERT INTO publication (round_id, version, published_at, record_head, facts) "
    f"VALUES (:signed_with_found, 1, {_NOW}, {_ZEROS}, '')",
    "movement_stays": "UPDATE movement SET papers = 2",
    "movement_is_kept": "DELETE FROM movement",
    "nothing_moves_after_the_opening": "INSERT INTO movement (round_id, batch_id, to_session_id, papers, handed_to, found_later, "
    f"filled_in, from_account, to_account, recorded_at) SELECT :opened, MIN(id), :open_session, 1, 'Nan', false, false, false, false, {_NOW} "
    "FROM batch",
    "seals_are_read_first": f"{_OPENS_A_BOX}, NULL, 'Nobody looked at it.', NULL {_OF_A_SESSION}",
    "other_seals_are_explained_insert": f"{_OPENS_A_BOX}, 'B1', NULL, (SELECT MIN(id) FROM account) {_OF_A_SESSION}",
    "other_seals_are_explained_update": "UPDATE bundle SET seal = 'B1' WHERE id = :open_bundle",
    "seals_are_read_by_two": "UPDATE bundle SET seal_agreed_by = NULL WHERE id = :open_bundle",
    "seal_of_an_open_box_stays": "UPDATE ballot_paper_account SET seal = 'B1' WHERE session_id = "
    "(SELECT session_id FROM bundle WHERE id = :open_bundle)",
    "accounted_before_the_opening_insert": "INSERT INTO ballot_paper_account "
    "(session_id, received, issued, unused, spoiled, taken_away, submitted_by, submitted_at, reason) "
    f"VALUES (:opened_session, 0, 0, 0, 0, 0, :steering, {_NOW}, '')",
    "accounted_before_the_opening_update": "UPDATE ballot_paper_account SET received = 9 WHERE session_id = :opened_session",
    "accounted_before_the_opening_delete": "DELETE FROM ballot_paper_account WHERE session_id = :opened_session",
    "heads_counted_before_the_opening_insert": "INSERT INTO head_count (session_id, heads, counted_by) VALUES (:opened_session, 1, 'Nan')",
    "heads_counted_before_the_opening_update": "UPDATE head_count SET heads = 9 WHERE session_id = :opened_session",
    "heads_counted_before_the_opening_delete": "DELETE FROM head_count WHERE session_id = :opened_session",
    "papers_from_elsewhere_are_explained_first": f"UPDATE bundle SET cast_at = {_NOW} WHERE id = :open_bundle",
}


def papers_found_late(make: Any) -> dict[str, int]:
    """A round before its opening, and a signed count, in which somebody says that papers were found and nobody agreed yet."""
    round_, signed = (make.voting_round(projects=2, entitlement="vouch") for _ in range(2))
    here, there = (accounted_session(make, each) for each in (round_, signed))
    signed = make.signed(make.counted(make.opened_box(signed)))
    by = Actor(make.staff(Role.STEERING).id, Role.STEERING)
    desk.record_found_papers(by, db.session.get_one(VotingSession, there), 1, CHOICES["found"][0])
    what = {"matter": "found", "outcome": "leave_out", "reason": "brought_later", "number": 1}
    with transaction() as session, without_guards(session, ["resolution"]):  # (its bundle was cast)
        who = {"proposed_by": by.account_id, "proposed_at": clock.now()}
        session.add(Resolution(round_id=round_.id, session_id=here, **what, **who))
        session.flush()
    return {"with_found": round_.id, "signed_with_found": signed.id}


def moved_papers(bundle_id: int, typist: Any, second: Any) -> None:
    """In a bundle that is open a paper was typed that was printed as a spare; another spare was brought to its session."""
    bundle = db.session.get_one(Bundle, bundle_id)
    batch = desk.print_batch(COMMAND, bundle.round_id, None, 2, spare=True)
    brought = {
        "round_id": bundle.round_id,
        "batch_id": batch.id,
        "to_session_id": bundle.session_id,
        "to_account": False,
    }
    with transaction() as session:  # as a version before 181 took it, when there was an account
        session.add(Movement(papers=1, handed_to="Nan", recorded_at=clock.now(), **brought))
    desk.count_bundle_again(counter(typist), bundle, 9)
    desk.confirm_count(counter(second), bundle, 9, "They stuck together.")
    for serial in serials_of(batch.id):
        sheet = paper_of(bundle.round_id, serial)
        assert sheet is not None
        desk.type_paper(counter(typist), bundle, 1, sheet, PaperReading((1,)), number_is_right=True)


def rows_of_the_desk(
    opened: int, round_id: int, one: int, two: int, *, moved: bool = True
) -> list[Movement | Resolution]:
    """Two people looked twice into the sum of the post; papers came to a session, and were taken from it again: of these two
    people said so afterwards. (None where papers were not ``moved``.)
    """
    voting_session = db.session.scalars(select(VotingSession.id).order_by(VotingSession.id)).first()
    batch = db.session.scalars(select(Batch.id).order_by(Batch.id)).first()
    its = {"round_id": round_id, "batch_id": batch, "recorded_by": one, "recorded_at": clock.now()}
    afterwards = {"found_later": True, "from_account": True, "agreed_by": two}
    resolutions = [resolution(opened, *who) for who in ((one, two), (two, one))]
    if not moved:
        return [*resolutions]
    return [
        *resolutions,
        Movement(to_session_id=voting_session, papers=3, handed_to="Nan", to_account=True, **its),
        Movement(from_session_id=voting_session, papers=2, handed_to="Joe", **afterwards, **its),
    ]


def add_to_an_opened_round(session: Any, opened: int, rows: list[Any]) -> None:
    """What was written before a publication, which this round has already."""
    session.flush()
    with without_guards(session, ["set_aside", "put_back", "resolution"]):
        for n, reason in enumerate(("missing", "wrong_mark"), start=1):
            session.add(SetAside(round_id=opened, reason=reason, number=n, proposed_by=n, agreed_by=n + 1))
            found = {"file": f"backup-{n}", "votes": n, "marks_hash": f"{n}" * 64}
            session.add(PutBack(round_id=opened, proposed_by=n, agreed_by=n + 1, **found))
        session.add_all(rows)
        session.flush()
