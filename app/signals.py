"""What happens to accounts, for code that people add: one Blinker signal for each event.

A receiver is called with the user as sender, inside the transaction that the event belongs to, so a
mail it queues or a row it adds is kept or lost together with the event. See docs/signals.md.
"""

from blinker import NamedSignal, Namespace, Signal

signals = Namespace()


def signal_for(kind: str) -> NamedSignal:
    """The signal of an event: `signal_for(Event.CONFIRMED)` is `user_confirmed`."""
    return signals.signal(kind)


# Sent once for every event, with its kind as sender: a guess at nobody's account has no user who could be that.
event_recorded = Signal()

user_registered = signal_for("account:registered")
user_confirmed = signal_for("account:confirmed")
user_signed_in = signal_for("session:signed-in")
user_signed_out = signal_for("session:signed-out")
sign_in_refused = signal_for("session:sign-in-refused")
password_changed = signal_for("password:changed")
password_reset = signal_for("password:reset")
email_changed = signal_for("email:changed")
username_changed = signal_for("account:username-changed")
account_closed = signal_for("account:closed")
account_reopened = signal_for("account:reopened")
