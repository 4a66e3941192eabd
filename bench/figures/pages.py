"""The sign-in page and the signed-in home, answers a second, of what bare Flask gives for pages of that size."""

from functools import partial

import load
from field import Server, serving, serving_all
from plan import Plan
from report import Row, ratios

TARGET = ">= 0.42"


def measure(plan: Plan) -> list[Row]:
    sizes = sizes_of_ours()
    with serving_all(plan.contenders, **sizes) as servers:
        return [
            *row("GET sign-in page", load.sign_in_page, servers, plan),
            *row("GET signed-in home", load.home, servers, plan),
        ]


def row(figure: str, page: load.Page, servers: list[Server], plan: Plan) -> list[Row]:
    found = plan.in_turn(*[(server.contender.name, partial(load.wrk, server, page(server))) for server in servers])
    return ratios(figure, found, "limit", TARGET)


def sizes_of_ours() -> dict[str, str]:
    """How long our pages are, for bare Flask to be as long."""
    with serving("ours", 10) as server:
        visitor = server.visitor()
        visitor.get("/auth/login")
        sign_in = len(visitor.page.encode())
        visitor.post("/auth/login", **server.sign_in_fields(0))
        visitor.get("/")
        return {"SIGN_IN_SIZE": str(sign_in), "HOME_SIZE": str(len(visitor.page.encode()))}
