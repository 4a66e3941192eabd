"""Every journey by the keyboard alone, with a focus that is seen at each stop, and every journey without JavaScript."""

import pytest

from tests.journeys.visitors import Typist, Visitor
from tests.support.people import OTHER_PASSWORD, PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
WAYS = {"keyboard": (Typist, {}), "no-script": (Visitor, {"java_script_enabled": False})}


@pytest.fixture(params=WAYS)
def come(request, visit):
    """Somebody who comes to the site in one of these ways."""
    kind, options = WAYS[request.param]
    return lambda **more: visit(kind, **(options | more))


@pytest.fixture
def ada(come):
    ada = come()
    ada.sign_in()
    return ada


@pytest.fixture
def root(come):
    root = come()
    root.sign_in(name="root")
    return root


def twice(visitor, label, password=OTHER_PASSWORD):
    visitor.fill_in(label, password)
    visitor.fill_in("The same password again", password)


def test_registering_confirming_signing_out_and_in(come):
    joan = come()
    joan.goto("/")
    joan.follow("Create an account")
    joan.sees("Create an account")
    joan.fill_in("Email", "joan@example.com")
    joan.fill_in("Username", "joan")
    twice(joan, "Password", PASSWORD)
    joan.press("Register")
    joan.sees("Check your inbox")
    joan.open_mail("Confirm your address")
    joan.sees("Confirm joan@example.com")
    joan.fill_in("Password", PASSWORD)
    joan.press("Confirm and sign in")
    joan.reads("You have confirmed your address. Thank you!")
    joan.press("Sign out", within="navigation")
    joan.reads("You have been signed out.")
    joan.follow("Sign in")
    joan.sees("Sign in")
    joan.fill_in("Email or username", "joan")
    joan.fill_in("Password", PASSWORD)
    joan.tick("Keep me signed in")
    joan.press("Sign in")

    joan.sees("Hello, joan!")


def test_a_form_that_is_refused_leads_to_what_is_wrong(come):
    joan = come()
    joan.goto("/auth/register")
    joan.press("Register")
    joan.follow("Please type your email address.")
    joan.fill_in("Email", "joan@example.com")

    assert joan.main.get_by_label("Email", exact=True).input_value() == "joan@example.com"


def test_a_forgotten_password_is_replaced(come):
    ada = come()
    ada.goto("/auth/login")
    ada.follow("Forgot your password?")
    ada.sees("Forgot your password?")
    ada.fill_in("Email", "ada@example.com")
    ada.press("Send me a link")
    ada.sees("Check your inbox")
    ada.open_mail("Choose a new password")
    ada.sees("Choose a new password")
    twice(ada, "New password")
    ada.press("Save the new password")
    ada.reads("Your password has been changed. Please sign in with it.")

    ada.sign_in(OTHER_PASSWORD)


def test_a_password_is_changed(ada):
    ada.goto("/account/")
    ada.follow("Password")
    ada.sees("Change your password")
    ada.fill_in("Current password", PASSWORD)
    twice(ada, "New password")
    ada.press("Change my password")

    ada.reads("Your password has been changed. All other devices were signed out.")


def test_an_address_is_changed(ada):
    ada.goto("/account/email")
    ada.fill_in("New address", "ada@new.example")
    ada.press("Change my address")
    ada.reads("We wrote to ada@new.example. Follow the link there to finish.")
    ada.open_mail("Confirm your new address")

    ada.reads("Your address has been changed.")


def test_a_username_is_changed(ada):
    ada.goto("/account/username")
    ada.fill_in("Username", "countess")
    ada.press("Change my username")

    ada.reads("Your username has been changed.")


def test_a_device_is_ended(come, ada):
    other = come(user_agent=FIREFOX)
    other.sign_in()
    ada.goto("/account/sessions")
    ada.press("End: Firefox on Linux")
    ada.reads("The device has been signed out.")
    other.goto("/account/")

    other.sees("Sign in")


def test_an_account_is_closed_and_opened_again(ada):
    ada.close_account_and_reopen_it()

    ada.sees("Sign in")


def test_language_and_colours_are_chosen(ada):
    ada.press("Dark", within="contentinfo")
    ada.page.locator("html[data-bs-theme=dark]").wait_for()
    ada.press("Español", within="contentinfo")
    ada.sees("¡Hola, ada!")
    ada.goto("/account/language")
    ada.choose("Idioma", "English")
    ada.press("Guardar")

    ada.sees("Language and time")


def test_an_administrator_finds_somebody_and_acts(root, ada):
    root.goto("/admin/")
    root.follow("Users")
    root.sees("Users")
    root.fill_in("Search", "ad")
    root.press("Show")
    root.reads("1 person")
    root.follow("ada")
    root.sees("ada")
    root.follow("Change the role")
    root.sees("Change the role")
    root.choose("Role", "Moderator")
    root.press("Change the role")
    root.reads("The role is Moderator now.")
    root.follow("End all sessions")
    root.sees("End all sessions")
    root.press("End all sessions")
    root.reads("1 device was signed out.")
    root.follow("Disable the account")
    root.sees("Disable the account")
    root.fill_in("Reason", "Spam.")
    root.press("Disable the account")
    root.reads("The account is disabled. We wrote to its owner.")
    root.press("Enable the account")
    root.reads("The account is enabled. We wrote to its owner.")
    root.press("Start a password reset")
    root.reads("A link to choose a new password is on its way to ada@example.com.")
    root.follow("Close the account")
    root.sees("Close the account")
    root.press("Close the account")

    root.reads("The account is closed. We wrote to its owner.")


def test_somebody_is_invited_and_joins(come, root):
    root.goto("/admin/invitations")
    root.fill_in("Email", "joan@example.com")
    root.press("Send the invitation")
    root.reads("The invitation is on its way to joan@example.com.")
    joan = come()
    joan.open_mail("You are invited")
    joan.sees("You are invited")
    joan.fill_in("Username", "joan")
    twice(joan, "Password", PASSWORD)
    joan.press("Make my account")
    joan.reads("Your account is ready. Please sign in.")

    joan.sign_in(name="joan")


def test_an_invitation_is_withdrawn(root):
    root.goto("/admin/invitations")
    root.fill_in("Email", "joan@example.com")
    root.press("Send the invitation")
    root.reads("The invitation is on its way to joan@example.com.")
    root.press("Withdraw: joan@example.com")

    root.reads("The invitation is withdrawn, and its link is dead.")


def test_the_skip_link_is_the_first_stop_and_leads_past_the_navigation(visit):
    ada = visit(Typist)
    ada.goto("/auth/login")
    ada.page.keyboard.press("Tab")
    ada.page.keyboard.press("Enter")
    ada.page.keyboard.press("Tab")

    assert ada.page.evaluate("document.activeElement.name") == "email"
