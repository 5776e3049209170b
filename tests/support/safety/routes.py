"""The table of who may open what: ``routes.txt``, written by hand, one line for each address.

``python -m tests.support.safety.routes`` prints the table as the program has it, to compare by eye before a line is
added.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

TABLE = Path(__file__).parents[2] / "safety" / "routes.txt"


def expected() -> dict[str, frozenset[str]]:
    """Roles by "METHOD address"; a star at a role means that the role alone is not enough."""
    lines = [line.split("|") for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return {where.strip(): frozenset(roles.split()) for where, roles in lines}


def rules(app: Any) -> list[Rule]:
    """Every address but the static files'."""
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def found(app: Any) -> dict[str, frozenset[str]]:
    """What the program says."""
    return {
        f"{method} {rule.rule}": frozenset(str(role) for role in app.view_functions[rule.endpoint].open_to)
        for rule in rules(app)
        for method in methods(rule)
    }


def address(app: Any, rule: Rule) -> str:
    """An address that the rule matches."""
    values = {name: _value(converter) for name, converter in rule._converters.items()}
    return app.url_map.bind("localhost").build(rule.endpoint, values, method=methods(rule)[0])


def turned_away(answer: Any) -> bool:
    """Whether somebody was sent to the sign-in page, or told that they may not."""
    to_sign_in = answer.status_code == 302 and "/account/sign-in?next=" in answer.location
    return answer.status_code in (401, 403) or to_sign_in


def _value(converter: BaseConverter) -> int | str:
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "x"


if __name__ == "__main__":
    from pb import create_app

    for where, roles in sorted(found(create_app()).items(), key=lambda pair: pair[0].split()[::-1]):
        print(f"{where:70} | {' '.join(sorted(roles))}")
