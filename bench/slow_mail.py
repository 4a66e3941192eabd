"""A mail server that takes its time: python bench/slow_mail.py PORT SECONDS."""

import asyncio
import sys
from typing import Any

from aiosmtpd.smtp import SMTP


class Slow:
    """Accepts every mail, later."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    async def handle_DATA(self, _server: Any, _session: Any, _envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        await asyncio.sleep(self.seconds)
        return "250 OK"


async def main(port: int, seconds: float) -> None:
    handler = Slow(seconds)
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(handler), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
