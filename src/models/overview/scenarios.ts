/** Named set-ups with timed actions. Times in simulated ms; at 1,000 ms a second, a second of viewing is a second. */
import type { Action, Plain } from '../kernel/model.ts';

export interface OverviewScenario {
  readonly settings?: { readonly [name: string]: Plain };
  readonly actions: readonly (Action & { readonly timeMs: number })[];
  readonly stillMs: number;
  readonly seed?: number;
  readonly notes?: readonly { readonly fromMs: number; readonly untilMs: number; readonly text: string }[];
  readonly paces?: readonly { readonly fromMs: number; readonly pace: number }[];
}

const note = (fromMs: number, untilMs: number, name: string): { fromMs: number; untilMs: number; text: string } =>
  ({ fromMs, untilMs, text: `overview.note.${name}` });

export const overviewScenarios: ReadonlyMap<string, OverviewScenario> = new Map<string, OverviewScenario>([
  // Machines fail and come back all the time; requests are served all the same.
  ['default', { actions: [], seed: 1, stillMs: 8000, notes: [note(0, 4000, 'connected'), note(4000, 12_000, 'failing'), note(12_000, 24_000, 'served')] }],
  // A third of the machines at once: every key has owners in the other regions.
  ['region-outage', {
    settings: { mttf: 600_000 },
    actions: [{ timeMs: 4000, action: 'fail-region', target: '2' }],
    seed: 1,
    stillMs: 9000,
    notes: [note(0, 4000, 'connected'), note(4000, 7500, 'region'), note(7500, 16_000, 'suspected'), note(16_000, 24_000, 'repaired')],
  }],
  // Each machine bears little more than its share. One region goes, its load goes to the others, and takes them along.
  ['cascade', {
    settings: { nodes: 24, mttf: 3_600_000, mttr: 20_000, requestRate: 48, latency: 250 },
    actions: [{ timeMs: 0, action: 'capacity', args: { requests: 5 } }, { timeMs: 5000, action: 'fail-region', target: '1' }],
    seed: 1,
    stillMs: 9000,
    notes: [note(0, 5000, 'near-capacity'), note(5000, 8000, 'region'), note(8000, 18_000, 'cascade')],
  }],
  // Nothing fails.
  ['calm', { settings: { mttf: 360_000_000 }, actions: [], seed: 1, stillMs: 6000, notes: [note(0, 8000, 'connected'), note(8000, 16_000, 'calm')] }],
]);
