"""Sentences that are said in more than one place of this room, by a guard, an act and a page, or by a page that refuses."""

from __future__ import annotations

from pb.words import lazy_gettext as _l

RULES_ARE_FROZEN = _l("The ballot for this round has been frozen, so its rules can no longer be changed.")
WHAT_TWO_STILL_DECIDE = _l("What two people can still decide is on the page “Decisions”.")
DECISION_STANDS = _l("This decision has been made, so it cannot be changed.")
DECISION_IS_MADE = _l("This decision has been made, so it cannot be withdrawn.")
CHANGE_THE_SETTINGS = _l("The ballot is not frozen yet. Until it is, change the round on its settings page.")
POST_CLOSES_LAST = _l("The last day for postal votes must not be before voting closes.")
ASK_ANOTHER_MEMBER = _l("Ask another steering group member to agree.")
ONLY_THE_POST_MOVES = _l("Voting on screens has already closed. You can only change the last day for postal votes.")
NAME_THE_ROUND = _l("Enter a name for the round.")
NAME_IS_TAKEN = _l("There is already a round with this name. Enter a different name.")
GIVE_THE_REASON = _l("Enter the reason. Everyone will be able to read it.")

NOT_ON_THE_LIST = _l(
    "Only people on the round’s steering group list can do this. The list was fixed when the ballot was frozen."
)
ASK_SOMEBODY_ON_THE_LIST = _l("Ask someone on the list. It is on the round’s page.")
TWO_OTHERS_DECIDE = _l("Two other people on the list decide this.")
DOES_NOT_ACT = _l(
    "Someone else acts in your place in this round. Or you are the substitute, and nobody has asked you to act."
)
SEAT_IS_USED = _l("A member and the substitute who acts for them have one vote between them, and it has been used.")
FINISH_THE_SETTINGS = _l("A section of the settings is not finished. Finish it before you freeze the ballot.")
SET_EVERYTHING_FIRST = _l("Some settings of this round are not set yet. Set them before you publish it.")
PUBLISH_FIRST = _l("This round is a draft, so only staff can see it. Publish it first.")
ROUND_STAYS_PUBLIC = _l("This round has been published, so it cannot be made a draft again.")
ROUND_IS_ABANDONED = _l("This round was abandoned, so it has ended. The reason is on the round’s page.")
READ_THE_REASON = _l("Read the reason there, then ask the coordinator.")
ABANDONED_BY_A_MEMBER = _l("A steering group member must agree that the round is abandoned.")
DRAFTS_ARE_DELETED = _l("This round is a draft, so nobody has to be told. Delete it instead.")
FREEZE_TAKES_TWO = _l("Two people freeze the ballot: a coordinator proposes it, and a steering group member agrees.")
FREEZE_IS_DECIDED = _l("The ballot has already been frozen, so this proposal cannot be changed.")
FROZEN_BY_A_MEMBER = _l("A steering group member must agree that the ballot is frozen.")
#: Of a vote that was held elsewhere: nobody here published anything before it.
LEVEL_IN_A_FILE = _l("Projects that were level were put in order by the rules of this program.")
RULE_CHANGES_STAY = _l("What the rules of a round were before stays as it was written.")
POINTS_FROM_2 = _l("Enter a number of points from 2 to 100.")
ENTER_MOST_FOR_ONE_GROUP = _l("Enter the most one group can ask for.")
ENTER_SIZE_OF_POT = _l("Enter how much money is in the pot.")
TOO_FEW_POINTS = _l("Voters have too few points to give one to each of so many projects.")
WHEN_VOTING_CLOSES = _l("Enter when voting closes.")
POST_MUST_ARRIVE = _l("Postal votes must arrive by")
WHEN_POST_MUST_ARRIVE = _l("Enter by when postal votes must arrive.")
MUST_BE_TRUE = _l("What must be true of every application?")
HOW_MANY_IN_EACH_POT = _l("How many projects in each pot")
