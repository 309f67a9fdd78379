/** What may be written for a setting, for messages. */
import { wordsOf } from './settings.ts';
import type { SettingSpec } from './settings.ts';
import type { Phrase } from './strings.ts';
import { told } from './told.ts';

export function allowedOf(spec: SettingSpec): Phrase {
  switch (spec.kind) {
    case 'integer': return told('a whole number{range}', { range: rangeOf(spec.min, spec.max) });
    case 'number': return told('a number{range}', { range: rangeOf(spec.min, spec.max) });
    case 'share': return told('a share{range} or a percentage', { range: rangeOf(spec.min ?? 0, spec.max ?? 1) });
    case 'duration': return told(spec.never ? 'a duration such as 150ms or 2s{range}, or never' : 'a duration such as 150ms or 2s{range}', { range: rangeOf(spec.min ?? 0, spec.max, 'ms') });
    case 'pair': return told('two durations, low then high{range}', { range: rangeOf(spec.min, spec.max, 'ms') });
    case 'list':
      if (spec.words) return spec.words.length > 0 ? told('a list of {words}', { words: spec.words.join(', ') }) : told('known here: there is nothing to choose from');
      return spec.number ? told('a list of numbers{range}', { range: rangeOf(spec.number.min, spec.number.max) }) : told('a list of at most {most} items', { most: spec.items ?? 1024 });
    case 'groups': return told('lists of nodes with | between the sides');
    case 'enum': return told('one of {words}', { words: wordsOf(spec).join(', ') });
    case 'string': return told('at most {most} characters', { most: spec.length ?? 64 });
    case 'boolean': return told('present or absent');
  }
}

function rangeOf(min: number | undefined, max: number | undefined, unit = ''): Phrase {
  const low = min !== undefined && min !== -Infinity ? `${min}${unit}` : null;
  const high = max !== undefined && max !== Infinity ? `${max}${unit}` : null;
  if (low !== null && high !== null) return told(' from {low} to {high}', { low, high });
  return low !== null ? told(' of at least {low}', { low }) : high !== null ? told(' of at most {high}', { high }) : told('');
}
