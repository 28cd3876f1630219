pragma circom 2.1.6;
// SPDX-License-Identifier: GPL-3.0-or-later
include "./chain_hash.circom";
include "./range.circom";

function bitsFor(values) {
    var bits = 0;
    while ((1 << bits) < values) {
        bits++;
    }
    return bits;
}

// Words of 250 bits that a batch takes: no digit crosses from one word into the next (packages/engine/src/words.ts).
function batchWords(pixels, labels, labelBits) {
    var words = 1;
    var used = 0;
    for (var d = 0; d < pixels + labels; d++) {
        var bits = d < pixels ? 5 : labelBits;
        if (used + bits > 250) {
            words++;
            used = 0;
        }
        used += bits;
    }
    return words;
}

// The commitment of a batch, and its labels one hot. Pixels are 0 .. 31, labels 0 .. outputs - 1.
//
// Every digit fits its place in the word, words are below 2^250, so a word has one list of digits and the leaf one
// batch. The engine commits pixels up to 16 only, so whoever made the data set root decides that no other is ever
// opened; a tighter check here would tell nobody anything that the leaf does not.
template BatchLeaf(rows, inputs, outputs) {
    var labelBits = bitsFor(outputs);
    var words = batchWords(rows * inputs, rows, labelBits);
    signal input pixels[rows][inputs];
    signal input labels[rows];
    signal output oneHot[rows][outputs];
    signal output leaf;

    component pixelBits[rows][inputs];
    for (var b = 0; b < rows; b++) {
        for (var k = 0; k < inputs; k++) {
            pixelBits[b][k] = LessThanPowerOfTwo(5);
            pixelBits[b][k].in <== pixels[b][k];
        }
        var ones = 0;
        var place = 0;
        for (var o = 0; o < outputs; o++) {
            oneHot[b][o] <-- labels[b] == o ? 1 : 0;
            oneHot[b][o] * (oneHot[b][o] - 1) === 0;
            ones += oneHot[b][o];
            place += o * oneHot[b][o];
        }
        ones === 1;
        place === labels[b];
    }

    component hash = ChainHash(words, 1002);
    var at = 0;
    var used = 0;
    var word = 0;
    for (var d = 0; d < rows * inputs + rows; d++) {
        var width = d < rows * inputs ? 5 : labelBits;
        if (used + width > 250) {
            hash.in[at] <== word;
            at++;
            used = 0;
            word = 0;
        }
        if (d < rows * inputs) {
            word += pixels[d \ inputs][d % inputs] * (1 << used);
        } else {
            word += labels[d - rows * inputs] * (1 << used);
        }
        used += width;
    }
    hash.in[at] <== word;
    leaf <== hash.out;
}
