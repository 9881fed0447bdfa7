"""Memory of a process that measures frame after frame."""

from __future__ import annotations

import ctypes
import gc

_MMAP_THRESHOLD, _TRIM_THRESHOLD = -3, -1  # of mallopt(3)
_LARGEST, _KEPT = 32 << 20, 512 << 20  # bytes; the first is the most that glibc takes


def keep_memory() -> bool:
    """Call it once, when all that lives as long as the process has been made; whether the allocator was told.

    What a frame frees is kept for the next: its arrays have some hundred kilobytes each, which glibc gives back to the system
    and asks for again: 500 page faults and 4 % of the time of a frame. And what is there now is not looked through for garbage
    again, which takes 15 ms now and then. The peak stays as it is, but what is freed after it is not given back to the
    system. Other allocators than glibc's stay as they are.
    """
    gc.collect()
    gc.freeze()
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and bool(mallopt(_MMAP_THRESHOLD, _LARGEST)) and bool(mallopt(_TRIM_THRESHOLD, _KEPT))
