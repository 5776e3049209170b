"""The checklist after the close."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import gettext as _

from pb.damaged import naming_the_damaged
from pb.database import db
from pb.marked import Marked
from pb.pages.after_close import bp
from pb.pages.after_close.papers_checked import papers_checked_in_words
from pb.pages.due import ROLE_WORDS_PLURAL, TASKS, who_may, who_opens
from pb.pages.impartial import may_do
from pb.pages.lookups import round_with
from pb.paper.queries import Gap, found_late, gaps_in, whereabouts
from pb.paper.queries.whereabouts import Whereabouts
from pb.paper.rules.resolutions import DAMAGED
from pb.paper.rules.sums import every_vote_is_in, total
from pb.people.queries import names
from pb.programme.queries.recovery_sheets import recovery_sheet_of
from pb.programme.rules.round_status import AFTER_THE_CLOSE
from pb.record.queries import facts_of
from pb.refusals import Refusal
from pb.results.queries.checklist import checklist as steps_of
from pb.results.queries.checklist import key_copies
from pb.results.queries.counts import latest_count
from pb.results.queries.elections import lot_for_count
from pb.results.queries.gap_sentences import damaged_tables, sentence_of_gap
from pb.results.queries.offers import offers_now
from pb.results.queries.set_aside import set_aside, set_aside_said
from pb.results.rules.lots import in_fives
from pb.results.rules.sentences import BACK_TO_THE_LIST, NO_CHECK_HERE, NOT_THIS_STEP_YET, STEP_IS_DONE
from pb.rounds.models import Round
from pb.rounds.rules.sentences import ROUND_IS_ABANDONED
from pb.voting.actions.box_opening import BOX_OPENED
from pb.voting.actions.erasure import is_erasure_due
from pb.voting.queries import box_opening_of, card_account, key_destruction_of
from pb.voting.queries.backups import put_backs
from pb.web.access import COORDINATOR, COUNTER, STEERING, actor, open_to


@bp.get("/rounds/<int:round_id>/after-close")
@open_to(COORDINATOR, STEERING, COUNTER)
def checklist(round_id: int):
    """What happens after the close, in order: what is done, what is next and who can do it."""
    with naming_the_damaged(db.session()) as damaged:
        round_ = round_with(round_id)
        found = whereabouts(round_id)
        known_gaps = gaps_in(found)
        facts = _facts(round_, found, known_gaps)
        changed = _named(round_, known_gaps, damaged)
        sheet = {"sheet": recovery_sheet_of(round_), "who_prints": who_opens("freeze.recovery_sheet")}
        return render_template("after_close/checklist.html", **facts, **changed, **sheet)


def _named(round_: Round, known_gaps: list[Gap], damaged: list[Marked]) -> dict[str, Any]:
    """What was changed outside the program: sentences, and whether two people can decide about some of it."""
    found = [] if box_opening_of(round_.id) else [each for each in known_gaps if each.damaged]
    of_sessions = {id(row) for each in found for row in each.damaged}
    others = [row for row in damaged if id(row) not in of_sessions]
    said = [sentence_of_gap(each) for each in found] + ([damaged_tables(others)] if others else [])
    return {"damaged": said, "to_decide": any(each.kind in DAMAGED for each in found)}


def _facts(round_: Round, found: Whereabouts, known_gaps: list[Gap]) -> dict[str, Any]:
    round_id = round_.id
    lot, sums, steps = lot_for_count(round_id), found.sums(), steps_of(round_, known_gaps)
    late = found_late(round_id)
    adds_up = next(each for each in steps if each.key == "adds_up")
    return {
        "round": round_,
        "steps": steps,
        "offers": offers_now(round_id),
        "box_opening": box_opening_of(round_id),
        "digits": in_fives(lot.digits) if lot else "",
        "who": _who(round_),
        "yours": [
            key for key, state in AFTER_THE_CLOSE.items() if key != "post" and may_do(TASKS[state].act, round_id)
        ],
        "papers": facts_of(BOX_OPENED.name, round_id).get("papers", ""),
        "key_copies": key_copies(round_),
        "destruction": key_destruction_of(round_id),
        "me": actor().account_id,
        "erasure_due": is_erasure_due(round_id),
        "cards": card_account(round_id),
        "put_backs": put_backs(round_id),
        "names": names(),
        "papers_checked": papers_checked_in_words(counted) if (counted := latest_count(round_id)) else [],
        "aside": set_aside_said(set_aside(round_id)),
        "sum": total(sums),
        "every_vote_is_in": every_vote_is_in(sums, late) and not adds_up.missing,
        "found_late": late,
    }


def _who(round_: Round) -> dict[str, str]:
    """Who may do each step, and how many people have to where one is not enough. Nobody brings the last post."""
    several = {"adds_up": 2, "lot": 2, "sign": round_.signatures_needed}
    who = {
        key: _("%(n)s different people from %(groups)s", n=n, groups=who_may(state, ROLE_WORDS_PLURAL))
        if (n := several.get(key))
        else who_may(state)
        for key, state in AFTER_THE_CLOSE.items()
        if key != "post"
    }
    groups = who_opens("after_close.confirm_key_copies", ROLE_WORDS_PLURAL)
    who["key_copies"] = _("%(n)s different people from %(groups)s", n=2, groups=groups)
    return who


def require_not_abandoned(round_: Round) -> None:
    """Refuse each step after the close of a round that two people gave up: its turn will not come."""
    if round_.abandonment:
        raise Refusal(ROUND_IS_ABANDONED)


def require_step(round_: Round, key: str) -> None:
    """Refuse a step whose turn has not come, that is done, or that is none of this round's (a check of its papers)."""
    require_not_abandoned(round_)
    steps = steps_of(round_)
    due = next((each for each in steps if each.key == key), None)
    if due is None:
        raise Refusal(NO_CHECK_HERE, BACK_TO_THE_LIST)
    if due.state == "done":
        raise Refusal(STEP_IS_DONE, BACK_TO_THE_LIST)
    if due.state == "waiting":
        first = next(each for each in steps if each.state == "next")
        raise Refusal(NOT_THIS_STEP_YET, " ".join(map(str, first.missing)) or BACK_TO_THE_LIST)
