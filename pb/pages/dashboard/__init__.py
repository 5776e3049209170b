"""The first page of staff."""

from flask import Blueprint

bp = Blueprint("dashboard", __name__)
