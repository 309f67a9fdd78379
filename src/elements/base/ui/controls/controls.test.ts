import { assert } from '../../../../../test/assert.ts';
import { violations } from '../../../../../test/axe.ts';
import { asRing, FakeHost } from '../testing/fake-host.ts';
import { mountFigure } from '../testing/figure.ts';
import type { Figure } from '../testing/figure.ts';
import { spacedTicks } from './transport.ts';

describe('the controls', () => {
  const figures: Figure[] = [];
  async function mount(host: FakeHost, width = 700): Promise<Figure> {
    const figure = mountFigure(host, document.body, (element) => { element.style.width = `${width}px`; });
    figures.push(figure);
    await figure.shell.loadControls();
    return figure;
  }
  function button(figure: Figure, name: string): HTMLElement {
    const found = [...figure.root.querySelectorAll<HTMLElement>('button')].find((each) => each.offsetParent && (each.getAttribute('aria-label') ?? each.textContent).trim() === name);
    if (!found) throw new Error(`There is no button ${name}.`);
    return found;
  }
  const key = (element: Element, name: string): KeyboardEvent => {
    const event = new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true });
    element.dispatchEvent(event);
    return event;
  };

  afterEach(() => {
    for (const figure of figures.splice(0)) {
      figure.shell.dispose();
      figure.element.remove();
    }
  });

  it('seek by slider, by pointer as by key, and tell the time in words', async () => {
    const host = new FakeHost();
    const figure = await mount(host);
    const slider = figure.find('.scrubber input') as HTMLInputElement;
    assert.equal(slider.getAttribute('aria-valuetext'), '320\u202fms of 560\u202fms');
    slider.value = '100';
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    key(slider, 'ArrowRight');
    key(slider, 'PageDown');
    key(slider, 'End');
    key(slider, 'Home');
    assert.deepEqual(host.asked, ['seek 100', 'seek 106', 'seek 50', 'seek 560', 'seek 0']);
    assert.ok(!key(slider, 'Tab').defaultPrevented, 'Tab leaves');
  });

  it('move time and scrubber without a render', async () => {
    const host = new FakeHost();
    const figure = await mount(host);
    host.currentTime = 280;
    figure.shell.tick();
    assert.equal(figure.find('.time').textContent, '280\u202fms');
    assert.equal(figure.find('.scrubber').style.getPropertyValue('--at'), '0.5000');
  });

  it('do the verbs of the concept on their targets', async () => {
    const host = new FakeHost();
    const figure = await mount(host, 800);
    button(figure, 'Crash leader').click();
    button(figure, 'Heal').click();
    button(figure, 'One event back').click();
    button(figure, 'One event forward').click();
    assert.deepEqual(host.asked, ['act crash leader', 'act heal', 'step -1', 'step 1']);
  });

  it('switch a mode between its choices, of which one is pressed', async () => {
    const host = new FakeHost();
    const choice = (label: string) => ({ action: 'choose', label, needs: 'message', verb: { label, target: label.toLowerCase(), choice: { of: 'Kept', inForce: () => false } } } as const);
    host.actions = [...host.actions, choice('CP'), choice('AP'), choice('CA')];
    host.chosen = 'AP';
    const figure = await mount(host, 800);
    const group = figure.find('.switch');
    assert.deepEqual([group.getAttribute('role'), group.getAttribute('aria-label')], ['group', 'Kept']);
    assert.deepEqual([...group.querySelectorAll('button')].map((each) => [each.textContent, each.ariaPressed]), [['CP', 'false'], ['AP', 'true'], ['CA', 'false']]);
    button(figure, 'CA').click();
    button(figure, 'AP').click();
    assert.deepEqual(host.asked, ['act choose ca'], 'what is in force is not chosen again');
    assert.throws(() => button(figure, 'Heal'), /no button/, 'it takes the room of a verb');
  });

  it('keep a switch in a narrow bar, and offer it with everything else on phones and where its words are long', async () => {
    const host = new FakeHost();
    const choice = (label: string) => ({ action: 'choose', label, needs: 'message', verb: { label, choice: { of: 'Kept', inForce: () => false } } } as const);
    host.actions = [...host.actions, choice('CP'), choice('AP')];
    const shows = (figure: Figure, text: string) => { try { return button(figure, text).getClientRects().length > 0; } catch { return false; } };
    for (const [width, there] of [[640, true], [400, false]] as const) {
      const figure = await mount(host, width);
      assert.equal(shows(figure, 'CP'), there, `${width} px`);
      assert.equal(shows(figure, 'Crash leader'), false);
      button(figure, 'More actions').click();
      assert.ok(shows(figure, 'CP') && shows(figure, 'Crash leader'), `${width} px, everything`);
      figure.element.remove();
    }
    host.actions = [...new FakeHost().actions, choice('exactly once'), choice('at least once')];
    const long = await mount(host, 1000);
    assert.equal(shows(long, 'exactly once'), false);
    button(long, 'More actions').click();
    assert.ok(shows(long, 'exactly once'));
  });

  it('leave one verb in a narrow bar, and offer the other with everything else', async () => {
    const figure = await mount(new FakeHost(), 640);
    assert.throws(() => button(figure, 'Heal'), /no button/);
    button(figure, 'Crash leader');
    button(figure, 'More actions').click();
    button(figure, 'Heal');
  });

  it('choose a speed, also one that is not among the usual ones', async () => {
    const host = new FakeHost();
    host.speed = 3;
    const figure = await mount(host);
    const select = figure.find('.controls select') as HTMLSelectElement;
    assert.equal(select.selectedOptions[0]?.textContent, '3×');
    select.value = '0.25';
    select.dispatchEvent(new Event('change'));
    assert.deepEqual(host.asked, ['speed 0.25']);
  });

  it('crash a node, send a text and cut the system from the sheet of actions', async () => {
    const host = new FakeHost();
    const figure = await mount(host);
    button(figure, 'More actions').click();
    const node = figure.find('.pick select') as HTMLSelectElement;
    node.value = 'n4';
    node.dispatchEvent(new Event('change'));
    button(figure, 'Crash').click();
    const field = figure.find('.field input') as HTMLInputElement;
    field.value = ' y=2 ';
    button(figure, 'Write').click();
    const cut = button(figure, 'Cut in two') as HTMLButtonElement;
    assert.ok(cut.disabled, 'one side is empty');
    for (const box of [...figure.root.querySelectorAll<HTMLInputElement>('.check input')].slice(3)) box.click();
    cut.click();
    assert.deepEqual(host.asked, ['act crash n4', 'act write {"command":"y=2"}', 'act cut {"groups":"n1,n2,n3|n4,n5"}']);
  });

  it('close by Escape, with focus back on what opened them', async () => {
    const figure = await mount(new FakeHost());
    const more = button(figure, 'More actions');
    more.focus();
    more.click();
    const sheet = figure.find('.sheet.more');
    assert.ok(figure.root.activeElement === sheet, 'the sheet has focus');
    assert.equal(more.getAttribute('aria-expanded'), 'true');
    assert.ok(key(sheet, 'Escape').defaultPrevented);
    assert.equal(figure.root.querySelector('.sheet'), null);
    assert.ok(figure.root.activeElement === more, 'focus is back');
    assert.ok(!key(more, 'Escape').defaultPrevented, 'nothing is open: the page gets the key');
  });

  it('list their keys when asked with a question mark', async () => {
    const figure = await mount(new FakeHost());
    key(figure.find('.node'), '?');
    assert.ok(figure.find('.sheet.keys').textContent.includes('Play or pause'));
    key(figure.find('.sheet.keys'), '?');
    assert.equal(figure.root.querySelector('.sheet'), null);
  });

  it('do not take letters from somebody who types', async () => {
    const host = new FakeHost();
    const figure = await mount(host);
    button(figure, 'More actions').click();
    assert.ok(!key(figure.find('.field input'), 'k').defaultPrevented);
    assert.deepEqual(host.asked, []);
  });

  it('offer no action in a diagram that is only read', async () => {
    const host = new FakeHost();
    host.readonlyMode = true;
    host.selection = { kind: 'node', id: 'n1' };
    const figure = await mount(host);
    assert.throws(() => button(figure, 'Crash leader'));
    button(figure, 'More actions').click();
    assert.equal(figure.root.querySelector('.faults'), null);
    assert.throws(() => button(figure, 'Freeze'));
  });

  it('switch between branches', async () => {
    const host = new FakeHost();
    host.branches = [...host.branches, { id: 'b1', parent: 'b0', forkedAtUs: 200_000, endUs: 300_000, label: 'crash n1' }];
    const figure = await mount(host);
    button(figure, 'More actions').click();
    button(figure, 'crash n1 at 200\u202fms').click();
    assert.deepEqual(host.asked, ['seek 300 b1']);
  });

  it('leave out marks that would cover one another', () => {
    const tick = (timeMs: number, role: 'leader' | 'fail'): { timeMs: number; role: 'leader' | 'fail'; label: string } => ({ timeMs, role, label: '' });
    const kept = spacedTicks([tick(100, 'leader'), tick(101, 'leader'), tick(102, 'fail'), tick(200, 'leader'), tick(2_000, 'leader')], 1_000);
    assert.deepEqual(kept.map((each) => each.timeMs), [100, 102, 200]);
  });

  it('are all at least 24 px in each direction', async () => {
    for (const width of [1000, 640, 360]) {
      const figure = await mount(new FakeHost(), width);
      button(figure, 'More actions').click();
      for (const target of figure.root.querySelectorAll<HTMLElement>('button, select, input:not([type=checkbox]), label.check')) {
        if (target.offsetParent === null) continue;
        const { width: across, height } = target.getBoundingClientRect();
        assert.ok(across >= 24 && height >= 24, `${target.className || target.tagName} is ${across} × ${height}`);
      }
    }
  });

  it('keep the sentence in sight where the cards do not fit, and let keys scroll them', async () => {
    const figure = mountFigure(new FakeHost(), document.body, (element) => {
      element.style.width = '1000px';
      element.style.height = '320px';
    });
    figures.push(figure);
    await figure.shell.loadControls();
    const stage = figure.find('.stage').getBoundingClientRect();
    assert.ok(figure.find('.now').getBoundingClientRect().bottom <= stage.bottom, 'the sentence ends within the stage');
    assert.equal(figure.find('.list').tabIndex, 0);
    assert.equal((await mount(new FakeHost(), 1000)).find('.list').tabIndex, -1);
    assert.deepEqual(await violations(figure.element), []);
  });

  it('are looked at by axe inside their shadow root', async () => {
    const figure = await mount(new FakeHost());
    figure.find('.play').removeAttribute('aria-label');
    assert.ok((await violations(figure.element)).some((each) => each.startsWith('button-name')), 'a button without a name is found');
  });

  for (const [scheme, width, open] of [['dark', 1000, 'more'], ['light', 1000, 'inspector'], ['dark', 640, 'table'], ['light', 360, 'more'], ['light', 640, 'keys']] as const) {
    it(`have nothing that axe objects to: ${scheme}, ${width} px, ${open}`, async () => {
      const host = width === 640 ? asRing(new FakeHost()) : new FakeHost();
      host.scheme = scheme;
      document.body.style.background = scheme === 'dark' ? '#0a0e18' : '#fff';
      const figure = await mount(host, width);
      if (open === 'more') button(figure, 'More actions').click();
      else if (open === 'inspector') host.select('node', 'n2');
      else if (open === 'keys') key(figure.find('.node'), '?');
      else figure.find('details').setAttribute('open', '');
      await new Promise((resolve) => setTimeout(resolve));
      const found = await violations(figure.element);
      document.body.style.background = '';
      assert.deepEqual(found, []);
    });
  }
});
