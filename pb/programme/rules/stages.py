"""The way of a round in large steps."""

from __future__ import annotations

from pb.programme.rules.round_status import RoundState

#: The way of a round in large steps, and the states that lie on each. A round that was given up is on no step any more.
STAGES: tuple[tuple[str, frozenset[RoundState]], ...] = (
    ("set_up", frozenset({RoundState.SETTINGS_TO_FINISH, RoundState.DRAFT, RoundState.SETTING_UP, RoundState.SET_UP})),
    ("applications", frozenset({RoundState.APPLYING})),
    ("choosing", frozenset({RoundState.ASSESSING, RoundState.DECISIONS_TO_AGREE, RoundState.NO_APPLICATIONS, RoundState.NOTHING_ELIGIBLE})),
    ("ballot", frozenset({RoundState.TEXTS_TO_WRITE, RoundState.TEXTS_TO_APPROVE, RoundState.NOT_READY_TO_FREEZE, RoundState.READY_TO_FREEZE,
                          RoundState.FREEZE_TO_AGREE, RoundState.CARDS_TO_MAKE, RoundState.FROZEN, RoundState.WAITING_FOR_VOTING})),
    ("voting", frozenset({RoundState.SESSION_DUE, RoundState.VOTING, RoundState.POST_OPEN, RoundState.SCREENS_FINISHING})),
    ("counting", frozenset({RoundState.SESSIONS_TO_ACCOUNT, RoundState.BUNDLES_TO_SETTLE, RoundState.NUMBERS_TO_RESOLVE,
                            RoundState.BOX_TO_OPEN, RoundState.LOT_TO_DRAW, RoundState.TO_COUNT,
                            RoundState.PAPERS_TO_CHECK, RoundState.PAPERS_TO_LOOK_AT,
                            RoundState.PAPERS_TO_COMPARE, RoundState.TO_SIGN, RoundState.TO_RECOUNT, RoundState.TO_PUBLISH,
                            RoundState.WAITS_FOR_ITS_TIME})),
    ("result", frozenset({RoundState.PUBLISHED, RoundState.FOLLOWED})),
)  # fmt: skip

#: States in which their step is done and the next has not begun: the ballot is frozen and nobody votes yet, or the result
#: is public.
DONE = frozenset(
    {
        RoundState.CARDS_TO_MAKE,
        RoundState.FROZEN,
        RoundState.WAITING_FOR_VOTING,
        RoundState.PUBLISHED,
        RoundState.FOLLOWED,
    }
)


def stages(state: RoundState) -> list[tuple[str, str]]:
    """The large steps of a round as ("voting", "current"): done, current or later. None of a round that was abandoned."""
    if state == RoundState.ABANDONED:
        return []
    at_step = next(at for at, (_name, states) in enumerate(STAGES) if state in states)
    here = "done" if state in DONE else "current"
    return [
        (name, "done" if at < at_step else here if at == at_step else "later") for at, (name, _) in enumerate(STAGES)
    ]
