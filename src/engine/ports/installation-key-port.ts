/** The store of keys that all nodes of an installation share. */

export interface InstallationKeyStore {
  find(name: string): Promise<string | null>;
  /** Stores the value unless there is one already; answers the stored one. */
  create(name: string, value: string): Promise<string>;
  /** Replaces the value unless another node has replaced it; answers the stored one. */
  replace(name: string, from: string, to: string): Promise<string>;
}
