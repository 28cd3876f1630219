"""JSON, one object a line, on descriptors 3 (from the node) and 4 (to the node)."""

import json
import os
import select

VERSION = 1
READ_FD, WRITE_FD = 3, 4
MAX_LINE = 64 * 1024


class BadLine(Exception):
    """The other side does not keep to the format."""


class Lines:
    def __init__(self, read_fd=READ_FD, write_fd=WRITE_FD):
        self._read_fd, self._write_fd = read_fd, write_fd
        self._buffer = b""

    def send(self, **message):
        # NaN is no JSON: a training whose loss has left the numbers must say so instead.
        line = json.dumps(message, allow_nan=False, separators=(",", ":")).encode() + b"\n"
        if len(line) > MAX_LINE:
            raise BadLine("a message is too long to be sent")
        while line:
            line = line[os.write(self._write_fd, line) :]

    def receive(self, timeout=None):
        """The next message; None when none came in time. Raises EOFError when the other side is gone."""
        while b"\n" not in self._buffer:
            if len(self._buffer) > MAX_LINE:
                raise BadLine(f"a line has more than {MAX_LINE} bytes")
            if not select.select([self._read_fd], [], [], timeout)[0]:
                return None
            chunk = os.read(self._read_fd, 65536)
            if not chunk:
                raise EOFError
            self._buffer += chunk
        line, self._buffer = self._buffer.split(b"\n", 1)
        if len(line) > MAX_LINE:
            raise BadLine(f"a line has more than {MAX_LINE} bytes")
        try:
            message = json.loads(line.decode("utf-8"))
        except (ValueError, RecursionError):
            raise BadLine("a line is not JSON in UTF-8") from None
        if not isinstance(message, dict) or not isinstance(message.get("type"), str):
            raise BadLine("a line is not a message")
        return message
