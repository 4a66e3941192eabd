"""Getting an account back, moving it, ending a device, leaving and returning: in a real browser."""

from tests.support.people import OTHER_PASSWORD, PASSWORD

NEW = "ada@new.example"


def test_a_stronger_password_is_seen_while_it_is_typed(visit):
    ada = visit()
    ada.sign_in()
    ada.goto("/account/password")
    ada.fill_in("New password", "password1")
    ada.reads("This password is too common or too easy to guess.")
    ada.fill_in("New password", OTHER_PASSWORD)
    ada.reads("Very good.")
    ada.sees("Change your password")

    assert ada.page.locator("meter").evaluate("meter => meter.value") == 4


def test_an_account_moves_and_its_old_address_takes_it_back(visit):
    thief, ada = visit(), visit()
    thief.sign_in()
    thief.goto("/account/email")
    thief.fill_in("New address", NEW)
    thief.press("Change my address")
    thief.reads(f"We wrote to {NEW}. Follow the link there to finish.")
    thief.sees("Change your address")
    thief.open_mail("Confirm your new address")
    thief.reads("Your address has been changed.")
    ada.open_mail("Your address was changed")
    ada.sees("Take your account back")
    ada.press("This was not me")
    ada.reads("Your account is back at ada@example.com. We mailed you a link there.")
    thief.goto("/")
    thief.sees("Hello, stranger!")
    ada.open_mail("Choose a new password")
    ada.fill_in("New password", OTHER_PASSWORD)
    ada.fill_in("The same password again", OTHER_PASSWORD)
    ada.press("Save the new password")
    ada.sees("Sign in")

    ada.sign_in(OTHER_PASSWORD)
    ada.goto("/account/")
    ada.reads("ada@example.com")


def test_the_new_address_is_confirmed_in_another_browser_by_the_password(visit):
    ada, phone = visit(), visit(viewport={"width": 375, "height": 740})
    ada.sign_in()
    ada.goto("/account/email")
    ada.fill_in("New address", NEW)
    ada.press("Change my address")
    ada.sees("Change your address")
    phone.open_mail("Confirm your new address")
    phone.sees(f"Confirm {NEW}")
    phone.fill_in("Password", PASSWORD)
    phone.press("Confirm and sign in")

    phone.reads("Your address has been changed.")


def test_a_device_seen_from_another_is_ended_there(visit):
    here, there = visit(), visit(user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    there.sign_in()
    here.sign_in()
    here.goto("/account/sessions")
    here.sees("Devices")
    here.press("End: Firefox on Linux")
    here.reads("The device has been signed out.")
    here.reads("You are signed in nowhere else.")
    there.goto("/account/")
    there.sees("Sign in")
    here.goto("/account/activity")
    here.reads("A device was signed out")

    here.sees("Activity")


def test_an_account_is_closed_and_opened_again(visit):
    ada = visit()
    ada.sign_in()
    ada.goto("/account/data")
    ada.sees("Your data")
    with ada.page.expect_download() as download:
        ada.press("Download your data")
    ada.close_account_and_reopen_it()

    ada.sign_in()
    assert download.value.suggested_filename == "ada.json"
