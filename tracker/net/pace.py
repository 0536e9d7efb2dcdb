"""No more than so many requests a second to one host."""

import asyncio


class Pace:
    """Spaces the requests to each host evenly."""

    def __init__(self, per_second: float) -> None:
        self._gap = 1 / per_second
        self._next: dict[str, float] = {}

    async def wait(self, host: str) -> None:
        """Return when the next request to `host` may go out."""
        now = asyncio.get_running_loop().time()
        start = max(now, self._next.get(host, 0.0))
        self._next[host] = start + self._gap
        if start > now:
            await asyncio.sleep(start - now)
