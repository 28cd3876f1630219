import { type Figure, meets, type Section, type Table } from './figures.ts';

const HEAD = `# Benchmarks

Measured, never typed in: every section below is written by the command above its figures, which replaces that section
and leaves the others. Run \`npm run bench\` for all of it, \`npm run bench -- --only proofs\` for a part of it. What each
instruction takes is in [compute-units.md](compute-units.md), which CI holds to.
`;

export interface Run {
  /** The command that made the section. */
  readonly command: string;
  readonly date: string;
  /** One line on machine and versions. */
  readonly machine: string;
}

const marker = (part: string, end = false) => `<!-- ${end ? 'end' : 'part'}: ${part} -->`;

/** Puts a part's section into the document, in place of what it held before. */
export function replaceSection(
  document: string,
  order: readonly string[],
  part: string,
  text: string,
): string {
  const sections = new Map<string, string>();
  for (const name of order) {
    const [start, end] = [document.indexOf(marker(name)), document.indexOf(marker(name, true))];
    if (start >= 0 && end > start) sections.set(name, document.slice(start, end));
  }
  sections.set(part, `${marker(part)}\n${text}`);
  const kept = order.flatMap((name) => {
    const section = sections.get(name);
    return section === undefined ? [] : [`${section.trimEnd()}\n${marker(name, true)}\n`];
  });
  return [HEAD, ...kept].join('\n');
}

export function sectionText(section: Section, run: Run): string {
  const { title, intro, figures, tables = [] } = section;
  return [
    `## ${title}`,
    `\`${run.command}\` on ${run.date}. ${run.machine}`,
    intro,
    ...(figures.length > 0 ? [figureTable(figures)] : []),
    ...tables.map(tableText),
    ...figures.filter((figure) => meets(figure) === false).map((figure) => `**Missed: ${figure.name}.**`),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

function figureTable(figures: readonly Figure[]): string {
  return tableText({
    head: ['figure', 'measured', 'aim', 'met', 'how'],
    rows: figures.map((figure) => {
      const met = meets(figure);
      return [
        figure.name,
        amount(figure),
        aimText(figure),
        met === undefined ? '' : met ? 'yes' : '**no**',
        figure.how,
      ];
    }),
  });
}

function tableText({ head, rows }: Table): string {
  const line = (cells: readonly (string | number)[]) =>
    `| ${cells.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en') : cell)).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

export function amount({ value, unit, digits = 0 }: Figure): string {
  const text = value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${text} ${unit}`;
}

function aimText({ aim, unit }: Figure): string {
  if (aim === undefined) return '';
  const [sign, bound] = 'atMost' in aim ? ['≤', aim.atMost] : ['≥', aim.atLeast];
  return `${sign} ${bound.toLocaleString('en')} ${unit}`;
}
