pragma circom 2.1.6;
// SPDX-License-Identifier: GPL-3.0-or-later
include "circomlib/circuits/poseidon.circom";

// Root of a full binary tree of 2^depth leaves, left to right: node = Poseidon(left, right).
// The depth is fixed, so a node cannot pass for a leaf: openings against this root must have exactly `depth` steps.
template MerkleRoot(depth) {
    assert(depth >= 1);
    var leafCount = 1 << depth;
    signal input leaves[leafCount];
    signal output root;

    // Heap order: node k has the children 2k + 1 and 2k + 2; the last leafCount slots stand for the leaves.
    component nodes[leafCount - 1];
    for (var k = leafCount - 2; k >= 0; k--) {
        nodes[k] = Poseidon(2);
        for (var side = 0; side < 2; side++) {
            var child = 2 * k + 1 + side;
            if (child < leafCount - 1) {
                nodes[k].inputs[side] <== nodes[child].out;
            } else {
                nodes[k].inputs[side] <== leaves[child - (leafCount - 1)];
            }
        }
    }
    root <== nodes[0].out;
}
