import { Writable } from 'node:stream';
import { Checks } from '../../../packages/cli/src/demo/checks.ts';
import { Cleanup } from '../../../packages/cli/src/demo/cleanup.ts';
import { Screen } from '../../../packages/cli/src/demo/screen.ts';
import { startWorld, type World, type WorldOptions } from '../../../packages/cli/src/demo/world.ts';

export type Stage = {
  world: World;
  screen: Screen;
  checks: Checks;
  /** What the story said, for the message of a test that fails. */
  told(): string;
  stop(): Promise<void>;
};

/** The whole of CyxWiz for one test file: chain, database, coordinator and three agents as processes. */
export async function startStage(options: WorldOptions = {}): Promise<Stage> {
  const cleanup = new Cleanup();
  const lines: string[] = [];
  const silent = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const screen = new Screen(silent as unknown as NodeJS.WriteStream);
  try {
    const world = await startWorld(cleanup, options);
    return {
      world,
      screen,
      checks: new Checks(screen),
      told: () => lines.join(''),
      stop: () => cleanup.run(),
    };
  } catch (error) {
    await cleanup.run();
    throw error;
  }
}
