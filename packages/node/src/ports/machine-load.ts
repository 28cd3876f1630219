/** One graphics processor. */
export interface GpuLoad {
  /** Share of the time in which it worked, 0 to 1. */
  readonly utilisation: number;
  /** Memory in use, MiB. */
  readonly memoryMib: number;
}

/** How busy the machine is. */
export interface MachineLoad {
  /** Share of all cores in use, 0 to 1. */
  cpu(): number;
  /** Resident memory of the agent, MiB. */
  memoryMib(): number;
  /** As they were a moment ago; empty where there are none that can be asked. */
  gpus(): readonly GpuLoad[];
}
