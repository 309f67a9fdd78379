/** Faults that every system can have: as actions of a reader, and as events told in words that all concepts share. */
import type { ActionSpec, EventSpec } from './concept.ts';
import { sayer } from './say.ts';
import type { Say } from './say.ts';

type OnNode = 'crash' | 'recover' | 'wipe' | 'freeze' | 'thaw' | 'slow' | 'skew';
type OnMessage = 'drop' | 'delay';
export type Fault = OnNode | OnMessage | 'cut' | 'heal';

/** Colours on the scrubber; the others leave no tick. */
const ticks: { readonly [fault in Fault]?: EventSpec['tick'] } = { crash: 'fail', recover: 'ok', wipe: 'idle', freeze: 'idle', thaw: 'ok', slow: 'warn', cut: 'fail', heal: 'ok' };

/** Faults of one node or message that need nothing more, in this order. */
export function faultActions(...faults: readonly (OnNode | OnMessage)[]): readonly ActionSpec[] {
  return faults.map((action) => ({ action, label: `action.${action}`, needs: action === 'drop' || action === 'delay' ? 'message' : 'node' }));
}

const sharedSay = sayer('fault');

/**
 * The events of all faults.
 *
 * @param say - Tells the faults of `own` in the concept's words, `<slug>.say.<fault>`.
 */
export function faultEvents(say: (key: string) => Say, own: readonly Fault[] = []): readonly (readonly [string, EventSpec])[] {
  const faults: readonly Fault[] = ['crash', 'recover', 'wipe', 'freeze', 'thaw', 'slow', 'skew', 'cut', 'heal', 'drop', 'delay'];
  return faults.map((fault) => {
    const tick = ticks[fault];
    return [`fault.${fault}`, { ...(tick && { tick }), say: (own.includes(fault) ? say : sharedSay)(fault) }];
  });
}
