"""Sentences that are said in more than one place of this room."""

from __future__ import annotations

from pb.words import lazy_gettext as _l

COORDINATOR_OR_MEMBER = _l("A coordinator cannot be in the steering group as well. They must be different people.")
ONE_COORDINATOR = _l("There must be at least one coordinator.")
MEMBERS_AGREE = _l("A steering group member must agree to this first.")

OPEN_FOR_TOO_LONG = _l("This page has been open for too long.")
START_WITH_NEW_CODES = _l("Go back and start again with new codes.")
IS_CLOSED = _l("This account has been closed.")
OPEN_IT_AGAIN = _l("A coordinator can open it again on the page “People”.")
AGREE_ON_PEOPLE = _l("Another coordinator or steering group member must agree, on the page “People”.")
AGREE_ON_INTERESTS = _l("Another coordinator or steering group member must agree, on the page “Interests”.")
ALREADY_DECIDED = _l("This has already been decided.")
TWO_REPLACE_CODES = _l(
    "Two people must agree before someone can set up new security codes. They must be coordinators or steering group "
    "members, and the codes must not be their own."
)
TWO_RELEASE = _l(
    "Two people must agree before an interest ends. They must be coordinators or steering group members, and the "
    "interest must not be their own."
)
TWO_GIVE_PASSWORDS = _l(
    "Two people must agree before someone can choose a new password. They must be coordinators or steering group "
    "members, and the password must not be their own."
)

#: Said to whoever would agree to their own proposal.
YOU_PROPOSED_IT = _l("You proposed this, so someone else must agree to it.")
INVITATION_IS_OVER = _l("This invitation no longer works.")
ASK_FOR_NEW = _l("Ask the coordinator for a new one.")
LET_THEM_LEAVE = _l("Propose that they leave the steering group.")
ONE_OF_TWO_ROLES = _l("Choose one of the two roles.")
ALREADY_PROPOSED = _l("This has already been proposed.")
PROPOSER_HAS_AN_INTEREST = _l("The person who proposed this has declared an interest in the project since.")
TURN_IT_DOWN = _l("Turn it down. Then someone without an interest can propose it.")
OPEN_PEOPLE_AGAIN = _l("Open the page “People” again.")
SAY_WHY_IT_IS_OVER = _l("Say in a few words why the interest is over.")
SAY_WHAT_CONNECTION = _l("Enter a few words about your connection with this group.")
