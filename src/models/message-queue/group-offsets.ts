/** Offsets that a group has committed. */
import type { Group } from './cluster.ts';
import { sweep } from './effects.ts';
import type { Context } from './transport.ts';

/** Offsets count from now on. */
export function applyCommit(context: Context, group: Group, offsets: readonly (readonly [partition: number, offset: number])[]): void {
  const { state, world } = context;
  for (const [partition, offset] of offsets) {
    group.committed.set(partition, offset);
    world.emit('mq.committed', { node: group.coordinator, group: group.name, partition, offset });
    sweep(state, group.index, partition, offset, 'committed', world);
  }
}
