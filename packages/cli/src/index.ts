export { CliError } from './failure/cli-error.ts';
export { EXIT, type ExitCode } from './failure/exit-codes.ts';
export { program, run } from './run.ts';
export type { Surroundings } from './surroundings.ts';
