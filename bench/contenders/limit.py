"""What the framework allows: bare Flask, a Jinja template, no session, no database; pages as long as ours."""

import os

from flask import Flask, render_template
from jinja2 import DictLoader

LAYOUT = """<!doctype html><html lang=en>
<head><title>{% block title %}{% endblock %}</title></head>
<body>{% block content %}{% endblock %}</body></html>"""
BEGINNING = """{% extends 'layout.html' %}
{% block title %}{{ title }}{% endblock %}
{% block content %}<h1>{{ title }}</h1>"""
LINE = "<p>" + 92 * "x" + "</p>\n"
FRAME = 120  # bytes of a page without its lines


def page(size: int) -> str:
    return BEGINNING + LINE * ((size - FRAME) // len(LINE)) + "{% endblock %}"


app = Flask(__name__)
app.jinja_loader = DictLoader(
    {
        "layout.html": LAYOUT,
        "sign_in.html": page(int(os.environ.get("SIGN_IN_SIZE", "4000"))),
        "home.html": page(int(os.environ.get("HOME_SIZE", "6000"))),
    }
)


@app.get("/auth/login")
def sign_in() -> str:
    return render_template("sign_in.html", title="Sign in")


@app.get("/")
def home() -> str:
    return render_template("home.html", title="Hello, stranger!")
