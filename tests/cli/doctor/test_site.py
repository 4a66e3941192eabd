"""`flask doctor --url`: the running site, as strangers meet it."""

from app.cli.doctor import site
from tests.support.mailserver import free_port
from tests.support.servers import serving


def told(url):
    return [(str(finding.level), finding.what) for finding in site.findings(url)]


def test_a_site_without_tls_is_at_fault(tmp_path):
    with serving(tmp_path) as server:
        found = told(server.url)

    assert found == [
        ("ok", f"The site answers at {server.url}."),
        ("fault", "The site speaks without TLS."),
        ("warning", "The cookie session is not bound to this host."),
        ("warning", f"{server.url}/metrics can be read."),
        ("warning", f"{server.url}/dev/mail can be read."),
    ]


def test_a_site_that_does_not_answer_is_at_fault():
    url = f"http://127.0.0.1:{free_port()}"
    ((level, words),) = told(url)

    assert (level, words.startswith(f"{url} does not answer: ")) == ("fault", True)


def test_only_sites_are_asked():
    assert told("file:///etc/passwd") == [("fault", "file:///etc/passwd is no address of a site.")]
