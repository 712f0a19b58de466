/** Every key handler of the page leaves the keys of an input method alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const folder = 'src/web/view';
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

/** They pass the keys on to a handler of another file, which asks. */
const handOn = [
  'conversation/early-keys.ts',
  'conversation/log-tools.ts',
  'files/film.tsx',
  'files/sound-slider.tsx',
  'search/hit-list.tsx',
  'settings/picture-crop.tsx',
  'sidebar/archived-list.tsx',
  'sidebar/conversation-list.tsx',
  'sidebar/people-list.tsx',
];

describe('a key handler of the page', () => {
  const handlers = sources.filter(({ text }) => /onKey(Down|Up|Press)|'key(down|up|press)'/.test(text));

  it('asks whether an input method takes the key, or hands the key on to one that asks', () => {
    const silent = handlers.filter(({ text }) => !text.includes('isComposing(')).map(({ name }) => name);
    expect(silent.sort()).to.deep.equal(handOn);
    expect(handlers).to.have.length.above(handOn.length + 5);
  });

  it('takes the question from one place', () => {
    const own = sources.filter(({ text }) => /\.isComposing|keyCode/.test(text)).map(({ name }) => name);
    expect(own).to.deep.equal(['kit/input-method.ts']);
  });
});
