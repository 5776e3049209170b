"""What people see: one folder for each screen area, named as its address, its templates and its tests are."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from flask import Blueprint


@cache
def blueprints() -> tuple[Blueprint, ...]:
    """The blueprint of each screen area, which bears its name, with every page of the area on it."""
    found = []
    for area in iter_modules(__path__):
        if area.ispkg:
            package = import_module(f"{__name__}.{area.name}")
            for module in iter_modules(package.__path__):
                import_module(f"{package.__name__}.{module.name}")  # its pages put themselves on the blueprint
            found.append(package.bp)
    return tuple(found)
