"""A program that tries what a program must not do, and says of each attempt what came of it.

It speaks as much of the conversation as it takes to be started; the outcome is in the error that it gives up with.
"""

import ctypes
import errno
import json
import os
import resource
import signal
import socket
import sys
import time

libc = ctypes.CDLL(None, use_errno=True)
PTRACE_ATTACH, CLONE_NEWNS, CLONE_NEWUSER = 16, 0x00020000, 0x10000000
MS_REMOUNT, MS_BIND, MNT_DETACH = 32, 4096, 2


def say(message):
    os.write(4, (json.dumps(message) + "\n").encode())


def checked(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")


def read(path):
    with open(path, "rb") as file:
        file.read(1)


def write(path):
    with open(path, "ab") as file:
        file.write(b"x")


def connect(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as one:
        one.settimeout(5)
        one.connect(address)


def uncover(path):
    checked(libc.unshare(CLONE_NEWUSER | CLONE_NEWNS))
    checked(libc.umount2(path.encode(), MNT_DETACH))


def attempts(config):
    yield from ((f"read {path}", read, (path,)) for path in config["files"])
    yield from ((f"list {path}", os.listdir, (path,)) for path in config["folders"])
    yield from ((f"write {path}", write, (path,)) for path in config["targets"])
    yield "connect", connect, (socket.AF_INET, ("127.0.0.1", config["port"]))
    yield "connect abstract", connect, (socket.AF_UNIX, "\0" + config["abstract"])
    yield "signal the agent", os.kill, (config["agent"], 0)
    yield "trace the agent", lambda pid: checked(libc.ptrace(PTRACE_ATTACH, pid, 0, 0)), (config["agent"],)
    yield "memory of the agent", read, (f"/proc/{config['agent']}/mem",)
    yield "remount", lambda: checked(libc.mount(b"", b"/usr", b"", MS_REMOUNT | MS_BIND, b"")), ()
    yield "uncover", lambda: checked(libc.umount2(config["covered"].encode(), MNT_DETACH)), ()
    yield "uncover in namespaces of its own", uncover, (config["covered"],)


def outcome(act, arguments):
    try:
        act(*arguments)
        return "done"
    except OSError as error:
        return errno.errorcode.get(error.errno, str(error))


def daemon(token):
    """A grandchild that has left the process group and holds none of its descriptors."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 64)
            os.execv(sys.executable, [sys.executable, "-c", "import time; time.sleep(600)", token])
        os._exit(0)
    os.wait()


def act(start):
    config = start["job"]["program"]["config"]
    if config.get("act") == "daemon":
        daemon(config["token"])
        say({"type": "ready"})
        time.sleep(600)
    if config.get("act") == "term":
        def stopped(*_):
            write(config["mark"])
            os._exit(0)
        signal.signal(signal.SIGTERM, stopped)
        say({"type": "ready"})
        while True:
            time.sleep(600)
    read(start["dataset"])
    write("own")
    write(os.path.join(os.environ["TMPDIR"], "own"))
    write("/dev/null")
    report = {name: outcome(what, arguments) for name, what, arguments in attempts(config)}
    limits = [resource.getrlimit(one)[0] for one in (resource.RLIMIT_NOFILE, resource.RLIMIT_AS)]
    say({"type": "error", "message": json.dumps({"report": report, "limits": limits})})
    sys.exit(1)


say({"type": "hello", "version": 1, "name": "hostile", "abilities": []})
with os.fdopen(3) as lines:
    for line in lines:
        message = json.loads(line)
        if message["type"] == "start":
            act(message)
