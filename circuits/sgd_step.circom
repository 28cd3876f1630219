pragma circom 2.1.6;
// SPDX-License-Identifier: GPL-3.0-or-later
//
// sgd_step: "the node's states before and after these steps are what exact training makes of the client's batches."
//
// Statement. For the public `statement` the prover knows binding, challenge, stepsRoot, initialWeights, finalWeights,
// datasetRoot, segment, segments and batch indices with
//
//   statement = Poseidon(binding, challenge, stepsRoot, initialWeights, finalWeights, datasetRoot,
//                        segment + 2^32 * segments, sum over s of batchIndex[s] * 2^(16 s)),
//
// packed weights and batches such that
//   1. 0 <= segment < segments and segment + 1 < 4^stateLevels; each batchIndex[s] < 4^batchLevels;
//   2. leaf batchIndex[s] of the tree datasetRoot is the commitment of batch s;
//   3. leaf `segment` of the tree stepsRoot is the commitment of the weights, and leaf segment + 1 the commitment of
//      what `steps` steps of training make of them, one after the other, on batch 0, 1, ...;
//   4. leaf 0 is initialWeights if this is the first segment, and leaf `segments` is finalWeights if it is the last.
// One state per segment is committed: what is between the steps of a segment is computed here and hashed nowhere.
//
// Why it holds.
//   - The statement fixes its eight values, without a collision of Poseidon. Two of them are sums: segment has
//     2 * stateLevels <= 32 bits (it is the first of the two indices below), and batch indices have at most 16, so both
//     sums are one to one and below 2^253. segments is whatever remains; that segments - segment - 1 has 2 * stateLevels
//     bits gives segment < segments.
//   - Batches: see BatchLeaf and Opening. A root, an index and a leaf have one batch; pixels and labels are ranged.
//   - Training is a function. Weights are never unpacked: a state is a list of words, elements of the field, and the
//     step is linear in them (PackedUpdate) but for the rounded sums, whose binary digits are unique as integers below
//     2^253 < p for every word whatever (PackedProduct). So words and batches have at most one next state, and a prover
//     chooses nothing. All that is left to it is whether there is a proof.
//   - No weight is range-checked, and none has to be. Packing is one to one on integers within their slots, so the
//     commitment of words stands for the weights as long as the words pack such integers. State 0 does: the client
//     recomputes initialWeights from the seed with the engine. If state p packs the engine's weights and the engine
//     takes the steps (it refuses a sum outside its digits and a weight outside its slot), the words after them pack the
//     engine's weights after them, carries between slots included, since both sides are the same integer below 2^253.
//     By induction state p of an honest chain is the engine's state p, and any other chain has a first segment whose
//     transition has no proof. finalWeights is compared with the delivered weights, which the client packs itself.
//   - W2 is committed twice, by hidden unit and by output. The client packs both from one matrix at the start, and each
//     step takes the same change from both; so they stay two packings of one matrix.
//   - An engine that refuses a step stops there. A prover that goes on without it can still only follow the one chain
//     of words: beyond the engine's ranges sums carry into their neighbours and the weights are worthless, but the
//     client's own engine sees the same refusal at the same step.
//
// What the verifier must do (job-escrow does all but the last line):
//   - compute `statement` itself, from values that no prover chooses: binding, roots and weights of the job, challenge
//     of the slot hash and the client's nonce, segment and segments from the challenge and the job's terms, batch
//     indices from the schedule of seed, epoch and step; and compare it as a canonical field element;
//   - take segments = epochs * batches / steps, batches divisible by steps, at most 4^stateLevels - 1;
//   - choose segments only after stepsRoot and finalWeights are fixed;
//   - take the verifying key of the network's shape: the key fixes shape, batch size, steps, formats and learning rate;
//   - recompute initialWeights from the seed, datasetRoot from the data, and finalWeights from the delivered weights.
//
// What is not proven: anything about segments that were not chosen. One wrong transition among N is found by k audits
// with probability k / N only, and the states after it may be honest training from a state that is not. To audit the
// last segment always would not help: the wrong transition moves one segment earlier. That the network learned
// anything. That the data set is good, or what its labels mean.
include "circomlib/circuits/poseidon.circom";
include "./templates/batch_leaf.circom";
include "./templates/bits.circom";
include "./templates/opening.circom";
include "./templates/state_commitment.circom";
include "./templates/training_step.circom";

