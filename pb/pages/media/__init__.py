"""Pictures and sounds."""

from flask import Blueprint

bp = Blueprint("media", __name__)
