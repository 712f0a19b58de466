/** Which URLs of pictures the page loads. */
import { expect } from 'chai';
import { picturePath } from '../../../src/web/model/picture-path.ts';

describe('picturePath', () => {
  it('is the path of a picture on this server', () => {
    expect(picturePath({ avatar: '/api/avatars/AbC-_0123456789x' })).to.equal('/api/avatars/AbC-_0123456789x');
  });

  it('is none without a picture', () => {
    expect(picturePath({})).to.equal(undefined);
  });

  for (const avatar of [
    '',
    'https://elsewhere.example/api/avatars/AbC',
    '//elsewhere.example/api/avatars/AbC',
    '/api/avatars/',
    '/api/avatars/../session',
    '/api/avatars/AbC?x=1',
    '/api/avatars/AbC\n',
    ' /api/avatars/AbC',
    `/api/avatars/${'a'.repeat(65)}`,
    'data:image/svg+xml,<svg/>',
    'javascript:alert(1)',
  ]) {
    it(`is none for ${JSON.stringify(avatar).slice(0, 60)}`, () => {
      expect(picturePath({ avatar })).to.equal(undefined);
    });
  }
});
