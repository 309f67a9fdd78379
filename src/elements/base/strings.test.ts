/** The string table: places for values, and the forms of words that go with a number. */
import { assert } from '../../../test/assert.ts';
import { addStrings, translator } from './strings.ts';

describe('the string table', () => {
  it('fills places with values, and leaves a place without one as it is', () => {
    const text = translator('en');
    assert.equal(text('{from} to {to}', { from: 'a', to: 'b' }), 'a to b');
    assert.equal(text('{from} to {to}', { from: 'a' }), 'a to {to}');
    assert.equal(text('{count} of {all}', { count: 1234, all: { template: '{n} keys', values: { n: 5 } } }), '1,234 of 5 keys');
  });

  it('gives a word the form that goes with its number', () => {
    const text = translator('en');
    const say = (count: number): string => text('{count} {count|request|requests} failed', { count });
    assert.deepEqual([0, 1, 2, 1.5].map(say), ['0 requests failed', '1 request failed', '2 requests failed', '1.5 requests failed']);
    assert.equal(text('{count|one|others}', { count: 'many' }), 'others', 'a text is no number');
    assert.equal(text('{count|one|others}', {}), '{count|one|others}');
    assert.equal(text('no {count||more} left', { count: 1 }), 'no  left');
  });

  it('counts as the language does, with the forms that its words give', () => {
    addStrings('pl', { 'test.files': '{count} {count|plik|pliki|plików}' });
    addStrings('zh-Hans', { 'test.files': '{count} 个文件' });
    addStrings('en', { 'test.files': '{count} {count|file|files}' });
    assert.deepEqual([1, 2, 5, 22].map((count) => translator('pl')('test.files', { count })), ['1 plik', '2 pliki', '5 plików', '22 pliki']);
    assert.equal(translator('zh-CN')('test.files', { count: 1 }), '1 个文件');
    assert.equal(translator('fr')('test.files', { count: 0 }), '0 files', 'English words are counted in English');
  });
});
