"""Answering a request with a CSV file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response

from pb.csv_sheets import csv_text
from pb.practice import practice_marked


def csv_answer(filename: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """The answer to a request for a CSV file, to be saved as ``filename`` (letters, digits and hyphens)."""
    answer = Response("\ufeff" + csv_text(*practice_marked(columns, rows)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer
