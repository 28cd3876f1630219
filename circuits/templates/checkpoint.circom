pragma circom 2.1.6;
// SPDX-License-Identifier: GPL-3.0-or-later
include "circomlib/circuits/poseidon.circom";
include "./range.circom";

// One slot of the chain.
//
// For an active slot: 0 <= lossMicros < 2^48, 0 <= accuracyPpm <= 1,000,000, previousTimeMs < timeMs <= previousTimeMs
// + 2^48, next = Poseidon(previous, weights, metrics, timeMs), leaf = next. The two metrics share one field element,
// lossMicros + accuracyPpm * 2^48, which their ranges make one to one.
// For an inactive slot: weights, both metrics and the time are 0, and leaf = 0; `next` is of no use to anyone.
//
// `active` must be boolean: the caller's duty. Times are bounded by the caller through the gap: see CheckpointChain.
template Checkpoint() {
    signal input active;
    signal input previous;
    signal input previousTimeMs;
    signal input weights;
    signal input lossMicros;
    signal input accuracyPpm;
    signal input timeMs;
    signal output next;
    signal output leaf;

    component lossRange = LessThanPowerOfTwo(48);
    component accuracyRange = AtMost(1000000, 20);
    lossRange.in <== lossMicros;
    accuracyRange.in <== accuracyPpm;
    signal metrics <== lossMicros + accuracyPpm * (1 << 48);

    // gap = 0 in an inactive slot. A gap of 0 in an active one means one millisecond later, so equal times fail.
    signal gap <== active * (timeMs - previousTimeMs - 1);
    component gapRange = LessThanPowerOfTwo(48);
    gapRange.in <== gap;

    (1 - active) * weights === 0;
    (1 - active) * metrics === 0; // both metrics are 0: they are ranged, and the packing is one to one
    (1 - active) * timeMs === 0;

    component hash = Poseidon(4);
    hash.inputs[0] <== previous;
    hash.inputs[1] <== weights;
    hash.inputs[2] <== metrics;
    hash.inputs[3] <== timeMs;
    next <== hash.out;
    leaf <== active * hash.out;
}
