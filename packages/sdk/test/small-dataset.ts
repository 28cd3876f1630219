/** The smallest data set that the engine takes comfortably: 40 rows, 4 features, 2 classes. */
export function smallDataset(): {
  dataset: Uint8Array;
  shape: { inputs: number; hidden: number; outputs: number; batch: number };
} {
  const rows = Array.from({ length: 40 }, (_, i) =>
    [i % 16, (3 * i) % 16, (5 * i) % 16, (7 * i) % 16, i % 2].join(','),
  );
  return {
    dataset: new TextEncoder().encode(`${rows.join('\n')}\n`),
    shape: { inputs: 4, hidden: 4, outputs: 2, batch: 4 },
  };
}

/** Rows for the network whose steps can be proven: 64 features, 10 classes, batches of 8. */
export function provableDataset(rows: number): ReturnType<typeof smallDataset> {
  const lines = Array.from({ length: rows }, (_, row) =>
    [...Array.from({ length: 64 }, (_, column) => (row * 7 + column * 3) % 17), row % 10].join(','),
  );
  return {
    dataset: new TextEncoder().encode(`${lines.join('\n')}\n`),
    shape: { inputs: 64, hidden: 32, outputs: 10, batch: 8 },
  };
}
