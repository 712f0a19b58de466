/** Builds WebSocket frames that no library sends: any opcode, flags, claimed length and mask. */

export interface OddFrame {
  opcode?: number;
  payload?: Buffer | string;
  fin?: boolean;
  /** The three reserved bits, 1 to 7. */
  reserved?: number;
  masked?: boolean;
  /** The claimed length, independent of the payload. */
  claims?: number | bigint;
}

const mask = Buffer.from([1, 2, 3, 4]);

export function oddFrame({
  opcode = 1,
  payload = '',
  fin = true,
  reserved = 0,
  masked = true,
  claims,
}: OddFrame): Buffer {
  const bytes = Buffer.from(payload);
  const length = BigInt(claims ?? bytes.length);
  const first = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  const flag = masked ? 0x80 : 0;
  const head =
    length < 126n ? [first, flag | Number(length)] : length < 65_536n ? [first, flag | 126] : [first, flag | 127];
  const more = Buffer.alloc(length < 126n ? 0 : length < 65_536n ? 2 : 8);
  if (more.length === 2) more.writeUInt16BE(Number(length));
  if (more.length === 8) more.writeBigUInt64BE(length);
  const body = masked ? Buffer.from(bytes.map((byte, index) => byte ^ (mask[index & 3] as number))) : bytes;
  return Buffer.concat([Buffer.from(head), more, ...(masked ? [mask] : []), body]);
}
