"""What is done with projects: groups apply, the steering group assesses, staff write what the ballot will say."""

from pb.projects.actions.applications import (
    begin_application,
    bring_back_application,
    renew_code,
    save_answers,
    send_application,
    withdraw_application,
)
from pb.projects.actions.assessments import assess
from pb.projects.actions.ballot_texts import approve_ballot_text, write_ballot_text

__all__ = [
    "approve_ballot_text",
    "assess",
    "begin_application",
    "bring_back_application",
    "renew_code",
    "save_answers",
    "send_application",
    "withdraw_application",
    "write_ballot_text",
]
