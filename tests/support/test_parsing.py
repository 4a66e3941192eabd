"""Pages that are parsed once are read as if each had been parsed."""

from tests.support.parsing import parse

HTML = """<!doctype html><html lang="en"><head><title>T</title><script src="/a.js" nonce="{nonce}"></script></head>
<body>{body}<form><input type="hidden" name="csrf_token" value="{token}"></form></body></html>"""


def page(nonce="n", token="t.1-_", body=""):  # noqa: S107 - no password
    return HTML.format(nonce=nonce, token=token, body=body)


def new_in(tree):
    return tree.find(".//script").get("nonce"), *(field.get("value") for field in tree.iter("input"))


def test_each_has_its_own_tokens():
    read = [new_in(parse(page(nonce, token))[0]) for nonce, token in (("one", "first"), ("two", "second"))]

    assert read == [("one", "first"), ("two", "second")]


def test_what_one_changes_the_next_does_not_see():
    parse(page())[0].find(".//title").text = "changed"

    assert parse(page())[0].find(".//title").text == "T"


def test_a_fault_is_told_each_time():
    faults = [parse(page(nonce, body="<p><table>x</p>"))[1] for nonce in ("one", "two")]

    assert faults[0] == faults[1] != []


def test_a_token_that_is_no_token_is_parsed_with_the_page():
    tree, faults = parse(page(token='"><i>'))

    assert (len(list(tree.iter("i"))), faults != []) == (1, True)
