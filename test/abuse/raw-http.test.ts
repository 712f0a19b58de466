/** Tests malformed HTTP at the node and behind the balancer: false lengths, smuggled requests, endless heads. */
import { expect } from 'chai';
import { useNode } from '../http/in-process-node.ts';
import { register, type TestUser } from '../support/client.ts';
import { type Haproxy, startHaproxy } from '../support/haproxy.ts';
import { exchangeBytes, type RawReply, requestText } from './raw-connection.ts';

const json = 'Content-Type: application/json';
const chunked = 'Transfer-Encoding: chunked';
/** The smuggled request: if it passed, it would take the answer of another user's next request. */
const hidden = 'GET /api/nothing-smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ';

describe('a raw HTTP request', () => {
  const url = useNode();
  let balancer: Haproxy;
  let user: TestUser;
  before(async () => {
    balancer = await startHaproxy({ nodes: [{ port: Number(new URL(url()).port) }] });
    user = await register(url());
  });
  after(() => balancer?.dispose());
  afterEach('node and balancer still answer', async () => {
    for (const at of [url(), balancer.url]) expect((await fetch(`${at}/healthz`)).status).to.equal(200);
    const { body } = await user.fetch<{ user: { displayName: string } }>('/api/me');
    expect(body.user.displayName).to.equal(user.username);
  });

  const rename = '{"displayName":"Smuggled"}';
  /** Checks that no answer is a success or 5xx, and that none belongs to the smuggled request. */
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
    requestText('PATCH /api/me', [`Cookie: ${user.cookie}`, json, ...headers], body);
  const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

  const malformed: [what: string, send: () => string[]][] = [
    ['a length that is no number', () => [patch(['Content-Length: x'], rename)]],
    ['a negative length', () => [patch(['Content-Length: -1'], rename)]],
    ['a length with a sign', () => [patch(['Content-Length: +26'], rename)]],
    ['a length in hex', () => [patch(['Content-Length: 0x1a'], rename)]],
    ['two lengths', () => [patch(['Content-Length: 26', 'Content-Length: 5'], rename)]],
    ['a list of lengths', () => [patch(['Content-Length: 26, 5'], rename)]],
    ['a length above the maximum', () => [patch(['Content-Length: 99999999999999999999'], rename)]],
    ['a length that is too large', () => [patch(['Content-Length: 10485760'], rename)]],
    ['a length that is too short', () => [patch(['Content-Length: 10'], rename)]],
    ['chunks with a false size', () => [patch([chunked], `5\r\n${rename}\r\n0\r\n\r\n`)]],
    ['chunks without a size', () => [patch([chunked], `\r\n${rename}\r\n0\r\n\r\n`)]],
    ['chunks of a negative size', () => [patch([chunked], `-1\r\n${rename}\r\n0\r\n\r\n`)]],
    ['chunks above the maximum size', () => [patch([chunked], `fffffffffffffffff\r\n${rename}\r\n0\r\n\r\n`)]],
    ['too many chunks', () => [patch([chunked], chunk('x'.repeat(60_000))), chunk('x'.repeat(60_000)), '0\r\n\r\n']],
    ['an unknown encoding', () => [patch(['Transfer-Encoding: xchunked'], `${chunk(rename)}0\r\n\r\n`)]],
    ['chunks under another name', () => [patch(['Transfer-Encoding : chunked', 'Content-Length: 26'], rename)]],
    ['chunks, folded', () => [patch(['Transfer-Encoding:\r\n chunked', 'Content-Length: 5'], `0\r\n\r\n${hidden}`)]],
    ['chunks twice', () => [patch([chunked, 'Transfer-Encoding: identity'], `${chunk(rename)}0\r\n\r\n`)]],
    [
      'chunks with a vertical tab',
      () => [patch(['Transfer-Encoding: \x0bchunked', 'Content-Length: 5'], `0\r\n\r\n${hidden}`)],
    ],
    ['a compressed body', () => [patch(['Content-Encoding: gzip', 'Content-Length: 5'], 'xxxxx')]],
    ['no version', () => ['GET /api/me\r\n\r\n']],
    ['an unknown version', () => ['GET /api/me HTTP/9.9\r\nHost: x\r\n\r\n']],
    ['bytes that are not HTTP', () => ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 no TLS here\r\n\r\n']],
    ['an invalid method', () => [requestText('G\x00T /api/me')]],
    ['a header without a name', () => [requestText('GET /api/me', [': x'])]],
    ['a header with a null', () => [requestText('GET /api/me', ['X: a\0b'])]],
    ['a header with a bare line feed', () => [requestText('GET /api/me', ['X: a\nContent-Length: 5'])]],
    ['a space before the colon', () => [requestText('GET /api/me', ['X : a'])]],
    ['two hosts', () => [requestText('GET /api/me', ['Host: evil.example'])]],
    ['a path that leaves the root', () => [requestText('GET /../../../etc/passwd')]],
    ['a path that leaves the root, escaped', () => [requestText('GET /%2e%2e/%2e%2e/etc/passwd')]],
    ['an absolute address of another host', () => [requestText('GET http://evil.example/api/me')]],
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
  for (const [what, send] of malformed) {
    it(`is refused by the node and behind the balancer: ${what}`, async () => {
      const replies = await Promise.all([url(), balancer.url].map((at) => exchangeBytes(at, send())));
      for (const reply of replies) expectRefused(reply, what);
    });
  }

  it('is refused by the node with a length and chunks, and counts as one request at the balancer', async () => {
    const same = JSON.stringify({ displayName: user.username });
    for (const headers of [
      ['Content-Length: 4', chunked],
      [chunked, 'Content-Length: 4'],
    ]) {
      const both = patch(headers, `${chunk(same)}0\r\n\r\n${hidden}`);
      expectRefused(await exchangeBytes(url(), [both]), 'alone');
      const { statuses, text, closed } = await exchangeBytes(balancer.url, [both]);
      expect([statuses.length, closed], text).to.deep.equal([1, true]);
      expect(text).to.not.contain('nothing-smuggled');
    }
  });

  it('is answered once when a smuggled request follows in its body', async () => {
    const body = `0\r\n\r\n${hidden}`;
    const plain = requestText('GET /healthz', [`Content-Length: ${body.length}`], body);
    for (const at of [url(), balancer.url]) {
      const { statuses, text } = await exchangeBytes(at, [plain]);
      expect(statuses.filter((status) => status === 200).length, text).to.be.at.most(1);
      expect(text).to.not.contain('nothing-smuggled');
    }
  });

  it('is answered in order when requests are pipelined', async () => {
    const good = requestText('GET /healthz');
    const { statuses } = await exchangeBytes(url(), [good.repeat(20)]);
    expect(statuses).to.deep.equal(Array(20).fill(200));
  });

  it('is refused only after the answers to valid requests before it, and closes the connection', async () => {
    const good = requestText('GET /healthz');
    // The answer needs a database query.
    const slow = requestText('GET /api/sessions', [`Cookie: ${user.cookie}`]);
    const odd = requestText('GET /api/me', [': x']);
    for (const [ahead, statuses] of [
      [good, [200]],
      [slow, [200]],
      [`${slow}${good}${slow}`, [200, 200, 200]],
    ] as const) {
      const whole = await exchangeBytes(url(), [`${ahead}${odd}${good}`]);
      expect(whole.statuses, whole.text).to.deep.equal([...statuses, 400]);
      expect(whole.closed).to.equal(true);
      const twice = await exchangeBytes(url(), [`${ahead}${odd}`, odd, good]);
      expect(twice.statuses, twice.text).to.deep.equal([...statuses, 400]);
      const parts = await exchangeBytes(url(), [ahead, odd]);
      expect(parts.statuses, parts.text).to.deep.equal([...statuses, 400]);
      const chunks = await exchangeBytes(url(), [`${ahead}${patch([chunked], 'no chunk\r\n')}`]);
      expect(chunks.statuses, chunks.text).to.deep.equal([...statuses, 400]);
    }
  });

  it('is dropped when its connection ends in the middle', async () => {
    const half = patch(['Content-Length: 100'], '{"displayName":"S');
    await Promise.all(Array.from({ length: 50 }, () => exchangeBytes(url(), [half], { waitMs: 0 })));
  });
});
