import governanceIdl from '../idl/governance.json' with { type: 'json' };
import type { GovernanceTypes } from '../idl/governance.ts';
import jobEscrowIdl from '../idl/job_escrow.json' with { type: 'json' };
import type { JobEscrowTypes } from '../idl/job_escrow.ts';
import nodeRegistryIdl from '../idl/node_registry.json' with { type: 'json' };
import type { NodeRegistryTypes } from '../idl/node_registry.ts';
import reputationIdl from '../idl/reputation.json' with { type: 'json' };
import type { ReputationTypes } from '../idl/reputation.ts';
import type { Idl } from './idl.ts';
import { ProgramInterface } from './program.ts';

export const governance = new ProgramInterface<GovernanceTypes>(governanceIdl as unknown as Idl);
export const nodeRegistry = new ProgramInterface<NodeRegistryTypes>(nodeRegistryIdl as unknown as Idl);
export const jobEscrow = new ProgramInterface<JobEscrowTypes>(jobEscrowIdl as unknown as Idl);
export const reputation = new ProgramInterface<ReputationTypes>(reputationIdl as unknown as Idl);

/** Every program of CyxWiz. */
export const programs = { governance, nodeRegistry, jobEscrow, reputation };
