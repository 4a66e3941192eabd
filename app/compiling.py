"""Templates, compiled once for each language: what is the same for all its readers is written out then.

`_("...")` becomes the words, and `url_for` of a static file or of a page without variables its address. In
development addresses stay as they are, so that a changed style sheet is seen at once.
"""

from collections.abc import MutableMapping
from typing import Any

from babel import Locale
from flask import Flask, current_app, has_request_context, request, url_for
from flask.templating import Environment
from flask_babel import get_locale, gettext
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from app.headers import STATIC_ENDPOINTS

Readers = tuple[Locale, str | None]  # their language, and where the site is mounted; nowhere outside of requests


def init_app(app: Flask) -> None:
    app.jinja_environment = TemplatesByLanguage  # type: ignore[assignment] # Flask takes any class of its own's kind


class TemplatesByLanguage(Environment):
    """Flask's environment, and made of it another one for each kind of readers."""

    readers: Readers | None = None

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self._others: dict[Readers, TemplatesByLanguage] = {}
        self._compiled: dict[Any, Template] = {}

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002
        if self.readers:
            return self._compiled.get(name) or self._compile_first(name, parent, globals)
        language = get_locale()
        if language is None:
            return super().get_template(name, parent, globals)
        readers = (language, request.root_path if has_request_context() else None)
        return (self._others.get(readers) or self._made_for(readers)).get_template(name, parent, globals)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The environment's own where a template has none: Jinja's ChainMap is slow to copy, for each include."""
        return super().make_globals(d) if d else self.globals

    def _compile_first(self, name: Any, parent: str | None, values: Any) -> Template:
        """What is compiled stays: Jinja's own memory costs more for each piece of a page than the piece."""
        template = super().get_template(name, parent, values)
        return template if self.auto_reload else self._compiled.setdefault(name, template)

    def _made_for(self, readers: Readers) -> "TemplatesByLanguage":
        other: TemplatesByLanguage = self.overlay()
        other.readers, other._compiled = readers, {}
        return self._others.setdefault(readers, other)

    def _generate(self, source: nodes.Template, name: str | None, *how: Any, **else_: Any) -> str:
        if self.readers:
            escapes = self.autoescape(name) if callable(self.autoescape) else self.autoescape
            knows_addresses = self.readers[1] is not None and not self.auto_reload
            source = WritingOut(escapes=escapes, addresses=knows_addresses).visit(source)
        return super()._generate(source, name, *how, **else_)


class WritingOut(NodeTransformer):
    """Puts words and addresses in the place of the calls that give them."""

    def __init__(self, *, escapes: bool, addresses: bool) -> None:
        self._text = Markup if escapes else str
        self._addresses = addresses

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's way
        node = self.generic_visit(node)  # type: ignore[assignment]
        if isinstance(node.node, nodes.Name) and not (node.dyn_args or node.dyn_kwargs):
            if node.node.name == "_":
                return self._words(node)
            if node.node.name == "url_for" and self._addresses:
                return self._address(node)
        return node

    def _words(self, node: nodes.Call) -> nodes.Node:
        """The translation; what varies in it is still put in for each reader."""
        match node.args:
            case [nodes.Const(value=text)]:
                words = self._text(gettext(text))
            case _:
                return node
        if not node.kwargs:
            return constant(words, node)
        values = [nodes.Pair(constant(one.key, one), one.value, lineno=one.lineno) for one in node.kwargs]
        return nodes.Mod(constant(words, node), nodes.Dict(values, lineno=node.lineno), lineno=node.lineno)

    def _address(self, node: nodes.Call) -> nodes.Node:
        """The address of a page that is only one, or of a static file."""
        match node.args, node.kwargs:
            case [nodes.Const(value=endpoint)], []:
                return constant(url_for(endpoint), node) if is_one_page(endpoint) else node
            case [nodes.Const(value=endpoint)], [nodes.Keyword(key="filename", value=nodes.Const(value=file))]:
                return constant(url_for(endpoint, filename=file), node) if endpoint in STATIC_ENDPOINTS else node
        return node


def is_one_page(endpoint: str) -> bool:
    rules = [rule for rule in current_app.url_map.iter_rules() if rule.endpoint == endpoint]
    return bool(rules) and not any(rule.arguments for rule in rules)


def constant(value: object, place: nodes.Node) -> nodes.Const:
    return nodes.Const(value, lineno=place.lineno, environment=place.environment)
