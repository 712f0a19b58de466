/** The state of a service that the node needs, as its adapter reports it. */

export interface ServiceState {
  /** @param kind - the cause in one word, such as `refused`. @param reason - the cause as the service names it. */
  failed(kind: string, reason: string): void;
  /** The service has answered. Called often, so it costs nothing while nothing failed. */
  works(): void;
}
