import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import { Simulation } from '../kernel/simulation.ts';
import type { ReplicationSettings } from './config.ts';
import { replicationConfig } from './config.ts';
import { replication } from './model.ts';
import { blockedWrites } from './readouts.ts';
import { parseStandbyNames, priorityOf, ruleOf, syncPosition, syncStates } from './standbys.ts';

interface Row {
  synchronous_standby_names: string;
  standbysDown: string[];
  pg_stat_replication: Record<string, { state: string; priority: number }>;
  insertWithin3s: 'commits' | 'blocks';
}

const all = ['s1', 's2', 's3'];

describe('Synchronous standbys, against PostgreSQL', () => {
  let rows: Row[] = [];
  before(async () => { rows = (await vectors<{ synchronousStandbyNames: Row[] }>('replication.json')).synchronousStandbyNames; });

  it('have the states and priorities that PostgreSQL shows', () => {
    assert.equal(rows.length, 12);
    for (const row of rows) {
      const connected = all.filter((standby) => !row.standbysDown.includes(standby));
      const states = syncStates(parseStandbyNames(row.synchronous_standby_names), connected);
      assert.deepEqual(Object.fromEntries(states), row.pg_stat_replication, `${row.synchronous_standby_names}, down ${row.standbysDown.join()}`);
    }
  });

  it('let an insert commit or block as PostgreSQL does', () => {
    for (const row of rows) {
      const rule = parseStandbyNames(row.synchronous_standby_names);
      const connected = all.filter((standby) => !row.standbysDown.includes(standby) && priorityOf(rule, standby) > 0).sort((a, b) => priorityOf(rule, a) - priorityOf(rule, b));
      assert.equal(syncPosition(rule, connected.map(() => 7)) === null ? 'blocks' : 'commits', row.insertWithin3s, row.synchronous_standby_names);
    }
  });

  it('do so in a running system, where the list names all', () => {
    const settings = new Map<string, ReplicationSettings>([
      ['', { mode: 'async' }], ['FIRST 2 (s1, s2, s3)', { mode: 'sync', standbys: 'first 2' }],
      ['ANY 1 (s1, s2, s3)', { mode: 'sync', standbys: 'any 1' }], ['ANY 2 (s1, s2, s3)', { mode: 'sync', standbys: 'any 2' }], ['*', { mode: 'sync', standbys: 'first 1' }],
    ]);
    let tried = 0;
    for (const row of rows) {
      const wanted = settings.get(row.synchronous_standby_names);
      if (wanted === undefined) continue;
      tried += 1;
      const run = new Simulation({ model: replication(), config: replicationConfig({ ...wanted, writeRate: 0, latency: '5ms' }), seed: 1 });
      for (const down of row.standbysDown) run.act({ action: 'crash', target: down.replace('s', 'r') });
      run.runTo(2_000_000);
      run.act({ action: 'write' });
      run.runTo(5_000_000);
      assert.equal(run.state.stats.writesConfirmed === 1 ? 'commits' : 'blocks', row.insertWithin3s, row.synchronous_standby_names);
      assert.equal(blockedWrites(run.state), row.insertWithin3s === 'blocks' ? 1 : 0);
    }
    assert.equal(tried, 8);
  });

  it('take the lowest of the first n, and the nth highest of any n', () => {
    assert.equal(syncPosition({ method: 'first', count: 2 }, [5, 9, 7]), 5);
    assert.equal(syncPosition({ method: 'first', count: 2 }, [null, 9, 7]), 7);
    assert.equal(syncPosition({ method: 'any', count: 2 }, [5, 9, 7]), 7);
    assert.equal(syncPosition({ method: 'any', count: 4 }, [5, 9, 7]), null);
    assert.equal(syncPosition({ method: 'any', count: 0 }, []), Infinity);
  });

  it('are as many as mode, standbys and acks ask for, acks unclamped', () => {
    const rule = (settings: ReplicationSettings): string => {
      const { method, count } = ruleOf(replicationConfig(settings), 3);
      return `${method} ${count}`;
    };
    assert.equal(rule({}), 'any 0');
    assert.equal(rule({ mode: 'sync' }), 'any 3');
    assert.equal(rule({ mode: 'semi-sync' }), 'any 1');
    assert.equal(rule({ mode: 'sync', standbys: 'FIRST 2' }), 'first 2');
    assert.equal(rule({ mode: 'semi-sync', standbys: 'all' }), 'any 3');
    assert.equal(rule({ mode: 'sync', acks: 8 }), 'any 8');
    assert.equal(rule({ mode: 'sync', standbys: 'first 1', acks: 2 }), 'first 2');
    assert.deepEqual(ruleOf(replicationConfig({ mode: 'sync' }), 0), { method: 'any', count: 1 });
  });
});
