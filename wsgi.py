"""The application for a WSGI server: `gunicorn wsgi:app` runs production unless told otherwise."""

import os
from pathlib import Path

from dotenv import load_dotenv

load_dotenv(Path(__file__).with_name(".env"))

from app import create_app  # noqa: E402 - the settings read the environment when they are imported

app = create_app(os.environ.get("FLASK_CONFIG") or "production")
