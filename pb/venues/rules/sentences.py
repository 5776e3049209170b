"""Sentences that are said in more than one place of this room, by a guard, an act and a page, or by a page that refuses."""

from __future__ import annotations

from pb.words import lazy_gettext as _l

IS_CANCELLED = _l("This session has been cancelled.")
ONLY_FACILITATORS = _l("Only facilitators can be on the team for a session.")
GIVE_THE_ROLE_FIRST = _l("Give this person the facilitator role first.")
SESSION_AT_THIS_TIME = _l("This venue already has a session at this time.")
NAME_THE_VENUE = _l("Enter the name of the venue.")
WHY_CANCELLED = _l("Enter why the session is being cancelled.")
WHY_OPENED_AGAIN = _l("Enter why the session takes place after all.")
WHY_LONGER = _l("Enter why the session stays open for longer.")
UNTIL_WHEN_LONGER = _l("Enter the time when the session will close today.")
SESSION_WAS_CANCELLED = _l("This voting session has been cancelled.")
SESSION_NOT_TODAY = _l("This voting session is not today.")
SESSION_IS_OVER = _l("The hours of this voting session are over.")
ASK_FOR_LONGER = _l(
    "If people are still waiting, phone the coordinator. They can keep the session open for longer today."
)
ACCOUNT_IS_MADE = _l(
    "The ballot paper account for this session has been submitted, so no more ballots can be opened here."
)
ACCOUNT_STAYS = _l("The ballot box has been opened, so the ballot paper account can no longer be changed.")
CHOOSE_THE_FILE_AGAIN = _l("Choose the file again, and look at what would change.")
NO_SESSIONS_YET = _l("There are no sessions in this round.")
PLAN_ONE_FIRST = _l("Plan a session first.")
VOTERS_WERE_THERE = _l("People have already voted at this session, so it can no longer be cancelled.")
OPEN_IT_AGAIN = _l("Open it again, or plan a new one.")
ENTER_A_TIME = _l("Enter a time, like 5.30pm or 17:30.")
EVERYONE_READS_THIS = _l("Everyone can read this.")
