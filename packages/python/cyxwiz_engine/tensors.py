"""Safetensors, written aside, flushed and renamed; read without ever running anything."""

import json
import math
import os
import struct

TYPES = {
    "bool": ("BOOL", 1), "uint8": ("U8", 1), "int8": ("I8", 1), "uint16": ("U16", 2), "int16": ("I16", 2),
    "float16": ("F16", 2), "uint32": ("U32", 4), "int32": ("I32", 4), "float32": ("F32", 4),
    "uint64": ("U64", 8), "int64": ("I64", 8), "float64": ("F64", 8),
}  # fmt: skip
NAMES = {dtype: (name, size) for name, (dtype, size) in TYPES.items()}
MAX_HEADER = 4 * 1024 * 1024


def save(path, tensors, metadata=None):
    """Writes arrays (anything with numpy's dtype, shape and tobytes). Equal content gives equal bytes."""
    header, parts, at = {}, [], 0
    if metadata:
        header["__metadata__"] = dict(sorted(metadata.items()))
    for name in sorted(tensors):
        array = tensors[name]
        dtype, size = TYPES[array.dtype.name]
        if size > 1 and array.dtype.newbyteorder("<") != array.dtype:
            array = array.astype(array.dtype.newbyteorder("<"))
        data = array.tobytes()
        header[name] = {"dtype": dtype, "shape": list(array.shape), "data_offsets": [at, at + len(data)]}
        parts.append(data)
        at += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    folder, name = os.path.split(os.path.abspath(path))
    beside = os.path.join(folder, f".{name}.tmp")
    with open(beside, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for data in parts:
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)


def read(path):
    """name → (numpy's name of the type, shape, bytes). Raises ValueError for what is no such file."""
    with open(path, "rb") as file:
        data = file.read()
    if len(data) < 10:
        raise ValueError("too short")
    (length,) = struct.unpack("<Q", data[:8])
    if length > min(MAX_HEADER, len(data) - 8):
        raise ValueError("the header reaches beyond the file")
    header = json.loads(data[8 : 8 + length].decode("utf-8"))
    body = data[8 + length :]
    tensors, at = {}, 0
    entries = [(name, entry) for name, entry in header.items() if name != "__metadata__"]
    for name, entry in sorted(entries, key=lambda pair: pair[1]["data_offsets"]):
        dtype, shape, (start, end) = entry["dtype"], tuple(entry["shape"]), entry["data_offsets"]
        kind, size = NAMES[dtype] if dtype in NAMES else (None, None)
        if kind is None or start != at or end > len(body) or math.prod(shape) * size != end - start:
            raise ValueError(f"tensor {name[:40]!r} does not fit")
        tensors[name], at = (kind, shape, body[start:end]), end
    if at != len(body):
        raise ValueError("bytes follow the last tensor")
    return tensors


def load(path):
    """name → numpy array."""
    import numpy

    return {
        name: numpy.frombuffer(data, dtype=numpy.dtype(kind).newbyteorder("<")).reshape(shape).copy()
        for name, (kind, shape, data) in read(path).items()
    }
