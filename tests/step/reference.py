"""One step of exact training in numpy, from docs/exact-training.md, in 64-bit integers only.

Reads one JSON object a line: shape, w1, w2, pixels, labels. Answers each with the weights after the step and what it saw
before, or with the first quantity that left its range, in the order in which the page checks them.
"""

import json
import sys

import numpy as np

ROUND_HIDDEN, ROUND_OUTPUT, TARGET = 14, 16, 32


def rounded(value, bits):
    return np.right_shift(value + np.int64(1 << (bits - 1)), np.int64(bits))


def slot(count, product):
    """Width of a weight's place in a word of 253 bits."""
    words = -(-count // (253 // product))
    return 253 // -(-count // words)


def limits(hidden, outputs):
    first, forward, backward = slot(hidden, 23), slot(outputs, 25), slot(hidden, 25)
    return tuple((1 << (min(31, width) - 1)) - 1 for width in (first, min(forward, backward)))


def beyond(values, low, high):
    return bool(((values < low) | (values > high)).any())


def step(shape, w1, w2, pixels, labels):
    inputs, hidden, outputs, rows = shape
    w1 = np.array(w1, dtype=np.int64).reshape(hidden, inputs)
    w2 = np.array(w2, dtype=np.int64).reshape(outputs, hidden)
    x = np.array(pixels, dtype=np.int64).reshape(rows, inputs)
    target = np.zeros((rows, outputs), dtype=np.int64)
    target[np.arange(rows), labels] = TARGET

    z = rounded(x @ w1.T, ROUND_HIDDEN)
    a = np.maximum(z, 0)
    sums = a @ w2.T
    y = rounded(sums, ROUND_OUTPUT)
    error = y - target
    d = rounded(error @ w2, ROUND_OUTPUT)
    # The page checks a row to its end before it begins the next one.
    for row in range(rows):
        if beyond(z[row], -255, 256):
            return {"refused": "hidden"}
        if beyond(y[row], -256, 255):
            return {"refused": "output"}
        if beyond(d[row], -256, 255):
            return {"refused": "delta"}
    masked = np.where(z > 0, d, 0)
    w1 = w1 - masked.T @ x
    w2 = w2 - error.T @ a
    first, second = limits(hidden, outputs)
    if beyond(w1, -first, first):
        return {"refused": "w1"}
    if beyond(w2, -second, second):
        return {"refused": "w2"}
    return {
        "w1": w1.ravel().tolist(),
        "w2": w2.ravel().tolist(),
        "squaredError": int((error * error).sum()),
        "correct": int((sums.argmax(axis=1) == np.array(labels)).sum()),
    }


for line in sys.stdin:
    print(json.dumps(step(**json.loads(line))), flush=True)
