/** Tests which waiting commands cancel out, as a table. */
import { expect } from 'chai';
import type { Message } from '../../../src/protocol/shapes.ts';
import { mergeChange } from '../../../src/web/model/commands/command-merge.ts';
import { type Change, type Command, isSend } from '../../../src/web/model/commands/user-command.ts';
import { unsentOf } from './unsent-of.ts';

const at = new Date(0).toISOString();
const stored: Message = { channelId: 'c', seq: 7, from: 'ann', to: 'ben', body: 'old', clientId: 'm', sentAt: at };
const reacted: Message = { ...stored, reactions: [{ emoji: '👍', by: ['ann'] }], pinned: { by: 'ben', at } };

const edit = (text: string): Change => ({ kind: 'edit', text });
const react = (on: boolean, emoji = '👍'): Change => ({ kind: 'react', emoji, on });
const pin = (on: boolean): Change => ({ kind: 'pin', on });
const remove: Change = { kind: 'delete', dueAt: 5_000 };
const unsent = unsentOf('m', 'unsent');
const tried = { ...unsent, tried: true };
const refused = { ...unsent, tried: true, refused: 'forbidden' } as const;

const label = (command: Command) => {
  if (isSend(command)) return `send ${command.body}`;
  if (command.kind === 'edit') return `edit ${command.text}`;
  if (command.kind === 'react') return `${command.on ? '+' : '-'}${command.emoji}`;
  return command.kind === 'pin' ? (command.on ? 'pin' : 'unpin') : 'delete';
};

/** Gives the changes one after the other; returns what waits in the end. */
function given(
  start: readonly Command[],
  changes: readonly Change[],
  message: Message | null,
  underWay: string[] = [],
) {
  return changes.reduce((waiting: readonly Command[], change, index) => {
    const base = { id: `${index}`, to: 'ben', message: { key: 'me/m', seq: message?.seq ?? null } };
    const command = { ...base, writtenAt: index + 2, tried: underWay.includes(`${index}`), ...change };
    return mergeChange(waiting, command, { me: 'ann', stored: message, underWay: new Set(underWay) });
  }, start);
}

describe('mergeChange', () => {
  const table: [string, readonly Command[], readonly Change[], Message | null, string[]][] = [
    ['send + edit', [unsent], [edit('a'), edit('b')], null, ['send b']],
    ['a send that may be stored + edit', [tried], [edit('a'), edit('b')], null, ['send unsent', 'edit b']],
    ['a refused send + edit', [refused], [edit('a')], null, ['send a']],
    ['send + reaction + delete', [unsent], [react(true), remove], null, []],
    ['a send that may be stored + delete', [tried], [remove], null, ['send unsent', 'delete']],
    ['send + react on + off', [unsent], [react(true), react(false)], null, ['send unsent']],
    ['edit + edit', [], [edit('a'), edit('b')], stored, ['edit b']],
    ['edit + edit to the stored text', [], [edit('a'), edit('old')], stored, []],
    ['edit + delete, which can be undone', [], [edit('a'), remove], stored, ['edit a', 'delete']],
    ['delete + anything', [], [remove, edit('a'), react(true), pin(true), remove], stored, ['delete']],
    ['react on + off', [], [react(true), react(false)], stored, []],
    ['react off + on', [], [react(false), react(true)], reacted, []],
    ['react on twice', [], [react(true), react(true)], stored, ['+👍']],
    ['react on when it is on', [], [react(true)], reacted, []],
    ['two emoji', [], [react(true), react(true, '🎉'), react(false)], stored, ['+🎉']],
    ['pin on + off', [], [pin(true), pin(false)], stored, []],
    ['unpin + pin', [], [pin(false), pin(true)], reacted, []],
    ['different things', [], [edit('a'), react(true), pin(true)], stored, ['edit a', '+👍', 'pin']],
  ];
  for (const [what, start, changes, message, expected] of table) {
    it(`leaves ${expected.join(', ') || 'nothing'} of ${what}`, () => {
      expect(given(start, changes, message).map(label)).to.deep.equal(expected);
    });
  }

  it('merges nothing into a command under way, and the last of those behind it counts', () => {
    expect(given([], [react(true), react(false)], stored, ['0']).map(label)).to.deep.equal(['+👍', '-👍']);
    expect(given([], [react(true), react(false), react(true)], stored, ['0']).map(label)).to.deep.equal(['+👍']);
    expect(given([], [edit('a'), edit('b'), edit('c')], stored, ['0']).map(label)).to.deep.equal(['edit a', 'edit c']);
  });

  it('sends the opposite of a command whose answer was lost', () => {
    const lost = given([], [react(true)], stored).map((command) => ({ ...command, tried: true }));
    const after = given(lost, [react(false)], stored);
    expect(after.map(label)).to.deep.equal(['-👍']);
    expect(after[0]?.tried).to.equal(true);
  });
});
