pragma circom 2.1.6;
// SPDX-License-Identifier: GPL-3.0-or-later

// 0 <= in < 2^n, for n <= 252, so that the sum of the bits cannot wrap the field and the bits are unique.
template LessThanPowerOfTwo(n) {
    assert(n <= 252);
    signal input in;
    signal bits[n];

    var sum = 0;
    for (var i = 0; i < n; i++) {
        bits[i] <-- (in >> i) & 1;
        bits[i] * (bits[i] - 1) === 0;
        sum += bits[i] * (1 << i);
    }
    sum === in;
}

// 0 <= in <= max, where 2^n > max: both `in` and `max - in` have n bits. As integers below 2^n <= 2^252 the two
// cannot both hold when `in` is above `max`, because `max - in` would then be a field element near the modulus.
template AtMost(max, n) {
    assert(max < (1 << n));
    signal input in;

    component low = LessThanPowerOfTwo(n);
    component high = LessThanPowerOfTwo(n);
    low.in <== in;
    high.in <== max - in;
}
