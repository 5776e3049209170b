"""What everybody may want to know: secrecy, privacy, accessibility."""

from flask import Blueprint

bp = Blueprint("about", __name__)