template SgdStep(inputs, hidden, outputs, batch, steps, w1Fraction, w2Fraction, activationFraction, learningRateShift, hiddenBits, outputBits, deltaBits, stateLevels, batchLevels) {
    var perInput = wordsOf(hidden, hiddenBits + w1Fraction + 4 - activationFraction);
    var perHidden = wordsOf(outputs, outputBits + w2Fraction);
    var perOutput = wordsOf(hidden, deltaBits + w2Fraction);
    assert(2 * batchLevels <= 16);
    assert(16 * steps <= 252);
    assert(2 * stateLevels <= 31);

    // Public.
    signal input statement;
    // Private: what the statement hashes.
    signal input binding;
    signal input challenge;
    signal input stepsRoot;
    signal input initialWeights;
    signal input finalWeights;
    signal input datasetRoot;
    signal input segment;
    signal input segments;
    signal input batchIndex[steps];
    // Private: what it is about.
    signal input w1[inputs][perInput];
    signal input w2Forward[hidden][perHidden];
    signal input w2Backward[outputs][perOutput];
    signal input pixels[steps][batch][inputs];
    signal input labels[steps][batch];
    signal input statePaths[2][stateLevels][4];
    signal input batchPaths[steps][batchLevels][4];

    // ---- the batches, from the client's tree
    component leaves[steps];
    component batchIndexBits[steps];
    component batchOpenings[steps];
    var batches = 0;
    for (var s = 0; s < steps; s++) {
        leaves[s] = BatchLeaf(batch, inputs, outputs);
        leaves[s].pixels <== pixels[s];
        leaves[s].labels <== labels[s];
        batchIndexBits[s] = Bits(2 * batchLevels);
        batchIndexBits[s].in <== batchIndex[s];
        batchOpenings[s] = Opening(batchLevels);
        batchOpenings[s].leaf <== leaves[s].leaf;
        batchOpenings[s].index <== batchIndexBits[s].bits;
        batchOpenings[s].groups <== batchPaths[s];
        batchOpenings[s].root === datasetRoot;
        batches += batchIndex[s] * (1 << (16 * s));
    }

    // ---- the training
    component training[steps];
    for (var s = 0; s < steps; s++) {
        training[s] = TrainingStep(inputs, hidden, outputs, batch, w1Fraction, w2Fraction, activationFraction, learningRateShift, hiddenBits, outputBits, deltaBits);
        if (s == 0) {
            training[s].w1 <== w1;
            training[s].w2Forward <== w2Forward;
            training[s].w2Backward <== w2Backward;
        } else {
            training[s].w1 <== training[s - 1].w1After;
            training[s].w2Forward <== training[s - 1].w2ForwardAfter;
            training[s].w2Backward <== training[s - 1].w2BackwardAfter;
        }
        training[s].pixels <== pixels[s];
        training[s].oneHot <== leaves[s].oneHot;
    }

    // ---- the states at both ends of the segment, from the node's tree
    component before = StateCommitment(inputs, perInput, hidden, perHidden, outputs, perOutput);
    before.w1 <== w1;
    before.w2Forward <== w2Forward;
    before.w2Backward <== w2Backward;
    component after = StateCommitment(inputs, perInput, hidden, perHidden, outputs, perOutput);
    after.w1 <== training[steps - 1].w1After;
    after.w2Forward <== training[steps - 1].w2ForwardAfter;
    after.w2Backward <== training[steps - 1].w2BackwardAfter;

    component stateIndexBits[2];
    component stateOpenings[2];
    for (var i = 0; i < 2; i++) {
        stateIndexBits[i] = Bits(2 * stateLevels);
        stateIndexBits[i].in <== segment + i;
        stateOpenings[i] = Opening(stateLevels);
        stateOpenings[i].leaf <== i == 0 ? before.out : after.out;
        stateOpenings[i].index <== stateIndexBits[i].bits;
        stateOpenings[i].groups <== statePaths[i];
        stateOpenings[i].root === stepsRoot;
    }

    // ---- the place of the segment, and the ends of the job
    component following = Bits(2 * stateLevels);
    following.in <== segments - segment - 1;
    _ <== following.bits;
    component first = Zero();
    first.in <== segment;
    first.out * (before.out - initialWeights) === 0;
    component last = Zero();
    last.in <== segments - segment - 1;
    last.out * (after.out - finalWeights) === 0;

    // ---- the statement
    component hash = Poseidon(8);
    hash.inputs[0] <== binding;
    hash.inputs[1] <== challenge;
    hash.inputs[2] <== stepsRoot;
    hash.inputs[3] <== initialWeights;
    hash.inputs[4] <== finalWeights;
    hash.inputs[5] <== datasetRoot;
    hash.inputs[6] <== segment + segments * (1 << 32);
    hash.inputs[7] <== batches;
    statement === hash.out;
}
