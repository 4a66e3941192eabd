"""The application with a lease, time-outs and hashes that are short, so that the tests don't wait for them."""

from datetime import timedelta

from nacl import pwhash

from app import passwords
from app.email import engine, outbox, smtp

outbox.LEASE = timedelta(seconds=3)
engine.LOOK_EVERY = 0.5
smtp.TIMEOUT, smtp.DEADLINE = 1, 2
passwords.PASSES, passwords.MEMORY = 1, pwhash.argon2id.MEMLIMIT_MIN

from wsgi import app  # noqa: E402, F401 - what gunicorn serves
