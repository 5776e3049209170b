"""In which money a round's amounts are, and how an amount is written in it: the one place that knows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Currency:
    """``code`` as "GBP" or "PLN", "" where a file does not say. Amounts are whole numbers of its smallest part; ``unit``:
    how many of them make one whole (100 pence are a pound).
    """

    code: str = "GBP"
    unit: int = 100

    @property
    def sign(self) -> str:
        """What stands beside an amount, and in the head of a column of them: "£", "PLN" or ""."""
        return "£" if self.code == "GBP" else self.code

    def written(self, parts: int | str) -> str:
        """For people, with the parts only where there are some: "£12,345", "£12.50", "300 PLN". ``parts``: also the text
        of a decimal number, which is rounded.
        """
        whole = round(float(parts)) if isinstance(parts, str) else parts
        minus, digits = "-" if whole < 0 else "", self.short(abs(whole), ",")
        return f"{minus}£{digits}" if self.code == "GBP" else f"{minus}{digits} {self.code}".strip()

    def short(self, parts: int, thousands: str = "") -> str:
        """The number alone, with the parts only where there are some: "12345", "12.50"."""
        return self.digits(parts, thousands) if parts % self.unit else f"{parts // self.unit:{thousands}}"

    def digits(self, parts: int, thousands: str = "") -> str:
        """The number alone with all its places, as spreadsheets add it up: "12345.00". What is less than 0 has none."""
        whole, rest = divmod(parts, self.unit)
        places = len(str(self.unit)) - 1
        return f"{whole:{thousands}}" + (f".{rest:0{places}d}" if places else "")

    def head(self, words: str) -> str:
        """``words`` above a column of amounts: "Cost (£)", "Cost (PLN)"; they alone where nobody knows the currency."""
        return f"{words} ({self.sign})" if self.sign else words


POUNDS = Currency()
