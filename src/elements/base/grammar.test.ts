import { assert } from '../../../test/assert.ts';
import { excerpt, groupsText, listText, pairText, parseDuration, parseGroups, parseInteger, parseKeyword, parseList, parseNumber, parsePair, parseShare, parseText } from './grammar.ts';

const huge = ['9'.repeat(100_000), ' '.repeat(100_000), '1,'.repeat(50_000), '|'.repeat(100_000), `${'1 '.repeat(50_000)}x`, '-'.repeat(100_000)];

describe('the grammar of values', () => {
  it('reads whole numbers in ASCII digits and nothing else', () => {
    assert.equal(parseInteger(' 5 ').value, 5);
    assert.equal(parseInteger('+7').value, 7);
    assert.equal(parseInteger('-0').value, 0);
    for (const text of ['', ' ', '5.0', '1e3', '0x10', '٣', '5px', '1_000', 'NaN', 'Infinity', '--5']) assert.deepEqual(parseInteger(text), { value: undefined, fault: 'syntax' }, text);
  });

  it('clamps what is out of bounds and says so', () => {
    assert.deepEqual(parseInteger('99', { min: 0, max: 64 }), { value: 64, fault: 'range' });
    assert.deepEqual(parseInteger('-1', { min: 0, max: 64 }), { value: 0, fault: 'range' });
    assert.deepEqual(parseNumber('0.05', { min: 0.1, max: 16 }), { value: 0.1, fault: 'range' });
  });

  it('reads finite decimals without exponent', () => {
    assert.equal(parseNumber('0.25').value, 0.25);
    assert.equal(parseNumber('.5').value, 0.5);
    for (const text of ['1.', '1e2', '1,5', '½']) assert.equal(parseNumber(text).value, undefined, text);
  });

  it('reads shares as numbers and as percentages', () => {
    assert.equal(parseShare('0.1').value, 0.1);
    assert.equal(parseShare('10 %').value, 0.1);
    assert.deepEqual(parseShare('150%'), { value: 1, fault: 'range' });
  });

  it('reads durations with units as milliseconds, exact to the microsecond', () => {
    for (const [text, ms] of [['150', 150], ['150ms', 150], ['2s', 2000], ['1.5 min', 90_000], ['24H', 86_400_000], ['0.0004', 0]] as const) assert.equal(parseDuration(text).value, ms, text);
    assert.equal(parseDuration('never', { never: true }).value, Infinity);
    for (const text of ['never', '5 d', 's', '1m', '1s2']) assert.equal(parseDuration(text).value, undefined, text);
    assert.deepEqual(parseDuration('-5ms'), { value: 0, fault: 'range' });
  });

  it('splits lists at commas where there is one, so that names may hold spaces', () => {
    assert.deepEqual(parseList('5 5  80').value, ['5', '5', '80']);
    assert.deepEqual(parseList('New York, Oslo').value, ['New York', 'Oslo']);
    assert.deepEqual(parseList(listText(['New York'])).value, ['New York']);
  });

  it('puts the bounds of a pair range in order', () => {
    assert.deepEqual(parsePair('150ms 300ms').value, [150, 300]);
    assert.deepEqual(parsePair('2s').value, [2000, 2000]);
    assert.deepEqual(parsePair('300ms,150ms'), { value: [150, 300], fault: 'order' });
    assert.equal(parsePair('1 2 3').value, undefined);
    assert.deepEqual(parsePair(pairText([0.5, 7])).value, [0.5, 7]);
  });

  it('reads the sides of a cut', () => {
    const sides = [['n1', 'n2'], ['n3']];
    assert.deepEqual(parseGroups('n1,n2 | n3').value, sides);
    assert.deepEqual(parseGroups(groupsText(sides)).value, sides);
    assert.equal(parseGroups(' | ').value, undefined);
  });

  it('takes keywords whatever their case, by ASCII alone', () => {
    assert.equal(parseKeyword(' Ring ', ['ring', 'modulo']).value, 'ring');
    assert.deepEqual(parseKeyword('rınġ', ['ring']), { value: undefined, fault: 'keyword' });
  });

  it('cuts text by code points', () => {
    assert.deepEqual(parseText('🙂🙂🙂', 2), { value: '🙂🙂', fault: 'length' });
    assert.deepEqual(parseText('🙂🙂', 2), { value: '🙂🙂' });
  });

  it('looks at no more of a text than can matter', () => {
    for (const text of huge) {
      for (const parse of [parseInteger, parseNumber, parseShare, parseDuration, parsePair, parseGroups, parseList]) assert.ok(parse(text).value === undefined || text.length < 9000, parse.name);
      assert.equal(parseKeyword(text, ['a']).value, undefined);
      assert.equal([...(parseText(text, 64).value ?? '')].length, 64);
    }
  });

  it('shows at most forty characters of a bad value, on one line', () => {
    assert.equal(excerpt('a\nb'), 'a b');
    assert.equal(excerpt('x'.repeat(41)), `${'x'.repeat(40)}…`);
    assert.equal(excerpt('🙂'.repeat(50_000)), `${'🙂'.repeat(40)}…`);
  });
});
