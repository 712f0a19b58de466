/** Limits of values and pages, shared with the page. */

/** Sizes of values and pages; sent to every client in `welcome`. Text lengths count Unicode code points. */
export const limits = {
  bodyMaxLength: 4_000,
  displayNameMaxLength: 64,
  /** The longest text of a status. */
  statusMaxLength: 100,
  usernameMinLength: 3,
  usernameMaxLength: 32,
  passwordMinLength: 8,
  passwordMaxLength: 256,
  pageDefault: 10,
  pageMax: 100,
  /** The longest body of a last message in a list of previews. */
  previewLength: 200,
  /** The newest messages of a conversation among which the unread ones are counted. */
  unreadWindow: 1_000,
  watchMax: 200,
  blocksMax: 1_000,
  /** Drafts of one user. */
  draftsMax: 1_000,
  /** Different emoji on one message. */
  reactionsMax: 20,
  /** The start of a message that a reply quotes. */
  excerptLength: 140,
  /** Pinned messages of one conversation. */
  pinsMax: 50,
  /** Files of one message. */
  filesPerMessage: 10,
  /** The longest name of a file, in code points; a longer one is cut before its ending. */
  fileNameMaxLength: 200,
  /** Values of a sound's waveform. */
  waveformMax: 100,
  /** The most bytes of an uploaded picture of a user. */
  avatarMaxBytes: 5 * 1_024 * 1_024,
  /** How long "is typing" lasts after the last `typing`, in milliseconds. */
  typingMs: 5_000,
} as const;

export type Limits = typeof limits;

/** Limits that the operator sets: bytes of one file, and of all files of one user. Sent in `welcome` beside `Limits`. */
export interface FileLimits {
  fileMaxBytes: number;
  filesQuotaBytes: number;
}

/** Second factors: how long an unfinished set-up or challenge is valid (milliseconds), and how many an account may have. */
export const factorLimits = { challengeMs: 300_000, totpSetupMs: 600_000, passkeys: 20, recoveryCodes: 10 } as const;

/** Of a room: code points of its title, and members. Of a user: rooms. */
export const roomLimits = { titleMaxLength: 64, membersMax: 200, roomsMax: 500 } as const;

/** The archived conversations of one user that a list counts. */
export const archivedCountMax = 1_000;

/** The highest `seq` and cursor that fits the column (`INT` in MariaDB). */
export const seqMax = 2_147_483_647;
