/**
 * The smallest concept there is: beacons on a circle that blink in turn. It exists for the tests of the base, which must
 * not depend on any real system.
 */
import type { Action, ActionResult, Model, Scheduled, World } from '../../../models/kernel/model.ts';
import { InvariantViolation } from '../../../models/kernel/model.ts';
import type { Concept, EventSpec, Moment, Scenario } from '../concept.ts';
import { DsDiagram } from '../diagram.ts';
import { setting } from '../settings.ts';
import type { SettingTable } from '../settings.ts';
import { nodeMarks } from '../../../scene/flat/nodes.ts';

export interface ToyConfig {
  readonly beacons: number;
  readonly intervalUs: number;
}

export interface ToyState {
  beacons: { id: string; blinks: number; down: boolean }[];
  next: number;
  made: number;
  intervalUs: number;
}

function addBeacon(state: ToyState): void {
  state.made += 1;
  state.beacons.push({ id: `n${state.made}`, blinks: 0, down: false });
}

function resize(state: ToyState, count: number): void {
  while (state.beacons.length < count) addBeacon(state);
  state.beacons.length = count;
}

const refuse = (reason: string): ActionResult => ({ ok: false, reason });

export const toyModel: Model<ToyConfig, ToyState> = {
  slug: 'toy',
  create(config, world) {
    const state: ToyState = { beacons: [], next: 0, made: 0, intervalUs: config.intervalUs };
    resize(state, config.beacons);
    world.schedule(config.intervalUs, 'blink', null);
    return state;
  },
  handle(state: ToyState, _event: Scheduled, world: World) {
    const up = state.beacons.filter(({ down }) => !down);
    const beacon = up.length ? up[state.next % up.length] : undefined;
    state.next += 1;
    if (beacon) {
      beacon.blinks += 1;
      world.emit('toy.blink', { node: beacon.id, count: beacon.blinks, luck: world.random('luck').integer(1, 6) });
    }
    world.schedule(state.intervalUs, 'blink', null);
  },
  act(state: ToyState, { action, target }: Action, world: World) {
    if (action === 'break') {
      state.next = -1;
      return { ok: true };
    }
    if (action !== 'crash' && action !== 'recover') return refuse(`a beacon cannot ${action}`);
    const beacon = state.beacons.find(({ id }) => id === target);
    if (!beacon) return refuse(`no beacon "${target ?? ''}"`);
    const down = action === 'crash';
    if (beacon.down === down) return refuse(`${beacon.id} is ${down ? 'down' : 'up'} already`);
    beacon.down = down;
    world.emit(down ? 'fault.crash' : 'fault.recover', { node: beacon.id });
    return { ok: true };
  },
  configure(state, config, changed, world) {
    if (changed === 'interval') state.intervalUs = config.intervalUs;
    if (changed === 'beacons' && config.beacons !== state.beacons.length) {
      resize(state, config.beacons);
      world.emit('toy.resize', { count: config.beacons });
    }
  },
  copy: (state) => ({ ...state, beacons: state.beacons.map((beacon) => ({ ...beacon })) }),
  check(state) {
    if (state.next < 0) throw new InvariantViolation('turns go up', `the turn is ${state.next}`);
  },
};

const places = (count: number, i: number) => ({ x: 3.4 * Math.sin((i / count) * 2 * Math.PI), z: -2.3 * Math.cos((i / count) * 2 * Math.PI) });

function draw({ state, name, selected }: Moment<ToyState>, picture: Parameters<Concept<ToyConfig, ToyState>['draw']>[1]): void {
  picture.plate({ shape: 'rectangle', width: 11.6, depth: 7.7, radius: 1.3, dots: true });
  state.beacons.forEach(({ id, blinks, down }, i) => {
    picture.node({
      id, ...places(state.beacons.length, i), role: down ? 'crashed' : 'follower', inlay: name(id), caption: down ? 'Down' : 'Up',
      spoken: `${blinks} blinks`, selected: selected === id,
    });
  });
}

const scenarios: ReadonlyMap<string, Scenario> = new Map<string, Scenario>([
  ['default', { actions: [], stillMs: 1500 }],
  ['dark', { settings: { beacons: 3 }, actions: [{ timeMs: 1200, action: 'crash', target: 'n1' }], untilMs: 4000, stillMs: 1250, seed: 7 }],
]);

