"""The kernel's own lock on files, for one process and whatever it starts: Linux's Landlock, by its three system calls.

https://docs.kernel.org/userspace-api/landlock.html
"""

import ctypes
import os
import struct
from collections.abc import Iterable

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # the same numbers on every architecture
_EXECUTE, _READ_FILE = 1 << 0, 1 << 2
_FILE_RIGHTS = (1 << 13) - 1  # everything of the first version
_SINCE = {2: 1 << 13, 3: 1 << 14, 5: 1 << 15}  # refer, truncate, ioctl on devices
_NET_RIGHTS, _NET_SINCE = 3, 4  # TCP bind and connect
_NO_NEW_PRIVS = 38


def version() -> int:
    """Of the kernel's Landlock; 0 where there is none."""
    if not hasattr(os, "O_PATH"):
        return 0
    return max(0, _call(_CREATE, None, 0, 1))


def lock(read: Iterable[str], write: str) -> bool:
    """From now on this thread, and what it starts, reads only those files, changes only what lies below one folder, and
    opens no connection. False where the kernel cannot; then nothing is locked.

    Raises OSError when a lock that should hold was refused.
    """
    known = version()
    if not known:
        return False
    rights = _FILE_RIGHTS | sum(bit for since, bit in _SINCE.items() if known >= since)
    net = _NET_RIGHTS if known >= _NET_SINCE else 0
    ruleset = _checked(_call(_CREATE, struct.pack("=QQ", rights, net), 16 if known >= _NET_SINCE else 8, 0))
    for path in read:
        _allow(ruleset, path, _READ_FILE)
    _allow(ruleset, write, rights & ~_EXECUTE)
    if ctypes.CDLL(None, use_errno=True).prctl(_NO_NEW_PRIVS, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "no new privileges")
    _checked(_call(_RESTRICT, ruleset, 0))
    os.close(ruleset)
    return True


def _allow(ruleset: int, path: str, rights: int) -> None:
    below = os.open(path, os.O_PATH | os.O_CLOEXEC)
    _checked(_call(_ADD, ruleset, 1, struct.pack("=Qi", rights, below), 0))
    os.close(below)


def _call(number: int, *args: int | bytes | None) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    return int(libc.syscall(number, *(ctypes.c_long(a) if isinstance(a, int) else a for a in args)))


def _checked(result: int) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), "landlock")
    return result
