pragma circom 2.1.6;
// SPDX-License-Identifier: GPL-3.0-or-later

// The n bits of 0 <= in < 2^n, lowest first, for n <= 252: their sum cannot wrap the field, so they are unique.
template Bits(n) {
    assert(n <= 252);
    signal input in;
    signal output bits[n];

    var sum = 0;
    for (var i = 0; i < n; i++) {
        bits[i] <-- (in >> i) & 1;
        bits[i] * (bits[i] - 1) === 0;
        sum += bits[i] * (1 << i);
    }
    sum === in;
}

// out = 1 when in is 0, else 0. For in = 0 the first line gives out = 1 and the third inverse = 0; for any other in
// the second gives out = 0 and the first inverse = 1 / in. So both are unique (circomlib's IsZero leaves the inverse
// of 0 open, and a wire that nothing determines is one more thing to explain).
template Zero() {
    signal input in;
    signal output out;
    signal inverse;

    inverse <-- in != 0 ? 1 / in : 0;
    out <== 1 - in * inverse;
    in * out === 0;
    inverse * out === 0;
}