const own = {
  beacons: { kind: 'integer', fallback: 5, min: 1, max: 64, change: 'live' },
  interval: { kind: 'duration', fallback: 500, min: 1, max: 60_000, change: 'live' },
  blinkTimeout: { kind: 'pair', fallback: '150ms 300ms', min: 10, max: 60_000, change: 'live' },
  loss: { kind: 'share', fallback: 0, change: 'live' },
  weights: { kind: 'list', fallback: '1', number: { min: 0.1, max: 100, fallback: 1 }, change: 'live' },
  partition: { kind: 'groups', fallback: '', change: 'live' },
  preBlink: { kind: 'boolean', change: 'live' },
} as const satisfies SettingTable;

export const toy: Concept<ToyConfig, ToyState> = {
  slug: 'toy',
  pace: 1000,
  model: toyModel,
  settings: own,
  marks: [nodeMarks],
  configure: ({ beacons, interval }) => ({ beacons: Number(beacons), intervalUs: Number(interval) * 1000 }),
  reconcile: ({ beacons, interval }) => (Number(beacons) * Number(interval) > 60_000 ? [{ name: 'interval', used: Math.floor(60_000 / Number(beacons)), reason: 'a turn takes at most 60 s' }] : []),
  scenarios,
  actions: [
    { action: 'crash', label: 'action.crash', needs: 'node', verb: { label: 'toy.crash', target: 'n1', icon: 'bolt' } },
    { action: 'recover', label: 'action.recover', needs: 'node' },
  ],
  events: new Map<string, EventSpec>([
    ['toy.blink', {}],
    ['toy.resize', { milestone: true, say: (event, text) => text('toy.now', { count: Number(event.data['count']) }) }],
    ['fault.crash', { milestone: true, tick: 'fail', say: (event, text, name) => text('toy.crashed', { name: name(event.node ?? '') }) }],
    ['fault.recover', { tick: 'ok' }],
  ]),
  legend: () => [{ role: 'follower', label: 'toy.beacon' }],
  draw,
  subtitle: ({ state, text }) => text('toy.now', { count: state.beacons.length }),
  facts: ({ state }) => [{ label: 'Beacons', value: String(state.beacons.length) }, { label: 'Blinks', value: String(state.beacons.reduce((sum, { blinks }) => sum + blinks, 0)) }],
  cards: ({ state }) => [{ kind: 'facts', facts: [{ label: 'Beacons', value: String(state.beacons.length) }] }],
  sentence: ({ state, text }) => ({ strong: text('toy.now', { count: state.beacons.length }), rest: 'They blink in turn.' }),
  table: ({ state }) => ({ caption: 'Beacons', columns: ['Beacon', 'Blinks'], rows: state.beacons.map(({ id, blinks }) => [id, String(blinks)]) }),
  inspect: ({ state, name }, kind, id) => {
    const beacon = kind === 'node' ? state.beacons.find((each) => each.id === id) : undefined;
    return beacon ? { title: name(id), fields: [{ label: 'Blinks', value: String(beacon.blinks) }], actions: [beacon.down ? 'recover' : 'crash'] } : null;
  },
  readouts: ({ state }) => ({ beacons: state.beacons.length, up: state.beacons.filter(({ down }) => !down).length, blinks: state.beacons.reduce((sum, { blinks }) => sum + blinks, 0) }),
  expects: ['available', 'one-leader'],
  verdicts: ({ state }) => (state.beacons.every(({ down }) => down) ? [{ verdict: 'available', message: 'every beacon is down', witness: state.beacons.map(({ id }) => id) }] : []),
  nodes: ({ beacons }) => beacons.map(({ id }) => id),
  defaultName: (id) => id.toUpperCase(),
  strings: { 'toy.title': 'Beacons', 'toy.crash': 'Crash the first', 'toy.beacon': 'Beacon', 'toy.now': '{count} beacons.', 'toy.crashed': '{name} went dark.' },
};

/** The toy on a page. */
export class DsToy extends DsDiagram<ToyConfig, ToyState> {
  protected override readonly concept = toy;
  /** Beacons on the circle. */
  @setting(own.beacons) beacons!: number;
  /** Between two blinks, in ms. */
  @setting(own.interval) interval!: number;
  /** A pair that nothing reads, for the grammar. */
  @setting(own.blinkTimeout) blinkTimeout!: string;
  /** Shares, lists and groups that nothing reads. */
  @setting(own.loss) loss!: number;
  @setting(own.weights) weights!: string;
  @setting(own.partition) partition!: string;
  @setting(own.preBlink) preBlink!: boolean;
}

declare global {
  interface HTMLElementTagNameMap {
    'ds-toy': DsToy;
  }
}
