pragma circom 2.1.6;
// SPDX-License-Identifier: GPL-3.0-or-later
include "./word_layout.circom";

// `count` inner products at once, each rounded: for the integers W[t][i] that words[t][..] pack,
//
//     quotient[i] = floor((sum over t of x[t] * W[t][i] + 2^(drop - 1)) / 2^drop)     (half up, as the engine rounds)
//
// provided -offset <= quotient[i] < 2^kept - offset; otherwise there is no witness. top[i] is the highest bit of
// quotient[i] + offset: 1 exactly when quotient[i] >= 2^(kept - 1) - offset.
//
// One product multiplies a whole word, because packing is linear: sum over t of x[t] * words[t][g] is the packing of
// the inner products. Adding offset * 2^drop + 2^(drop - 1) in each slot turns what is allowed into the numbers from 0
// to 2^(kept + drop) - 1, which are written in bits below.
//
// Why the bits are unique, whatever the words are: slot i of a word has kept + drop <= slot bits at the positions
// slot * i and up, no position is used twice, and the highest is below perWord * slot <= 253. So the bits are the
// binary digits of an integer below 2^253 < p, with zeros in the gaps: a field element has one such integer or none.
// The words need no range for this. Together with unique x, quotient and top are functions of the inputs.
//
// What the numbers mean when words[t][g] pack integers of at most slot bits is then arithmetic: if every sum is in the
// allowed range, its digits are such bits, so they are the bits. If one is not (the engine ends the training there),
// it carries into its neighbour or out of the word, and the digits, if there are any, are still the same for everyone.
template PackedProduct(terms, count, kept, drop, offset) {
    var width = kept + drop;
    var groups = wordsOf(count, width);
    var n = perWord(count, width);
    var slot = slotBits(count, width);
    assert(width <= slot);
    assert(n * slot <= 253);

    signal input x[terms];
    signal input words[terms][groups];
    signal output quotient[count];
    signal output top[count];
    signal products[groups][terms];
    signal bits[count][width];

    for (var g = 0; g < groups; g++) {
        var packed = 0;
        for (var t = 0; t < terms; t++) {
            products[g][t] <== x[t] * words[t][g];
            packed += products[g][t];
        }
        for (var i = 0; i < smaller(n, count - g * n); i++) {
            packed += ((offset << drop) + (1 << (drop - 1))) * (1 << (slot * i));
        }
        var digits = 0;
        for (var i = 0; i < smaller(n, count - g * n); i++) {
            var value = 0;
            for (var j = 0; j < width; j++) {
                bits[g * n + i][j] <-- (packed >> (slot * i + j)) & 1;
                bits[g * n + i][j] * (bits[g * n + i][j] - 1) === 0;
                value += bits[g * n + i][j] * (1 << j);
            }
            digits += value * (1 << (slot * i));
        }
        digits === packed;
    }
    for (var i = 0; i < count; i++) {
        var value = 0;
        for (var j = 0; j < kept; j++) {
            value += bits[i][drop + j] * (1 << j);
        }
        quotient[i] <== value - offset;
        top[i] <== bits[i][width - 1];
    }
}
