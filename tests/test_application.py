"""The application calls views and hooks as Flask does, be they `async` or not."""

from app.application import Application


def test_a_hook_is_called_as_it_is_written():
    application = Application(__name__)

    def hook() -> None:
        """Does nothing."""

    assert application.ensure_sync(hook) is hook


def test_an_async_one_is_wrapped_each_time(monkeypatch):
    application = Application(__name__)
    monkeypatch.setattr(application, "async_to_sync", lambda function: ("wrapped", function))

    async def hook() -> None:
        """Does nothing."""

    assert [application.ensure_sync(hook) for _time in range(2)] == [("wrapped", hook)] * 2
