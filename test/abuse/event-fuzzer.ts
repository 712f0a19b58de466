/** Sends fuzzed payloads to an event: each acknowledgement must be a typed refusal or a justified success. */
import { randomUUID } from 'node:crypto';
import { sizeLimits } from '../../src/policy/connection-limits.ts';
import { refusalStatus } from '../../src/protocol/refusals.ts';
import { rejectionReason, schemaFault } from './contract-oracle.ts';
import { Fuzzer } from './fuzzer.ts';
import { draw, type InputKind, inputsOf } from './input-generators.ts';
import type { SocketEvent } from './transport-catalogue.ts';
import { type WireAnswer, WireClient } from './wire-client.ts';

const atOnce = 64;

export class EventFuzzer extends Fuzzer {
  async run(event: SocketEvent, kind: InputKind, count: number, seed: number): Promise<void> {
    const actor = await this.users.newUser();
    const room = event.payload.properties?.conversation ? await this.users.makeRoom(actor) : '-';
    const drawn = draw(inputsOf(event.payload, kind, { ...this.users.words, conversations: [room] }), count, seed);
    // A larger frame closes the socket without an answer; the golden frames cover that.
    const payloads = drawn.filter((payload) => Buffer.byteLength(payload) < sizeLimits.frame.points - 200);
    let wire = await WireClient.open(this.url, actor.cookie);
    if (event.payload.properties?.seq) await this.#write(wire, actor.username, room);
    while (payloads.length > 0) {
      const sent = payloads.splice(0, atOnce);
      const answers = await Promise.allSettled(sent.map((payload) => wire.ask(event.name, payload)));
      for (const [index, answer] of answers.entries()) this.#judge(event, sent[index] as string, answer);
      if (wire.isOpen) continue;
      this.tally.fault(event.name, `the socket was closed with ${wire.closeCode}`, sent.join(' '));
      wire = await WireClient.open(this.url, actor.cookie);
    }
    if (!(await wire.isResponsive())) this.tally.fault(event.name, 'the socket no longer works', '');
    wire.close();
  }

  /** Sends messages from both sides in turn, so that events about a message find some. */
  async #write(wire: WireClient, actor: string, room: string): Promise<void> {
    for (const peer of this.users.peers) {
      const other = await WireClient.open(this.url, peer.cookie);
      for (let count = 0; count < 10; count += 1) {
        await write(wire, { to: peer.username });
        await write(other, { to: actor });
        await write(other, { conversation: room });
      }
      other.close();
    }
  }

  #judge(event: SocketEvent, payload: string, outcome: PromiseSettledResult<WireAnswer>): void {
    const answer = outcome.status === 'fulfilled' ? outcome.value : null;
    this.tally.count('events', event.name, answer ? (answer.error?.code ?? 'ok') : 'none');
    const fault = answer
      ? faultIn(event, payload, answer, this.users.known)
      : `no answer: ${(outcome as PromiseRejectedResult).reason.message}`;
    if (fault) this.tally.fault(event.name, fault, payload);
  }
}

const write = (wire: WireClient, place: object) =>
  wire.ask('chatMessage', JSON.stringify({ ...place, clientId: randomUUID(), body: 'fuzzed' }));

function faultIn(event: SocketEvent, payload: string, answer: WireAnswer, users: ReadonlySet<string>): string | null {
  const { ok, data, error } = answer;
  if (!ok) {
    const isTyped = error && error.code in refusalStatus && typeof error.message === 'string';
    const isRefusal = isTyped && error.code !== 'internal' && error.code !== 'unavailable';
    return isRefusal ? null : `refused with ${JSON.stringify(error)}`;
  }
  const reason = rejectionReason({ operation: event.name, schema: event.payload, value: JSON.parse(payload), users });
  if (reason) return `accepted, though ${reason}`;
  const wrong = event.data && schemaFault(event.data, data);
  return wrong ? `the answer is wrong, ${wrong}: ${JSON.stringify(data).slice(0, 200)}` : null;
}
