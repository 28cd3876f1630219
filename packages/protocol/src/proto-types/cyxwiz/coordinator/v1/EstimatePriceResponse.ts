// Original file: proto/cyxwiz/coordinator/v1/coordinator.proto

import type { Long } from '@grpc/proto-loader';

export interface EstimatePriceResponse {
  'price'?: (number | string | Long);
  'decimals'?: (number);
  /**
   * One line a factor, in the order in which they apply.
   */
  'explanation'?: (string)[];
}

export interface EstimatePriceResponse__Output {
  'price': (string);
  'decimals': (number);
  /**
   * One line a factor, in the order in which they apply.
   */
  'explanation': (string)[];
}
