"""Sentences that are said in more than one place of this room, by a guard, an act and a page, or by a page that refuses."""

from __future__ import annotations

from pb.words import lazy_gettext as _l

ALREADY_PUBLISHED = _l("This result has already been published.")
PUBLISHED_STAYS = _l("This result has been published, so it cannot be changed.")
IS_SET = _l(
    "This result is signed and has the time at which it becomes public. Until then nothing of it can be changed."
)
STOP_IT = _l("Two people can stop it on the page “Correct the published result”.")
IS_PUBLIC_ALREADY = _l("This result has no time any more that could be moved: it is public, or was stopped.")
NEW_TIME_IS_AGREED = _l("This time is in force, so it cannot be changed. Two people can agree on another one.")
NEW_TIME_WAITS = _l("Someone has already proposed another time.")
ONLY_MEMBERS_TURN_DOWN = _l("Only a steering group member can turn down what someone else proposed.")
WHO_PROPOSED_WITHDRAWS = _l("The person who proposed it can withdraw it.")
CORRECTION_IS_AGREED = _l("Two people have already agreed to correct this result.")
CORRECTS_THE_NEWEST = _l("Only the newest version of a published result can be corrected.")
RESULT_IS_CORRECTED = _l("Two people have agreed that the published result is wrong. Count the votes again.")
BALLOTS_DIFFER = _l("These are not the ballots that were in the ballot box when it was opened.")
VOTES_DIFFER = _l("The numbers of votes and the receipts are not those that were there when the ballot box was opened.")
CALL_FOR_HELP = _l(
    "Stop now, and tell the person who looks after the server. They run “flask record verify”, and restore a "
    "backup. Nothing has been changed."
)
COUNT_IS_NOT_VALID = _l("Something has changed since this count, so it is no longer valid.")
COUNT_THE_VOTES_AGAIN = _l("The coordinator must count the votes again, on the page “After the close”.")
LOT_ONLY_ONCE = _l("The lot can only be drawn once.")
ONLY_MEMBERS_SIGN = _l("Only steering group members can sign a result.")
SIGNATURE_STAYS = _l("A signature cannot be changed.")
SIGNED_IS_NOT_ABANDONED = _l("The result has been signed, so this round can no longer be abandoned.")
STILL_A_MEMBER = _l(
    "This person is in the steering group of a round that is still going on, so they cannot be a coordinator."
)
NO_MORE_DECISIONS = _l(
    "The result has been published, or waits for the time at which it will be, so no more decisions can be made about this vote."
)
TAKE_THE_BALLOTS = _l("They can do this on the page “Count all the ballots again”.")
TOO_FEW_RECOUNTS = _l("Two steering group members must count all the ballots again before the result is published.")
WITHDRAWAL_WAITS = _l("A proposal to withdraw a project, or to put one back, is waiting for a second person.")
AGREE_OR_WITHDRAW = _l(
    "On the page “Decisions”, another steering group member agrees to it or turns it down. After that the result can be "
    "published."
)
TOO_FEW_SIGNATURES = _l("Not enough steering group members have signed this result yet.")
BACK_TO_THE_LIST = _l("Go back to the list to see what to do next.")
STEP_IS_DONE = _l("This step has already been done.")
NOT_THIS_STEP_YET = _l("You cannot do this step yet.")
NOT_COUNTED_YET = _l("The votes have not been counted yet.")
DICE_ONLY_ONCE = _l("The dice can only be rolled once for each count.")
CHECK_IS_OVER = _l("The check of the papers is over.")
TYPISTS_DO_NOT_LOOK = _l(
    "You typed this paper, ruled on it, or were on the team of its session, so someone else must look at it."
)
PAPERS_NOT_CHECKED = _l("The papers must be checked again before the result is signed.")
CHECK_THE_PAPERS = _l("This is done on the page “Check the papers again”.")
NO_CHECK_HERE = _l("There are no papers to check in this round.")
ROLL_THE_DICE_FIRST = _l("The dice must be rolled before anyone looks at papers.")
NOT_DRAWN = _l("This paper was not drawn. Check the number.")
SEEN_ALIKE_ALREADY = _l("Two people have already looked at this paper.")
SEEN_ALREADY = _l("You have already looked at this paper. Someone else must look at it now.")
NO_DICE = _l("Two people look at all the papers, so no dice are needed.")
BY_VOTING_METHOD = _l("Votes by voting method")
