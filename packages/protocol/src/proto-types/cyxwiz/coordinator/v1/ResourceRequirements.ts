// Original file: proto/cyxwiz/coordinator/v1/coordinator.proto

import type { GpuClass as _cyxwiz_coordinator_v1_GpuClass, GpuClass__Output as _cyxwiz_coordinator_v1_GpuClass__Output } from '../../../cyxwiz/coordinator/v1/GpuClass.ts';

export interface ResourceRequirements {
  'cpuCores'?: (number);
  'memoryMib'?: (number);
  'gpuCount'?: (number);
  'gpuMemoryMib'?: (number);
  'gpuClass'?: (_cyxwiz_coordinator_v1_GpuClass);
}

export interface ResourceRequirements__Output {
  'cpuCores': (number);
  'memoryMib': (number);
  'gpuCount': (number);
  'gpuMemoryMib': (number);
  'gpuClass': (_cyxwiz_coordinator_v1_GpuClass__Output);
}
