import { assert } from '../../../test/assert.ts';
import { vectors } from '../../../test/vectors.ts';
import type { ModelEvent } from '../kernel/model.ts';
import { Simulation } from '../kernel/simulation.ts';
import { Timeline } from '../kernel/timeline.ts';
import type { CapSettings } from './config.ts';
import { capConfig } from './config.ts';
import { capTheorem } from './model.ts';
import type { Rating } from './ratings.ts';
import { ratings } from './ratings.ts';
import { copiesOf, progressOf, readoutsOf } from './readouts.ts';
import { capScenarios } from './scenarios.ts';
import type { CapConfig, CapState } from './state.ts';
import { reconfigure } from './swarm.ts';

const ms = 1000;
type Run = Simulation<CapConfig, CapState>;

function simulate(settings: CapSettings = {}, seed = 1): Run {
  return new Simulation({ model: capTheorem(), config: capConfig(settings), seed, reconfigure });
}

function scenario(name: string): Timeline<CapConfig, CapState> {
  const known = capScenarios.get(name) ?? assert.fail(`no scenario ${name}`);
  const commands = known.actions.map((action) => ({ ...action, timeUs: action.timeMs * ms, by: 'scenario' as const }));
  return new Timeline({ model: capTheorem(), config: capConfig((known.settings ?? {}) as CapSettings), seed: known.seed ?? 1, commands, reconfigure });
}

/** Nobody asks but the test, and a hop takes 40 ms. */
const still = { readRate: 0, writeRate: 0, jitter: 0, partitionAt: Infinity } as const;

/** Runs on for so long and tells what clients were told meanwhile. */
function told(run: Run, forMs: number): string[] {
  run.runTo(run.nowUs + forMs * ms);
  return run.takeEvents().filter(({ type }) => type === 'cap.response' || type === 'cap.refused').map(sentence);
}

function sentence({ type, node, data }: ModelEvent): string {
  const outcome = type === 'cap.refused' ? String(data['reason']) : `${String(data['value'])}${data['stale'] === true ? ' stale' : ''}`;
  return `${node ?? ''} ${String(data['op'])} ${outcome}`;
}

function ask(run: Run, ...requests: readonly string[]): void {
  for (const text of requests) {
    const [node = '', op = '', value] = text.split(' ');
    assert.deepEqual(run.act({ action: op, args: { node, ...(value === undefined ? {} : { value }) } }), { ok: true });
  }
}

