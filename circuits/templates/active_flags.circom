pragma circom 2.1.6;
// SPDX-License-Identifier: GPL-3.0-or-later

// Turns a count into flags: active[i] = 1 for i < count, else 0; last[i] = 1 for i = count - 1, else 0.
//
// The flags are 0 or 1, the first is 1, none rises again after a 0, and they add up to count (a sum of n <= 2^32
// bits does not wrap the field). So the flags are the only ones possible, and 1 <= count <= n follows: no range
// check on count is needed.
template ActiveFlags(n) {
    assert(n >= 1);
    assert(n <= 1 << 32);
    signal input count;
    signal output active[n];
    signal output last[n];

    var sum = 0;
    for (var i = 0; i < n; i++) {
        active[i] <-- i < count ? 1 : 0;
        if (i == 0) {
            active[0] === 1;
        } else {
            // With active[i - 1] boolean this says: active[i] is boolean, and it is 0 when active[i - 1] is 0.
            active[i] * (active[i] - 1) === 0;
            active[i] * (1 - active[i - 1]) === 0;
        }
        sum += active[i];
    }
    sum === count;

    for (var i = 0; i < n - 1; i++) {
        last[i] <== active[i] - active[i + 1];
    }
    last[n - 1] <== active[n - 1];
}
