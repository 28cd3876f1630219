import { trainingApi } from '@cyxwiz/protocol';
import type { ServiceDefinition } from '@grpc/grpc-js';

/** TrainingService, but for the messages that carry files to the client, which come encoded (ChunkFrame). */
export function serviceDefinition(): ServiceDefinition {
  const { service } = trainingApi().TrainingService;
  return {
    ...service,
    DownloadWeights: { ...service.DownloadWeights, responseSerialize: encoded },
    FetchCheckpoint: { ...service.FetchCheckpoint, responseSerialize: encoded },
  };
}

function encoded(message: Buffer): Buffer {
  return message;
}
