"""The reference engine: a small network in numpy. `python -m cyxwiz_engine.numpy_mlp` is its command.

Data: CSV without a header, features first, the class last. Configuration, all optional:
{"hidden": 32, "batch": 16, "rate": 0.1, "scale": 16}
"""

import os

# One thread adds in one order: the same job gives the same bytes on the same machine.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402

from . import connect, load  # noqa: E402


def main():
    job = connect("numpy-mlp", deterministic=True)
    hidden, batch = int(job.config.get("hidden", 32)), int(job.config.get("batch", 16))
    rate, scale = float(job.config.get("rate", 0.1)), float(job.config.get("scale", 16))
    if not (1 <= hidden <= 4096 and 1 <= batch <= 65536 and 0 < rate <= 10 and scale > 0):
        job.fail("hidden, batch, rate or scale is out of range")
    rows = np.loadtxt(job.dataset, delimiter=",", ndmin=2)
    x, labels = rows[:, :-1] / scale, rows[:, -1].astype(np.int64)
    classes = int(labels.max()) + 1
    seed = int.from_bytes(job.seed, "big")
    rng = np.random.default_rng(seed)
    weights = {
        "w1": rng.normal(0, (2 / x.shape[1]) ** 0.5, (x.shape[1], hidden)),
        "b1": np.zeros(hidden),
        "w2": rng.normal(0, (2 / hidden) ** 0.5, (hidden, classes)),
        "b2": np.zeros(classes),
    }
    if job.checkpoint:
        weights = load(job.checkpoint)
    for epoch in job.epochs():
        # Its own order for each epoch, so that a training that was resumed takes the same one.
        order = np.random.default_rng([seed % 2**64, epoch]).permutation(len(x))
        loss, right = 0.0, 0
        for at in range(0, len(order), batch):
            rows = order[at : at + batch]
            one_loss, one_right = step(weights, x[rows], labels[rows], rate)
            loss, right = loss + one_loss, right + one_right
            job.beat()
        job.report(loss / len(x), right / len(x), weights)


def step(w, x, labels, rate):
    """One step of SGD on the mean cross entropy of a batch."""
    a = np.maximum(x @ w["w1"] + w["b1"], 0)
    z = a @ w["w2"] + w["b2"]
    z -= z.max(axis=1, keepdims=True)
    p = np.exp(z)
    p /= p.sum(axis=1, keepdims=True)
    rows = np.arange(len(x))
    loss = float(-np.log(np.maximum(p[rows, labels], 1e-300)).sum())
    right = int((p.argmax(axis=1) == labels).sum())
    p[rows, labels] -= 1
    p /= len(x)
    d = (p @ w["w2"].T) * (a > 0)
    w["w2"] -= rate * (a.T @ p)
    w["b2"] -= rate * p.sum(axis=0)
    w["w1"] -= rate * (x.T @ d)
    w["b1"] -= rate * d.sum(axis=0)
    return loss, right


if __name__ == "__main__":
    main()
