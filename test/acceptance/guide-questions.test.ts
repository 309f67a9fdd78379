/** The guide's questions: what each button does to the real model, held against the answer that the page gives. */
import type { ModelEvent } from '../../src/models/kernel/model.ts';
import { assert } from '../assert.ts';
import type { Question } from './guide-questions.ts';
import { guide, obey, questionsOf, runOfDiagram } from './guide-questions.ts';

const page = await guide();
const questions = questionsOf(page);

interface Ran {
  /** Read-outs at the moment of the button, with its actions done. */
  readonly asked: Readouts;
  /** Runs on and reads. */
  at(ms: number): Readouts;
  /** Model events since the button, of one type. */
  heard(type: string): readonly ModelEvent[];
}
// Their shapes differ by concept; a wrong name makes a check fail.
type Readouts = ReturnType<typeof JSON.parse>;

async function run({ diagram, command }: Pick<Question, 'diagram' | 'command'>): Promise<Ran> {
  const figure = await runOfDiagram(page, diagram);
  obey(figure.run, command);
  const events: ModelEvent[] = [];
  return {
    asked: structuredClone(figure.readouts()),
    at: (ms) => {
      events.push(...figure.run.advance(ms, () => false).events);
      return structuredClone(figure.readouts());
    },
    heard: (type) => events.filter((event) => event.type === type),
  };
}

const answers: { readonly [question: string]: (ran: Ran) => void | Promise<void> } = {
  'overlap': ({ at }) => {
    const later = at(1500);
    assert.ok(later.sinceCut.n1.answered > 0 && later.sinceCut.n1.answered === later.sinceCut.n1.asked, 'n1 answers all');
    assert.ok(later.staleReads > 0 && !later.consistent);
  },
  'all-alone': ({ at, heard }) => {
    // One answer is still under way when the three are parted.
    const soon = at(750);
    const later = at(1590);
    assert.equal(later.answered, soon.answered);
    assert.ok(heard('cap.refused').length > 3);
    assert.ok(later.consistent);
  },
  'minority': ({ at, asked, heard }) => {
    const later = at(2690);
    assert.ok(later.commitIndex >= asked.commitIndex + 3);
    assert.ok(['n3', 'n4', 'n5'].includes(later.leader) && later.term > asked.term);
    assert.deepEqual([...new Set(heard('raft.leader').map(({ node }) => node))], [later.leader]);
    at(3000);
    assert.ok(heard('raft.step-down').length > 0 && heard('raft.truncate').length > 0);
  },
  'two-left': ({ at, asked, heard }) => {
    const before = at(1470);
    const later = at(2600);
    assert.equal(later.commitIndex, before.commitIndex);
    assert.equal(later.leader, asked.leader);
    assert.ok(heard('raft.client').length > 0, 'a client writes');
  },
  'hand-over': ({ at, asked, heard }) => {
    const later = at(450);
    assert.deepEqual([asked.leader, later.leader], ['n1', 'n4']);
    const [took] = heard('raft.leader');
    const [gave] = heard('raft.step-down');
    assert.ok(took && gave && took.timeUs - gave.timeUs < 60_000, 'less than an election timeout');
    assert.ok(at(600).commitIndex > asked.commitIndex);
  },
  'all-standbys': ({ at }) => {
    const soon = at(2700);
    const later = at(4000);
    assert.equal(later.writesConfirmed, soon.writesConfirmed);
    assert.ok(later.blockedWrites > 5);
  },
  'one-is-enough': ({ at, asked }) => {
    const later = at(4000);
    assert.ok(later.writesConfirmed > asked.writesConfirmed + 5);
    assert.equal(later.blockedWrites, 0);
    assert.ok(later.writeLatencyP99 > 40);
  },
  'one-way': ({ at }) => {
    const later = at(3500);
    assert.deepEqual(later.primaries, ['n3']);
    assert.equal(later.sides[0].served, false);
  },
  'fenced': ({ at }) => {
    const later = at(5900);
    assert.deepEqual(later.primaries, ['n3']);
    assert.equal(later.lostUpdates, 0);
    assert.ok(at(16_000).conflicts > 0);
  },
  'lost-context': ({ at, asked }) => {
    const later = at(2500);
    assert.ok(later.contextsLost > 10);
    assert.equal(later.errors, 0);
    assert.ok(later.tracesStarted - asked.tracesStarted > later.requests - asked.requests, 'more traces than requests');
  },
  'sampled': async ({ at, asked }) => {
    const later = at(2500);
    const unsampled = (await run({ diagram: 'signals', command: '--reset; seek 1300ms' })).at(2500);
    assert.deepEqual([asked.alerts, later.alerts], [['HighLatency'], ['HighLatency']]);
    assert.equal(later.latencyP95, unsampled.latencyP95);
    assert.ok(later.sampledOutByHead > 15);
  },
  'no-plane': ({ at, asked }) => {
    const later = at(6500);
    assert.equal(later.failed, asked.failed);
    assert.equal(later.mode, 'sidecar');
    assert.ok(later.configVersion > Math.max(...(Object.values(later.proxyVersions) as number[])), 'the new weights do not arrive');
  },
  'no-retries': ({ at }) => {
    const later = at(1000);
    assert.ok(later.failed >= 5 && later.failed <= 7, String(later.failed));
    assert.deepEqual(later.ejectedHosts, ['h3']);
    assert.equal(at(2400).failed, later.failed);
  },
  'joins': ({ at }) => {
    const { lastMove } = at(3500);
    assert.ok(lastMove.share > 0.1 && lastMove.share < 0.3 && lastMove.modulo > 0.7);
    assert.ok(lastMove.pairs.every(({ to }: { to: string }) => to === 's5'));
  },
  'one-token': ({ at }) => {
    const { lastMove, keyShare } = at(700);
    assert.deepEqual(lastMove.pairs.map(({ from, to }: { from: string; to: string }) => [from, to]), [['s2', 's3']]);
    assert.ok(lastMove.share > 0.5 && keyShare.s3 > 0.6 && keyShare.s3 < 0.7);
  },
  'crashed-backend': ({ at, heard }) => {
    const later = at(2500);
    assert.ok(later.errors > 3 && later.errors < later.responses / 2);
    assert.equal(heard('lb.down').length, 1);
    const { errors } = at(4000);
    assert.equal(at(5500).errors, errors, 'none after it left the rotation');
  },
  'slow-one': ({ at, heard }) => {
    at(7990);
    const picks = (backend: string) => heard('lb.pick').filter(({ data }) => data?.['backend'] === backend).length;
    assert.ok(Math.abs(picks('b2') - picks('b1')) <= 1, `${picks('b2')} and ${picks('b1')}`);
    assert.equal(heard('lb.down').length, 0);
    const before = ['b1', 'b2'].map(picks);
    at(14_000);
    assert.ok(picks('b2') - before[1]! < (picks('b1') - before[0]!) / 2, 'fewer by least connections');
  },
  'fourth-worker': ({ at }) => {
    const group = at(8500).groups.find(({ name }: { name: string }) => name === 'A');
    assert.deepEqual([group.members, group.idle], [4, 1]);
  },
  'two-brokers': ({ at }) => {
    const soon = at(9000);
    const later = at(14_000);
    assert.equal(later.produced, soon.produced);
    assert.ok(later.processed > soon.processed);
    assert.equal(later.losses, 0);
    assert.deepEqual(later.partitions.map(({ leader, inSync }: { leader: string; inSync: number }) => `${leader} ${inSync}`), ['b3 1', 'b3 1', 'b3 1']);
  },
};

