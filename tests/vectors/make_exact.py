#!/usr/bin/env python3
"""Makes exact-*.json: golden cases for packages/engine, from docs/exact-training.md and in plain Python integers.

    python3 tests/vectors/make_exact.py          writes the files (half a minute)
    python3 tests/vectors/make_exact.py --check  fails when a file differs
"""

import gzip
import hashlib
import json
import math
import random
import struct
import sys
from operator import mul
from pathlib import Path

sys.dont_write_bytecode = True
from exact_poseidon import P, poseidon  # noqa: E402

HERE = Path(__file__).parent
W1, W2, INPUT, ACT, RATE = 15, 16, 4, 5, 6
HIDDEN_BITS = OUTPUT_BITS = DELTA_BITS = 9


def stream(domain, key):
    counter = 0
    while True:
        yield from struct.unpack("<8I", hashlib.sha256(domain + key + struct.pack("<Q", counter)).digest())
        counter += 1


def below(words, bound):
    usable = 2**32 - 2**32 % bound
    while True:
        value = next(words)
        if value < usable:
            return value % bound


def row_order(rows):
    order, words = list(range(rows)), stream(b"cyxwiz:row-order:v1", b"")
    for i in range(rows - 1, 0, -1):
        j = below(words, i + 1)
        order[i], order[j] = order[j], order[i]
    return order


def epoch_order(seed, epoch, batches):
    h = hashlib.sha256(b"cyxwiz:batch-order:v1" + seed + struct.pack("<I", epoch)).digest()
    a, b = (v % batches for v in struct.unpack("<2Q", h[:16]))
    while math.gcd(a, batches) != 1:
        a = (a + 1) % batches
    return a, b


