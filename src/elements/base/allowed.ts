/** What may be written for a setting, in English, for messages. */
import { wordsOf } from './settings.ts';
import type { SettingSpec } from './settings.ts';

/** What may be written, in English, for messages. */
export function allowedOf(spec: SettingSpec): string {
  switch (spec.kind) {
    case 'integer': return `a whole number${rangeText(spec.min, spec.max)}`;
    case 'number': return `a number${rangeText(spec.min, spec.max)}`;
    case 'share': return `a share${rangeText(spec.min ?? 0, spec.max ?? 1)} or a percentage`;
    case 'duration': return `a duration such as 150ms or 2s${rangeText(spec.min ?? 0, spec.max, 'ms')}${spec.never ? ', or never' : ''}`;
    case 'pair': return `two durations, low then high${rangeText(spec.min, spec.max, 'ms')}`;
    case 'list': return spec.words ? (spec.words.length > 0 ? `a list of ${spec.words.join(', ')}` : 'known here: there is nothing to choose from') : spec.number ? `a list of numbers${rangeText(spec.number.min, spec.number.max)}` : `a list of at most ${spec.items ?? 1024} items`;
    case 'groups': return 'lists of nodes with | between the sides';
    case 'enum': return `one of ${wordsOf(spec).join(', ')}`;
    case 'string': return `at most ${spec.length ?? 64} characters`;
    case 'boolean': return 'present or absent';
  }
}

function rangeText(min: number | undefined, max: number | undefined, unit = ''): string {
  const low = min !== undefined && min !== -Infinity ? `${min}${unit}` : null;
  const high = max !== undefined && max !== Infinity ? `${max}${unit}` : null;
  if (low !== null && high !== null) return ` from ${low} to ${high}`;
  return low !== null ? ` of at least ${low}` : high !== null ? ` of at most ${high}` : '';
}
