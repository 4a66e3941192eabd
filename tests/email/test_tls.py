"""Who the mail server is: one that cannot prove it hears no name, no password, no address and no mail."""

from functools import partial

import pytest

from app import db
from app.email import delivery, send_email
from tests.support import certificates
from tests.support.eavesdropper import Tls, listening
from tests.support.requirements import need

GREETING_OVER_TLS = ["EHLO", "STARTTLS", "EHLO"]
MAIL = ["AUTH", "MAIL", "RCPT", "DATA", "QUIT"]
STRANGERS = ["foreign", "expired", "misnamed"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """The file with the key and certificate of that name; only the authority in `ours.crt` is ours."""
    need(certificates.what_is_missing())
    folder = tmp_path_factory.mktemp("certificates")
    for authority in ("ours", "unknown"):
        certificates.make_authority(folder, authority)
    issue = partial(certificates.issue, folder)
    issue("trusted", "ours")
    issue("foreign", "unknown")
    issue("expired", "ours", days=-1)
    issue("misnamed", "ours", certificates.ANOTHER)
    return lambda name: folder / f"{name}.pem"


@pytest.fixture
def trust(certificate, monkeypatch):
    """Make ours the authorities of the system, as an operator would who has one of their own."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate("ours").with_suffix(".crt")))


@pytest.fixture
def message(ada):
    link = "http://flasky.test/auth/login"
    message = send_email(ada.email, "Hello", "email/already_registered", user=ada, login_link=link, reset_link=link)
    db.session.commit()
    return message


@pytest.fixture
def heard(certificate, configure, message):
    """What a server with that certificate hears of a delivery."""

    def heard(name, tls):
        with listening(certificate(name), tls) as server:
            configure(MAIL_SERVER="127.0.0.1", MAIL_PORT=server.port, MAIL_USERNAME="flasky", MAIL_PASSWORD="secret")
            configure(MAIL_USE_TLS=tls is not Tls.AT_ONCE, MAIL_USE_SSL=tls is Tls.AT_ONCE)
            delivery.deliver_due()
        return server.heard

    return heard


def test_a_server_with_a_certificate_of_a_trusted_authority_gets_the_mail(trust, heard, message):
    assert (heard("trusted", Tls.WHEN_ASKED), message.state) == (GREETING_OVER_TLS + MAIL, "sent")


def test_so_does_one_that_speaks_tls_from_the_start(trust, heard, message):
    assert (heard("trusted", Tls.AT_ONCE), message.state) == (["EHLO", *MAIL], "sent")


def test_an_authority_that_the_system_does_not_name_is_not_trusted(heard, message):
    assert (heard("trusted", Tls.WHEN_ASKED), message.state) == (["EHLO", "STARTTLS"], "queued")


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_server_that_cannot_prove_who_it_is_gets_nothing(trust, heard, message, stranger):
    assert (heard(stranger, Tls.WHEN_ASKED), message.state) == (["EHLO", "STARTTLS"], "queued")


@pytest.mark.parametrize("stranger", STRANGERS)
def test_nor_does_one_that_speaks_tls_from_the_start(trust, heard, message, stranger):
    assert (heard(stranger, Tls.AT_ONCE), message.state) == ([], "queued")


def test_a_server_that_hides_starttls_gets_nothing(trust, heard, message):
    assert (heard("trusted", Tls.HIDDEN), message.state) == (["EHLO", "QUIT"], "queued")


def test_a_server_that_refuses_starttls_gets_nothing(trust, heard, message):
    assert (heard("trusted", Tls.REFUSED), message.state) == (["EHLO", "STARTTLS", "QUIT"], "queued")


@pytest.mark.parametrize(
    ("stranger", "reason"),
    [
        ("foreign", "unable to get local issuer certificate"),
        ("expired", "certificate has expired"),
        ("misnamed", "IP address mismatch"),
    ],
)
def test_the_operator_reads_why_it_is_not_trusted(trust, heard, message, stranger, reason):
    heard(stranger, Tls.WHEN_ASKED)

    assert reason in message.last_error
