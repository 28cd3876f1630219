// Original file: proto/cyxwiz/coordinator/v1/coordinator.proto

import type { Long } from '@grpc/proto-loader';

export interface Movement {
  'kind'?: (string);
  'amount'?: (number | string | Long);
  'to'?: (string);
  'transaction'?: (string);
  'slot'?: (number | string | Long);
}

export interface Movement__Output {
  'kind': (string);
  'amount': (string);
  'to': (string);
  'transaction': (string);
  'slot': (string);
}
