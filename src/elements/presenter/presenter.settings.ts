/** Attributes of the presenter. */
import type { SettingTable } from '../base/settings.ts';

export const own = {
  for: { kind: 'string', fallback: '', length: 2048, change: 'view' },
  label: { kind: 'string', fallback: '', change: 'view' },
  theme: { kind: 'enum', fallback: 'auto', words: ['auto', 'light', 'dark'], change: 'view' },
} as const satisfies SettingTable;
