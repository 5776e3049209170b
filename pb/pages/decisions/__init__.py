"""Decisions of two steering group members after the freeze."""

from flask import Blueprint

bp = Blueprint("decisions", __name__)
