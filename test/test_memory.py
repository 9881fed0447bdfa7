"""What is told to the allocator and the collector of a process that measures frame after frame."""

from __future__ import annotations

import platform
import subprocess
import sys

CODE = """
import gc, resource
import numpy as np
from spatialgeo_ros.memory import keep_memory

def frame():
    return sum(float(np.ones(size, np.float32)[-1]) for size in (76800, 19200, 230400, 307200, 76800) for _ in range(20))

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(20):
        kept = [np.ones(50000, np.float32) for _ in range(40)]
        frame()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

gc.unfreeze()
told = keep_memory()
faults()
print(int(told), gc.get_freeze_count() > 1000, faults())
"""


def test_what_was_freed_is_kept_for_the_next_frame() -> None:
    told, frozen, faults = subprocess.run([sys.executable, "-c", CODE], check=True, capture_output=True,
                                          text=True).stdout.split()
    assert frozen == "True"
    if platform.libc_ver()[0] == "glibc":
        assert told == "1"
        assert int(faults) < 100