describe('A replicated store', () => {
  it('in cp answers on the side of the quorum, and refuses on the other', () => {
    const run = simulate({ ...still, choose: 'cp' });
    ask(run, 'n1 write a');
    assert.deepEqual(told(run, 400), ['n1 write a']);
    assert.ok(run.act({ action: 'cut' }).ok);
    ask(run, 'n1 read', 'n1 write b', 'n2 write c');
    assert.deepEqual(told(run, 600).sort(), ['n1 read no-read-quorum', 'n1 write no-read-quorum', 'n2 write c']);
    ask(run, 'n3 read');
    assert.deepEqual(told(run, 400), ['n3 read c']);
    const { consistent, available, asked, answered } = readoutsOf(run.state);
    assert.deepEqual({ consistent, available, asked, answered }, { consistent: true, available: 0.6, asked: 5, answered: 3 });
  });

  it('in ap answers everywhere, from old copies too, and shows the operations that contradict each other', () => {
    const run = simulate({ ...still, choose: 'ap' });
    ask(run, 'n1 write a');
    told(run, 400);
    run.act({ action: 'cut' });
    ask(run, 'n2 write b');
    assert.deepEqual(told(run, 300), ['n2 write b']);
    ask(run, 'n1 read');
    assert.deepEqual(told(run, 300), ['n1 read a stale']);
    const { consistent, available, witness, staleReads } = readoutsOf(run.state);
    assert.deepEqual([consistent, available, staleReads], [false, 1, 1]);
    assert.deepEqual(witness.map(({ kind, value }) => `${kind} ${String(value)}`), ['write a', 'write b', 'read a']);
  });

  it('tells of a verdict once it changes, with the witness', () => {
    const run = simulate({ ...still, choose: 'ap' });
    ask(run, 'n1 write a');
    told(run, 400);
    run.act({ action: 'cut' });
    ask(run, 'n2 write b');
    told(run, 300);
    ask(run, 'n1 read', 'n1 read');
    run.runTo(run.nowUs + 400 * ms);
    const verdicts = run.takeEvents().filter(({ type }) => type === 'cap.verdict');
    assert.equal(verdicts.length, 1);
    assert.equal(verdicts[0]?.data['consistent'], false);
    assert.equal((verdicts[0]?.data['witness'] as readonly unknown[]).length, 3);
  });

  it('settles writes of both sides by what resolve says, and counts an acknowledged one that is given up', () => {
    for (const [resolve, values, lost] of [['lww', 'c', 1], ['siblings', 'b c', 0], ['merge', 'b,c', 0]] as const) {
      const run = simulate({ ...still, choose: 'ap', resolve });
      ask(run, 'n1 write a');
      told(run, 400);
      run.act({ action: 'cut' });
      ask(run, 'n1 write b');
      told(run, 50);
      ask(run, 'n2 write c');
      told(run, 400);
      assert.equal(readoutsOf(run.state).hints > 0, true, 'hints wait for the other side');
      run.act({ action: 'heal' });
      told(run, 1500);
      const { conflicts, lostWrites, hints } = readoutsOf(run.state);
      assert.deepEqual([conflicts, lostWrites, hints], [1, lost, 0], resolve);
      for (const { versions, node } of copiesOf(run.state)) assert.equal(versions.map(({ value }) => value).sort().join(' '), values, `${resolve} at ${node}`);
    }
  });

  it('lets the clock that is ahead win where the last write wins, whichever came last', () => {
    const run = simulate({ ...still, choose: 'ap', resolve: 'lww' });
    run.act({ action: 'skew', target: 'n1', args: { by: 5000 } });
    run.act({ action: 'cut' });
    ask(run, 'n1 write early');
    told(run, 300);
    ask(run, 'n2 write late');
    told(run, 300);
    run.act({ action: 'heal' });
    told(run, 1000);
    ask(run, 'n3 read');
    assert.deepEqual(told(run, 300), ['n3 read early stale']);
    assert.equal(readoutsOf(run.state).lostWrites, 1);
  });

  it('in ca is linearizable and available while nothing is cut, and not once it is', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const run = simulate({ choose: 'ca', partitionAt: Infinity, readRate: 30, writeRate: 30 }, seed);
      run.runTo(20_000 * ms);
      const { consistent, available, asked } = readoutsOf(run.state);
      assert.ok(consistent && available === 1 && asked > 1000, `seed ${seed}: ${JSON.stringify(readoutsOf(run.state))}`);
    }
    const run = simulate({ choose: 'ca', readRate: 30, writeRate: 30 });
    run.runTo(1600 * ms);
    const { consistent, available } = readoutsOf(run.state);
    assert.ok(!consistent || (available ?? 1) < 1, 'a cut breaks one of the two');
  });

  it('in ca outlives a crash as it promises, and the return', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const run = simulate({ choose: 'ca', partitionAt: Infinity, readRate: 30, writeRate: 30 }, seed);
      for (const [timeMs, action, target] of [[2000, 'crash', 'n1'], [3000, 'recover', 'n1'], [5000, 'crash', 'n3'], [6000, 'recover', 'n3'], [8000, 'crash', 'n1'], [8050, 'recover', 'n1']] as const) {
        run.runTo(timeMs * ms);
        assert.ok(run.act({ action, target }).ok);
      }
      run.runTo(12_000 * ms);
      const { consistent, witness, answered } = readoutsOf(run.state);
      assert.ok(consistent && answered > 500, `seed ${seed}: ${JSON.stringify(witness)}`);
    }
  });

  it('on one node is consistent and available', () => {
    const run = simulate({ choose: 'ca', replicas: 1, readRate: 50, writeRate: 50 });
    run.runTo(5000 * ms);
    const { consistent, available, latencyP50 } = readoutsOf(run.state);
    assert.ok(consistent && available === 1 && (latencyP50 ?? 0) < 130);
  });

  it('waits for one round trip to read and two to write in cp, and for none in ap', () => {
    const run = simulate({ ...still, choose: 'cp', latency: 40 });
    ask(run, 'n1 write a');
    run.runTo(400 * ms);
    ask(run, 'n1 read');
    run.runTo(800 * ms);
    run.act({ action: 'choose', args: { corner: 'ap' } });
    ask(run, 'n1 write b');
    run.runTo(1200 * ms);
    assert.deepEqual(run.takeEvents().filter(({ type }) => type === 'cap.response').map(({ data }) => data['latency']), [240, 160, 80]);
  });

  it('refuses at once where the process is gone, and counts only nodes that live', () => {
    const run = simulate({ ...still, choose: 'ap' });
    run.act({ action: 'crash', target: 'n1' });
    ask(run, 'n1 read', 'n2 read');
    assert.deepEqual(told(run, 300).sort(), ['n1 read down', 'n2 read null']);
    assert.equal(readoutsOf(run.state).available, 1);
    run.act({ action: 'freeze', target: 'n2' });
    ask(run, 'n2 read');
    assert.deepEqual(told(run, 600), ['n2 read timed-out']);
    assert.equal(readoutsOf(run.state).available, 1);
  });

  it('shows how far a quorum is', () => {
    const run = simulate({ ...still, choose: 'cp', replicas: 5 });
    ask(run, 'n1 write a');
    run.runTo(60 * ms);
    const [first] = progressOf(run.state);
    assert.deepEqual([first?.node, first?.phase, first?.answered, first?.needed], ['n1', 'read', ['n1'], 3]);
    run.runTo(130 * ms);
    assert.equal(progressOf(run.state)[0]?.phase, 'write');
    run.runTo(400 * ms);
    assert.deepEqual(progressOf(run.state), []);
  });

  it('keeps quorums that overlap linearizable through a one-way cut, crashes and loss', () => {
    for (const seed of [1, 2, 3]) {
      const run = simulate({ choose: 'cp', replicas: 5, readRate: 40, writeRate: 40, loss: 0.05, partitionAt: Infinity }, seed);
      run.runTo(1000 * ms);
      run.act({ action: 'cut', target: 'n1>n2' });
      run.act({ action: 'crash', target: 'n3' });
      run.runTo(4000 * ms);
      run.act({ action: 'recover', target: 'n3' });
      run.act({ action: 'crash', target: 'n5' });
      run.runTo(8000 * ms);
      assert.ok(readoutsOf(run.state).consistent && readoutsOf(run.state).answered > 200, `seed ${seed}`);
    }
  });

  it('plans the cut and the heal of its settings, and takes a new plan while it runs', () => {
    const run = simulate({ readRate: 0, writeRate: 0 });
    run.runTo(700 * ms);
    assert.equal(readoutsOf(run.state).partitionActive, true);
    run.runTo(1700 * ms);
    assert.equal(readoutsOf(run.state).partitionActive, false);
    assert.deepEqual(run.takeEvents().map(({ type, timeUs }) => `${timeUs / ms} ${type}`), ['600 fault.cut', '600 cap.partition', '1600 fault.heal', '1600 cap.heal']);
    run.act({ action: 'set', args: { name: 'partitionAtUs', value: 2000 * ms } });
    run.runTo(2100 * ms);
    assert.equal(readoutsOf(run.state).partitionActive, true);
  });

  it('says why it refuses an action', () => {
    const run = simulate();
    for (const [action, reason] of [
      [{ action: 'crash', target: 'n9' }, 'there is no node n9'], [{ action: 'choose', target: 'pc' }, 'a corner is cp, ap or ca'],
      [{ action: 'quorum', args: { read: 4 } }, 'quorums are whole numbers from 1 to 3'], [{ action: 'heal' }, 'nothing is cut'],
      [{ action: 'cut', args: { groups: 'n1|n1,n2' } }, 'a cut needs two sides with nodes on each, and every node once'], [{ action: 'vote' }, 'a replicated store has no action vote'],
    ] as const) {
      const result = run.act(action);
      assert.equal(result.ok ? 'done' : result.reason, reason);
    }
  });

  it('stays small and keeps its promises for a long time', () => {
    const run = simulate({ choose: 'ap', readRate: 50, writeRate: 50 });
    run.runTo(120_000 * ms);
    assert.ok(JSON.stringify([...run.state.history.recent]).length < 20_000 && run.state.outstanding.size < 64 && run.state.network.inFlight.size < 100);
    assert.ok(readoutsOf(run.state).answered > 10_000);
  });
});

