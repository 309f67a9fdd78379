import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { assert } from './assert.ts';
import { expectConsole, settleConsole } from './console.ts';

@customElement('toolchain-probe')
class ToolchainProbe extends LitElement {
  @property({ type: Number }) count = 1;
  override render(): unknown {
    return html`<b>${this.count}</b>`;
  }
}

describe('the toolchain', () => {
  it('compiles decorators so that a property of lit is an accessor that renders', async () => {
    const probe = new ToolchainProbe();
    document.body.append(probe);
    await probe.updateComplete;
    probe.count = 2;
    await probe.updateComplete;
    assert.equal(probe.shadowRoot?.textContent, '2');
    assert.ok(!Object.hasOwn(probe, 'count'), 'the property is not shadowed by a field');
    probe.remove();
  });

  it('runs frames and sees intersections in every page, also when two run at once', async () => {
    const target = document.createElement('div');
    target.textContent = 'here';
    document.body.append(target);
    const seen = await new Promise<boolean>((resolve) => {
      new IntersectionObserver((entries, observer) => {
        observer.disconnect();
        resolve(entries.some((entry) => entry.isIntersecting));
      }).observe(target);
    });
    assert.ok(seen);
    await new Promise(requestAnimationFrame);
    assert.equal(document.visibilityState, 'visible');
    target.remove();
  });

  it('has WebGL2 without a GPU', () => {
    assert.ok(document.createElement('canvas').getContext('webgl2'));
  });

  it('fails a test over a console line that was not announced, and over one that did not come', () => {
    expectConsole('warn', 'first');
    console.warn('first');
    settleConsole();
    expectConsole('error', 'never');
    assert.throws(settleConsole, /announced and did not come/);
  });
});
