"""Advice to do something that is one press away."""

from __future__ import annotations

from pb.roles import COORDINATOR, COUNTER, FACILITATOR, PUBLIC, STEERING
from tests.support.advice.ways import Way, press

BY_PRESSING: dict[str, Way] = {
    "The freeze page says what has changed. A coordinator can propose it again. Shred sheets that were printed.": press(
        "freeze.freeze", COORDINATOR, STEERING
    ),
    "Change the text. If the group agrees after all, it says so on its page.": press(
        "ballot_texts.ballot_text", COORDINATOR
    ),
    "Ask someone on the list. It is on the round’s page.": press("rounds.round_page", PUBLIC),
    "Ask them to print them, or order cards yourself.": press("cards.order", COORDINATOR),
    "Ask them to try again, or start a new one yourself.": press("cards.try_again", COORDINATOR),
    "Continue with its bundle on the paper desk.": press("paper_desk.desk", COUNTER, COORDINATOR),
    "Give someone else the coordinator role first.": press("people.person", COORDINATOR),
    "Give this person the facilitator role first.": press("people.person", COORDINATOR),
    "Go back to that browser. If you cannot, cancel these cards and order new ones.": press(
        "cards.cancel", COORDINATOR
    ),
    "Go back to the bundle to see what to do next.": press("paper_desk.bundle", COUNTER, COORDINATOR),
    "If papers were brought, write that down at the desk of the session. If not, the office …": press(
        "session_desk.move_papers", FACILITATOR, COORDINATOR
    ),
    "Go back to the list to see what is left.": press("after_close.resolutions", COORDINATOR, STEERING, COUNTER),
    "The published result says what each group gets.": press("results.result", PUBLIC),
    "Go back to the list to see what to do next.": press("after_close.checklist", COORDINATOR, STEERING),
    "If they no longer work on the programme, close their account.": press("people.close", COORDINATOR),
    "If they did come before, its team corrects the account. If they are typed there, two people say …": press(
        "session_desk.ballot_paper_account", FACILITATOR, COORDINATOR
    ),
    "If they were not printed, cancel these cards and order new ones.": press("cards.cancel", COORDINATOR),
    "Issue a paper first.": press("session_desk.issue_papers", FACILITATOR),
    "Open it again, or plan a new one.": press("sessions.open_again", COORDINATOR),
    "Open the paper from its bundle. If you typed it wrongly, a third person looks at it.": press(
        "paper_desk.bundle", COUNTER, COORDINATOR
    ),
    "Open the application again.": press("applications.application", STEERING),
    "Open the application and look at the proposal.": press("applications.application", STEERING),
    "Open the application and propose a decision again.": press("applications.application", STEERING),
    "Open the ballot paper account and check it together.": press(
        "session_desk.ballot_paper_account", FACILITATOR, COORDINATOR
    ),
    "Order new cards.": press("cards.issue", COORDINATOR),
    "Plan a new one.": press("sessions.plan", COORDINATOR),
    "Plan a session first.": press("sessions.plan", COORDINATOR),
    "Propose it again. A member and their substitute have one vote between them.": press(
        "decisions.propose_withdrawal", STEERING
    ),
    "Propose that they leave the steering group.": press("people.leave", COORDINATOR),
    "Choose the file again, and look at what would change.": press("sessions.check_file", COORDINATOR),
    "Publish the new version of the result first.": press("after_close.publish", COORDINATOR),
    "Publish the result of this round first.": press("after_close.publish", COORDINATOR),
    "Start again with your code. At a kiosk, ask the facilitator.": press("vote.code", PUBLIC),
    "The group can start a new application until applications close. Phone us if you need help.": press(
        "apply.apply", PUBLIC
    ),
    "The round’s page shows when voting starts.": press("rounds.round_page", PUBLIC),
    "Turn it down. Then someone without an interest can propose it.": press(
        "interests.refuse_release", COORDINATOR, STEERING
    ),
    "Upload it again.": press("sessions.from_file", COORDINATOR),
    "Withdraw this one first. Then replace card %(card)s again.": press("cards.withdraw", COORDINATOR),
    "Withdraw your proposal first.": press("applications.withdraw_proposal", STEERING),
    "Write the ballot text first.": press("ballot_texts.ballot_text", COORDINATOR, STEERING),
    "Write the translation first.": press("ballot_texts.translation", COORDINATOR, STEERING),
    "Ask the person who speaks the language to look at it again, and save it.": press(
        "ballot_texts.translation", COORDINATOR, STEERING
    ),
    "Go back to the ballot text, and choose a language there.": press("ballot_texts.check", COORDINATOR, STEERING),
    "You can agree to it, or propose another decision in its place.": press("applications.agree", STEERING),
    "You can release it. If it is lost as well, replace it after that.": press("cards.release", COORDINATOR),
}
