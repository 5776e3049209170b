"""What is done with projects: groups apply, the steering group assesses, staff write what the ballot will say."""

from pb.projects.actions.appeals import appeal, withdraw_appeal
from pb.projects.actions.applications import (
    begin_application,
    bring_back_application,
    save_answers,
    send_application,
    withdraw_application,
)
from pb.projects.actions.assessments import (
    agree_to_assessment,
    assess,
    propose_assessment,
    propose_instead,
    withdraw_assessment,
)
from pb.projects.actions.ballot_texts import approve_ballot_text, write_ballot_text
from pb.projects.actions.impartial import require_no_interest_on_the_ballot
from pb.projects.actions.resume_codes import renew_code
from pb.projects.actions.text_answers import agree_to_text, ask_for_change
from pb.projects.actions.translations import approve_translation, translate_ballot_text

__all__ = [
    "agree_to_assessment",
    "agree_to_text",
    "appeal",
    "withdraw_appeal",
    "approve_ballot_text",
    "approve_translation",
    "ask_for_change",
    "assess",
    "begin_application",
    "propose_assessment",
    "propose_instead",
    "bring_back_application",
    "renew_code",
    "require_no_interest_on_the_ballot",
    "save_answers",
    "send_application",
    "withdraw_application",
    "translate_ballot_text",
    "withdraw_assessment",
    "write_ballot_text",
]
