"""The command line: ``python -m pb.counting FILE.pb``. It needs neither the web nor a database."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NoReturn

from pb.counting import pabulib
from pb.counting.counts import TieNeedsLot, count
from pb.counting.outcomes import Outcome
from pb.counting.rulebooks import RULES, SATISFACTIONS, SUPPORTS, Rulebook, RulebookRefused
from pb.counting.sentences import OutcomeWording, explain
from pb.counting.ties import BadLot, LotDigits
from pb.counting.what_if import alternatives, share_step, what_if

__all__ = ["main"]


class _OneLine(argparse.ArgumentParser):
    """Errors in one line, with exit status 2."""

    def error(self, message: str) -> NoReturn:
        raise _Wrong(message)


class _Wrong(Exception):
    """What was asked for cannot be done; the message is one line."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Count a file and print the outcome. Returns the exit status: 0, or 2 with one line of error."""
    try:
        asked = _parser().parse_args(arguments)
        file = pabulib.read(asked.file)
        rulebook, source = _rulebook(asked, file)
        lot, order = _ties(asked, file)
        if asked.what_if:
            print(_what_if_table(file, rulebook, lot))
            return 0
        declined = file.declined if asked.declined is None else [id for id in asked.declined.split(",") if id]
        outcome = count(file.election, rulebook, lot, order=order, declined=declined if rulebook.part_funding else ())
    except (_Wrong, pabulib.BadFile, RulebookRefused, TieNeedsLot, BadLot) as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"{error.filename}: {error.strerror}")
    _print(outcome, file, asked, source)
    return 0


def _fail(message: str) -> int:
    print("error: " + _plain(message), file=sys.stderr)
    return 2


def _plain(text: str) -> str:
    """One line without the characters that command a terminal, as names in a file can hold anything."""
    return "".join(letter if letter.isprintable() else " " for letter in " ".join(text.split()))


def _parser() -> argparse.ArgumentParser:
    parser = _OneLine(prog="python -m pb.counting", description="Count a vote in the Pabulib format and say why.")
    parser.add_argument("file", metavar="FILE.pb")
    parser.add_argument("--rule", choices=RULES, help="this rule instead of the one the file names")
    parser.add_argument("--satisfaction", choices=SATISFACTIONS, help="equal shares: by cost, by number or by points")
    parser.add_argument("--support", choices=SUPPORTS, help="count ballots (votes) or add up their points")
    parser.add_argument("--ties", metavar="RULE", help="cost-then-lot, lot, or ids:A,B,C with every project once")
    parser.add_argument("--lot", metavar="DIGITS", help="the digits drawn, at least 20")
    parser.add_argument("--round", metavar="ID", help="the round's name in the lot")
    parser.add_argument("--min-support", type=int, metavar="N", help="fewest votes or points of a funded project")
    parser.add_argument("--min-percent", metavar="P", help="smallest percentage of the ballots, such as 5 or 2.5")
    parser.add_argument(
        "--add-one-step", metavar="AMOUNT", help="how much a share grows each time, in the file's currency (default 1)"
    )
    parser.add_argument(
        "--exclude", action="append", default=[], metavar="A,B", help="projects that exclude each other"
    )
    parser.add_argument("--part-funding", action="store_true", help="offer what is left to the next project")
    parser.add_argument("--declined", metavar="A,B", help="projects whose groups turned part funding down")
    parser.add_argument("--fund-without-votes", action="store_true", help="fund projects without votes too")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the outcome as JSON, always the same bytes")
    form.add_argument("--explain", action="store_true", help="also show ties and the comparisons that prove the result")
    form.add_argument("--what-if", action="store_true", help="the same ballots under every rule, side by side")
    return parser


