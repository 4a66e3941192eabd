"""Mail addresses: one spelling for each, so that the database can judge whether two are the same."""

from email_validator import EmailNotValidError, validate_email

LONGEST = 254  # RFC 5321 4.5.3.1.3, as corrected by erratum 1690


class AddressError(ValueError):
    """The text is no address that we can write to."""


def normalize(text: str) -> str:
    """The address in lower case, its domain in ASCII (IDNA); `AddressError` if it is none.

    A local part outside ASCII is refused before any case folding: under it a dotless "ı" becomes
    an "i", and one person's address another's (CVE-2019-19844).
    """
    local = text.rpartition("@")[0]
    if not local.isascii() or len(text) > LONGEST:
        raise AddressError(text)
    try:
        valid = validate_email(
            text, allow_smtputf8=False, check_deliverability=False, strict=True, test_environment=True
        )
    except EmailNotValidError as error:
        raise AddressError(text) from error
    address = (valid.ascii_email or "").lower()
    if not address or len(address) > LONGEST:
        raise AddressError(text)
    return address
