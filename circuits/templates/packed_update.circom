pragma circom 2.1.6;
// SPDX-License-Identifier: GPL-3.0-or-later
include "./word_layout.circom";

// W[t][i] - scale * (sum over rows b of x[b][t] * v[b][i]), all in words that are laid out for products of `width`
// bits. Packing is linear, so the words after are the words before less the packed change; nothing is unpacked, nothing
// is rounded, and no range is needed: the result is a function of the inputs in the field.
template PackedUpdate(rows, terms, count, width, scale) {
    var groups = wordsOf(count, width);
    var n = perWord(count, width);
    var slot = slotBits(count, width);

    signal input words[terms][groups];
    signal input x[rows][terms];
    signal input v[rows][count];
    signal output after[terms][groups];
    signal products[groups][terms][rows];

    for (var g = 0; g < groups; g++) {
        for (var t = 0; t < terms; t++) {
            var change = 0;
            for (var b = 0; b < rows; b++) {
                var packed = 0;
                for (var i = 0; i < smaller(n, count - g * n); i++) {
                    packed += v[b][g * n + i] * (1 << (slot * i));
                }
                products[g][t][b] <== x[b][t] * packed;
                change += products[g][t][b];
            }
            after[t][g] <== words[t][g] - scale * change;
        }
    }
}
