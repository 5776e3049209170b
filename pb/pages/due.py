"""Which page does the next step, and who may do it: whoever the view of that page lets in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from babel.lists import format_list
from flask import url_for
from flask_babel import get_locale

from pb.pages.impartial import may_do
from pb.programme.rules.round_status import Due, RoundState
from pb.projects.queries import all_to_assess, may_be_second_for
from pb.refusals import is_allowed
from pb.results.queries.proposals import waiting_proposals
from pb.roles import COORDINATOR, COUNTER, FACILITATOR, PUBLIC, STEERING, Role
from pb.rounds.actions import require_second_of_decision
from pb.rounds.models import Decision, Round
from pb.web.access import actor, may_open, roles_of
from pb.words import lazy_gettext as _l


class DueTask(NamedTuple):
    """``act`` is the view that does what is due; a link leads to the first of ``pages`` that somebody may open."""

    act: str
    pages: tuple[str, ...]


_CHECKLIST = ("after_close.checklist",)

TASKS: dict[RoundState, DueTask] = {
    RoundState.SETTINGS_TO_FINISH: DueTask("rounds.section", ("rounds.settings",)),
    RoundState.DRAFT: DueTask("rounds.publish", ("rounds.manage",)),
    RoundState.SETTING_UP: DueTask("sessions.plan", ("sessions.index",)),
    RoundState.SET_UP: DueTask("rounds.section", ("rounds.settings",)),
    RoundState.APPLYING: DueTask("applications.type_in", ("applications.index", "applications.type_in")),
    RoundState.ASSESSING: DueTask("applications.assess", ("applications.index",)),
    RoundState.DECISIONS_TO_AGREE: DueTask("applications.agree", ("applications.index",)),
    RoundState.NO_APPLICATIONS: DueTask("applications.type_in", ("applications.type_in",)),
    RoundState.NOTHING_ELIGIBLE: DueTask("applications.assess", ("applications.index",)),
    RoundState.TEXTS_TO_WRITE: DueTask("ballot_texts.ballot_text", ("ballot_texts.index",)),
    RoundState.TEXTS_TO_APPROVE: DueTask("ballot_texts.check", ("ballot_texts.index",)),
    RoundState.NOT_READY_TO_FREEZE: DueTask("freeze.propose", ("freeze.freeze",)),
    RoundState.READY_TO_FREEZE: DueTask("freeze.propose", ("freeze.freeze",)),
    RoundState.FREEZE_TO_AGREE: DueTask("freeze.agree", ("freeze.freeze",)),
    RoundState.CARDS_TO_MAKE: DueTask("cards.issue", ("cards.index",)),
    RoundState.FROZEN: DueTask("sessions.change", ("sessions.index",)),
    RoundState.WAITING_FOR_VOTING: DueTask("rounds.manage", ("rounds.manage",)),
    RoundState.SESSION_DUE: DueTask("session_desk.desk", ("sessions.index",)),
    RoundState.VOTING: DueTask("cards.replace", ("cards.index",)),
    RoundState.POST_OPEN: DueTask("paper_desk.reply_envelopes", ("paper_desk.reply_envelopes",)),
    RoundState.SCREENS_FINISHING: DueTask("after_close.open_ballot_box", _CHECKLIST),
    RoundState.SESSIONS_TO_ACCOUNT: DueTask("session_desk.submit_ballot_paper_account", ("sessions.index",)),
    RoundState.BUNDLES_TO_SETTLE: DueTask("paper_desk.typing", ("paper_desk.desk",)),
    RoundState.NUMBERS_TO_RESOLVE: DueTask("after_close.propose_resolution", ("after_close.resolutions",)),
    RoundState.BOX_TO_OPEN: DueTask("after_close.open_ballot_box", ("after_close.box",)),
    RoundState.LOT_TO_DRAW: DueTask("after_close.type_lot", ("after_close.lot",)),
    RoundState.TO_COUNT: DueTask("after_close.count", _CHECKLIST),
    RoundState.PAPERS_TO_CHECK: DueTask("after_close.conclude_check", ("after_close.paper_check",)),
    RoundState.PAPERS_TO_LOOK_AT: DueTask("after_close.see_paper", ("after_close.paper_check",)),
    RoundState.PAPERS_TO_COMPARE: DueTask("after_close.conclude_check", ("after_close.paper_check",)),
    RoundState.TO_SIGN: DueTask("after_close.sign", ("after_close.provisional",)),
    RoundState.TO_RECOUNT: DueTask("after_close.confirm_recount", ("after_close.recount",)),
    RoundState.TO_PUBLISH: DueTask("after_close.publish", ("after_close.provisional",)),
    RoundState.WAITS_FOR_ITS_TIME: DueTask("after_close.public_time", ("after_close.public_time",)),
    RoundState.PUBLISHED: DueTask("rounds.next_round", ("rounds.next_round",)),
    RoundState.FOLLOWED: DueTask("results.result", ("results.result",)),
    RoundState.ABANDONED: DueTask("rounds.round_page", ("rounds.round_page",)),
}

#: Somebody in a role, and everybody in it.
ROLE_WORDS = {
    COORDINATOR: _l("the coordinator"),
    STEERING: _l("a steering group member"),
    FACILITATOR: _l("the facilitators"),
    COUNTER: _l("the counters"),
    PUBLIC: _l("everyone"),
}
ROLE_WORDS_PLURAL = ROLE_WORDS | {COORDINATOR: _l("the coordinators"), STEERING: _l("the steering group")}


class Proposals(NamedTuple):
    """Proposed decisions of a round to which somebody can agree now, and the ids of those to which whoever reads this may."""

    waiting: list[Decision]
    yours: set[int]


def proposals_of(round_: Round) -> Proposals:
    """What waits for a second person."""
    waiting = waiting_proposals(round_)
    return Proposals(waiting, {each.id for each in waiting if is_allowed(require_second_of_decision, actor(), each)})


class ToAgree(NamedTuple):
    """How many decisions on applications wait for a second member, and to how many whoever reads this may agree."""

    waiting: int
    yours: int


def assessments_to_agree(round_: Round) -> ToAgree:
    """How many decisions on applications of a round wait, and how many of them whoever asks may agree to: none for somebody
    who may not read applications, and after the freeze.
    """
    if round_.frozen or not may_open("applications.index"):
        return ToAgree(0, 0)
    waiting = all_to_assess(round_).for_second
    yours = may_open("applications.agree") and may_be_second_for(actor(), round_.id, waiting)
    return ToAgree(len(waiting), len(yours or ()))


def link_of(due: Due, round_: Round) -> str | None:
    """The address of the page for what is due; None for someone who may not do it."""
    act, pages = TASKS[due.state]
    if not may_do(act, round_.id):
        return None
    return next((url_for(page, round_id=round_.id) for page in pages if may_open(page)), None)


def who_may(state: RoundState, words: Mapping[Role, object] = ROLE_WORDS) -> str:
    """Who may do what is due in ``state``: "the coordinator or the counters"."""
    return who_opens(TASKS[state].act, words)


def who_opens(view: str, words: Mapping[Role, object] = ROLE_WORDS) -> str:
    """Who may open ``view``, in the same words."""
    may = roles_of(view)
    return format_list([str(said) for role, said in words.items() if role in may], style="or", locale=get_locale())
