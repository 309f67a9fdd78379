/**
 * A diagram without a model: what a shell is shown and tested with. Its numbers are fixed; what is asked of it is written
 * down in `asked`, and time moves only when a test moves it.
 */
import type { ActionArguments, ActionResult, ModelEvent } from '../../../../models/kernel/model.ts';
import type { Branch } from '../../../../models/kernel/timeline.contract.ts';
import type { Cell } from '../../../../scene/picture.ts';
import type { ActionSpec, Card, Fact, Inspection, Sentence, Table } from '../../concept.ts';
import type { Caption, DiagramHost, Tick } from '../../host.ts';
import { addStrings, translator } from '../../strings.ts';

addStrings('en', {
  'fake.verb.crash': 'Crash leader', 'fake.verb.heal': 'Heal', 'fake.verb.add': 'Add server', 'fake.write': 'Write', 'fake.write.example': 'x=1',
});

type Selection = DiagramHost['selection'];

/** `solid` cells with terms as digits; a capital H before a digit makes that cell hollow. */
function cells(log: string, total: number): Cell[] {
  const entries = [...log.matchAll(/(H?)(\d)/g)].map(([, hollow, digit]): Cell => ({ state: hollow ? 'hollow' : 'solid', text: digit ?? '', tint: Number(digit) }));
  return [...entries, ...Array.from({ length: total - entries.length }, (): Cell => ({ state: 'free', text: '', tint: 0 }))];
}

const RAFT_CARDS: readonly Card[] = [
  { kind: 'facts', facts: [{ label: 'Leader', value: 'S1', role: 'leader' }, { label: 'Term', value: '4' }] },
  { kind: 'facts', facts: [{ label: 'Commit index', value: '6', note: 'of 7 · needs 3 of 5' }] },
  {
    kind: 'lanes', title: 'Log (number = term)', rows: [['S1', '334444H4'], ['S2', '3344'], ['S3', '334'], ['S4', '33444H4'], ['S5', '334444H4']]
      .map(([label = '', log = '']) => ({ id: label.toLowerCase(), label, cells: cells(log, 7), dim: label === 'S3' })),
  },
];
const RING_CARDS: readonly Card[] = [
  {
    kind: 'bars', title: 'Share of the ring', note: 'ideal 25%', rows: [
      { label: 'A', role: 'owner-1', share: 0.61, mark: 0.6, value: '25.8%' }, { label: 'B', role: 'owner-2', share: 0.5, mark: 0.6, value: '21.1%' },
      { label: 'C', role: 'owner-3', share: 0.55, mark: 0.6, value: '23.2%' }, { label: 'D', role: 'owner-4', share: 0.71, mark: 0.6, value: '29.8%' },
    ],
  },
  { kind: 'facts', facts: [{ label: 'Imbalance', value: '±13%' }, { label: 'Keys', value: '1,024' }] },
  { kind: 'text', title: 'Last lookup', strong: 'user:123 → Server A', role: 'owner-1', rest: 'hash 0.739 → next token clockwise at 0.822' },
];

export class FakeHost implements DiagramHost {
  readonly tag = 'ds-fake';
  readonly text = translator('en');
  readonly language = 'en';
  readonly nodeIds: readonly string[] = ['n1', 'n2', 'n3', 'n4', 'n5'];
  sides: readonly string[] = this.nodeIds;
  readonly asked: string[] = [];
  heading = 'Raft cluster';
  subtitle = '5 servers · partition, one crash';
  scheme: 'light' | 'dark' = 'dark';
  printing = false;
  width = 0;
  noControls = false;
  busy = false;
  flatBecause: string | null = null;
  badge: string | null = null;
  status = '';
  statusIsAnswer = false;
  currentTime = 320;
  scrubberEnd = 560;
  playing = true;
  speed = 1;
  lagging = false;
  readonlyMode = false;
  branch = 'b0';
  branches: readonly Branch[] = [{ id: 'b0', parent: null, forkedAtUs: 0, endUs: 560_000, label: '' }];
  ticks: readonly Tick[] = [
    { timeMs: 66, role: 'candidate', label: 'S1 stands' }, { timeMs: 82, role: 'leader', label: 'S1 leads' },
    { timeMs: 245, role: 'fail', label: 'cut' }, { timeMs: 284, role: 'idle', label: 'S3 crashes' },
  ];
  facts: readonly Fact[] = [{ label: 'Leader', value: 'S1', role: 'leader' }, { label: 'Term', value: '4' }, { label: 'Commit', value: '6 / 7' }];
  cards: readonly Card[] = RAFT_CARDS;
  sentence: Sentence = { strong: 'Entry 7 is on S1 and S5.', rest: 'One more copy commits it.' };
  table: Table = { caption: 'Servers', columns: ['Server', 'Role', 'Term', 'Entries'], rows: [['S1', 'Leader', '4', '7'], ['S2', 'Candidate', '6', '4'], ['S3', 'Crashed', '4', '3']] };
  caption: Caption | null = null;
  legend: DiagramHost['legend'] = [
    { role: 'leader', label: 'Leader' }, { role: 'follower', label: 'Follower' }, { role: 'candidate', label: 'Candidate / vote' },
    { role: 'leader', shape: 'cube', label: 'AppendEntries' }, { role: 'crashed', label: 'Crashed' },
  ];
  actions: readonly ActionSpec[] = [
    { action: 'crash', label: 'action.crash', needs: 'node', verb: { label: 'fake.verb.crash', target: 'leader', icon: 'bolt' } },
    { action: 'heal', label: 'action.heal', needs: 'nothing', verb: { label: 'fake.verb.heal' } },
    { action: 'recover', label: 'action.recover', needs: 'node' }, { action: 'freeze', label: 'action.freeze', needs: 'node' },
    { action: 'timeout', label: 'action.timeout', needs: 'node' }, { action: 'cut', label: 'ui.cut', needs: 'groups' },
    { action: 'write', label: 'fake.write', needs: 'text', input: { argument: 'command', example: 'fake.write.example' } },
  ];
  chosen = '';
  isChosen({ verb }: ActionSpec): boolean { return verb?.label === this.chosen; }
  recentEvents: readonly ModelEvent[] = [];
  selection: Selection = null;
  problems: readonly string[] = [];
  update: () => void = () => undefined;

