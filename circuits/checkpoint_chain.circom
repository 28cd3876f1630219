pragma circom 2.1.6;
// SPDX-License-Identifier: GPL-3.0-or-later
//
// checkpoint_chain: "I know the checkpoints of this job, in order, and this is the root of their hash chain."
//
// Statement. For the public (binding, checkpoints, elapsedMs, root, finalWeights) the prover knows weights, losses,
// accuracies and times such that
//   - 1 <= checkpoints <= capacity;
//   - H_0 = Poseidon(binding), H_i = Poseidon(H_{i-1}, weights_i, lossMicros_i + accuracyPpm_i * 2^48, timesMs_i)
//     for 1 <= i <= checkpoints;
//   - root is the Poseidon Merkle root of the leaves H_1 .. H_checkpoints, 0, .. 0;
//   - 0 < timesMs_1 < timesMs_2 < .. < timesMs_checkpoints = elapsedMs < 2^48;
//   - lossMicros_i < 2^48 and accuracyPpm_i <= 1,000,000;
//   - weights_checkpoints = finalWeights;
//   - every slot past `checkpoints` holds zeros (so one history has one witness).
//
// Why it holds.
//   - Order: H_i contains H_{i-1}, and H_0 contains the binding. Without a collision of Poseidon a root has one
//     binding, one sequence and one length: two chains of different lengths differ in a leaf, because an active leaf
//     is a Poseidon output, and to make one that is 0 is to find a preimage.
//   - Time: slot i contributes gap_i = timesMs_i - timesMs_{i-1} - 1, which has 48 bits (timesMs_0 = 0). As integers
//     timesMs_i = sum over j <= i of (gap_j + 1) <= 64 * 2^48, far below the field modulus, so nothing wraps and the
//     order of integers is meant. The last one is elapsedMs, which has 48 bits, and the others are below it: that is
//     the range check of every single time.
//   - Flags: see ActiveFlags. Exactly one last[i] is 1, so the two sums below select the last checkpoint.
//
// What it does not say. It does not say that training happened: whoever runs this prover chooses the numbers.
// The exact tier proves that with sgd_step; the committed tier re-executes challenged checkpoints.
//
// The verifier's duties (job-escrow does all of them):
//   - binding is recomputed from program, job, node, data set, initial weights, specification and acceptance slot, and
//     never taken from the prover: proofs are public, and the binding alone ties one to its job and node;
//   - checkpoints equals the number the job requires, or pays only for that many;
//   - elapsedMs fits between acceptance and anchoring on the chain's own clock;
//   - root and finalWeights are the anchored ones; delivered weights are hashed and compared with finalWeights;
//   - all five are compared or reduced as canonical field elements (below the modulus).
include "circomlib/circuits/poseidon.circom";
include "./templates/active_flags.circom";
include "./templates/checkpoint.circom";
include "./templates/merkle_root.circom";
include "./templates/range.circom";

template CheckpointChain(capacity, depth) {
    assert(capacity == 1 << depth);

    // Public, in this order (circuits.json).
    signal input binding;
    signal input checkpoints;
    signal input elapsedMs;
    signal input root;
    signal input finalWeights;
    // Private. weights are commitments, any field element: there is nothing to range-check.
    signal input weights[capacity];
    signal input lossMicros[capacity];
    signal input accuracyPpm[capacity];
    signal input timesMs[capacity];

    component flags = ActiveFlags(capacity);
    flags.count <== checkpoints;

    component elapsedRange = LessThanPowerOfTwo(48);
    elapsedRange.in <== elapsedMs;

    component start = Poseidon(1);
    start.inputs[0] <== binding;

    component slots[capacity];
    component tree = MerkleRoot(depth);
    signal lastWeights[capacity];
    signal lastTime[capacity];
    var weightsSum = 0;
    var timeSum = 0;
    for (var i = 0; i < capacity; i++) {
        slots[i] = Checkpoint();
        slots[i].active <== flags.active[i];
        if (i == 0) {
            slots[i].previous <== start.out;
            slots[i].previousTimeMs <== 0;
        } else {
            slots[i].previous <== slots[i - 1].next;
            slots[i].previousTimeMs <== timesMs[i - 1];
        }
        slots[i].weights <== weights[i];
        slots[i].lossMicros <== lossMicros[i];
        slots[i].accuracyPpm <== accuracyPpm[i];
        slots[i].timeMs <== timesMs[i];
        tree.leaves[i] <== slots[i].leaf;

        lastWeights[i] <== flags.last[i] * weights[i];
        lastTime[i] <== flags.last[i] * timesMs[i];
        weightsSum += lastWeights[i];
        timeSum += lastTime[i];
    }
    _ <== slots[capacity - 1].next; // nothing follows the last slot
    root === tree.root;
    finalWeights === weightsSum;
    elapsedMs === timeSum;
}
