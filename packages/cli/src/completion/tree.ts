import type { Command, Option } from 'commander';

/** What may follow a command. */
export interface CompletionNode {
  /** Words behind `cyxwiz`, like `job submit`; empty for the program itself. */
  readonly path: string;
  readonly commands: readonly { readonly name: string; readonly summary: string }[];
  readonly flags: readonly CompletionFlag[];
  /** Values that its argument can have, when they can be listed. */
  readonly choices: readonly string[];
}

export interface CompletionFlag {
  readonly flag: string;
  readonly summary: string;
  /** Null: it takes no value; empty: any value. */
  readonly values: readonly string[] | null;
}

/** Every command of the program with what may follow it, the program first. */
export function completionTree(root: Command): CompletionNode[] {
  return visit(root, '');
}

function visit(command: Command, path: string): CompletionNode[] {
  const children = command.commands.filter((child) => !hidden(child));
  const node: CompletionNode = {
    path,
    commands: children.map((child) => ({ name: child.name(), summary: child.description() })),
    flags: [
      ...command.options.filter((option) => !option.hidden).flatMap(flagsOf),
      { flag: '--help', summary: 'display help for command', values: null },
    ],
    choices: command.registeredArguments.flatMap((argument) => argument.argChoices ?? []),
  };
  return [node, ...children.flatMap((child) => visit(child, `${path} ${child.name()}`.trim()))];
}

function flagsOf(option: Option): CompletionFlag[] {
  const { long, description, argChoices, required, optional } = option;
  if (typeof long !== 'string') return [];
  const values = required || optional ? (argChoices ?? []) : null;
  return [{ flag: long, summary: description, values }];
}

function hidden(command: Command): boolean {
  return (command as unknown as { _hidden?: boolean })._hidden === true;
}
