"""A tablet at a venue."""

from flask import Blueprint

bp = Blueprint("kiosk", __name__)
