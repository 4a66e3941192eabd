"""Mails: `send_email` queues one in the caller's transaction; it leaves after the commit."""

from app.email.sender import send_email

__all__ = ["send_email"]
