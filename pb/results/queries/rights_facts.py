"""How rights to vote ended, in the numbers that a result publishes."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import func, select

from pb.database import db
from pb.paper.models import BallotPaperAccount
from pb.paper.queries import resolutions
from pb.paper.queries.session_ends import ruled_papers
from pb.venues.models import VotingSession
from pb.voting.queries import card_account, packs, rights_in_numbers, votes_not_taken
from pb.voting.queries.backups import put_backs
from pb.voting.queries.cards import cards_in_unreleased


def published_rights(round_id: int) -> dict[str, int]:
    """How many rights to vote were given, and how they ended, in numbers that do not tell the channels apart.

    (How many of each kind were given would tell them: papers issued less papers spoiled is papers cast.)
    """
    rights: Counter[tuple[str, str | None]] = Counter()
    for (_place, kind, status, _again), n in rights_in_numbers(round_id).items():
        rights[kind, status] += n
    papers = db.session.execute(
        select(
            func.coalesce(func.sum(BallotPaperAccount.spoiled), 0),
            func.coalesce(func.sum(BallotPaperAccount.taken_away), 0),
        )
        .join(VotingSession, VotingSession.id == BallotPaperAccount.session_id)
        .where(VotingSession.round_id == round_id)
    ).one()
    return {
        "codes": sum(n for (kind, _), n in rights.items() if kind == "code"),
        **_cards(round_id),
        "void": sum(n for (kind, status), n in rights.items() if status == "void" and kind == "code"),
        "refused": _votes_left_out(round_id),
        **_found_late(round_id),
        **_lost_tablets(round_id),
        **_other_codes(round_id),
        "not_taken": votes_not_taken(round_id),
        "cast": sum(n for (_, status), n in rights.items() if status == "cast"),
        "put_back": sum(each.votes for each in put_backs(round_id) if each.agreed_by is not None),
        "without_vote": sum(n for (kind, status), n in rights.items() if status == "unused" and kind != "code"),
        "spoiled": papers[0],
        "taken_away": papers[1],
        **({"did_not_count": sum(ruled["not_counted"].values())} if (ruled := ruled_papers(round_id)) else {}),
    }


def _votes_left_out(round_id: int) -> int:
    """How many votes two people decided not to count: from tablets that had been stopped, and papers that nobody had
    issued.
    """
    decided = (each for each in resolutions(round_id) if each.agreed_by is not None and each.outcome == "leave_out")
    decided = (each for each in decided if each.matter != "found")
    return sum(each.number for each in decided)


def _found_late(round_id: int) -> dict[str, int]:
    """How many papers were found when it was too late to count them; nothing where there is none."""
    found = [each for each in resolutions(round_id) if each.agreed_by is not None and each.matter == "found"]
    return {"found_late": sum(each.number for each in found)} if found else {}


def _lost_tablets(round_id: int) -> dict[str, int]:
    """How many tablets two people declared lost, and how many votes these had last said that they still had to send."""
    lost = [each for each in resolutions(round_id) if each.agreed_by is not None and each.matter == "to_send"]
    return {"lost_tablets": len(lost), "lost_votes": sum(each.number for each in lost)} if lost else {}


def _cards(round_id: int) -> dict[str, int]:
    """How many cards were made and never released, how many were made in place of a lost one, and where all of them are."""
    made, account = packs(round_id), card_account(round_id)
    return {
        "handed_out": account.handed_out,
        "came_back": account.came_back,
        "unaccounted": account.waiting + account.nowhere,
        "missing": account.difference,
        "unreleased": sum(cards_in_unreleased(round_id).values()),
        "replaced": sum(pack.replaces is not None for pack in made),
    }


def _other_codes(round_id: int) -> dict[str, int]:
    """How many votes two people decided about that came without the code of their envelope, or with another one, and how
    many of these count; nothing where there is none.
    """
    by_outcome: Counter[str] = Counter()
    for each in resolutions(round_id):
        if each.agreed_by is not None:
            by_outcome[each.outcome] += each.other_codes or 0
    if not (all_of_them := by_outcome.total()):
        return {}
    return {"other_codes": all_of_them, "other_codes_counted": by_outcome["count"]}
