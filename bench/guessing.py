"""Does guessing pay? Prints how many guesses at a password were looked at, and whether the owner got in.

    python bench/guessing.py [GUESSES]

First from one address, then from 100 addresses in as many networks, at one account each time. All the
while the account's owner signs in from a browser that has been signed in before, from the guesser's
own address.
"""

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from server import Client, serving

GUESSERS = 8
REFUSED, BLOCKED, SIGNED_IN = 422, 429, 303
PASSWORD = "correct horse battery"  # noqa: S105 - the example's
SEED = f"""
from app import db
from app.models import User
from wsgi import app
with app.app_context():
    for name in ("ada", "bob"):
        user = User(email=name + "@example.org", username=name, confirmed=True)
        user.password = {PASSWORD!r}
        db.session.add(user)
    db.session.commit()
"""


def owner(name: str) -> Client:
    """A browser in which the owner has signed in once."""
    browser = Client("10.9.9.9")
    sign_in(browser, name)
    return browser


def sign_in(browser: Client, name: str) -> int:
    browser.get("/auth/login")
    status = browser.post("/auth/login", email=name, password=PASSWORD)
    browser.get("/account/")
    browser.post("/auth/logout")
    return status


def guess(name: str, addresses: int, numbers: range) -> Counter[int]:
    client = Client()
    client.get("/auth/login")
    answers: Counter[int] = Counter()
    for number in numbers:
        client.address = f"10.{9 if addresses == 1 else number % addresses}.9.9"
        answers[client.post("/auth/login", email=name, password=f"guess number {number}")] += 1
    return answers


def attack(name: str, addresses: int, guesses: int) -> None:
    browser = owner(name)
    with ThreadPoolExecutor(GUESSERS) as pool:
        shares = [range(start, guesses, GUESSERS) for start in range(GUESSERS)]
        running = [pool.submit(guess, name, addresses, share) for share in shares]
        let_in = Counter(sign_in(browser, name) for _try in range(20))
        answers = sum((share.result() for share in running), Counter())
    let_in[sign_in(browser, name)] += 1
    print(
        f"{addresses:3} addresses, {answers.total()} guesses: {answers[REFUSED]} looked at, "
        f"{answers[BLOCKED] / answers.total():.2%} blocked; "
        f"the owner's browser got in {let_in[SIGNED_IN]} of {let_in.total()} times"
    )


def main(guesses: int) -> None:
    with serving(SEED):
        attack("ada", 1, guesses)
        attack("bob", 100, guesses)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