def initial(shape, seed):
    inputs, hidden, outputs, _ = shape
    words = stream(b"cyxwiz:initial-weights:v1", seed)

    def matrix(rows, columns, divisor, fraction):
        limit = math.isqrt((6 << 2 * fraction) // divisor)
        return [[below(words, 2 * limit + 1) - limit for _ in range(columns)] for _ in range(rows)]

    return matrix(hidden, inputs, inputs, W1), matrix(outputs, hidden, 16 * hidden, W2)


def chain(tag, words):
    state = (tag << 32) + len(words)
    for at in range(0, len(words), 15):
        block = words[at : at + 15]
        state = poseidon([state, *block, *[0] * (15 - len(block))])
    return state


def pack(row, product_bits):
    words = -(-len(row) // (253 // product_bits))
    per = -(-len(row) // words)
    slot = 253 // per
    return [sum(v << slot * i for i, v in enumerate(row[g * per : (g + 1) * per])) % P for g in range(words)]


def state_words(w1, w2):
    hidden = HIDDEN_BITS + W1 + INPUT - ACT
    words = []
    for column in zip(*w1):
        words += pack(column, hidden)
    for column in zip(*w2):
        words += pack(column, OUTPUT_BITS + W2)
    for row in w2:
        words += pack(row, DELTA_BITS + W2)
    return words


def commit(w1, w2):
    return chain(1003, state_words(w1, w2))


def batch_words(rows, labels, outputs):
    digits = [(v, 5) for row in rows for v in row] + [(y, (outputs - 1).bit_length()) for y in labels]
    words, word, used = [], 0, 0
    for value, bits in digits:
        if used + bits > 250:
            words.append(word)
            word = used = 0
        word |= value << used
        used += bits
    return [*words, word]


def root(leaves):
    nodes = leaves + [0] * (256 - len(leaves))
    while len(nodes) > 1:
        nodes = [poseidon(nodes[i : i + 4]) for i in range(0, len(nodes), 4)]
    return nodes[0]


def rounded(value, shift):
    return (value + (1 << shift - 1)) >> shift


def fits(value, low, high):
    assert low <= value <= high, (value, low, high)
    return value


def step(w1, w2, rows, labels):
    """Trains w1 and w2 in place; returns squared error and right answers before the step."""
    g1 = [[0] * len(w1[0]) for _ in w1]
    g2 = [[0] * len(w1) for _ in w2]
    columns = list(zip(*w2))
    squared = correct = 0
    for x, y in zip(rows, labels):
        z = [fits(rounded(sum(map(mul, x, w)), W1 + INPUT - ACT), -255, 256) for w in w1]
        a = [max(0, v) for v in z]
        sums = [sum(map(mul, a, w)) for w in w2]
        e = [fits(rounded(s, W2), -256, 255) for s in sums]
        e[y] -= 1 << ACT
        squared += sum(v * v for v in e)
        correct += sums.index(max(sums)) == y
        for h, column in enumerate(columns):
            d = fits(rounded(sum(map(mul, e, column)), W2), -256, 255)
            if z[h] > 0:
                g1[h] = [g + d * v for g, v in zip(g1[h], x)]
                for o, v in enumerate(e):
                    g2[o][h] += v * a[h]
    for w, g in zip(w1, g1):
        w[:] = [v - (c << W1 - ACT - INPUT - RATE) for v, c in zip(w, g)]
    for w, g in zip(w2, g2):
        w[:] = [v - (c << W2 - 2 * ACT - RATE) for v, c in zip(w, g)]
    return squared, correct


def right(w1, w2, rows, labels):
    count = 0
    for x, y in zip(rows, labels):
        a = [min(256, max(0, rounded(sum(map(mul, x, w)), W1 + INPUT - ACT))) for w in w1]
        sums = [sum(map(mul, a, w)) for w in w2]
        count += sums.index(max(sums)) == y
    return count


def prepare(table, shape):
    inputs, _, _, batch = shape
    table = [table[i] for i in row_order(len(table))]
    count = min(-(-4 * len(table) // (5 * batch)), (len(table) - 1) // batch, 256)
    split = lambda part: ([r[:inputs] for r in part], [r[inputs] for r in part])
    return [split(table[i * batch : (i + 1) * batch]) for i in range(count)], split(table[count * batch :])


def hexed(value):
    return f"{value:064x}"


def flat(matrix):
    return [v for row in matrix for v in row]


def hash_cases():
    rng = random.Random(1)
    cases = [[0] * 4, list(range(1, 5)), [P - 1] * 4, [0] * 16, list(range(16)), [P - 1] * 16]
    cases += [[rng.randrange(P) for _ in range(n)] for n in (4, 16)]
    lists = [(1002, [5]), (1003, list(range(15))), (1003, list(range(16))), (1003, [rng.randrange(P) for _ in range(31)])]
    return {
        "poseidon": [{"inputs": list(map(hexed, c)), "output": hexed(poseidon(c))} for c in cases],
        "chain": [{"tag": t, "words": list(map(hexed, w)), "output": hexed(chain(t, w))} for t, w in lists],
    }


def order_cases():
    seeds = [bytes(32), bytes(range(32)), hashlib.sha256(b"order").digest()]
    orders = [(s, e, n) for s in seeds for e, n in ((0, 1), (0, 2), (1, 7), (3, 180), (49, 180), (2**32 - 1, 256))]
    return {
        "rows": [{"count": n, "order": row_order(n)} for n in (1, 2, 9, 100)],
        "epochs": [
            {"seed": s.hex(), "epoch": e, "batches": n, "a": epoch_order(s, e, n)[0], "b": epoch_order(s, e, n)[1]}
            for s, e, n in orders
        ],
    }


def step_cases():
    rng, cases = random.Random(2), []
    for shape in ((3, 2, 2, 1), (5, 9, 3, 4), (20, 10, 10, 8), (7, 33, 11, 3)):
        inputs, hidden, outputs, batch = shape
        # Small enough for every value to stay in its slot: `fits` stops the script otherwise.
        w1 = [[rng.randint(-(1 << W1), 1 << W1) // 2 for _ in range(inputs)] for _ in range(hidden)]
        w2 = [[rng.randint(-(1 << W2), 1 << W2) // 3 for _ in range(hidden)] for _ in range(outputs)]
        case = {"shape": shape, "w1": flat(w1), "w2": flat(w2), "commitment": hexed(commit(w1, w2)), "steps": []}
        for _ in range(3):
            rows = [[rng.randint(0, 16) for _ in range(inputs)] for _ in range(batch)]
            labels = [rng.randrange(outputs) for _ in range(batch)]
            squared, correct = step(w1, w2, rows, labels)
            case["steps"].append({
                "pixels": flat(rows), "labels": labels, "leaf": hexed(chain(1002, batch_words(rows, labels, outputs))),
                "squaredError": squared, "correct": correct,
                "w1": flat(w1), "w2": flat(w2), "commitment": hexed(commit(w1, w2)),
            })
        cases.append(case)
    return cases


def job(table, shape, seed, epochs):
    batches, held = prepare(table, shape)
    w1, w2 = initial(shape, seed)
    leaves = [chain(1002, batch_words(rows, labels, shape[2])) for rows, labels in batches]
    case = {
        "shape": shape, "seed": seed.hex(), "batches": len(batches), "heldOut": len(held[1]),
        "datasetRoot": hexed(root(leaves)), "initialWeights": hexed(commit(w1, w2)), "epochs": [],
    }
    n = len(batches)
    for epoch in range(epochs):
        a, b = epoch_order(seed, epoch, n)
        squared = correct = 0
        for i in range(n):
            s, c = step(w1, w2, *batches[(a * i + b) % n])
            squared, correct = squared + s, correct + c
        rows = n * shape[3]
        case["epochs"].append({
            "lossMicros": squared * 10**6 // (rows << 2 * ACT), "accuracyPpm": correct * 10**6 // rows,
            "commitment": hexed(commit(w1, w2)),
        })
        print(f"\r{shape} epoch {epoch + 1}/{epochs}", end="", file=sys.stderr)
    print(file=sys.stderr)
    data = struct.pack(f"<{len(flat(w1)) + len(flat(w2))}i", *flat(w1), *flat(w2))
    case["weightsSha256"] = hashlib.sha256(data).hexdigest()
    case["heldOutPpm"] = right(w1, w2, *held) * 10**6 // len(held[1])
    return case


def digits_cases():
    text = gzip.decompress((HERE.parent.parent / "data" / "digits.csv.gz").read_bytes()).decode()
    table = [list(map(int, line.split(","))) for line in text.splitlines()]
    return [
        job(table, (64, 32, 10, 8), hashlib.sha256(b"digits").digest(), 50),
        job(table, (64, 19, 10, 13), hashlib.sha256(b"another shape").digest(), 2),
    ]


def main():
    stale = []
    for name, make in (("hash", hash_cases), ("order", order_cases), ("steps", step_cases), ("digits", digits_cases)):
        path = HERE / f"exact-{name}.json"
        text = json.dumps(make(), indent=None, separators=(",", ":")) + "\n"
        if "--check" not in sys.argv:
            path.write_text(text)
        elif path.read_text() != text:
            stale.append(path.name)
    if stale:
        sys.exit(f"differs from what this script makes: {', '.join(stale)}")


if __name__ == "__main__":
    main()
