/** How a figure hears of changes round it that have no event. */
import { css } from 'lit';

/**
 * A page can change its `color-scheme` without any event: a class, an attribute, a style sheet. The system colour of this
 * element follows, and its transition tells. So does its shadow where a colour of the page changes, and so do its margin and
 * outline where `dir` or `lang` do; the language is the host's, as Firefox knows none inside of a shadow root.
 */
export const senseStyles = css`
  .sense { position: absolute; inline-size: 0; block-size: 0; visibility: hidden; color: CanvasText; margin-inline-start: 1px; transition: color 1ms, box-shadow 1ms, margin 1ms, outline-offset 1ms; }
  :host(:lang(de)) .sense { outline-offset: 1px; }
  :host(:lang(es)) .sense { outline-offset: 2px; }
  :host(:lang(zh)) .sense { outline-offset: 3px; }
  :host(:lang(zh-Hant)) .sense { outline-offset: 4px; }`;
