"""Sentences that are said in more than one place of this room, by a guard, an act and a page, or by a page that refuses."""

from __future__ import annotations

from pb.words import lazy_gettext as _l

ONLY_AFTER_A_RESULT = _l(
    "You can only start the next round from a published result, or from a round that was abandoned."
)
PUBLISH_THE_RESULT_FIRST = _l("Publish the result of this round first.")
RESULT_IS_BEING_CORRECTED = _l("The result of this round is being corrected. What is left over may change.")
PUBLISH_THE_NEW_VERSION_FIRST = _l("Publish the new version of the result first.")
LATER_THAN_NOW = _l("Applications would have opened already. Enter more weeks.")
#: Of the sheets with the words of a ballot key.
NOT_FROZEN_WITHOUT_SHEETS = _l("The ballot is not frozen yet.")
PRINT_THE_SHEETS = _l("Print the sheets first. If they are lost, make new ones.")
SHEETS_OF_EARLIER_PROPOSAL = _l("These sheets belong to an earlier proposal.")
SHEETS_OF_ANOTHER_ROUND = _l("These sheets belong to another round.")
SHEETS_ARE_TOO_OLD = _l("These sheets are too old or were not made here.")
MAKE_NEW_SHEETS = _l("Make new sheets and shred the old ones.")
NOT_ON_WORD_SHEETS = _l("The key of this round is not on word sheets.")
WHAT_VOTERS_WILL_READ = _l("This is what voters will read")
WHEN_PEOPLE_VOTE = _l("When people can vote")
