import { assert } from '../../../test/assert.ts';
import './common.strings.ts';
import { faultActions, faultEvents } from './faults.ts';
import { sayer } from './say.ts';
import { addStrings, translator } from './strings.ts';

addStrings('en', { 'tale.say.crash': '{node} falls over.' });
const events = new Map(faultEvents(sayer('tale'), ['crash']));
const said = (type: string, data: { readonly [field: string]: string | number } = {}): string | undefined =>
  events.get(type)?.say?.({ timeUs: 0, seq: 0, type, node: 'n1', data }, translator('en'), (id) => id.toUpperCase());

describe('faults that every system can have', () => {
  it('are told in the concept\'s words where it has some, else in those of all', () => {
    assert.equal(said('fault.crash'), 'N1 falls over.');
    assert.equal(said('fault.recover'), 'N1 is back.');
    assert.equal(said('fault.slow', { factor: 4 }), 'N1 takes 4 times as long.');
    assert.equal(said('fault.cut', { groups: 'n1,n2|n3' }), 'The network is cut: N1, N2 | N3.');
  });

  it('leave no place of a sentence open', () => {
    for (const type of events.keys()) assert.ok(!/[{}]|say/.test(said(type, { factor: 2, by: 30, groups: 'n1|n2' }) ?? '{}'), type);
  });

  it('are asked for on nodes and messages', () => {
    assert.deepEqual(faultActions('freeze', 'drop').map(({ action, label, needs }) => [action, label, needs]), [['freeze', 'action.freeze', 'node'], ['drop', 'action.drop', 'message']]);
  });
});
