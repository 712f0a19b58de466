/** Lists the security events of the audit log, and the fields of their lines. */

/** Each event and when its line is written. The outcome is `ok`, or the code of a refusal. */
export const auditEvents = {
  registration: 'A client registers an account',
  login: 'A client logs in by password, and by code where the account wants one',
  passkey_login: 'A client logs in by passkey, alone or after the password',
  logout: 'A user logs out',
  session_end: 'A user ends one of the own sessions; `target` is its id',
  other_sessions_end: 'A user ends all other sessions',
  password_change: 'A user changes the password, which ends all other sessions',
  account_deletion: 'A user deletes the account',
  export: 'A user begins to export the own conversations',
  export_download: 'A user downloads the export',
  export_removal: 'A user removes the export',
  totp_setup: 'A user asks for the secret of an authenticator app',
  totp_activation: 'A user activates the authenticator app with its first code',
  totp_removal: 'A user removes the authenticator app',
  passkey_setup: 'A user asks for the options of a new passkey',
  passkey_creation: 'A user adds a passkey',
  passkey_removal: 'A user removes a passkey; `target` is its id',
  recovery_codes: 'A user replaces the recovery codes',
  foreign_host: 'A request names a host that is not this server',
  foreign_origin: 'A page of another website sent a request or opened a connection',
  connection_closed:
    'A limit closes connections of an address: `outcome` is the limit, `count` their number since the last such line, at most one line a minute',
  user_create: 'An operator creates an account',
  user_disable: 'An operator disables an account, which ends all its sessions',
  user_enable: 'An operator enables an account',
  user_delete: 'An operator deletes an account',
  user_password_reset: 'An operator makes a temporary password, which ends all sessions',
  user_factors_removal: 'An operator removes the second factors of an account, which ends all sessions',
  user_sessions_end: 'An operator ends all sessions of an account',
  invite_create: 'An operator creates an invitation; `target` is its id',
  invite_revoke: 'An operator revokes an invitation; `target` is its id',
  backup: 'An operator backs up the database; `target` is the file',
  restore: 'An operator restores a backup; `target` is the file',
  repair: 'An operator runs `fsck --repair`, or `files --repair`: then `target` is `files`',
} as const;

export type AuditEvent = keyof typeof auditEvents;

/** The fields of a line. No field holds a secret or a text that a client chose. */
export interface AuditLine {
  event: AuditEvent;
  outcome: string;
  /** The id of the user that acted, as far as it is proven; `operator` for a command. */
  actor?: string | undefined;
  /** The user of the operating system that ran the command. */
  osUser?: string | undefined;
  /** The id of the account concerned. After a wrong password it is known although nobody is proven. */
  account?: string | undefined;
  /** The id of the session's row. */
  session?: string | undefined;
  target?: string | undefined;
  address?: string | undefined;
  requestId?: string | undefined;
  /** Connections that the line stands for. */
  count?: number | undefined;
}

export type Audit = (line: AuditLine) => void;
