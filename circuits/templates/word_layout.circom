pragma circom 2.1.6;
// SPDX-License-Identifier: GPL-3.0-or-later

// How a row of `count` integers is laid into field elements when a product with it needs `bits` bits an integer: as
// few words as possible, the slots as wide as they then fit into 253 bits (packages/engine/src/format.ts wordLayout).
// 253 because 2^253 < p: what fits a word does not wrap the field.
function ceilDiv(a, b) {
    return (a + b - 1) \ b;
}

function wordsOf(count, bits) {
    return ceilDiv(count, 253 \ bits);
}

function perWord(count, bits) {
    return ceilDiv(count, wordsOf(count, bits));
}

function slotBits(count, bits) {
    return 253 \ perWord(count, bits);
}

function smaller(a, b) {
    return a < b ? a : b;
}
