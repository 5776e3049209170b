"""Reading for the paper desk."""

from pb.paper.queries.board import Row, board, post, sessions
from pb.paper.queries.papers import (
    Look,
    account_of,
    batches,
    bundle_of_session,
    first_entry,
    handed_out,
    looks,
    paper_of,
    printed_for,
    ran,
    rights_out,
    serials_of,
    session_of_batch,
    strays,
    strays_agreed,
    typed_in_pass,
)

__all__ = [
    "Look",
    "Row",
    "account_of",
    "batches",
    "board",
    "bundle_of_session",
    "first_entry",
    "handed_out",
    "looks",
    "paper_of",
    "post",
    "printed_for",
    "ran",
    "rights_out",
    "serials_of",
    "session_of_batch",
    "sessions",
    "strays",
    "strays_agreed",
    "typed_in_pass",
]
