"""The locked worker: one piece of SQL in a process of its own that can do nothing but read some files and write one folder.

Started as `python -I -S worker.py FD SITE`: a nursery that has the database loaded, knows nothing of the one who started
it, and gives birth to one child for each piece of work, so that a child is there at once. It ends when whoever started it
does. This file imports nothing of Yudane; `run_untrusted` is the other side.
"""

import array
import ctypes
import importlib.util
import json
import os
import re
import resource
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_DEATH_SIGNAL = 1
# What the database asks about its memory at its start, and falls over where that is there and cannot be read.
_ASKED = [path for path in ("/proc/self/cgroup", "/proc/meminfo", "/sys/fs/cgroup") if Path(path).exists()]
MESSAGE = 1 << 16


def nursery(door: socket.socket) -> None:
    """One child for each connection that comes through the door."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel takes the dead away
    while True:
        _, ancillary, _, _ = door.recvmsg(1, socket.CMSG_SPACE(4))
        if not ancillary:
            return
        fds = array.array("i")
        fds.frombytes(ancillary[0][2][:4])
        if os.fork() == 0:
            door.close()
            _die_with_parent()
            _serve(socket.socket(fileno=fds[0]))
        os.close(fds[0])


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)


def _serve(line: socket.socket) -> None:
    """Say who we are, hear what to do, do it, say how it ended."""
    line.sendall(json.dumps({"pid": os.getpid()}).encode() + b"\n")
    request = json.loads(_heard(line))
    try:
        answer: Mapping[str, Any] = _work(request)
    except MemoryError:
        answer = {"ended": "memory"}
    except Exception as error:  # whatever it was, the other side hears of it
        answer = {"error": f"{type(error).__name__}: {error}".split("\n")[0][:500]}
    line.sendall(json.dumps(answer).encode() + b"\n")
    line.close()
    os._exit(0)


def _heard(line: socket.socket) -> bytes:
    message = b""
    while not message.endswith(b"\n"):
        part = line.recv(MESSAGE)
        if not part:
            os._exit(1)
        message += part
    return message


def _work(request: Mapping[str, Any]) -> Mapping[str, Any]:
    import duckdb  # noqa: PLC0415 -- loaded by the nursery before the first birth

    _limit(request)
    locked = _locked(request)
    config = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "allow_persistent_secrets": False,
        "python_enable_replacements": False,
        "memory_limit": f"{request['memory'] * 3 // 4}B",
        "temp_directory": "",
        "threads": request["threads"],
    }
    con = duckdb.connect(":memory:", config=config)
    con.execute("set TimeZone = 'UTC'; set enable_progress_bar = false; set max_expression_depth = 500")
    for name, select in request["inputs"]:
        con.execute(f"create {'view' if locked else 'table'} {name} as select * from {select}")
    if request["lock"]:
        _shut(con, [*(request["files"] if locked else ()), request["result"]])
    try:
        con.execute(f"copy ({request['select']}\n) to {_text(request['result'])} (format parquet, use_tmp_file false)")
    except duckdb.OutOfMemoryException:
        return {"ended": "memory"}
    except duckdb.Error as error:
        line = re.search(r"^LINE (\d+):", str(error), re.MULTILINE)
        return {"error": str(error).split("\n")[0][:500], "line": int(line.group(1)) if line else None}
    return {"done": True}


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _shut(con: Any, paths: list[str]) -> None:
    """The database's own lock, last: these files and nothing else, and nothing of this can be changed any more."""
    con.execute(f"set allowed_paths = [{', '.join(map(_text, paths))}]")
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")


def _locked(request: Mapping[str, Any]) -> bool:
    """The kernel's lock; False where it has none."""
    from yudane_landlock import lock  # type: ignore[import-not-found]  # noqa: PLC0415 -- loaded by path at the end of this file

    return bool(request["landlock"] and lock([*request["files"], *_ASKED], request["scratch"]))


def _limit(request: Mapping[str, Any]) -> None:
    """What the kernel keeps, should nobody watch: address space, seconds of work, size of a file, no dump."""
    if sys.platform == "linux":
        taken = int(Path("/proc/self/statm").read_bytes().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        _at_most(resource.RLIMIT_AS, taken + request["memory"] + (256 << 20))
    _at_most(resource.RLIMIT_CPU, int(request["seconds"] * request["threads"]) + 2)
    _at_most(resource.RLIMIT_FSIZE, request["memory"])
    _at_most(resource.RLIMIT_CORE, 0)


def _at_most(what: int, limit: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (limit, limit) if hard in (resource.RLIM_INFINITY, -1) or hard >= limit else (hard, hard))


if __name__ == "__main__":
    sys.path.append(sys.argv[2])
    import duckdb as _loaded  # noqa: F401 -- before the first birth, so that a child is there at once

    spec = importlib.util.spec_from_file_location("yudane_landlock", Path(__file__).with_name("landlock.py"))
    assert spec is not None
    assert spec.loader is not None
    sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[spec.name])

    nursery(socket.socket(fileno=int(sys.argv[1])))
