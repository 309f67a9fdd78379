/** Settings that all figures share; what each means is said at the properties of `DsDiagram`. */
import type { SettingTable } from './settings.ts';

export const common = {
  seed: { kind: 'string', fallback: '1', length: 256, change: 'restart' },
  speed: { kind: 'number', fallback: 1, min: 0.1, max: 16, change: 'view' },
  paused: { kind: 'boolean', change: 'view' },
  time: { kind: 'duration', fallback: 0, change: 'view' },
  until: { kind: 'duration', fallback: Infinity, never: true, change: 'view' },
  loop: { kind: 'boolean', change: 'view' },
  scenario: { kind: 'enum', fallback: 'default', words: [], change: 'restart' },
  src: { kind: 'string', fallback: '', length: 2048, change: 'view' },
  noControls: { kind: 'boolean', change: 'view' },
  panels: { kind: 'list', fallback: '', items: 16, words: ['log', 'metrics', 'events', 'legend', 'none'], change: 'view' },
  readonly: { kind: 'boolean', change: 'view' },
  theme: { kind: 'enum', fallback: 'auto', words: ['auto', 'light', 'dark'], change: 'view' },
  view: { kind: 'enum', fallback: '3d', words: ['3d', '2d'], change: 'view' },
  loading: { kind: 'enum', fallback: 'lazy', words: ['lazy', 'eager'], change: 'view' },
  label: { kind: 'string', fallback: '', change: 'view' },
  names: { kind: 'list', fallback: '', items: 64, change: 'view' },
  sync: { kind: 'string', fallback: '', length: 256, change: 'view' },
  expect: { kind: 'list', fallback: '', items: 16, change: 'view' },
} as const satisfies SettingTable;
