"""Poseidon over BN254 from its specification: constants by the Grain LFSR, nothing shared with the TypeScript engine."""

P = 21888242871839275222246405745257275088548364400416034343698204186575808495617
BITS = 254
FULL_ROUNDS = 8
PARTIAL_ROUNDS = {5: 60, 17: 68}


class Grain:
    """The generator of the reference script: field 1, S-box x^5 (0), n, t, rounds, then thirty ones."""

    def __init__(self, t):
        fields = [(1, 2), (0, 4), (BITS, 12), (t, 12), (FULL_ROUNDS, 10), (PARTIAL_ROUNDS[t], 10), (2**30 - 1, 30)]
        self.state = [int(b) for value, width in fields for b in format(value, f"0{width}b")]
        for _ in range(160):
            self.step()

    def step(self):
        s = self.state
        bit = s[62] ^ s[51] ^ s[38] ^ s[23] ^ s[13] ^ s[0]
        s.pop(0)
        s.append(bit)
        return bit

    def bit(self):
        while self.step() == 0:
            self.step()
        return self.step()

    def integer(self):
        value = 0
        for _ in range(BITS):
            value = value << 1 | self.bit()
        return value

    def element(self):
        while True:
            value = self.integer()
            if value < P:
                return value


def parameters(t):
    grain = Grain(t)
    constants = [grain.element() for _ in range(t * (FULL_ROUNDS + PARTIAL_ROUNDS[t]))]
    while True:
        points = [grain.integer() % P for _ in range(2 * t)]
        if len(set(points)) == 2 * t:
            break
    matrix = [[pow(x + y, P - 2, P) for y in points[t:]] for x in points[:t]]
    return constants, matrix


CACHE = {}


def poseidon(inputs):
    t = len(inputs) + 1
    if t not in CACHE:
        CACHE[t] = parameters(t)
    constants, matrix = CACHE[t]
    partial = PARTIAL_ROUNDS[t]
    state = [0, *inputs]
    for r in range(FULL_ROUNDS + partial):
        state = [(s + c) % P for s, c in zip(state, constants[r * t : (r + 1) * t])]
        if r < FULL_ROUNDS // 2 or r >= FULL_ROUNDS // 2 + partial:
            state = [pow(s, 5, P) for s in state]
        else:
            state[0] = pow(state[0], 5, P)
        state = [sum(m * s for m, s in zip(row, state)) % P for row in matrix]
    return state[0]
