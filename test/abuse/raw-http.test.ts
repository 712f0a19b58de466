/** HTTP as no client speaks it: lengths that lie, requests hidden in requests, heads without end. Node and balancer agree, and nothing breaks. */
import { expect } from 'chai';
import { useNode } from '../http/in-process-node.ts';
import { type Person, register } from '../support/client.ts';
import { type Haproxy, startHaproxy } from '../support/haproxy.ts';
import { type RawReply, requestText, speak } from './raw-connection.ts';

const json = 'Content-Type: application/json';
const chunked = 'Transfer-Encoding: chunked';
/** What a smuggler wants to get through: another's next request would be answered with this one. */
const hidden = 'GET /api/nothing-smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ';

describe('raw HTTP', () => {
  const url = useNode();
  let balancer: Haproxy;
  let person: Person;
  before(async () => {
    balancer = await startHaproxy({ nodes: [{ port: Number(new URL(url()).port) }] });
    person = await register(url());
  });
  after(() => balancer?.dispose());
  afterEach('both go on', async () => {
    for (const at of [url(), balancer.url]) expect((await fetch(`${at}/healthz`)).status).to.equal(200);
    const { body } = await person.fetch<{ user: { displayName: string } }>('/api/me');
    expect(body.user.displayName).to.equal(person.username);
  });

  const rename = '{"displayName":"Smuggled"}';
  /** No change got through, no answer is 5xx, and none belongs to a hidden request. */
  function expectRefused({ statuses, text }: RawReply, what: string): void {
    expect(
      statuses.filter((status) => status >= 500 && status !== 501),
      `${what}: ${text}`,
    ).to.deep.equal([]);
    expect(text, what).to.not.match(/FST_|node_modules|nothing-smuggled/);
    expect(
      statuses.filter((status) => status < 400),
      `${what}: ${text}`,
    ).to.deep.equal([]);
  }

  const patch = (headers: string[], body = '') =>
    requestText('PATCH /api/me', [`Cookie: ${person.cookie}`, json, ...headers], body);
  const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

  const liars: [what: string, send: () => string[]][] = [
    ['a length that is none', () => [patch(['Content-Length: x'], rename)]],
    ['a negative length', () => [patch(['Content-Length: -1'], rename)]],
    ['a length with a sign', () => [patch(['Content-Length: +26'], rename)]],
    ['a length in hex', () => [patch(['Content-Length: 0x1a'], rename)]],
    ['two lengths', () => [patch(['Content-Length: 26', 'Content-Length: 5'], rename)]],
    ['a list of lengths', () => [patch(['Content-Length: 26, 5'], rename)]],
    ['a length beyond all numbers', () => [patch(['Content-Length: 99999999999999999999'], rename)]],
    ['a length that is too large', () => [patch(['Content-Length: 10485760'], rename)]],
    ['a length that is too short', () => [patch(['Content-Length: 10'], rename)]],
    ['chunks that lie', () => [patch([chunked], `5\r\n${rename}\r\n0\r\n\r\n`)]],
    ['chunks without a size', () => [patch([chunked], `\r\n${rename}\r\n0\r\n\r\n`)]],
    ['chunks of a negative size', () => [patch([chunked], `-1\r\n${rename}\r\n0\r\n\r\n`)]],
    ['chunks beyond all numbers', () => [patch([chunked], `fffffffffffffffff\r\n${rename}\r\n0\r\n\r\n`)]],
    ['chunks without end', () => [patch([chunked], chunk('x'.repeat(60_000))), chunk('x'.repeat(60_000)), '0\r\n\r\n']],
    ['an unknown encoding', () => [patch(['Transfer-Encoding: xchunked'], `${chunk(rename)}0\r\n\r\n`)]],
    ['chunks under another name', () => [patch(['Transfer-Encoding : chunked', 'Content-Length: 26'], rename)]],
    ['chunks, folded', () => [patch(['Transfer-Encoding:\r\n chunked', 'Content-Length: 5'], `0\r\n\r\n${hidden}`)]],
    ['chunks twice', () => [patch([chunked, 'Transfer-Encoding: identity'], `${chunk(rename)}0\r\n\r\n`)]],
    [
      'chunks with a vertical tab',
      () => [patch(['Transfer-Encoding: \x0bchunked', 'Content-Length: 5'], `0\r\n\r\n${hidden}`)],
    ],
    ['a packed body', () => [patch(['Content-Encoding: gzip', 'Content-Length: 5'], 'xxxxx')]],
    ['no version', () => ['GET /api/me\r\n\r\n']],
    ['an unknown version', () => ['GET /api/me HTTP/9.9\r\nHost: x\r\n\r\n']],
    ['no line at all', () => ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 no TLS here\r\n\r\n']],
    ['a method that is none', () => [requestText('G\x00T /api/me')]],
    ['a header without a name', () => [requestText('GET /api/me', [': x'])]],
    ['a header with a null', () => [requestText('GET /api/me', ['X: a\0b'])]],
    ['a header with a bare line feed', () => [requestText('GET /api/me', ['X: a\nContent-Length: 5'])]],
    ['a space before the colon', () => [requestText('GET /api/me', ['X : a'])]],
    ['two hosts', () => [requestText('GET /api/me', ['Host: evil.example'])]],
    ['a path that climbs', () => [requestText('GET /../../../etc/passwd')]],
    ['a path that climbs, escaped', () => [requestText('GET /%2e%2e/%2e%2e/etc/passwd')]],
    ['a path of another place', () => [requestText('GET http://evil.example/api/me')]],
    ['a path with nulls', () => [requestText('GET /%00/api/me%00')]],
    ['a tunnel', () => [requestText('CONNECT evil.example:80')]],
    ['a trace', () => [requestText('TRACE /api/me', ['Max-Forwards: 0'])]],
    ['a head of 64 KiB', () => [requestText('GET /api/me', [`X: ${'x'.repeat(65_536)}`])]],
    [
      'two thousand headers',
      () => [
        requestText(
          'GET /api/me',
          Array.from({ length: 2_001 }, (_, index) => `X${index}: y`),
        ),
      ],
    ],
    ['a path of 32 KiB', () => [requestText(`GET /api/${'x'.repeat(32_768)}`)]],
  ];
  for (const [what, send] of liars) {
    it(`is refused, by the node alone and behind the balancer: ${what}`, async () => {
      const replies = await Promise.all([url(), balancer.url].map((at) => speak(at, send())));
      for (const reply of replies) expectRefused(reply, what);
    });
  }

  it('with both a length and chunks is refused by the node, and one request for the balancer, by its chunks', async () => {
    const same = JSON.stringify({ displayName: person.username });
    for (const headers of [
      ['Content-Length: 4', chunked],
      [chunked, 'Content-Length: 4'],
    ]) {
      const both = patch(headers, `${chunk(same)}0\r\n\r\n${hidden}`);
      expectRefused(await speak(url(), [both]), 'alone');
      const { statuses, text, closed } = await speak(balancer.url, [both]);
      expect([statuses.length, closed], text).to.deep.equal([1, true]);
      expect(text).to.not.contain('nothing-smuggled');
    }
  });

  it('is answered once for one request, whatever stands behind it', async () => {
    const body = `0\r\n\r\n${hidden}`;
    const plain = requestText('GET /healthz', [`Content-Length: ${body.length}`], body);
    for (const at of [url(), balancer.url]) {
      const { statuses, text } = await speak(at, [plain]);
      expect(statuses.filter((status) => status === 200).length, text).to.be.at.most(1);
      expect(text).to.not.contain('nothing-smuggled');
    }
  });

  it('is answered in turn when requests come at once', async () => {
    const good = requestText('GET /healthz');
    const { statuses } = await speak(url(), [good.repeat(20)]);
    expect(statuses).to.deep.equal(Array(20).fill(200));
  });

  it('never has an answer to an odd request before those to the good ones ahead of it, and ends with it', async () => {
    const good = requestText('GET /healthz');
    // Answered only once the database has been asked.
    const slow = requestText('GET /api/sessions', [`Cookie: ${person.cookie}`]);
    const odd = requestText('GET /api/me', [': x']);
    for (const [ahead, statuses] of [
      [good, [200]],
      [slow, [200]],
      [`${slow}${good}${slow}`, [200, 200, 200]],
    ] as const) {
      const whole = await speak(url(), [`${ahead}${odd}${good}`]);
      expect(whole.statuses, whole.text).to.deep.equal([...statuses, 400]);
      expect(whole.closed).to.equal(true);
      const twice = await speak(url(), [`${ahead}${odd}`, odd, good]);
      expect(twice.statuses, twice.text).to.deep.equal([...statuses, 400]);
      const parts = await speak(url(), [ahead, odd]);
      expect(parts.statuses, parts.text).to.deep.equal([...statuses, 400]);
      const chunks = await speak(url(), [`${ahead}${patch([chunked], 'no chunk\r\n')}`]);
      expect(chunks.statuses, chunks.text).to.deep.equal([...statuses, 400]);
    }
  });

  it('that stops in the middle is dropped with its connection', async () => {
    const half = patch(['Content-Length: 100'], '{"displayName":"S');
    await Promise.all(Array.from({ length: 50 }, () => speak(url(), [half], { waitMs: 0 })));
  });
});
