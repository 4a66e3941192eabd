import pytest
from tests.support.people import make_user

@pytest.mark.parametrize("path", ["/admin/", "/admin/users", "/admin/events", "/admin/mail", "/admin/invitations"])
def test_pages(administrator, ada, path):
    page = administrator.get(path)
    print(page.status, page.main, page.navigation)
    assert page.status == 200

def test_user(administrator, ada, unconfirmed, root):
    for one in (ada, unconfirmed, root):
        page = administrator.get(f"/admin/users/{one.id}")
        print(page.main)
        assert page.status == 200

def test_export(administrator, ada):
    for name in ("users", "events"):
        page = administrator.press(f"/admin/{name}", "Export as CSV")
        print(page.status, page.text, page.headers)
