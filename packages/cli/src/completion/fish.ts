import type { CompletionNode } from './tree.ts';

/** For `cyxwiz completion fish > ~/.config/fish/completions/cyxwiz.fish`. */
export function fishCompletion(tree: readonly CompletionNode[]): string {
  const known = tree.filter(({ path }) => path !== '').map(({ path }) => quoted(path));
  const lines = tree.flatMap(({ path, commands, flags, choices }) => {
    const here = `complete -c cyxwiz -n ${quoted(`__cyxwiz_at '${path}'`)}`;
    return [
      ...commands.map(({ name, summary }) => `${here} -f -a ${name} -d ${quoted(summary)}`),
      ...choices.map((choice) => `${here} -f -a ${choice}`),
      ...flags.map(({ flag, summary, values }) => {
        const given =
          values === null ? '' : values.length === 0 ? ' -r' : ` -x -a ${quoted(values.join(' '))}`;
        return `${here} -l ${flag.replace(/^--/, '')}${given} -d ${quoted(summary)}`;
      }),
    ];
  });
  return `# Completion of cyxwiz for fish: cyxwiz completion fish > ~/.config/fish/completions/cyxwiz.fish
function __cyxwiz_at
    set -l known ${known.join(' ')}
    set -l at
    for word in (commandline -opc)[2..]
        set -l next (string trim -- "$at $word")
        contains -- $next $known; and set at $next
    end
    test "$at" = "$argv[1]"
end
${lines.join('\n')}
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
