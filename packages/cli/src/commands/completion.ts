import { Argument, type Command } from 'commander';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { completionTree } from '../completion/tree.ts';
import { zshCompletion } from '../completion/zsh.ts';
import { leaf } from '../leaf.ts';
import type { Surroundings } from '../surroundings.ts';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

export function registerCompletion(root: Command, around: Surroundings): void {
  leaf(
    root,
    around,
    'completion',
    'print what makes a shell complete these commands: source <(cyxwiz completion bash)',
    async (context, _options, [shell = 'bash']) => {
      const script = SHELLS[shell as keyof typeof SHELLS](completionTree(root));
      context.output.say({ data: { shell, script }, text: script.trimEnd() });
    },
  ).addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SHELLS)));
}
