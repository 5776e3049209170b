"""Rounds: the list, settings, the public page, the page for staff, the next round."""

from flask import Blueprint

bp = Blueprint("rounds", __name__)
