/** Commands that move the view and leave the system alone: play, pause, reset, seek, step. */
import type { Action, ActionResult } from '../../models/kernel/model.ts';
import { viewCommands } from './commands.ts';
import type { PlayedBy } from './events.ts';
import { parseDuration } from './grammar.ts';

export interface Viewed {
  play(by: PlayedBy): void;
  pause(by: PlayedBy): void;
  reset(): void;
  seek(ms: number): void;
  step(n: number, by: PlayedBy): number;
}

/** Does what a view command asks; null where the action is none. */
export function obeyView(view: Viewed, { action, target, args }: Action, by: PlayedBy): ActionResult | null {
  if (!viewCommands.includes(action)) return null;
  const value = target ?? args?.['time'] ?? args?.['n'];
  if (action === 'play') view.play(by);
  else if (action === 'pause') view.pause(by);
  else if (action === 'reset') view.reset();
  else if (action === 'seek') {
    const time = typeof value === 'number' ? value : parseDuration(String(value ?? '')).value;
    if (time === undefined || !(time >= 0)) return { ok: false, reason: 'seek needs a time such as 2s' };
    view.seek(time);
  } else if (action === 'step') {
    const n = Number(value ?? 1);
    if (!Number.isInteger(n) || Math.abs(n) > 1000) return { ok: false, reason: 'step needs a whole number' };
    view.step(n, by);
  }
  return { ok: true };
}
