"""Sentences that are said in more than one place of this room, by a guard, an act and a page, or by a page that refuses."""

from __future__ import annotations

from pb.rounds.rules.calendar import Phase
from pb.rounds.rules.sentences import PUBLISH_FIRST, ROUND_IS_ABANDONED
from pb.words import lazy_gettext as _l

PHONE_US = _l("Phone us if you need help.")
ONLY_ELIGIBLE_PROJECTS = _l("Only eligible projects have a ballot text.")
CHECK_THE_APPLICATION = _l("The steering group must decide on its application first.")
WRITE_AND_CHECK_IT = _l("It must be written and checked first, on the page “Ballot texts”.")
NO_ENGLISH_TEXT = _l("There is no English ballot text yet.")
WRITE_THE_TEXT = _l("Write the ballot text first.")
CHOOSE_A_LANGUAGE = _l("Go back to the ballot text, and choose a language there.")
WRITERS_DO_NOT_CHECK = _l("Someone who wrote part of this text cannot check it.")
TRANSLATION_IS_CHECKED_AGAIN = _l("Someone else must check this translation once its words are saved.")
TRANSLATION_IS_WHOLE = _l("A translation must have a title and a text, and say who wrote them.")
TEXTS_ARE_FROZEN = _l("The ballot has been frozen, so its texts can no longer be changed.")
CORRECT_THE_TEXT = _l(
    "Until someone begins to vote, two people can correct a mistake: “View or correct the text” on the page “Ballot texts”."
)
SELECT_A_POT = _l("Select the pot of money you are applying to.")
SELECT_THE_DECISION = _l("Select what the steering group decided.")
STAFF_KNOW_ITS_CODE = _l(
    "We typed in this application or gave out a new code for it, so it cannot be withdrawn on this website."
)
STAFF_COULD_TAKE_IT_BACK = _l(
    "We typed in this application or gave out a new code for it, so its appeal cannot be taken back on this website."
)
ONLY_ITS_GROUP_BRINGS_BACK = _l("Only the group can bring back its application, with a code that staff do not know.")
BEGIN_ANOTHER = _l("The group can start a new application until applications close. Phone us if you need help.")
A_MEMBER_DECIDES = _l("Phone us. A steering group member will record that it must not go on the ballot.")
SAY_WHY_A_NEW_CODE = _l("Say who asked for the new code and how you know them, in 300 characters or fewer.")
SOMEONE_ELSE_TYPED_IT = _l("Someone else typed in this application.")
TYPES_ITSELF = _l("This group is filling in its own application.")
COMES_BACK_WITH_ITS_CODE = _l("The group can come back to it with its code.")
ONLY_ITS_GROUP_READS_IT = _l("This group has not sent its application yet. Only the group can read it.")
WHEN_IT_IS_SENT = _l("You can read it when the group has sent it.")
ASK_WHO_TYPED_IT = _l("Ask them or the coordinator to change it.")
TWO_ASSESS = _l("In this round two steering group members decide on each application. One proposes, another agrees.")
MEMBERS_ASSESS = _l("Two members of the steering group must decide on an application.")
ASSESSMENTS_STAY = _l("This decision on an application has been saved, so it stays. You can propose another one.")
TWO_GO_ON_ASSESSING = _l(
    "Two people have begun to decide on applications in this round, so it must stay with two people."
)
FINISH_EACH_PAGE = _l("A page of this application is not finished. Finish it before you send the application.")
DECLARE_FIRST = _l("First say if you have an interest in this round, or that you have none.")
WHERE_TO_DECLARE = _l("Do it on the page “Interests” of this round.")
NONE_WAITS = _l("No decision on this application is waiting for a second person.")
OPEN_IT_AGAIN = _l("Open the application again.")
PROPOSE_AGAIN = _l("Open the application and propose a decision again.")
NOT_ON_THIS_BALLOT = _l("Only the text of a project on a frozen ballot can be corrected.")
CORRECTION_STANDS = _l("Two people have already agreed to this correction. You can propose another one.")
VOTING_HAS_BEGUN = _l("Someone has already voted or begun to vote, so the texts on this ballot stay as they are.")
TABLETS_MAY_HAVE_VOTERS = _l(
    "A voting session with a tablet has begun, so someone may have voted there already. The texts on this ballot stay as they are."
)
PAPERS_ARE_OUT = _l("Ballot papers have already been handed out or made for the post, so the texts stay as they are.")
OTHERS_ANSWER = _l("Two steering group members who did not make this decision must answer the appeal.")
ANSWER_THE_APPEAL = _l("The group has appealed. Two members who did not make the first decision must answer it.")
APPEAL_IS_ANSWERED = _l("The steering group has begun to answer this appeal, so it can no longer be taken back.")
NO_APPEAL_TO_WITHDRAW = _l("There is no appeal here that can be taken back.")
APPEALS_STAY = _l("An appeal stays as it was written.")
NO_APPEAL_NOW = _l("Nobody can appeal against this decision now.")
TEXT_IS_NOT_READY = _l("This ballot text is not ready to be read yet.")
YOUR_TEXT_IS_NOT_READY = _l("Your ballot text is not ready to be read yet.")
ON_ANOTHER_DAY = _l("Come back with your code on another day.")
TEXT_ANSWERS_STAY = _l("What a group said about its ballot text stays as it was written.")
TOO_LATE_TO_FIX = _l("It is now too late to change your answers. The steering group decides on what you sent before.")
SAY_WHY = _l("Say why the decision is wrong.")
SAY_WHAT = _l("Say what should be changed in the text.")
#: Of each page of an application that is half done.
FINISH_STEP = {
    "group": _l("Finish the page with the name of your group."),
    "pot": SELECT_A_POT,
    "what": _l("Finish the page that says what you want to do."),
    "whom": _l("Finish the page that says who your idea will help."),
    "cost": _l("Finish the page that says what it costs."),
    "least": _l("Finish the page with the smallest amount you could work with."),
    "contact": _l("Finish the page that says how we can reach you."),
    "helper": _l("Finish the page that says who helped you."),
}
#: Phases in which nobody can begin an application yet, or any more, with what is said then.
TAKES_NONE = {
    Phase.DRAFT: PUBLISH_FIRST,
    Phase.SET_UP: _l("Applications are not open yet."),
    Phase.ABANDONED: ROUND_IS_ABANDONED,
}
APPLICATION_IS_WITHDRAWN = _l("This application has been withdrawn.")
CHANGED_SINCE_PROPOSED = _l("Something has changed since this was proposed.")
CHANGE_THE_TEXT_AGAIN = _l("Go back, change the text and save it again.")

BEING_CHANGED = _l("Being changed by the group")
