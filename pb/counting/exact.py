"""Exact numbers: the one place that knows which implementation of fractions is in use.

``Ratio(a, b)`` is gmpy2's ``mpq`` where gmpy2 is installed and the standard library's ``Fraction`` where it is not.
Both are exact, both print and compare alike, and a test holds that an outcome has the same bytes with either.
Set ``PB_EXACT=fractions`` to count without gmpy2 even where it is installed.
"""

from __future__ import annotations

import os
from fractions import Fraction
from typing import TypeAlias

__all__ = ["BACKEND", "Exact", "Ratio", "decimal", "nearest_float"]

#: An exact number in annotations: a ``Ratio`` of either implementation.
Exact: TypeAlias = Fraction

BACKEND, Ratio = "fractions", Fraction
if os.environ.get("PB_EXACT", "gmpy2") == "gmpy2":
    try:
        import gmpy2

        BACKEND, Ratio = "gmpy2", gmpy2.mpq
    except ImportError:
        pass


def decimal(value: Exact | int, places: int = 4) -> str:
    """``value`` as a decimal number, rounded half up to ``places`` digits, trailing noughts removed."""
    value = Ratio(value)
    scaled = (2 * value.numerator * 10**places + value.denominator) // (2 * value.denominator)
    whole, part = divmod(abs(int(scaled)), 10**places)
    text = f"{'-' if scaled < 0 else ''}{whole}.{part:0{places}d}"
    return text.rstrip("0").rstrip(".")


def nearest_float(value: Exact) -> float:
    """The float64 nearest to ``value``, at most half a unit in the last place away, with either implementation."""
    return int(value.numerator) / int(value.denominator)
