/** Attributes of the timeline. */
import type { SettingTable } from '../base/settings.ts';

export const own = {
  for: { kind: 'string', fallback: '', length: 2048, change: 'view' },
  milestones: { kind: 'boolean', change: 'view' },
  label: { kind: 'string', fallback: '', change: 'view' },
  theme: { kind: 'enum', fallback: 'auto', words: ['auto', 'light', 'dark'], change: 'view' },
} as const satisfies SettingTable;
