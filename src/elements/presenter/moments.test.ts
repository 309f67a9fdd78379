import { assert } from '../../../test/assert.ts';
import { indexOf, momentsOf } from './moments.ts';
import type { Figure } from './moments.ts';

const figure = (id: string, times: readonly number[] | null, sync = ''): Figure => ({ id, sync, ...(times && { notes: times.map((time) => ({ time, until: time + 500, text: `${id} ${time}` })) }) });
const told = (figures: readonly Figure[]): string[] => momentsOf(figures).map(({ figure: { id }, time, end, text }) => `${id} ${time ?? '-'}–${end}: ${text}`);

describe('the moments of a talk', () => {
  it('are the notes of one figure after the other, each until its end or the next', () => {
    assert.deepEqual(told([figure('a', [0, 300, 2000]), figure('b', [100])]), ['a 0–300: a 0', 'a 300–800: a 300', 'a 2000–2500: a 2000', 'b 100–600: b 100']);
  });

  it('are those of figures that run together once', () => {
    assert.deepEqual(told([figure('a', [0, 900]), figure('b', [0, 400], 'a'), figure('c', [0], 'elsewhere')]), ['a 0–400: a 0', 'a 400–900: b 400', 'a 900–1400: a 900', 'c 0–500: c 0']);
  });

  it('leave out figures without notes, and show those whose code is on its way', () => {
    assert.deepEqual(told([figure('a', []), figure('b', null), figure('c', [0])]), ['b -–Infinity: ', 'c 0–500: c 0']);
  });

  it('know from the markup what follows another, before its code has come', () => {
    assert.deepEqual(told([figure('a', [0]), { id: 'b', getAttribute: () => 'a' }]), ['a 0–500: a 0']);
  });

  it('go on where they were when more is known', () => {
    const late = { id: 'b', sync: '' } as Figure & { notes?: Figure['notes'] };
    const figures = [figure('a', [0, 300]), late];
    const before = momentsOf(figures);
    assert.equal(indexOf(before, before[2] ?? null), 2);
    Object.assign(late, { notes: figure('b', [0, 300]).notes });
    const after = momentsOf(figures);
    assert.equal(after.length, 4);
    assert.equal(indexOf(after, before[2] ?? null), 1, 'next is the first note of it');
    assert.equal(indexOf(after, null), -1);
  });
});
