import type { CompletionNode } from './tree.ts';

/** For `source <(cyxwiz completion bash)`. Needs nothing of the bash-completion package; bash 3 is enough. */
export function bashCompletion(tree: readonly CompletionNode[]): string {
  const known = tree.filter(({ path }) => path !== '').map(({ path }) => quoted(path));
  const followers = tree.map(({ path, commands, flags, choices }) => {
    const words = [...commands.map(({ name }) => name), ...choices, ...flags.map(({ flag }) => flag)];
    return `    ${quoted(path)}) words=${quoted(words.join(' '))} ;;`;
  });
  const values = tree.flatMap(({ path, flags }) =>
    flags
      .filter(({ values }) => values !== null)
      .map(
        ({ flag, values }) =>
          `    ${quoted(`${path} ${flag}`.trim())}) words=${quoted((values ?? []).join(' '))} value=1 ;;`,
      ),
  );
  return `# Completion of cyxwiz for bash: source <(cyxwiz completion bash)
_cyxwiz() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" path='' words='' value='' i next
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="\${path:+$path }\${COMP_WORDS[i]}"
    case "$next" in
    ${known.join('|')}) path="$next" ;;
    esac
  done
  case "\${path:+$path }$prev" in
${values.join('\n')}
  esac
  if [ -z "$value" ]; then
    case "$path" in
${followers.join('\n')}
    esac
  fi
  COMPREPLY=()
  if [ -n "$words" ]; then
    while IFS= read -r next; do COMPREPLY+=("$next"); done < <(compgen -W "$words" -- "$cur")
  fi
  # What cannot be listed (addresses, files) is left to bash's own completion.
}
complete -o bashdefault -o default -F _cyxwiz cyxwiz
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
