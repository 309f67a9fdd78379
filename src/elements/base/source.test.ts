import { assert } from '../../../test/assert.ts';
import { deepest, fetchSource } from './source.ts';

describe('recorded runs', () => {
  it('are measured for depth outside of strings', () => {
    assert.equal(deepest('{"a":[1,{"b":"[[[[\\"["}]}'), 3);
    assert.equal(deepest('['.repeat(100_000)), 100_000);
  });

  it('are fetched over http alone, and what is wrong is said', async () => {
    const { signal } = new AbortController();
    await assert.rejects(fetchSource('javascript:alert(1)', location.href, signal), /only http/);
    await assert.rejects(fetchSource('data:text/plain,x', location.href, signal), /only http/);
    await assert.rejects(fetchSource('http://', location.href, signal), /not an address/);
    await assert.rejects(fetchSource('/no-such-run.json', location.href, signal), /404/);
    await assert.rejects(fetchSource(new URL('source.ts', import.meta.url).href, location.href, signal), /not JSON/);
  });
});
