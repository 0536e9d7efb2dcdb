"""The pace of requests to one host."""

import asyncio
import time

from tracker.net.pace import Pace


def test_one_host_is_spaced():
    """Five requests at fifty a second take at least four gaps."""

    async def ask() -> float:
        pace, start = Pace(50), time.monotonic()
        await asyncio.gather(*(pace.wait("a") for _ in range(5)))
        return time.monotonic() - start

    assert asyncio.run(ask()) >= 4 / 50 * 0.95


def test_hosts_do_not_wait_for_each_other():
    """Each host has its own pace."""

    async def ask() -> float:
        pace, start = Pace(0.1), time.monotonic()
        await asyncio.gather(*(pace.wait(host) for host in "abc"))
        return time.monotonic() - start

    assert asyncio.run(ask()) < 5
