export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line, over epochs unless `axis` says otherwise. What it shows is also said in words, for whoever does not see it. */
export function Chart({
  title,
  points,
  format,
  axis = epochs,
  empty = 'nothing reported yet',
}: {
  title: string;
  points: readonly Point[];
  format: (y: number) => string;
  /** What lies between the first and the last point, in words. */
  axis?: (from: number, to: number) => string;
  empty?: string;
}) {
  const last = points.at(-1);
  if (!last) {
    return (
      <figure class="chart">
        <figcaption>
          <span>{title}</span>
          <span class="small">{empty}</span>
        </figcaption>
      </figure>
    );
  }
  const [left, right] = range(points.map(({ x }) => x));
  const [low, high] = range(points.map(({ y }) => y));
  const line = points
    .map(
      ({ x, y }) =>
        `${(100 * (x - left)) / (right - left || 1)},${40 - (40 * (y - low)) / (high - low || 1)}`,
    )
    .join(' ');
  return (
    <figure class="chart">
      <figcaption>
        <span>{title}</span>
        <strong>{format(last.y)}</strong>
      </figcaption>
      {points.length > 1 && (
        <>
          <svg
            viewBox="0 0 100 40"
            preserveAspectRatio="none"
            role="img"
            aria-label={`${title}: from ${format(points[0]?.y ?? 0)} to ${format(last.y)} over ${points.length} points`}
          >
            <line class="axis" x1="0" y1="40" x2="100" y2="40" />
            <polyline points={line} />
          </svg>
          <p class="small">
            {axis(left, right)}; between {format(low)} and {format(high)}
          </p>
        </>
      )}
      {points.length === 1 && <p class="small">{axis(left, right)}</p>}
    </figure>
  );
}

const epochs = (from: number, to: number) =>
  from === to ? `as of epoch ${from}` : `epochs ${from} to ${to}`;

function range(values: readonly number[]): [number, number] {
  return values.length === 0 ? [0, 1] : [Math.min(...values), Math.max(...values)];
}