  get inspection(): Inspection | null {
    if (!this.selection) return null;
    return {
      title: `${this.nameOf(this.selection.id)} · Leader`, actions: ['crash', 'recover', 'freeze'],
      fields: [{ label: 'Term', value: '4' }, { label: 'Voted for', value: 'S1' }, { label: 'Log', value: '7 entries' }, { label: 'Committed', value: '6' }],
    };
  }

  summary(): string { return 'S1 leads term 4; six of seven entries are committed.'; }
  showsPanel(): boolean { return true; }
  nameOf(id: string): string { return id.replace('n', 'S'); }
  describe(event: ModelEvent): string { return event.type; }
  pick(): null { return null; }
  places: DiagramHost['places'] = [];
  readonly things: { readonly [kind: string]: readonly string[] } = {};
  link: string | null = 'https://a.test/#ds-x=1';
  drawn(kind: 'link' | 'message' | 'entry'): readonly string[] { return this.things[kind] ?? []; }
  spotOf(): { readonly x: number; readonly y: number } | null { return this.selection && this.selection.kind !== 'node' ? { x: 100, y: 120 } : null; }
  toHtml(): Promise<string> { return Promise.resolve('<ds-fake></ds-fake>'); }
  permalink(): string | null { return this.link; }
  answer(message: string): void { this.asked.push(`say ${message}`); }
  requestUpdate(): void { this.update(); }
  play(): void { this.#change('play', () => { this.playing = true; }); }
  pause(): void { this.#change('pause', () => { this.playing = false; }); }
  reset(): void { this.#change('reset', () => { this.currentTime = 0; }); }
  setSpeed(speed: number): void { this.#change(`speed ${speed}`, () => { this.speed = speed; }); }
  seek(ms: number, branch?: string): void { this.#change(`seek ${Math.round(ms)}${branch ? ` ${branch}` : ''}`, () => { this.currentTime = ms; }); }
  step(n = 1): number {
    this.#change(`step ${n}`, () => { this.playing = false; });
    return this.currentTime;
  }
  act(action: string, target?: string, args?: ActionArguments): ActionResult {
    this.#change(['act', action, target, args && JSON.stringify(args)].filter((part) => part !== undefined).join(' '), () => undefined);
    return { ok: true };
  }
  select(kind: 'node' | 'link' | 'message' | 'entry', id: string): void { this.#change(`select ${kind} ${id}`, () => { this.selection = { kind, id }; }); }
  deselect(): void { this.#change('deselect', () => { this.selection = null; }); }

  #change(asked: string, change: () => void): void {
    this.asked.push(asked);
    change();
    this.update();
  }
}

/** The ring's words instead of Raft's. */
export function asRing(host: FakeHost): FakeHost {
  host.heading = 'Consistent hashing';
  host.subtitle = '4 servers · 8 virtual nodes each';
  host.legend = [
    { role: 'owner-1', label: 'Server A' }, { role: 'owner-2', label: 'Server B' }, { role: 'owner-3', label: 'Server C' },
    { role: 'owner-4', label: 'Server D' }, { role: 'key', shape: 'key', label: 'Key' },
  ];
  host.cards = RING_CARDS;
  host.facts = [
    { label: 'A', value: '26%', role: 'owner-1' }, { label: 'B', value: '21%', role: 'owner-2' }, { label: 'C', value: '23%', role: 'owner-3' }, { label: 'D', value: '30%', role: 'owner-4' },
  ];
  host.sentence = { strong: 'user:123 goes to Server A.', rest: 'It is the next token clockwise.' };
  host.actions = [{ action: 'add', label: 'action.add', needs: 'nothing', verb: { label: 'fake.verb.add', icon: 'plus' } }];
  host.currentTime = 7_400;
  host.scrubberEnd = 20_000;
  host.ticks = [{ timeMs: 4_400, role: 'owner-1', label: 'A joins' }, { timeMs: 12_200, role: 'owner-4', label: 'D leaves' }];
  return host;
}
