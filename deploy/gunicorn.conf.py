"""gunicorn as it runs in production: `gunicorn -c deploy/gunicorn.conf.py wsgi:app`."""

from typing import Any

worker_class = "gthread"
workers = 2
threads = 8


def post_worker_init(worker: Any) -> None:
    """Deliver from the start, so that a mail left by the processes before needs no visitor to leave."""
    if thread := worker.wsgi.extensions.get("mail_thread"):
        thread.ensure_running()


def worker_exit(_server: Any, worker: Any) -> None:
    """Let the mail arrive that is on its way."""
    if thread := worker.wsgi.extensions.get("mail_thread"):
        thread.stop()
