"""The desk of one voting session."""

from flask import Blueprint

bp = Blueprint("session_desk", __name__)
