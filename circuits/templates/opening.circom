pragma circom 2.1.6;
// SPDX-License-Identifier: GPL-3.0-or-later
include "circomlib/circuits/poseidon.circom";

// The root of a 4-ary Poseidon tree in which `leaf` stands at the index with these bits (lowest first, boolean: the
// caller's duty). groups[l] are the four nodes at level l among which the path passes, from the leaves up.
//
// Without a collision of Poseidon there is one leaf for a root and an index: the root fixes the top group, the index
// selects a node of it, which is the hash of the group below, and so on. The depth is fixed, so a node cannot pass for
// a leaf.
template Opening(levels) {
    signal input leaf;
    signal input index[2 * levels];
    signal input groups[levels][4];
    signal output root;

    component nodes[levels];
    signal low[levels];
    signal high[levels];
    signal selected[levels];
    for (var l = 0; l < levels; l++) {
        low[l] <== groups[l][0] + index[2 * l] * (groups[l][1] - groups[l][0]);
        high[l] <== groups[l][2] + index[2 * l] * (groups[l][3] - groups[l][2]);
        selected[l] <== low[l] + index[2 * l + 1] * (high[l] - low[l]);
        if (l == 0) {
            selected[l] === leaf;
        } else {
            selected[l] === nodes[l - 1].out;
        }
        nodes[l] = Poseidon(4);
        for (var i = 0; i < 4; i++) {
            nodes[l].inputs[i] <== groups[l][i];
        }
    }
    root <== nodes[levels - 1].out;
}
