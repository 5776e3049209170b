"""The money of a round: its pots, what groups ask for, what is funded."""

from flask import Blueprint

bp = Blueprint("money", __name__)
