import { assert } from '../../../../test/assert.ts';
import { vectors } from '../../../../test/vectors.ts';
import type { Assignment, Assignor, Subscriber } from './assignor.ts';
import { cooperativeSticky, sticky } from './sticky.ts';
import { range } from './range.ts';
import { roundRobin } from './round-robin.ts';

interface Event { readonly event: string; readonly rounds: readonly Record<string, string[]>[] }
interface Case { readonly name: string; readonly assignor: 'range' | 'roundrobin' | 'sticky' | 'cooperative-sticky'; readonly topics: Record<string, number>; readonly events: readonly Event[] }

const byName: Record<Case['assignor'], Assignor> = { range, roundrobin: roundRobin, sticky, 'cooperative-sticky': cooperativeSticky };
const plain = (assignment: Assignment): Record<string, string[]> => Object.fromEntries([...assignment].map(([id, partitions]) => [id, partitions.slice().sort()]));
const sorted = (round: Record<string, string[]>): Record<string, string[]> => Object.fromEntries(Object.entries(round).map(([id, partitions]) => [id, partitions.slice().sort()]));

/** Who is in the group, and what everybody owns. */
class Group {
  readonly topics: Map<string, number>;
  readonly subscribed = new Map<string, string[]>();
  owned = new Map<string, string[]>();
  constructor(topics: Record<string, number>) { this.topics = new Map(Object.entries(topics)); }

  apply(event: string): void {
    const [verb, name = '', what = ''] = event.split(' ');
    if (verb === 'leave') { this.subscribed.delete(name); this.owned.delete(name); }
    else if (verb === 'grow') this.topics.set(name, Number(what));
    else this.subscribed.set(name, what.split(','));
  }

  get members(): Subscriber[] { return [...this.subscribed].map(([id, topics]) => ({ id, topics, owned: this.owned.get(id) ?? [] })); }

  round(assignor: Assignor): Assignment { return (this.owned = assignor(this.members, this.topics)); }
}

/** Every partition that somebody subscribed to has exactly one owner who did. */
function assertOwnedOnce(group: Group, assignment: Assignment, name: string): void {
  const owners = [...assignment].flatMap(([id, partitions]) => partitions.map((partition) => [partition, id] as const));
  assert.equal(new Set(owners.map(([partition]) => partition)).size, owners.length, `${name}: an owner each`);
  for (const [topic, count] of group.topics) {
    const wanted = [...group.subscribed.values()].some((topics) => topics.includes(topic));
    const given = owners.filter(([partition]) => partition.startsWith(`${topic}-`));
    assert.equal(given.length, wanted ? count : 0, `${name}: ${topic}`);
    for (const [, id] of given) assert.ok(group.subscribed.get(id)!.includes(topic), `${name}: ${id} subscribed to ${topic}`);
  }
}

function isBalanced(group: Group, assignment: Assignment): boolean {
  const topics = new Set([...group.subscribed.values()].map((list) => list.join()));
  const sizes = [...assignment.values()].map(({ length }) => length);
  return topics.size > 1 || sizes.length === 0 || Math.max(...sizes) - Math.min(...sizes) <= 1;
}

const moves = (before: ReadonlyMap<string, string[]>, after: ReadonlyMap<string, string[]>): number =>
  [...before].reduce((sum, [id, partitions]) => sum + partitions.filter((partition) => after.has(id) && !after.get(id)!.includes(partition)).length, 0);

describe('Assignors', () => {
  let cases: readonly Case[] = [];
  before(async () => { ({ cases } = await vectors<{ cases: Case[] }>('kafka-assignors.json')); });

  for (const name of ['range', 'roundrobin'] as const) {
    it(`deal by ${name} exactly as Kafka's`, () => {
      const mine = cases.filter(({ assignor }) => assignor === name);
      for (const each of mine) {
        const group = new Group(each.topics);
        for (const { event, rounds } of each.events) {
          group.apply(event);
          assert.deepEqual(plain(group.round(byName[name])), sorted(rounds.at(-1) ?? {}), `${each.name}, ${event}`);
        }
      }
      assert.ok(mine.length > 10);
    });
  }

  it('that are sticky own every partition once, stay balanced within one, and move no more than Kafka where all subscribe alike', () => {
    for (const each of cases.filter(({ assignor }) => assignor === 'sticky')) {
      const group = new Group(each.topics);
      for (const { event, rounds } of each.events) {
        group.apply(event);
        const before = new Map([...group.owned].filter(([id]) => group.subscribed.has(id)));
        const after = group.round(sticky);
        assertOwnedOnce(group, after, `${each.name}, ${event}`);
        assert.ok(isBalanced(group, after), `${each.name}, ${event}: balanced`);
        if (group.subscribed.size > 0) assert.deepEqual([...after.keys()].sort(), Object.keys(rounds.at(-1) ?? {}).sort());
        const share = [...group.topics.values()].reduce((sum, count) => sum + count, 0) / Math.max(1, group.subscribed.size);
        const same = new Set([...group.subscribed.values()].map((list) => list.join())).size === 1;
        // Nobody gives up more than it has above the smallest fair share.
        if (same) assert.ok(moves(before, after) <= [...before.values()].reduce((sum, { length }) => sum + Math.max(0, length - Math.floor(share)), 0), `${each.name}, ${event}: moves`);
      }
    }
  });

  it('that are cooperative hand a moving partition to nobody in the first round and to its new owner in the second', () => {
    let twice = 0;
    for (const each of cases.filter(({ assignor }) => assignor === 'cooperative-sticky')) {
      const group = new Group(each.topics);
      for (const { event } of each.events) {
        group.apply(event);
        const before = new Map([...group.owned].filter(([id]) => group.subscribed.has(id)));
        const first = group.round(cooperativeSticky);
        const ownerOf = new Map([...before].flatMap(([id, partitions]) => partitions.map((partition) => [partition, id] as const)));
        for (const [id, partitions] of first) for (const partition of partitions) assert.equal(ownerOf.get(partition) ?? id, id, `${each.name}, ${event}: ${partition} is still another's`);
        if (moves(before, first) > 0) twice += 1;
        assertOwnedOnce(group, group.round(cooperativeSticky), `${each.name}, ${event}, second round`);
        assert.deepEqual(plain(group.round(cooperativeSticky)), plain(group.owned), 'a third round changes nothing');
      }
    }
    assert.ok(twice > 10, `${twice} rebalances took two rounds`);
  });

  it('give blocks of 3, 2, 2 by range to seven partitions and three members', () => {
    const group = new Group({ orders: 7 });
    for (const id of ['c0', 'c1', 'c2']) group.apply(`join ${id} orders`);
    assert.deepEqual([...group.round(range).values()].map(({ length }) => length), [3, 2, 2]);
  });
});
