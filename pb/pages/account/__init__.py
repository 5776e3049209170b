"""Your own account: signing in and out, your password."""

from flask import Blueprint

bp = Blueprint("account", __name__)
