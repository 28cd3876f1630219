import { Argument } from 'commander';
import { wholeNumber } from '../../input/numbers.ts';

export function numberArgument(): Argument {
  return new Argument('<number>', 'number of the proposal').argParser(
    wholeNumber(0, Number.MAX_SAFE_INTEGER),
  );
}
