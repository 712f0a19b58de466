/** The bus between the nodes. */

export interface Bus {
  /** No other node is there to receive a push, or to publish one. */
  alone(): boolean;
  /** Pushes of other nodes may be missing, now or a moment ago. */
  isTroubled(): boolean;
}
