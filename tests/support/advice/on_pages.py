"""Advice that names a page."""

from __future__ import annotations

from pb.roles import COORDINATOR, COUNTER, FACILITATOR, STEERING
from tests.support.advice.ways import Way, page

ON_PAGES: dict[str, Way] = {
    "Agree to that proposal on the page “Decisions”, or turn it down first.": page("decisions.index", STEERING),
    "Another coordinator can do it. If there is none, give someone else that role first, …": page(
        "people.index", COORDINATOR
    ),
    "Another coordinator or steering group member must agree, on the page “Interests”.": page(
        "interests.interests", COORDINATOR, STEERING
    ),
    "Another coordinator or steering group member must agree, on the page “People”.": page(
        "people.index", COORDINATOR, STEERING
    ),
    "Ask someone without an interest. If your interest is over, two others can say so on …": page(
        "interests.interests", COORDINATOR, STEERING, COUNTER, FACILITATOR
    ),
    "Choose one of the languages on the page “Languages for voters”.": page("languages.index", COORDINATOR),
    "Do not open this envelope. Write LATE on it, and put it aside on the page “Check in …": page(
        "paper_desk.reply_envelopes", COUNTER, COORDINATOR
    ),
    "Decide about it on the page “Abandon this round”.": page("rounds.abandon", COORDINATOR, STEERING),
    "Do it on the page “Interests” of this round.": page(
        "interests.interests", COORDINATOR, STEERING, COUNTER, FACILITATOR
    ),
    "If cards were handed in but not entered, enter their codes now. If not, two people …": page(
        "after_close.resolutions", COUNTER, COORDINATOR
    ),
    "If there are reply envelopes whose codes were not entered, check them in now. If not, …": page(
        "after_close.resolutions", COUNTER, COORDINATOR
    ),
    "If they still need a new password, propose it again on the page “People”.": page(
        "people.index", COORDINATOR, STEERING
    ),
    "Invite them on the page “People”. The link works once a steering group member has agreed.": page(
        "people.index", COORDINATOR
    ),
    "It must be written and checked first, on the page “Ballot texts”.": page(
        "ballot_texts.index", COORDINATOR, STEERING
    ),
    "Make them again on the page “Letters”.": page("letters.index", COORDINATOR),
    "On the page “Abandon this round” two people can end it, with a reason that everyone …": page(
        "rounds.abandon", COORDINATOR
    ),
    "On the page “Decisions”, another steering group member agrees to it or turns it down. …": page(
        "decisions.index", COORDINATOR, STEERING
    ),
    "Another steering group member agrees to it or turns it down, on the page “Depart from the …": page(
        "after_close.departures", COORDINATOR, STEERING
    ),
    "If it is wrong, two people can correct it on the page “Correct the published result”, once …": page(
        "after_close.correction", COORDINATOR, STEERING
    ),
    "This is done on the page “Objections”.": page("after_close.objections", COORDINATOR, STEERING),
    "The page “Offers of a part” has a button for that.": page("after_close.offers", COORDINATOR, STEERING),
    "Two people can stop it on the page “Correct the published result”.": page(
        "after_close.correction", COORDINATOR, STEERING
    ),
    "Read it on the page “Correct the published result”.": page("after_close.correction", COORDINATOR, STEERING),
    "Open the page “People” again.": page("people.index", COORDINATOR, STEERING),
    "Replace it on the page “Voting cards”. It ends when a second person releases the new card.": page(
        "cards.index", COORDINATOR
    ),
    "Replace lost cards one by one on the page “Voting cards”.": page("cards.index", COORDINATOR),
    "This is done on the page “Check the papers again”.": page(
        "after_close.paper_check", COORDINATOR, STEERING, COUNTER
    ),
    "The list “After the close” says what has to be done first.": page(
        "after_close.checklist", COORDINATOR, STEERING, COUNTER
    ),
    "They can do this on the page “Count all the ballots again”.": page("after_close.recount", STEERING),
    "They can do this on the page “What does not add up”.": page(
        "after_close.resolutions", COORDINATOR, STEERING, COUNTER
    ),
    "Two people must enter its digits, on the page “Draw the lot”.": page(
        "after_close.lot", COORDINATOR, STEERING, COUNTER
    ),
    "Undo that decision first, on the page “Decisions”.": page("decisions.index", STEERING),
    "Until someone begins to vote, two people can correct a mistake: “View or correct the …": page(
        "ballot_texts.index", COORDINATOR, STEERING
    ),
    "What two people can still decide is on the page “Decisions”.": page("decisions.index", COORDINATOR, STEERING),
}
