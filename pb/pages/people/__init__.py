"""The people of the programme and their roles."""

from flask import Blueprint

bp = Blueprint("people", __name__)