describe('the questions of the guide', () => {
  it('are two or three in each chapter, each with options, a button and an answer', () => {
    for (const [, id, chapter] of page.matchAll(/<section class="chapter" id="([a-z]+)"([\s\S]*?)<\/section>/g)) {
      const here = questionsOf(chapter!);
      assert.ok(here.length >= 2 && here.length <= 3, `${id}: ${here.length}`);
      for (const { name, options, command, answer } of here) assert.ok(options === 4 && command.startsWith('--reset; ') && answer.length > 100, name);
    }
    assert.deepEqual(questions.map(({ name }) => name).sort(), Object.keys(answers).sort());
  });

  for (const question of questions) {
    it(`answer ${question.name} as the model does`, async () => {
      await answers[question.name]?.(await run(question));
    });
  }

  it('are joined by buttons that run what Raft needs besides', async () => {
    const expected: readonly (readonly [event: string, untilMs: number])[] = [['raft.leader', 450], ['raft.config', 610], ['raft.snapshot', 600], ['raft.client', 500], ['raft.step-down', 1900], ['raft.pre-vote', 1700]];
    const commands = [...page.matchAll(/<button class="try"[^>]* commandfor="raft" command="([^"]+)"/g)].map(([, command]) => command!);
    assert.equal(commands.length, expected.length);
    for (const [index, [event, untilMs]] of expected.entries()) {
      const { at, heard } = await run({ diagram: 'raft', command: commands[index]! });
      const later = at(untilMs);
      assert.ok(heard(event).length > 0, event);
      if (event === 'raft.client') assert.equal(later.readsStale, 0);
      if (event === 'raft.step-down') assert.equal(heard(event)[0]?.data?.['reason'], 'no-quorum');
      if (event === 'raft.pre-vote') assert.equal(heard('raft.candidate').length, 0);
    }
  });
});
