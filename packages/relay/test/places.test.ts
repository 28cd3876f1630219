import { expect } from 'chai';
import { PerMinute, Places, Rate } from '../src/domain/places.ts';

describe('places', () => {
  it('are so many, and so many by one name; each is given back once', () => {
    const places = new Places(3, 2);
    const [a, b] = [places.take('a'), places.take('a')];
    expect([a, b].every((place) => place !== undefined)).to.equal(true);
    expect(places.take('a')).to.equal(undefined);
    expect(places.take('b')).not.to.equal(undefined);
    expect(places.take('c')).to.equal(undefined);
    a?.();
    a?.();
    expect(places.taken).to.equal(2);
    expect(places.take('a')).not.to.equal(undefined);
    expect(places.take('a')).to.equal(undefined);
  });

  it('are new in each minute', () => {
    const places = new PerMinute(2);
    expect([1, 2, 3].map((ms) => places.take('a', ms))).to.deep.equal([true, true, false]);
    expect(places.take('b', 59_999)).to.equal(true);
    expect(places.take('a', 60_000)).to.equal(true);
  });
});

describe('a rate', () => {
  it('gives a second’s worth at once, and makes wait for the rest', () => {
    const rate = new Rate(1000);
    const now = 1_700_000_000_000;
    expect(rate.take(1000, now)).to.equal(0);
    expect(rate.take(500, now)).to.equal(500);
    expect(rate.take(0, now + 400)).to.equal(100);
    expect(rate.take(0, now + 600)).to.equal(0);
    // What was not used is kept for no more than a second.
    expect(rate.take(3000, now + 3_600_000)).to.equal(2000);
  });
});
