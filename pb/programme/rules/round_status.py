"""Where a round stands and what is due next: one function from facts to the next act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pb.rounds.rules import Phase
from pb.words import Sentence
from pb.words import lazy_gettext as _l

PROPOSE_THE_FREEZE_AGAIN = _l("Something has changed since the freeze was proposed. Look at it, and propose it again.")


class RoundState(StrEnum):
    """Where a round stands, from the first settings to the published result."""

    SETTINGS_TO_FINISH = "settings_to_finish"
    DRAFT = "draft"
    SETTING_UP = "setting_up"
    SET_UP = "set_up"
    APPLYING = "applying"
    ASSESSING = "assessing"
    DECISIONS_TO_AGREE = "decisions_to_agree"
    NO_APPLICATIONS = "no_applications"
    NOTHING_ELIGIBLE = "nothing_eligible"
    TEXTS_TO_WRITE = "texts_to_write"
    TEXTS_TO_APPROVE = "texts_to_approve"
    NOT_READY_TO_FREEZE = "not_ready_to_freeze"
    READY_TO_FREEZE = "ready_to_freeze"
    FREEZE_TO_AGREE = "freeze_to_agree"
    CARDS_TO_MAKE = "cards_to_make"
    FROZEN = "frozen"
    WAITING_FOR_VOTING = "waiting_for_voting"
    SESSION_DUE = "session_due"
    VOTING = "voting"
    POST_OPEN = "post_open"
    SCREENS_FINISHING = "screens_finishing"
    SESSIONS_TO_ACCOUNT = "sessions_to_account"
    BUNDLES_TO_SETTLE = "bundles_to_settle"
    NUMBERS_TO_RESOLVE = "numbers_to_resolve"
    BOX_TO_OPEN = "box_to_open"
    LOT_TO_DRAW = "lot_to_draw"
    TO_COUNT = "to_count"
    PAPERS_TO_CHECK = "papers_to_check"
    PAPERS_TO_LOOK_AT = "papers_to_look_at"
    PAPERS_TO_COMPARE = "papers_to_compare"
    TO_SIGN = "to_sign"
    TO_RECOUNT = "to_recount"
    TO_PUBLISH = "to_publish"
    WAITS_FOR_ITS_TIME = "waits_for_its_time"
    PUBLISHED = "published"
    FOLLOWED = "followed"
    ABANDONED = "abandoned"


@dataclass(frozen=True)
class RoundFacts:
    """What is known of a round at this moment, as plain values. Names are names of people.

    ``after_close``: the step that is next on the checklist after the close, "" when all are done. ``missing``: what it
    waits for, in sentences. ``text_writers``: who wrote in texts that nobody has approved. ``proposers``: of decisions to
    which nobody has agreed. ``with_groups``: applications that groups are changing. ``keeps_from_freezing``: what else to
    put right. ``freeze``: "waits" for a second person, "overtaken" by a change, or "". ``never_set``: sections of the
    settings that nobody has set. ``not_by``: who cannot do what is next (interest, digits typed). ``cards``: made or ordered.
    """

    now: datetime
    phase: Phase
    applications_open_at: datetime
    applications_close_at: datetime
    voting_opens_at: datetime
    voting_closes_at: datetime
    post_closes_at: datetime
    never_set: int = 0
    undecided: int = 0
    with_groups: int = 0
    decisions_to_agree: int = 0
    proposers: tuple[str, ...] = ()
    sent: int = 0
    eligible: int = 0
    texts_to_write: int = 0
    texts_to_approve: int = 0
    text_writers: tuple[str, ...] = ()
    keeps_from_freezing: tuple[Sentence, ...] = ()
    freeze: str = ""
    cards: int = 0
    sessions: int = 0
    next_team: tuple[str, ...] = ()
    next_session_at: datetime | None = None
    after_close: str = ""
    missing: tuple[Sentence, ...] = ()
    not_by: tuple[str, ...] = ()
    yet_to_sign: tuple[str, ...] = ()
    recounts_missing: int = 0
    yet_to_recount: tuple[str, ...] = ()
    #: When a signed result becomes public by itself.
    public_from: datetime | None = None
    followed: bool = False
    #: Of papers that are checked, once the dice are rolled: how many two people have still to look at.
    papers_left: int | None = None


@dataclass(frozen=True)
class Due:
    """The next act of a round: the state it is in, and what is known of who does it besides their role.

    ``people`` are named persons who can do it, empty where anybody in the role can; ``besides`` are those who cannot
    because they did the first half. ``at`` is when it must be done, ``late`` that this moment has passed. Where it is
    done, and so by which roles, the pages know.
    """

    state: RoundState
    at: datetime | None = None
    late: bool = False
    how_many: int = 0
    people: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()
    missing: tuple[Sentence, ...] = ()


def next_act(facts: RoundFacts) -> Due:
    """Where the round stands and what is due next."""
    due = {
        Phase.DRAFT: _draft,
        Phase.SET_UP: _setting_up,
        Phase.APPLYING: _applying,
        Phase.ASSESSING: _before_the_freeze,
        Phase.READY: _frozen,
        Phase.VOTING: _voting,
        Phase.POST: _post,
        Phase.CLOSED: _closed,
        Phase.ABANDONED: _abandoned,
    }
    return due[facts.phase](facts)


def _draft(facts: RoundFacts) -> Due:
    if facts.never_set:
        return Due(RoundState.SETTINGS_TO_FINISH, how_many=facts.never_set)
    return Due(RoundState.DRAFT, facts.applications_open_at, late=facts.now >= facts.applications_open_at)


def _setting_up(facts: RoundFacts) -> Due:
    if facts.never_set:
        return Due(RoundState.SETTINGS_TO_FINISH, how_many=facts.never_set)
    return Due(RoundState.SET_UP if facts.sessions else RoundState.SETTING_UP, facts.applications_open_at)


def _applying(facts: RoundFacts) -> Due:
    return Due(RoundState.APPLYING, facts.applications_close_at)


def _before_the_freeze(facts: RoundFacts) -> Due:
    by = facts.voting_opens_at
    late = facts.now >= by
    if facts.undecided:
        return Due(RoundState.ASSESSING, by, late, facts.undecided)
    if facts.decisions_to_agree:
        besides = facts.proposers if len(facts.proposers) == 1 else ()
        return Due(RoundState.DECISIONS_TO_AGREE, by, late, facts.decisions_to_agree, besides=besides)
    if not facts.sent:
        return Due(RoundState.NO_APPLICATIONS, by, late)
    if not facts.eligible and not facts.with_groups:
        return Due(RoundState.NOTHING_ELIGIBLE, by, late)
    if facts.texts_to_write:
        return Due(RoundState.TEXTS_TO_WRITE, by, late, facts.texts_to_write)
    if facts.texts_to_approve:
        return Due(RoundState.TEXTS_TO_APPROVE, by, late, facts.texts_to_approve, besides=facts.text_writers)
    if facts.keeps_from_freezing:
        return Due(RoundState.NOT_READY_TO_FREEZE, by, late, missing=facts.keeps_from_freezing)
    if facts.freeze == "waits":
        return Due(RoundState.FREEZE_TO_AGREE, by, late, besides=facts.not_by)
    overtaken = (PROPOSE_THE_FREEZE_AGAIN,) if facts.freeze == "overtaken" else ()
    return Due(RoundState.READY_TO_FREEZE, by, late, missing=overtaken)


def _frozen(facts: RoundFacts) -> Due:
    if not facts.cards:
        return Due(RoundState.CARDS_TO_MAKE, facts.voting_opens_at)
    return Due(RoundState.FROZEN if facts.sessions else RoundState.WAITING_FOR_VOTING, facts.voting_opens_at)


def _voting(facts: RoundFacts) -> Due:
    if facts.next_session_at:
        return Due(RoundState.SESSION_DUE, facts.next_session_at, people=facts.next_team)
    return Due(RoundState.VOTING, facts.voting_closes_at)


def _post(facts: RoundFacts) -> Due:
    return Due(RoundState.POST_OPEN, facts.post_closes_at)


#: What is due when a step after the close is next, by the step's key on the checklist.
AFTER_THE_CLOSE = {
    "post": RoundState.SCREENS_FINISHING,
    "sessions": RoundState.SESSIONS_TO_ACCOUNT,
    "bundles": RoundState.BUNDLES_TO_SETTLE,
    "adds_up": RoundState.NUMBERS_TO_RESOLVE,
    "box": RoundState.BOX_TO_OPEN,
    "lot": RoundState.LOT_TO_DRAW,
    "count": RoundState.TO_COUNT,
    "check": RoundState.PAPERS_TO_CHECK,
    "sign": RoundState.TO_SIGN,
    "publish": RoundState.TO_PUBLISH,
}


def _closed(facts: RoundFacts) -> Due:
    done = RoundState.FOLLOWED if facts.followed else RoundState.PUBLISHED
    state = AFTER_THE_CLOSE.get(facts.after_close, done)
    if state == RoundState.TO_PUBLISH and facts.public_from:
        return Due(RoundState.WAITS_FOR_ITS_TIME, at=facts.public_from)
    if state == RoundState.TO_PUBLISH and facts.recounts_missing:
        return Due(RoundState.TO_RECOUNT, people=facts.yet_to_recount, missing=facts.missing)
    if state == RoundState.PAPERS_TO_CHECK and facts.papers_left is not None:
        state = RoundState.PAPERS_TO_LOOK_AT if facts.papers_left else RoundState.PAPERS_TO_COMPARE
        return Due(state, how_many=facts.papers_left, besides=facts.not_by)
    return Due(state, people=facts.yet_to_sign, besides=facts.not_by, missing=facts.missing)


def _abandoned(facts: RoundFacts) -> Due:
    return Due(RoundState.ABANDONED)
