/** Waiting for what a browser does in its own time. */
import { assert } from './assert.ts';

export async function frames(count = 2): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** Frames until something is so; fails with `what` when it does not become so. */
export async function until(holds: () => boolean, what: string, most = 600): Promise<void> {
  for (let i = 0; i < most; i++) {
    if (holds()) return;
    await frames(1);
  }
  assert.fail(`${what} did not come about`);
}
