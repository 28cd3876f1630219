"""A job as a training program sees it."""

import os
import sys
import time

from .lines import VERSION, BadLine, Lines
from .tensors import save

ABILITIES = ("pause", "resume")
BEAT_SECONDS = 1.0


class EngineError(Exception):
    """The node and this program do not understand each other; there is nothing to go on with."""


def connect(name, deterministic=False):
    """Says hello to the node and waits for the job. Once in a process, before anything that takes long."""
    lines = Lines()
    abilities = [*ABILITIES, *(["deterministic"] if deterministic else [])]
    lines.send(type="hello", version=VERSION, name=name, abilities=abilities)
    return Job(lines, _expect(lines, "start"))


def _expect(lines, kind):
    try:
        message = lines.receive()
    except EOFError:
        raise SystemExit(0) from None
    except BadLine as error:
        _refuse(lines, str(error))
    if message["type"] == "stop":
        lines.send(type="done")
        raise SystemExit(0)
    if message["type"] != kind or message.get("version", VERSION) != VERSION:
        _refuse(lines, f"{message['type'][:40]} came where {kind} was due")
    return message


def _refuse(lines, why):
    lines.send(type="error", message=why[:2000])
    raise EngineError(why)


class Job:
    """`config`, `seed` (bytes), `dataset` (path), `checkpoint` (path or None), `first_epoch`, `last_epoch`."""

    def __init__(self, lines, start):
        self._lines = lines
        self._paused = False
        self._beat_at = time.monotonic()
        self._epoch = None
        try:
            job, checkpoint = start["job"], start["checkpoint"]
            self.config = job["program"]["config"]
            self.seed = bytes.fromhex(job["seed"])
            self.last_epoch = job["epochs"]
            self.dataset, self.folder = start["dataset"], start["folder"]
            self.checkpoint = checkpoint and os.path.join(self.folder, checkpoint["file"])
            self.first_epoch = checkpoint["epoch"] + 1 if checkpoint else 1
        except (KeyError, TypeError, ValueError):
            _refuse(lines, "start lacks something")

    def epochs(self):
        """The epochs that the node asks for, one after the other; `report` each before the next."""
        self._lines.send(type="ready")
        while True:
            message = self._receive(None)
            if message["type"] == "train":
                self._epoch = message.get("epoch")
                if not isinstance(self._epoch, int):
                    _refuse(self._lines, "train without an epoch")
                self.beat()
                yield self._epoch

    def beat(self):
        """To be called between batches: shows that the training moves on, waits while it is paused, ends when told to."""
        while True:
            while (message := self._receive(0)) is not None:
                if message["type"] == "train":
                    _refuse(self._lines, "train while an epoch is under way")
            now = time.monotonic()
            if now - self._beat_at >= BEAT_SECONDS:
                self._lines.send(type="heartbeat", paused=self._paused)
                self._beat_at = now
            if not self._paused:
                return
            time.sleep(0.05)

    def report(self, loss, accuracy, tensors):
        """Ends an epoch: `tensors` is everything that is needed to go on, the optimiser's state too."""
        if self._epoch is None:
            raise EngineError("report belongs inside the loop over epochs()")
        loss, accuracy = float(loss), float(accuracy)
        if not 0 <= loss < 281_474_976 or not 0 <= accuracy <= 1:
            self.fail(f"loss {loss} or accuracy {accuracy} is out of range: has the training diverged?")
        name = f"epoch-{self._epoch}.safetensors"
        save(os.path.join(self.folder, name), tensors)
        self.beat()
        epoch, self._epoch = self._epoch, None
        self._lines.send(type="epoch", epoch=epoch, loss=loss, accuracy=accuracy, checkpoint=name)

    def fail(self, why):
        """Gives the job up; the client is told why."""
        self._lines.send(type="error", message=str(why)[:2000])
        sys.exit(1)

    def _receive(self, timeout):
        try:
            message = self._lines.receive(timeout)
        except EOFError:
            # The node is gone: nobody waits for this training any more.
            raise SystemExit(0) from None
        except BadLine as error:
            _refuse(self._lines, str(error))
        if message is None:
            return None
        kind = message["type"]
        if kind == "stop":
            self._lines.send(type="done")
            raise SystemExit(0)
        if kind not in ("train", "pause", "resume"):
            _refuse(self._lines, f"{kind[:40]} means nothing here")
        if kind != "train":
            self._paused = kind == "pause"
        return message
