"""What the check of the papers found, on the pages of those who sign."""

from __future__ import annotations

from pb.results.models import Count
from pb.results.queries.check_facts import paper_check_facts
from pb.results.rules.paper_check_sentences import checks_of_papers_in_words
from pb.words import Sentence


def papers_checked_in_words(counted: Count) -> list[Sentence]:
    """What the check of a count found; that nobody looked where papers came in and are not checked; before its end only what
    came of checks of earlier counts.
    """
    return checks_of_papers_in_words(paper_check_facts(counted))
