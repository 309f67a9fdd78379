import { assert } from '../../../test/assert.ts';
import { Steps } from './steps.ts';
import type { StepOrder } from './steps.ts';

const settle = (ms = 220) => new Promise((resolve) => setTimeout(resolve, ms));

/** A column of steps below one another, each 400 px high, in a page that can scroll. */
function setUp(occupied = false) {
  const list = document.createElement('ol');
  for (let i = 0; i < 5; i++) {
    const step = document.createElement('li');
    step.style.height = '400px';
    step.dataset['dsFor'] = 'figure';
    step.dataset['dsTime'] = `${i}s`;
    step.innerHTML = '<a href="#figure">go</a>';
    list.append(step);
  }
  list.style.cssText = 'margin: 0; padding: 0 0 3000px';
  document.body.append(list);
  const orders: StepOrder[] = [];
  const state = { occupied };
  const steps = new Steps(document, { get occupied() { return state.occupied; }, follow: (order) => orders.push(order) });
  steps.start('figure');
  const current = () => [...list.children].map((step) => (step.hasAttribute('aria-current') ? 1 : 0)).join('');
  return { list, orders, steps, state, current, end: () => { steps.stop(); list.remove(); scrollTo(0, 0); } };
}

describe('reading steps', () => {
  it('have exactly one current at any place of the page, and drive their figure when they have been so for a moment', async function () {
    this.timeout(10_000);
    const { list, orders, current, end } = setUp();
    try {
      const { top } = list.getBoundingClientRect();
      assert.equal(list.getAttribute('data-ds-steps'), 'figure');
      assert.equal(current(), '10000');
      await settle();
      assert.deepEqual(orders.map(({ timeMs }) => timeMs), [0]);
      scrollTo(0, top + 800 - innerHeight * 0.42 + 30);
      await settle();
      assert.equal(current(), '00100');
      scrollTo(0, 5000);
      await settle();
      assert.equal(current(), '00001');
      scrollTo(0, 0);
      await settle();
      assert.equal(current(), '10000');
      assert.deepEqual(orders.map(({ timeMs }) => timeMs), [0, 2000, 4000, 0]);
    } finally {
      end();
    }
  });

  it('change nothing while the reader works in the figure', async () => {
    const { orders, current, end } = setUp(true);
    try {
      scrollTo(0, 5000);
      await settle();
      assert.equal(current(), '00001', 'the mark moves all the same');
      assert.deepEqual(orders, []);
    } finally {
      end();
    }
  });

  it('act at once when their link to the figure is followed', async () => {
    const { list, orders, current, end } = setUp();
    try {
      const link = list.children[3]?.querySelector('a');
      link?.addEventListener('click', (event) => event.preventDefault());
      link?.click();
      assert.equal(current(), '00010');
      assert.deepEqual(orders.map(({ timeMs }) => timeMs), [3000]);
    } finally {
      end();
    }
  });

  it('leave nothing behind', () => {
    const { list, steps, end } = setUp();
    steps.stop();
    assert.equal(list.querySelectorAll('[aria-current]').length, 0);
    assert.equal(list.hasAttribute('data-ds-steps'), false);
    end();
  });
});
