// Original file: proto/cyxwiz/coordinator/v1/coordinator.proto

export const GpuClass = {
  GPU_CLASS_UNSPECIFIED: 'GPU_CLASS_UNSPECIFIED',
  GPU_CLASS_CONSUMER: 'GPU_CLASS_CONSUMER',
  GPU_CLASS_DATACENTER: 'GPU_CLASS_DATACENTER',
} as const;

export type GpuClass =
  | 'GPU_CLASS_UNSPECIFIED'
  | 0
  | 'GPU_CLASS_CONSUMER'
  | 1
  | 'GPU_CLASS_DATACENTER'
  | 2

export type GpuClass__Output = typeof GpuClass[keyof typeof GpuClass]
