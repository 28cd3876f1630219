import { fileURLToPath } from 'node:url';
import { loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync, type Options, type PackageDefinition } from '@grpc/proto-loader';
import type { ProtoGrpcType as CoordinatorTypes } from '../proto-types/coordinator.ts';
import type { ProtoGrpcType as GatewayTypes } from '../proto-types/node_gateway.ts';
import type { ProtoGrpcType as TrainingTypes } from '../proto-types/training.ts';

/** Folder of the `.proto` files: the wire contract, read at run time. */
export const PROTO_ROOT = fileURLToPath(new URL('../../../../proto', import.meta.url));

/** The options with which the types in proto-types/ are generated; `scripts/generate` reads the same. */
export const LOADER_OPTIONS: Options = {
  longs: String,
  enums: String,
  defaults: true,
  oneofs: true,
  includeDirs: [PROTO_ROOT],
};

function once<T>(make: () => T): () => T {
  let value: { readonly made: T } | undefined;
  return () => {
    value ??= { made: make() };
    return value.made;
  };
}

/** Definitions of both coordinator services, for servers that also offer reflection. */
export const coordinatorPackage: () => PackageDefinition = once(() =>
  loadSync(
    ['cyxwiz/coordinator/v1/coordinator.proto', 'cyxwiz/coordinator/v1/node_gateway.proto'],
    LOADER_OPTIONS,
  ),
);

export const trainingPackage: () => PackageDefinition = once(() =>
  loadSync('cyxwiz/node/v1/training.proto', LOADER_OPTIONS),
);

/** Client constructors and `.service` definitions of the coordinator, typed. */
export const coordinatorApi = once(() => {
  const loaded = loadPackageDefinition(coordinatorPackage()) as unknown as CoordinatorTypes & GatewayTypes;
  const { CoordinatorService, NodeGatewayService } = loaded.cyxwiz.coordinator.v1;
  return { CoordinatorService, NodeGatewayService };
});

/** Client constructor and `.service` definition of the node, typed. */
export const trainingApi = once(() => {
  const loaded = loadPackageDefinition(trainingPackage()) as unknown as TrainingTypes;
  return { TrainingService: loaded.cyxwiz.node.v1.TrainingService };
});
