"""The application for a WSGI server: ``granian --interface wsgi wsgi:app``, ``flask --app wsgi …``."""

from pb.serving import app_or_exit

app = app_or_exit()
