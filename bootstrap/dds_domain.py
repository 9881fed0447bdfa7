"""A DDS domain that nobody on this machine uses, for tests, benches and demos: never the robot's.

Run as a script it prints one domain id.
"""

from __future__ import annotations

import fcntl
import os
import random
import socket
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

FIRST, LAST = 10, 100   # above these, the ports of a domain reach into Linux' ephemeral range
PORT_BASE, DOMAIN_GAIN, PARTICIPANT_GAIN, METATRAFFIC_OFFSET = 7400, 250, 2, 10  # DDSI-RTPS 2.3, 9.6.1.1
PARTICIPANTS_LOOKED_AT = 8
REST_S = 60.0  # for which a domain is left alone after use, where there are others: a process that was ended may end late


def is_free(domain: int) -> bool:
    """Whether no participant of this machine listens in that domain."""
    for participant in range(PARTICIPANTS_LOOKED_AT):
        port = PORT_BASE + DOMAIN_GAIN * domain + METATRAFFIC_OFFSET + PARTICIPANT_GAIN * participant
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.bind(("", port))
            except OSError:
                return False
    return True


def _used_lately(lock: Path) -> bool:
    return lock.exists() and time.time() - lock.stat().st_mtime < REST_S


class Reservation:
    """A free domain that other reservations on this machine leave alone until release(), or the end of this process."""

    def __init__(self) -> None:
        self._lock: IO[str] | None = None
        self.domain = self._reserve()

    def _reserve(self) -> int:
        folder = Path(tempfile.gettempdir()) / f"spatialgeo-dds-{os.getuid()}"
        folder.mkdir(exist_ok=True)
        domains = random.sample(range(FIRST, LAST + 1), LAST + 1 - FIRST)
        for domain in sorted(domains, key=lambda each: _used_lately(folder / f"{each}.lock")):
            lock = (folder / f"{domain}.lock").open("w")
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                lock.close()
                continue
            if is_free(domain):
                self._lock = lock
                return domain
            lock.close()
        raise RuntimeError(f"every DDS domain from {FIRST} to {LAST} is in use here; end some ROS 2 processes")

    def release(self) -> None:
        """Let others have the domain."""
        if self._lock is not None:
            os.utime(self._lock.name)
            self._lock.close()
            self._lock = None


if __name__ == "__main__":
    sys.stdout.write(f"{Reservation().domain}\n")
