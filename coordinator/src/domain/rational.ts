/** An exact non-negative fraction. Prices are multiplied as fractions and rounded once, at the end. */
export interface Rational {
  readonly numerator: bigint;
  /** Above zero. */
  readonly denominator: bigint;
}

export function rational(numerator: bigint, denominator = 1n): Rational {
  if (numerator < 0n || denominator <= 0n) throw new RangeError('a fraction here is not negative');
  const divisor = gcd(numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

export function add(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function multiply(...factors: readonly Rational[]): Rational {
  return factors.reduce(
    (product, factor) =>
      rational(product.numerator * factor.numerator, product.denominator * factor.denominator),
    rational(1n),
  );
}

/** Smallest whole number that is not below the fraction. */
export function ceil(value: Rational): bigint {
  return (value.numerator + value.denominator - 1n) / value.denominator;
}

/** For people: decimals without trailing zeros, cut after `digits`. */
export function toText(value: Rational, digits = 6): string {
  const scaled = ((value.numerator * 10n ** BigInt(digits)) / value.denominator)
    .toString()
    .padStart(digits + 1, '0');
  const fraction = scaled.slice(-digits).replace(/0+$/, '');
  return fraction ? `${scaled.slice(0, -digits)}.${fraction}` : scaled.slice(0, -digits);
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y > 0n) [x, y] = [y, x % y];
  return x === 0n ? 1n : x;
}
