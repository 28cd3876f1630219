pragma circom 2.1.6;
// SPDX-License-Identifier: GPL-3.0-or-later
include "./packed_product.circom";
include "./packed_update.circom";

// One step of SGD of packages/engine/src/step.ts over a batch, on packed weights:
//
//     z = round(x W1)      a = max(z, 0)      e = round(a W2) - target      d = round(e W2^T) where z > 0, else 0
//     W1 -= scale1 * d^T x                    W2 -= scale2 * e^T a
//
// all from the weights before. w2Forward and w2Backward are the same matrix packed in two directions; nothing here
// compares them, but both get the same change, so they stay the same when they began the same (see SgdStep).
//
// Every output is a function of the inputs: see PackedProduct for the only signals that are not assigned by <==.
// A z is offset so that its highest bit is z > 0, which is the mask of ReLU at no cost.
template TrainingStep(inputs, hidden, outputs, rows, w1Fraction, w2Fraction, activationFraction, learningRateShift, hiddenBits, outputBits, deltaBits) {
    var hiddenDrop = w1Fraction + 4 - activationFraction;
    var hiddenWidth = hiddenBits + hiddenDrop;
    var outputWidth = outputBits + w2Fraction;
    var deltaWidth = deltaBits + w2Fraction;
    assert(w1Fraction >= activationFraction + 4 + learningRateShift);
    assert(w2Fraction >= 2 * activationFraction + learningRateShift);
    var scale1 = 1 << (w1Fraction - activationFraction - 4 - learningRateShift);
    var scale2 = 1 << (w2Fraction - 2 * activationFraction - learningRateShift);

    signal input w1[inputs][wordsOf(hidden, hiddenWidth)];
    signal input w2Forward[hidden][wordsOf(outputs, outputWidth)];
    signal input w2Backward[outputs][wordsOf(hidden, deltaWidth)];
    signal input pixels[rows][inputs];
    signal input oneHot[rows][outputs];
    signal output w1After[inputs][wordsOf(hidden, hiddenWidth)];
    signal output w2ForwardAfter[hidden][wordsOf(outputs, outputWidth)];
    signal output w2BackwardAfter[outputs][wordsOf(hidden, deltaWidth)];
    signal activation[rows][hidden];
    signal error[rows][outputs];
    signal delta[rows][hidden];

    component z[rows];
    component y[rows];
    component d[rows];
    for (var b = 0; b < rows; b++) {
        z[b] = PackedProduct(inputs, hidden, hiddenBits, hiddenDrop, (1 << (hiddenBits - 1)) - 1);
        z[b].x <== pixels[b];
        z[b].words <== w1;
        for (var h = 0; h < hidden; h++) {
            activation[b][h] <== z[b].top[h] * z[b].quotient[h];
        }

        y[b] = PackedProduct(hidden, outputs, outputBits, w2Fraction, 1 << (outputBits - 1));
        y[b].x <== activation[b];
        y[b].words <== w2Forward;
        _ <== y[b].top;
        for (var o = 0; o < outputs; o++) {
            error[b][o] <== y[b].quotient[o] - oneHot[b][o] * (1 << activationFraction);
        }

        d[b] = PackedProduct(outputs, hidden, deltaBits, w2Fraction, 1 << (deltaBits - 1));
        d[b].x <== error[b];
        d[b].words <== w2Backward;
        _ <== d[b].top;
        for (var h = 0; h < hidden; h++) {
            delta[b][h] <== z[b].top[h] * d[b].quotient[h];
        }
    }

    component update1 = PackedUpdate(rows, inputs, hidden, hiddenWidth, scale1);
    update1.words <== w1;
    update1.x <== pixels;
    update1.v <== delta;
    w1After <== update1.after;

    component forward = PackedUpdate(rows, hidden, outputs, outputWidth, scale2);
    forward.words <== w2Forward;
    forward.x <== activation;
    forward.v <== error;
    w2ForwardAfter <== forward.after;

    component backward = PackedUpdate(rows, outputs, hidden, deltaWidth, scale2);
    backward.words <== w2Backward;
    backward.x <== error;
    backward.v <== activation;
    w2BackwardAfter <== backward.after;
}
