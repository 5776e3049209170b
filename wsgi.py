"""The application for a WSGI server: ``gunicorn wsgi:app``, ``flask --app wsgi …``."""

from pb import create_app

app = create_app()
