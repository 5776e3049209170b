"""What the check of the papers found, on the pages of those who sign."""

from __future__ import annotations

from pb.results.models import Count
from pb.results.queries.paper_checks import paper_check_facts
from pb.results.rules.paper_check_sentences import check_in_words
from pb.words import Sentence


def papers_checked_in_words(counted: Count) -> list[Sentence]:
    """What the check of a count found; that nobody looked where papers came in and are not checked; nothing before its end."""
    known = paper_check_facts(counted)
    return check_in_words(known["paper_check"]) if "paper_check" in known else []
