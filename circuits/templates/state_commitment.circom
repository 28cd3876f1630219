pragma circom 2.1.6;
// SPDX-License-Identifier: GPL-3.0-or-later
include "./chain_hash.circom";

// The commitment to a network's packed weights, in the order of packages/engine/src/words.ts: W1 by input, W2 by hidden
// unit, W2 by output.
template StateCommitment(inputs, perInput, hidden, perHidden, outputs, perOutput) {
    signal input w1[inputs][perInput];
    signal input w2Forward[hidden][perHidden];
    signal input w2Backward[outputs][perOutput];
    signal output out;

    component hash = ChainHash(inputs * perInput + hidden * perHidden + outputs * perOutput, 1003);
    for (var k = 0; k < inputs; k++) {
        for (var g = 0; g < perInput; g++) {
            hash.in[k * perInput + g] <== w1[k][g];
        }
    }
    var at = inputs * perInput;
    for (var h = 0; h < hidden; h++) {
        for (var g = 0; g < perHidden; g++) {
            hash.in[at + h * perHidden + g] <== w2Forward[h][g];
        }
    }
    at += hidden * perHidden;
    for (var o = 0; o < outputs; o++) {
        for (var g = 0; g < perOutput; g++) {
            hash.in[at + o * perOutput + g] <== w2Backward[o][g];
        }
    }
    out <== hash.out;
}