describe('The scenarios of the CAP theorem', () => {
  const at = (name: string, timeMs: number): ReturnType<typeof readoutsOf> => {
    const run = scenario(name);
    run.advance(timeMs * ms);
    return readoutsOf(run.state);
  };

  it('show what they are named for', () => {
    const cut = at('default', 1590);
    assert.ok(cut.partitionActive && cut.consistent && (cut.available ?? 1) < 1);
    const bank = at('bank-balance', 2600);
    assert.deepEqual([bank.consistent, bank.answered, bank.asked], [true, 5, 7]);
    const dns = at('dns-lookup', 2600);
    assert.deepEqual([dns.consistent, dns.available, dns.staleReads, dns.witness.at(-1)?.value], [false, 1, 2, '192.0.2.1']);
    const minority = at('minority-client', 1590);
    const share = (nodes: readonly string[]): number => minority.sinceCut.filter(({ node }) => nodes.includes(node)).reduce((sum, { asked, answered }) => sum + asked - answered, 0);
    assert.ok(share(['n1', 'n2']) > 0 && share(['n3', 'n4', 'n5']) === 0 && minority.consistent);
    const [quorums, nearest] = [at('no-partition-latency', 1390), at('no-partition-latency', 2600)];
    assert.ok((quorums.latencyP50 ?? 0) > 1.5 * (nearest.latencyP50 ?? Infinity) && quorums.available === 1 && nearest.available === 1);
    const surprise = at('ca-surprise', 2700);
    assert.ok(!surprise.consistent && surprise.lostWrites === 1);
    assert.deepEqual([at('quorum-overlap', 1290).consistent, at('quorum-overlap', 2200).consistent, at('quorum-overlap', 2200).available], [false, true, 2 / 3]);
  });

  it('replay the same, and show the same when entered in the middle', () => {
    for (const name of capScenarios.keys()) {
      const [one, other] = [scenario(name), scenario(name)];
      one.advance(2600 * ms);
      one.seek(1234 * ms);
      other.advance(1234 * ms);
      assert.equal(one.hash(), other.hash(), name);
    }
  });
});

describe('Ratings of named systems', () => {
  it('are those that were published, and none is invented', async () => {
    const { systems } = await vectors<{ systems: Rating[] }>('cap.json');
    assert.deepEqual(ratings.map(({ system, cap, pacelc }) => ({ system, cap, pacelc })), systems.map(({ system, cap, pacelc }) => ({ system, cap, pacelc })));
  });
});
