export type { Intervals } from './adapters/system/background.ts';
export type { CoordinatorConfig } from './config.ts';
export { type RunningCoordinator, startCoordinator } from './main.ts';
