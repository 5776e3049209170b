"""Which acts a view leads to, read from what its functions name."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

from pb.record.acts import Act


def acts_of(view: Callable[..., Any]) -> set[str]:
    """The names of the acts that this view, or a function of ours that it names, and so on, names."""
    found: set[str] = set()
    seen: set[FunctionType] = set()
    ahead = [inspect.unwrap(view)]
    while ahead:
        function = ahead.pop()
        if function in seen:
            continue
        seen.add(function)
        named = list(_named(function))
        found |= {each.name for each in named if isinstance(each, Act)}
        ahead += [
            inspect.unwrap(each) for each in named if isinstance(each, FunctionType) and _is_ours(each.__module__)
        ]
    return found


def _named(function: FunctionType) -> Iterator[Any]:
    """All that the code of a function names: in its module, and in modules of ours that it names."""
    names = [name for code in _codes(function.__code__) for name in code.co_names]
    for name in names:
        thing = function.__globals__.get(name)
        yield thing
        if isinstance(thing, ModuleType) and _is_ours(thing.__name__):
            yield from (getattr(thing, each, None) for each in names)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _is_ours(module: str) -> bool:
    return module.startswith("pb.")
