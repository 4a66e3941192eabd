"""How the application is, for balancers and watchers: no page, no session, nothing stored."""

from flask import Blueprint

health = Blueprint("health", __name__)

from app.health import metrics, probes  # noqa: E402, F401 - they add views
