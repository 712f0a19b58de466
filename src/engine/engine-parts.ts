/** The adapters that the engine works on, and its settings. */
import type { RegistrationMode } from '../protocol/routes.ts';
import type { FileBounds } from './files/uploads.ts';
import type { Bus } from './ports/bus-port.ts';
import type { EngineStores } from './ports/engine-stores.ts';
import type { FactorParts } from './ports/factor-parts.ts';
import type { Fanout } from './ports/fanout-port.ts';
import type { FileBytes } from './ports/file-bytes-port.ts';
import type { FileExaminer } from './ports/file-examiner-port.ts';
import type { FileObserver } from './ports/file-observer-port.ts';
import type { OnlineRoll } from './ports/online-roll-port.ts';
import type { Passwords } from './ports/password-port.ts';
import type { PresenceLeases } from './ports/presence-port.ts';
import type { PushSender } from './ports/push-port.ts';
import type { FailureCounter } from './ports/rate-limit-port.ts';
import type { SessionCache } from './ports/session-cache-port.ts';
import type { ArchiveWriter } from './ports/zip-port.ts';

export interface EngineParts extends EngineStores, FactorParts {
  registration: RegistrationMode;
  /** The roll of the lobby; null, as by default, where there is no lobby. */
  roll?: OnlineRoll | null;
  /** How long a user without a socket still counts as online, in milliseconds; `departureGraceMs` by default. */
  graceMs?: number;
  leases: PresenceLeases;
  passwords: Passwords;
  failures: FailureCounter;
  /** Null where one node runs alone. */
  sessionCache: SessionCache | null;
  fanout: Fanout;
  bus: Bus;
  /** Null where nobody is notified. */
  push?: PushSender | null;
  /** The store of bytes, the examiner and the bounds of files; null where files are off. */
  fileBytes?: FileBytes | null;
  examiner?: FileExaminer | null;
  fileBounds?: FileBounds | null;
  fileObserver?: FileObserver | null;
  /** Null where files are off. */
  writeArchive?: ArchiveWriter | null;
}
