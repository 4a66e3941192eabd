"""Tokens of ours are Flask-WTF's, whoever of the two makes one and whoever reads it."""

import secrets

import pytest
from flask import session
from flask_wtf.csrf import generate_csrf, validate_csrf
from itsdangerous import URLSafeTimedSerializer
from wtforms import ValidationError

from app import csrf

KNOWN = secrets.token_hex(20)


@pytest.fixture
def visit(app):
    """A request of somebody whose cookie has brought a token."""
    with app.test_request_context("/"):
        session[csrf.FIELD] = KNOWN
        yield


def test_flask_wtf_takes_it(visit):
    validate_csrf(csrf.csrf_token())


def test_flask_wtf_takes_none_but_this_visitor_s(visit):
    token = csrf.csrf_token()
    session[csrf.FIELD] = secrets.token_hex(20)

    with pytest.raises(ValidationError):
        validate_csrf(token)


def test_it_reads_flask_wtf_s(app):
    theirs = URLSafeTimedSerializer(app.config["WTF_CSRF_SECRET_KEY"], salt="wtf-csrf-token").dumps(KNOWN)

    with app.app_context():
        assert csrf.tokens().loads(theirs) == KNOWN


@pytest.mark.parametrize("makers", [(csrf.csrf_token, generate_csrf), (generate_csrf, csrf.csrf_token)])
def test_a_page_has_one(visit, makers):
    assert len({make() for make in makers}) == 1


def test_whoever_has_none_yet_gets_one(app):
    with app.test_request_context("/"):
        validate_csrf(csrf.csrf_token())


def test_after_a_change_of_the_key_the_old_one_is_read_and_the_new_one_signs(configure, app):
    with app.app_context():
        old = csrf.tokens().dumps(KNOWN)
        configure(WTF_CSRF_SECRET_KEY=[*app.config["WTF_CSRF_SECRET_KEY"], "new"])

        assert csrf.tokens().loads(old) == KNOWN
        assert URLSafeTimedSerializer("new", salt="wtf-csrf-token").loads(csrf.tokens().dumps(KNOWN)) == KNOWN
