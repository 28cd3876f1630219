pragma circom 2.1.6;
// SPDX-License-Identifier: GPL-3.0-or-later
include "circomlib/circuits/poseidon.circom";
include "./word_layout.circom";

// Commitment to n field elements: state_0 = tag * 2^32 + n, state_{j+1} = Poseidon(state_j, next 15 elements), the last
// block filled with zeros; out is the last state (packages/engine/src/chain-hash.ts).
//
// Binding without a collision of Poseidon with 16 inputs: the last state fixes the last block and the state before it,
// and so on back to a first state. A shorter list of the same kind could only agree by a block whose output is
// tag * 2^32 + n for its n, a preimage; kinds and lengths differ in the first state.
template ChainHash(n, tag) {
    var blocks = ceilDiv(n, 15);
    signal input in[n];
    signal output out;

    component block[blocks];
    for (var j = 0; j < blocks; j++) {
        block[j] = Poseidon(16);
        if (j == 0) {
            block[j].inputs[0] <== tag * (1 << 32) + n;
        } else {
            block[j].inputs[0] <== block[j - 1].out;
        }
        for (var i = 0; i < 15; i++) {
            if (15 * j + i < n) {
                block[j].inputs[1 + i] <== in[15 * j + i];
            } else {
                block[j].inputs[1 + i] <== 0;
            }
        }
    }
    out <== block[blocks - 1].out;
}
