/** Sending, and who is there to receive. */
import type { World } from '../kernel/model.ts';
import { send } from '../kernel/network.ts';
import type { QueueState } from './cluster.ts';
import type { Message, Unsent } from './messages.ts';
import type { Rules } from './rules.ts';

/** What a handler works with. */
export interface Context {
  readonly state: QueueState;
  readonly world: World;
  readonly rules: Rules;
}

/** Sends a message from a node. */
export function post({ state, world }: Context, from: string, message: Unsent): void {
  send(state.network, state.config, { ...message, from } as Message, world);
}
