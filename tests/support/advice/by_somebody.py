"""Advice that names who can do it."""

from __future__ import annotations

from pb.roles import COORDINATOR, COUNTER, FACILITATOR, STEERING
from tests.support.advice.ways import Way, somebody

BY_SOMEBODY: dict[str, Way] = {
    "A steering group member must agree, or turn it down.": somebody("freeze.agree", STEERING),
    "Ask them to cancel the cards.": somebody("cards.cancel", COORDINATOR),
    "Someone else must release it, or you must withdraw it first.": somebody("cards.release", COORDINATOR, STEERING),
    "A coordinator can open it again on the page “People”.": somebody("people.reopen", COORDINATOR),
    "A coordinator must invite another member first, on the page “People”.": somebody(
        "invitations.invite", COORDINATOR
    ),
    "A member of the team can unlock it on the session’s page.": somebody(
        "session_desk.unlock_kiosk", FACILITATOR, COORDINATOR
    ),
    "A steering group member must now agree.": somebody("after_close.agree_put_back", STEERING),
    "Another member must first agree that they can leave the steering group.": somebody("people.agree", STEERING),
    "Another steering group member must do it too.": somebody("after_close.recount", STEERING),
    "Another steering group member must sign next.": somebody("after_close.sign", STEERING),
    "Ask a coordinator for a new one.": somebody("people.give_password_code", COORDINATOR),
    "Ask a facilitator of the session, or the coordinator, to submit it.": somebody(
        "session_desk.ballot_paper_account", FACILITATOR, COORDINATOR
    ),
    "Ask a third person to check this paper.": somebody("paper_desk.third_look", COUNTER, COORDINATOR),
    "Two people who did not type it must look at the paper and agree what it says.": somebody(
        "paper_desk.propose_ruling", COUNTER, COORDINATOR
    ),
    "Ask another member of the team, or the coordinator, to open this page.": somebody(
        "session_desk.ballot_paper_account", FACILITATOR, COORDINATOR
    ),
    "Ask a steering group member to agree.": somebody("people.agree_to_password_code", STEERING),
    "Ask another steering group member to agree.": somebody("decisions.agree", STEERING),
    "Ask another steering group member.": somebody("people.agree", STEERING),
    "Ask someone else in the steering group or the office to do this.": somebody("decisions.agree", STEERING),
    "Ask someone else to check it. A second person may notice something you missed.": somebody(
        "ballot_texts.check", COORDINATOR, STEERING
    ),
    "Ask the coordinator for a new one.": somebody("invitations.invite", COORDINATOR),
    "Ask the coordinator where this voter can still vote.": somebody("sessions.index", COORDINATOR),
    "Ask the coordinator which session you should be at.": somebody("sessions.index", COORDINATOR),
    "Ask the coordinator which session you should be at. The reason was: %(reason)s": somebody(
        "sessions.index", COORDINATOR
    ),
    "Ask them or the coordinator to change it.": somebody("applications.type_in", COORDINATOR),
    "Count them again. If a card is missing, the coordinator must replace it first: it may …": somebody(
        "cards.replace", COORDINATOR
    ),
    "End this kiosk. Then a facilitator must sign in on the device and set it up again …": somebody(
        "session_desk.pair_kiosk", FACILITATOR, COORDINATOR
    ),
    "Connect it to the internet and end the kiosk on it. If it is lost or broken, two people must say so.": somebody(
        "after_close.resolutions", COORDINATOR
    ),
    "Switch it on and connect it to the internet. If it is lost or broken, two people must say so.": somebody(
        "after_close.resolutions", COORDINATOR
    ),
    "If papers are missing, two people decide about them on the page “What does not add up”.": somebody(
        "after_close.resolutions", COORDINATOR, STEERING, COUNTER
    ),
    "If a number is wrong, two people decide about it on the page “What does not add up”. …": somebody(
        "after_close.resolutions", COORDINATOR, STEERING, COUNTER
    ),
    "If people are still waiting, phone the coordinator. They can keep the session open …": somebody(
        "sessions.longer", COORDINATOR
    ),
    "Open the bundle of the session on the paper desk, and count its papers with those that were found.": somebody(
        "paper_desk.bundle", COUNTER, COORDINATOR
    ),
    "One more steering group member must sign.": somebody("after_close.sign", STEERING),
    "Only the person who proposed it can, or a steering group member who is not named in it.": somebody(
        "people.refuse", COORDINATOR, STEERING
    ),
    "Phone us. A steering group member will record that it must not go on the ballot.": somebody(
        "applications.assess", STEERING
    ),
    "Please tell the coordinator. The list “After the close” says what was changed and …": somebody(
        "after_close.checklist", COORDINATOR, STEERING, COUNTER
    ),
    "Read the reason there, then ask the coordinator.": somebody("rounds.manage", COORDINATOR),
    "Someone who did not make them must first count and release them.": somebody(
        "cards.release", COORDINATOR, STEERING
    ),
    "The coordinator must count the votes again, on the page “After the close”.": somebody(
        "after_close.count", COORDINATOR
    ),
    "The coordinator must freeze the ballot first.": somebody("freeze.freeze", COORDINATOR),
    "The steering group must decide on its application first.": somebody("applications.assess", STEERING),
    "Two people must look at the numbers and confirm them. Or restore a backup first.": somebody(
        "after_close.box", COORDINATOR
    ),
    "Facilitators can tell voters what is wrong. Or two people can withdraw the project on …": somebody(
        "decisions.propose_withdrawal", STEERING
    ),
}
