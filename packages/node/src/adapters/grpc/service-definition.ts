import { trainingApi } from '@cyxwiz/protocol';
import type { ServiceDefinition } from '@grpc/grpc-js';

/** TrainingService, but for the messages of DownloadWeights, which come encoded (ChunkFrame). */
export function serviceDefinition(): ServiceDefinition {
  const { service } = trainingApi().TrainingService;
  return {
    ...service,
    DownloadWeights: { ...service.DownloadWeights, responseSerialize: (message: Buffer) => message },
  };
}
