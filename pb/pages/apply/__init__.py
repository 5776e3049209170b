"""A group applies, without an account, over several days."""

from flask import Blueprint

bp = Blueprint("apply", __name__)
