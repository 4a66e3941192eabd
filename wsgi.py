"""The application for a WSGI server: `gunicorn wsgi:app` runs production unless told otherwise."""

import os

from app import create_app

app = create_app(os.environ.get("FLASK_CONFIG") or "production")
