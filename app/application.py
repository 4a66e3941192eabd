"""The application: Flask, which need not find out the same anew with each request."""

from collections.abc import Callable
from functools import lru_cache
from inspect import iscoroutinefunction
from typing import Any

from flask import Flask

is_async = lru_cache(maxsize=512)(iscoroutinefunction)


class Application(Flask):
    """Flask's; whether a view or one of the hooks around it is `async`, it knows after the first time."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return self.async_to_sync(func) if is_async(func) else func
