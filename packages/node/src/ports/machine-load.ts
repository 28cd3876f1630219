/** How busy the machine is. */
export interface MachineLoad {
  /** Share of all cores in use, 0 to 1. */
  cpu(): number;
  /** Resident memory of the agent, MiB. */
  memoryMib(): number;
}
