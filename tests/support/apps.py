"""Applications for tests."""

import pytest
from flask import Flask

from app import create_app
from config import config


def make_app(config_name: str = "testing", /, **settings: object) -> Flask:
    """The application under a configuration, with some of its settings changed."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setattr(config[config_name], name, value, raising=False)
        return create_app(config_name)
