"""The numpy engine of a node that cheats: `skip E` trains nothing in epoch E, `nudge E X` adds X to one weight behind it."""

import sys

from cyxwiz_engine import numpy_mlp
from cyxwiz_engine.job import Job

how, at = sys.argv[1], int(sys.argv[2])
epochs, report, step = Job.epochs, Job.report, numpy_mlp.step
now = 0


def counted(job):
    global now
    for now in epochs(job):
        yield now


def idle(weights, x, labels, rate):
    if now == at:
        return step({name: tensor.copy() for name, tensor in weights.items()}, x, labels, rate)
    return step(weights, x, labels, rate)


def nudged(job, loss, accuracy, weights):
    if now == at:
        weights["w2"][1, 2] += float(sys.argv[3])
    report(job, loss, accuracy, weights)


Job.epochs = counted
if how == "skip":
    numpy_mlp.step = idle
else:
    Job.report = nudged
numpy_mlp.main()
