/** Draws each ratio that has a goal as a bar with a goal mark, on a logarithmic scale. */
import { type Figure, isReached } from './figure.ts';

const title = 'Duologue against the reference of the same run (black mark: the goal)';
const width = 900;
const labelWidth = 430;
const rowHeight = 24;
const top = 44;
const [scaleLow, scaleHigh] = [0.05, 10];
const colours = { reached: '#2a7f62', missed: '#c0492f', text: '#222', faint: '#999', goal: '#111' };

export function ratioChart(figures: readonly Figure[]): string {
  const rows = figures.filter((figure) => figure.ratio && figure.goal && Number.isFinite(figure.ratio.median));
  const height = top + rows.length * rowHeight + 30;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${title}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(10, 18, title, { size: 14 }),
    ...[0.1, 0.25, 0.5, 1, 2, 4].map((ratio) => gridLine(ratio, height)),
    ...rows.map(bar),
    '</svg>\n',
  ].join('\n');
}

function bar(figure: Figure, index: number): string {
  const { ratio, goal, what } = figure;
  if (!ratio || !goal) return '';
  const y = top + index * rowHeight;
  const [from, to] = [xOf(1), xOf(ratio.median)];
  const colour = isReached(figure) ? colours.reached : colours.missed;
  const sign = goal.kind === 'at least' ? '≥' : '≤';
  return [
    text(labelWidth - 10, y + 16, what.length > 68 ? `${what.slice(0, 67)}…` : what, { anchor: 'end' }),
    `<rect x="${Math.min(from, to)}" y="${y + 4}" width="${Math.max(1, Math.abs(to - from))}" height="${rowHeight - 8}" fill="${colour}"/>`,
    `<rect x="${xOf(goal.value) - 1}" y="${y + 1}" width="2" height="${rowHeight - 2}" fill="${colours.goal}"/>`,
    text(width - 10, y + 16, `${ratio.median.toFixed(2)} × (${sign} ${goal.value})`, { anchor: 'end' }),
  ].join('\n');
}

function gridLine(ratio: number, height: number): string {
  const x = xOf(ratio);
  const stroke = ratio === 1 ? colours.text : '#ddd';
  return [
    `<line x1="${x}" y1="${top - 4}" x2="${x}" y2="${height - 22}" stroke="${stroke}"/>`,
    text(x, height - 8, `${ratio} ×`, { anchor: 'middle', colour: colours.faint }),
  ].join('\n');
}

/** Returns the x coordinate of a ratio on the logarithmic scale. */
function xOf(ratio: number): number {
  const share = Math.log(Math.min(scaleHigh, Math.max(scaleLow, ratio)) / scaleLow) / Math.log(scaleHigh / scaleLow);
  return Math.round(labelWidth + share * (width - labelWidth - 110));
}

interface TextStyle {
  anchor?: string;
  colour?: string;
  size?: number;
}

function text(
  x: number,
  y: number,
  words: string,
  { anchor = 'start', colour = colours.text, size = 12 }: TextStyle,
): string {
  const safe = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${colour}" font-size="${size}">${safe}</text>`;
}
