// Original file: proto/cyxwiz/coordinator/v1/node_gateway.proto


export interface RegisterNodeRequest {
  'node'?: (string);
  'challenge'?: (Buffer | Uint8Array | string);
  /**
   * ed25519 by the operator over sha256("cyxwiz:node-session:v1" ‖ node ‖ challenge).
   */
  'signature'?: (Buffer | Uint8Array | string);
  /**
   * Where clients reach TrainingService: host:port, or host:port#NODE (this node) at a relay, which finds the node by the
   * name that TLS asks for: the node's 32 bytes in base32 (RFC 4648, lower case, no padding) and ".node.cyxwiz".
   */
  'endpoint'?: (string);
  'slots'?: (number);
  /**
   * Asking price as a share of the list price, basis points; 10000: the list price.
   */
  'priceBps'?: (number);
  /**
   * What it trains with: exact, exact:audited (the exact tier), process:NAME.
   */
  'engines'?: (string)[];
}

export interface RegisterNodeRequest__Output {
  'node': (string);
  'challenge': (Buffer);
  /**
   * ed25519 by the operator over sha256("cyxwiz:node-session:v1" ‖ node ‖ challenge).
   */
  'signature': (Buffer);
  /**
   * Where clients reach TrainingService: host:port, or host:port#NODE (this node) at a relay, which finds the node by the
   * name that TLS asks for: the node's 32 bytes in base32 (RFC 4648, lower case, no padding) and ".node.cyxwiz".
   */
  'endpoint': (string);
  'slots': (number);
  /**
   * Asking price as a share of the list price, basis points; 10000: the list price.
   */
  'priceBps': (number);
  /**
   * What it trains with: exact, exact:audited (the exact tier), process:NAME.
   */
  'engines': (string)[];
}
