"""Applications for tests."""

from types import CodeType
from typing import Any, ClassVar

import pytest
from flask import Flask, current_app

from app import compiling, create_app
from config import config


class SharedTemplates(compiling.TemplatesByLanguage):
    """Takes over what another application has compiled for the same readers, if the pages have the same addresses."""

    known: ClassVar[dict[tuple[Any, ...], CodeType]] = {}

    def compile(self, *source: Any) -> CodeType:
        rules = current_app.url_map.iter_rules() if self.readers else ()
        key = (*source, self.readers, self.auto_reload, frozenset((rule.rule, rule.endpoint) for rule in rules))
        if key not in self.known:
            self.known[key] = super().compile(*source)
        return self.known[key]


def make_app(config_name: str = "testing", /, **settings: object) -> Flask:
    """The application under a configuration, with some of its settings changed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiling, "TemplatesByLanguage", SharedTemplates)
        for name, value in settings.items():
            patch.setattr(config[config_name], name, value, raising=False)
        return create_app(config_name)
