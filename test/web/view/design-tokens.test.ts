/** The design tokens: their contrast in both schemes, and that no stylesheet has values of its own. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const view = join(import.meta.dirname, '../../../src/web/view');
const read = (path: string) => readFileSync(join(view, path), 'utf8');
const sheets = readdirSync(view, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.css'));
const tokenSheets = ['app/scheme.css', 'app/tokens.css', 'kit/avatar-hues.css'];

type Scheme = 'light' | 'dark';

/** The colours of one scheme, by token; with the changes of `prefers-contrast: more` if asked. */
function colours(scheme: Scheme, moreContrast = false): Map<string, string> {
  const [normal = '', more = ''] = read('app/scheme.css').split('@media');
  const text = moreContrast ? normal + more : normal;
  const pairs = text.matchAll(/--([\w-]+): (?:light-dark\((#\w+), (#\w+)\)|(#\w+));/g);
  return new Map(
    [...pairs].map(([, name = '', light, dark, both]) => [name, both ?? (scheme === 'light' ? light : dark) ?? '']),
  );
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/\w\w/g) ?? []).map((hex) => {
    const part = Number.parseInt(hex, 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** As WCAG 2.2 defines it. */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

/** The colour that the eye sees of one with this opacity. */
function blended(colour: string, ground: string, opacity: number): string {
  const parts = (text: string) => (text.match(/\w\w/g) ?? []).map((hex) => Number.parseInt(hex, 16));
  const below = parts(ground);
  const mixed = parts(colour).map((part, index) => Math.round(part * opacity + (below[index] ?? 0) * (1 - opacity)));
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Each foreground on each of its grounds. */
const texts: Record<string, readonly string[]> = {
  ink: ['paper', 'surface', 'raised', 'wash', 'accent-wash', 'peer'],
  'ink-soft': ['paper', 'surface', 'raised', 'wash', 'accent-wash', 'peer'],
  'own-ink': ['own'],
  'own-soft': ['own'],
  'own-accent': ['own'],
  accent: ['paper', 'surface', 'raised', 'accent-wash', 'peer'],
  'accent-ink': ['accent', 'accent-hover'],
  wrong: ['surface', 'paper', 'raised', 'wrong-wash'],
  'wrong-ink': ['wrong', 'wrong-hover'],
  warn: ['warn-wash'],
  good: ['good-wash', 'surface'],
  'toast-ink': ['toast'],
  'toast-accent': ['toast'],
};
const shapes: Record<string, readonly string[]> = {
  edge: ['paper', 'surface', 'raised'],
  'peer-edge': ['paper'],
  focus: ['paper', 'surface', 'raised', 'own', 'peer', 'accent-wash', 'wash'],
  here: ['surface', 'accent-wash'],
  second: ['paper', 'surface'],
  accent: ['surface', 'paper'],
};

function weak(pairs: typeof texts, least: number, of: Map<string, string>): string[] {
  const colour = (name: string) => of.get(name) ?? expect.fail(`no token --${name}`);
  return Object.entries(pairs).flatMap(([name, grounds]) =>
    grounds
      .map((ground) => ({ ground, ratio: contrast(colour(name), colour(ground)) }))
      .filter(({ ratio }) => ratio < least)
      .map(({ ground, ratio }) => `--${name} on --${ground}: ${ratio.toFixed(2)}`),
  );
}

describe('a design token', () => {
  for (const scheme of ['light', 'dark'] as const) {
    it(`gives text a contrast of 4.5 : 1, and shapes one of 3 : 1, in the ${scheme} scheme`, () => {
      const of = colours(scheme);
      expect([...weak(texts, 4.5, of), ...weak(shapes, 3, of)]).to.deep.equal([]);
    });

    it(`gives more to users who ask for more contrast, in the ${scheme} scheme`, () => {
      const of = colours(scheme, true);
      const bounds = { ...shapes, 'own-edge': ['paper'], line: ['surface'] };
      expect([...weak({ ...texts, accent: [], good: [], warn: [] }, 4.5, of), ...weak(bounds, 3, of)]).to.deep.equal(
        [],
      );
      const { ink = [], 'ink-soft': soft = [] } = texts;
      expect(weak({ ink, 'ink-soft': soft }, 7, of)).to.deep.equal([]);
    });
  }

  it('gives the waveform of a voice message 3 : 1 in every bubble', () => {
    const opacity = Number(/\.waveform > span \{[^}]*opacity: ([\d.]+)/.exec(read('files/files.css'))?.[1]);
    for (const scheme of ['light', 'dark'] as const) {
      const of = colours(scheme);
      for (const [ink, ground] of [
        ['ink', 'peer'],
        ['own-ink', 'own'],
      ] as const) {
        const [bar, bubble] = [`${of.get(ink)}`, `${of.get(ground)}`];
        expect(contrast(blended(bar, bubble, opacity), bubble), `${scheme}, ${ground}`).to.be.at.least(3);
      }
    }
  });

  it('leaves every field its edge', () => {
    const rules = sheets.flatMap((path) => [...read(path).matchAll(/([^{}]*)\{([^{}]*)\}/g)]);
    const fields = rules.filter(([, selector = '']) => /\binput\s*$/.test(selector));
    expect(fields).to.have.length.above(2);
    expect(fields.filter(([, , body = '']) => /border-color: transparent/.test(body))).to.deep.equal([]);
  });

  it('gives avatars a ground on which white letters can be read', () => {
    const hues = [...read('kit/avatar-hues.css').matchAll(/--avatar: (#\w{6});/g)].map(([, hue = '']) => hue);
    expect(hues).to.have.length(12);
    expect(hues.filter((hue) => contrast(hue, '#ffffff') < 4.5)).to.deep.equal([]);
  });

  it('is the only source of a colour or a type size', () => {
    const own = sheets
      .filter((path) => !tokenSheets.includes(path))
      .flatMap((path) =>
        read(path)
          .split('\n')
          .filter((line) => /#[\da-f]{3,8}\b|rgba?\(|hsla?\(|font-size: \d|font: \d[\d ]*[\d.]+rem/i.test(line))
          .map((line) => `${path}: ${line.trim()}`),
      );
    expect(own).to.deep.equal([]);
  });

  it('is defined where it is used', () => {
    const defined = new Set(sheets.flatMap((path) => [...read(path).matchAll(/(--[\w-]+):/g)].map(([, name]) => name)));
    const used = sheets.flatMap((path) => [...read(path).matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name));
    expect(used.filter((name) => !defined.has(name))).to.deep.equal([]);
  });
});

describe('a stylesheet', () => {
  it('lights up nothing under a pointer where none hovers: after a touch, it would stay lit', () => {
    const blocks = sheets.flatMap((path) => read(path).split(/^\}$/m));
    const reveals = /\{\s*opacity: 1;\s*$/;
    const lights = blocks.filter((block) => block.includes(':hover') && !reveals.test(block));
    expect(lights).to.have.length.above(20);
    expect(lights.filter((block) => !block.includes('@media (hover: hover)'))).to.deep.equal([]);
  });
});
