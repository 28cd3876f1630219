"""Checks any engine: python -m cyxwiz_engine.conformance [--dataset FILE] [--config JSON] -- COMMAND…

Plays the node. One line a check; ends with 0 when all of them hold.
"""

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from .lines import MAX_LINE, VERSION, BadLine, Lines
from .tensors import read

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
FIELDS = {
    "hello": {"version", "name", "abilities"},
    "ready": set(),
    "epoch": {"epoch", "loss", "accuracy", "checkpoint"},
    "heartbeat": {"paused"},
    "done": set(),
    "error": {"message"},
}


class Failed(Exception):
    pass


class Engine:
    """One child, played to by the node's rules."""

    def __init__(self, options, checkpoint=None):
        self._options = options
        self.folder = tempfile.mkdtemp(prefix="work-", dir=options.scratch)
        if checkpoint is not None:
            with open(os.path.join(self.folder, "from.safetensors"), "wb") as file:
                file.write(checkpoint[1])
        to_child, own_write = os.pipe()
        own_read, from_child = os.pipe()
        # High numbers first: a pipe may have got 3 or 4 itself.
        high = [os.dup(fd) for fd in (to_child, from_child)]
        command = [sys.executable, "-c", _PLACE, str(high[0]), str(high[1]), *options.command]
        environment = {**os.environ, "HOME": self.folder, "TMPDIR": self.folder}
        self.child = subprocess.Popen(
            command, cwd=self.folder, env=environment, pass_fds=high, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=options.stderr,
        )  # fmt: skip
        for fd in (to_child, from_child, *high):
            os.close(fd)
        self._write = own_write
        self.lines = Lines(own_read, own_write)
        self._checkpoint = checkpoint and {"file": "from.safetensors", "epoch": checkpoint[0]}
        self.hello = self.expect("hello")
        if self.hello["version"] != VERSION:
            raise Failed(f"it speaks version {self.hello['version']}")

    def start(self):
        job = {"program": {"name": "check", "config": self._options.config}, "seed": "07" * 32, "epochs": 3}
        dataset, folder = self._options.dataset, self.folder
        self.lines.send(type="start", version=VERSION, job=job, dataset=dataset, folder=folder, checkpoint=self._checkpoint)
        self.expect("ready")
        return self

    def raw(self, data):
        try:
            os.write(self._write, data)
        except BrokenPipeError:
            pass

    def hang_up(self):
        os.close(self._write)

    def message(self, seconds):
        message = self.lines.receive(seconds)
        if message is None:
            return None
        kind = message["type"]
        if kind not in FIELDS or set(message) - {"type"} != FIELDS[kind]:
            raise Failed(f"a message that the node refuses: {json.dumps(message)[:200]}")
        return message

    def expect(self, kind):
        while True:
            try:
                message = self.message(self._options.seconds)
            except EOFError:
                raise Failed(f"it ended where {kind} was due") from None
            if message is None:
                raise Failed(f"it said nothing for {self._options.seconds:g} s where {kind} was due")
            if message["type"] == kind:
                return message
            if message["type"] != "heartbeat":
                raise Failed(f"{json.dumps(message)[:200]} came where {kind} was due")

    def train(self, epoch):
        self.lines.send(type="train", epoch=epoch)
        return self.take(self.expect("epoch"), epoch)

    def take(self, told, epoch):
        if told["epoch"] != epoch:
            raise Failed(f"it trained epoch {told['epoch']} when {epoch} was due")
        if not 0 <= told["loss"] < 281_474_976 or not 0 <= told["accuracy"] <= 1:
            raise Failed("loss or accuracy is out of range")
        if not isinstance(told["checkpoint"], str) or not NAME.fullmatch(told["checkpoint"]):
            raise Failed("the checkpoint is not a plain file name")
        path = os.path.join(self.folder, told["checkpoint"])
        if os.path.islink(path) or not os.path.isfile(path):
            raise Failed("the checkpoint is not a plain file")
        try:
            read(path)
        except (ValueError, KeyError, TypeError) as error:
            raise Failed(f"the checkpoint is no safetensors file: {error}") from None
        with open(path, "rb") as file:
            return file.read()

    def ends(self, what):
        try:
            return self.child.wait(self._options.seconds)
        except subprocess.TimeoutExpired:
            raise Failed(f"it still runs {self._options.seconds:g} s after {what}") from None

    def close(self):
        try:
            os.killpg(self.child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.child.wait()


# Puts the pipes where they belong and becomes the engine.
_PLACE = (
    "import os, sys; r, w = int(sys.argv[1]), int(sys.argv[2]); "
    "os.dup2(r, 3); os.dup2(w, 4); [os.close(f) for f in (r, w) if f > 4]; os.execvp(sys.argv[3], sys.argv[3:])"
)


def whole(engine, _):
    engine.start()
    states = [engine.train(epoch) for epoch in (1, 2, 3)]
    if len(set(states)) < 3:
        raise Failed("an epoch changed nothing")
    engine.lines.send(type="stop")
    engine.expect("done")
    if engine.ends("done") != 0:
        raise Failed(f"it ended with {engine.child.returncode} after done")
    return states


def resumes(engine, states):
    if "resume" not in engine.hello["abilities"]:
        return "cannot, and says so"
    state = engine.start().train(2)
    if "deterministic" not in engine.hello["abilities"]:
        return "goes on; it does not claim the same bytes"
    if state != states[1]:
        raise Failed("it claims to be deterministic, but went on to other weights")
    return "to the same bytes"


def pauses(engine, _):
    if "pause" not in engine.hello["abilities"]:
        return "cannot within an epoch, and says so"
    engine.start()
    engine.lines.send(type="pause")
    engine.lines.send(type="train", epoch=1)
    until, beats = time.monotonic() + 3, 0
    while (left := until - time.monotonic()) > 0:
        message = engine.message(left)
        if message is not None and message["type"] != "heartbeat":
            raise Failed(f"{message['type']} came while it was paused")
        beats += message is not None and message["paused"] is True
    if beats == 0:
        raise Failed("it sent no heartbeat that says so while it was paused")
    engine.lines.send(type="resume")
    engine.take(engine.expect("epoch"), 1)


def stops(engine, _):
    engine.start()
    engine.lines.send(type="train", epoch=1)
    engine.lines.send(type="stop")
    engine.ends("stop in the midst of an epoch")


def refuses(data):
    def check(engine, _):
        engine.start()
        engine.raw(data)
        engine.hang_up()
        if engine.ends("a line that means nothing") == 0:
            raise Failed("it took the line for good and ended with 0")

    return check


def orphaned(engine, _):
    engine.start()
    engine.lines.send(type="train", epoch=1)
    engine.hang_up()
    engine.ends("the node was gone")


def terminated(engine, _):
    engine.start()
    engine.lines.send(type="train", epoch=1)
    os.killpg(engine.child.pid, signal.SIGTERM)
    engine.ends("SIGTERM")


CHECKS = [
    ("trains three epochs, stops, and ends with 0", whole),
    ("goes on from a checkpoint", resumes),
    ("pauses with heartbeats, and resumes", pauses),
    ("stops in the midst of an epoch", stops),
    ("refuses garbage", refuses(b"train, please\n")),
    ("refuses a message that it does not know", refuses(b'{"type":"exec","command":"sh"}\n')),
    ("refuses an oversized line", refuses(b'{"type":"' + b"x" * MAX_LINE + b'"}\n')),
    ("ends when the node is gone", orphaned),
    ("ends on SIGTERM", terminated),
]


def main(arguments=None):
    parser = argparse.ArgumentParser(prog="python -m cyxwiz_engine.conformance", description=__doc__)
    parser.add_argument("--dataset", help="a file that the engine can read; default: a small CSV of digits from 0 to 16")
    parser.add_argument("--config", type=json.loads, default={}, help="configuration, JSON")
    parser.add_argument("--seconds", type=float, default=60, help="longest wait for an answer")
    parser.add_argument("--only", default="", help="only the checks whose name begins like this")
    parser.add_argument("--verbose", action="store_true", help="shows what the engine writes to stderr")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args(arguments)
    options.scratch = tempfile.mkdtemp(prefix="cyxwiz-conformance-")
    options.stderr = None if options.verbose else subprocess.DEVNULL
    options.dataset = os.path.abspath(options.dataset) if options.dataset else sample(options.scratch)
    failures, states = 0, []
    checks = [(name, check) for name, check in CHECKS if name.startswith(options.only)]
    for name, check in checks:
        engine = None
        try:
            engine = Engine(options, (1, states[0]) if check is resumes and states else None)
            result = check(engine, states)
            states = result if check is whole else states
            print(f"ok      {name}{': ' + result if isinstance(result, str) else ''}", flush=True)
        except (Failed, BadLine, EOFError, BrokenPipeError) as error:
            failures += 1
            print(f"FAILED  {name}: {error}", flush=True)
        finally:
            if engine is not None:
                engine.close()
    shutil.rmtree(options.scratch, ignore_errors=True)
    print(f"{len(checks) - failures} of {len(checks)} checks hold")
    return 1 if failures else 0


def sample(folder):
    path = os.path.join(folder, "data.csv")
    with open(path, "w") as file:
        for row in range(96):
            values = [12 + (row + i) % 4 if i % 3 == row % 3 else (row + i) % 4 for i in range(6)]
            file.write(",".join(map(str, [*values, row % 3])) + "\n")
    return path


if __name__ == "__main__":
    sys.exit(main())
