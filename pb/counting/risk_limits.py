"""How many papers have to be looked at again, and what they prove: a risk-limiting audit that compares papers.

The method is "super-simple" (P. B. Stark, "Super-simple simultaneous single-ballot risk-limiting audits", 2010; M. Lindeman
and P. B. Stark, "A gentle introduction to risk-limiting audits", 2012). It rests on the comparisons that prove a result
(``pb.counting.assertions``): a paper that was typed wrong can help a comparison by one vote, or by two where a vote for one
project was typed as a vote for the other. Drawn at random, with replacement, papers without any such error make it
unlikely that all papers together have enough of them to change the result. A wrong result is confirmed with a chance of at
most the risk limit, whatever was typed wrong, and however many comparisons there are.

Margins are exact fractions: the smallest number of votes by which a comparison holds, for each paper (``margin``).
"""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from math import ceil, comb

__all__ = ["RISK", "highest_rate", "risk_left", "sample_size"]

#: The chance with which a wrong result may be confirmed, at most.
RISK = Fraction(5, 100)
#: Stark's error inflation factor: above 1, so that a two-vote error does not end the audit at once.
_GAMMA = Fraction(103905, 100000)
#: A paper can be wrong by two votes at most; a larger margin needs no fewer papers.
_LARGEST = Fraction(2)
_PRECISE = Context(prec=60)
_MILLE = 1000


def sample_size(margin: Fraction, risk: Fraction = RISK, one_vote: int = 0, two_votes: int = 0) -> int:
    """How many papers have to be drawn if so many of them were typed wrong, by one vote and by two: Stark's
    2γ × (ln(1 ÷ risk) − o₁ ln(1 − 1 ÷ 2γ) − o₂ ln(1 − 1 ÷ γ)) ÷ margin, rounded up. It is a little more than
    ``risk_left`` needs.

    Logarithms have 60 digits; none of them is a fraction, so that none lies on the edge. Refuses (``ValueError``) a margin
    of nothing: no sample can show which of two is ahead that are level.
    """
    if margin <= 0:
        raise ValueError("a result that rests on a tie is confirmed by no sample")
    needed = -_log(risk) - one_vote * _log(_without(1)) - two_votes * _log(_without(2))
    by = 2 * _GAMMA / min(margin, _LARGEST)
    return ceil(_PRECISE.divide(_PRECISE.multiply(needed, Decimal(by.numerator)), Decimal(by.denominator)))


def risk_left(margin: Fraction, drawn: int, one_vote: int = 0, two_votes: int = 0) -> Fraction:
    """The Kaplan–Markov bound: with at most this chance, papers drawn from a wrong result have so few errors. Exact, and
    1 at most. Papers on which a vote was typed too few count as right: that makes it no smaller.
    """
    right = (1 - min(margin, _LARGEST) / (2 * _GAMMA)) ** drawn
    return min(Fraction(1), right / (_without(1) ** one_vote * _without(2) ** two_votes))


def highest_rate(drawn: int, wrong: int, risk: Fraction = RISK) -> int:
    """How many in 1,000 papers were typed wrong, at most, if so many of those drawn were: the exact (Clopper–Pearson)
    bound, rounded up. With more wrong papers than this so few would be drawn with a chance of at most ``risk``.
    """
    low, high = 0, _MILLE
    while low < high:
        middle = (low + high) // 2
        if _so_few(drawn, wrong, middle) * risk.denominator <= _MILLE**drawn * risk.numerator:
            high = middle
        else:
            low = middle + 1
    return low


def _so_few(drawn: int, wrong: int, rate: int) -> int:
    """The chance of at most ``wrong`` papers among those drawn, times 1,000 to the power of ``drawn``."""
    return sum(comb(drawn, n) * rate**n * (_MILLE - rate) ** (drawn - n) for n in range(wrong + 1))


def _without(votes: int) -> Fraction:
    """What an error of so many votes costs: the bound is divided by it."""
    return 1 - Fraction(votes) / (2 * _GAMMA)


def _log(value: Fraction) -> Decimal:
    return _PRECISE.ln(_PRECISE.divide(Decimal(value.numerator), Decimal(value.denominator)))
