export interface RegisteredOperator {
  /** Base58 address of the key that acts for the node. */
  readonly operator: string;
  readonly banned: boolean;
}

/** Who may speak for a node. */
export interface NodeRegistry {
  /** Undefined when there is no such node. @throws when the chain does not answer */
  operatorOf(node: string): Promise<RegisteredOperator | undefined>;
}
