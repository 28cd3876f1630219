import type { CompletionNode } from './tree.ts';

/** For `cyxwiz completion zsh > "${fpath[1]}/_cyxwiz"`, or `source <(cyxwiz completion zsh)` after compinit. */
export function zshCompletion(tree: readonly CompletionNode[]): string {
  const known = tree.filter(({ path }) => path !== '').map(({ path }) => quoted(path));
  const followers = tree.map(({ path, commands, flags, choices }) => {
    const described = [
      ...commands.map(({ name, summary }) => withSummary(name, summary)),
      ...choices.map((choice) => quoted(choice)),
      ...flags.map(({ flag, summary }) => withSummary(flag, summary)),
    ];
    return `    ${quoted(path)}) words=(${described.join(' ')}) ;;`;
  });
  const values = tree.flatMap(({ path, flags }) =>
    flags
      .filter(({ values }) => values !== null)
      .map(({ flag, values }) => {
        const listed = (values ?? []).map((value) => quoted(value)).join(' ');
        const give = listed === '' ? '_files' : `compadd -- ${listed}`;
        return `    ${quoted(`${path} ${flag}`.trim())}) ${give}; return ;;`;
      }),
  );
  return `#compdef cyxwiz
# Completion of cyxwiz for zsh: cyxwiz completion zsh > "\${fpath[1]}/_cyxwiz"
_cyxwiz() {
  local at='' next i
  local -a found
  for ((i = 2; i < CURRENT; i++)); do
    next="\${at:+$at }\${words[i]}"
    case "$next" in
    ${known.join('|')}) at="$next" ;;
    esac
  done
  case "\${at:+$at }\${words[CURRENT-1]}" in
${values.join('\n')}
  esac
  case "$at" in
${followers.map((line) => line.replace(' words=(', ' found=(')).join('\n')}
  esac
  _describe 'cyxwiz' found
  _files
}
compdef _cyxwiz cyxwiz
`;
}

/** A word with what it is for, as _describe wants it. */
function withSummary(word: string, summary: string): string {
  return quoted(`${word.replaceAll(':', '\\:')}:${summary.replaceAll(':', '\\:')}`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