def _rulebook(asked: argparse.Namespace, file: pabulib.ElectionFile) -> tuple[Rulebook, str]:
    """The rulebook: the file's, or with --rule a plain one; the other options change either."""
    if asked.rule:
        rulebook, source = Rulebook(asked.rule, tie_rule=file.rulebook.tie_rule), "as asked"
    else:
        rulebook, source = file.rulebook, f"as META says: {_plain(file.meta.get('rule', 'nothing'))}"
    changes = {
        "satisfaction": asked.satisfaction,
        "support": asked.support,
        "min_support": asked.min_support,
        "min_support_percent": _fraction(asked.min_percent, "--min-percent"),
        "add_one_step": _pence(asked.add_one_step, file.election.unit),
        "exclusions": tuple(frozenset(group.split(",")) for group in asked.exclude),
        "part_funding": asked.part_funding,
        "fund_without_votes": asked.fund_without_votes,
        "tie_rule": None if (asked.ties or "").startswith("ids:") else asked.ties,
    }
    return replace(rulebook, **{name: value for name, value in changes.items() if value}), source


def _fraction(text: str | None, option: str) -> Fraction | None:
    try:
        return None if text is None else Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise _Wrong(f"{option} needs a number such as 2.5, not {text!r}.") from None


def _pence(text: str | None, unit: int) -> int | None:
    amount = _fraction(text, "--add-one-step")
    if amount is None:
        return None
    if (amount * unit).denominator != 1 or amount <= 0:
        raise _Wrong(f"--add-one-step needs an amount of money, not {text!r}.")
    return int(amount * unit)


def _ties(asked: argparse.Namespace, file: pabulib.ElectionFile) -> tuple[LotDigits | None, Sequence[str]]:
    if asked.ties and asked.ties.startswith("ids:"):
        return None, asked.ties.removeprefix("ids:").split(",")
    if asked.lot is None:
        return file.lot, ()
    from_file = file.lot.round_id if file.lot else ""
    return LotDigits(asked.round if asked.round is not None else from_file, asked.lot), ()


def _print(outcome: Outcome, file: pabulib.ElectionFile, asked: argparse.Namespace, source: str) -> None:
    if asked.json:
        sys.stdout.buffer.write(outcome.to_json() + b"\n")
        return
    names = {project.id: project.name for project in file.election.projects}
    wording = OutcomeWording(outcome, name=lambda id: _plain(f"{id} {names[id]}"))
    ballots = "1 ballot" if outcome.ballots == 1 else f"{outcome.ballots:,} ballots"
    counted = f"{ballots}, counted by {wording.support_kind}"
    print(f"Rule: {outcome.rule} ({RULES[outcome.rule].name}), {source}. {counted}.")
    for note in file.notes:
        print(f"Note: {note}")
    print(f"Funded: {_plain(', '.join(outcome.funded)) or 'nothing'}")
    print(explain(outcome, wording))
    if asked.explain:
        for pot in outcome.pots:
            if pot.pot is not None:
                print(f"{_plain(pot.pot)}:")
            print(wording.no_comparisons(pot) or "What the result depends on:")
            for proof in pot.comparisons.proofs:
                print(f"- {wording.comparison(proof)}")


def _what_if_table(file: pabulib.ElectionFile, rulebook: Rulebook, lot: LotDigits | None) -> str:
    lines = [f"{'rule':26}{'funded':>7}{'spent':>16}{'voters with a funded choice':>30}  projects"]
    election = file.election
    step = share_step(sum(election.budgets.values()), election.ballots, election.unit)
    rulebooks = alternatives(election.ballot_type, election.pots, rulebook, step)
    for found in what_if(election, rulebooks, lot):
        if found.outcome is None:
            lines.append(f"{found.rulebook.rule:26}a lot is needed for {', '.join(found.tied)}")
            continue
        spent = OutcomeWording(found.outcome).money(found.outcome.spent)
        funded = found.outcome.funded
        lines.append(f"{found.rulebook.rule:26}{len(funded):>7}{spent:>16}{found.voters:>30,}  {', '.join(funded)}")
    return "\n".join(lines)
