/** How a figure hears of changes round it that have no event. */
import { css } from 'lit';

/**
 * A page can change its `color-scheme` without any event: a class, an attribute, a style sheet. The system colour of this
 * element follows, and its transition tells. So does its shadow where a colour of the page changes, and so do its margin and
 * outline where `dir` or `lang` do.
 */
export const senseStyles = css`
  .sense { position: absolute; inline-size: 0; block-size: 0; visibility: hidden; color: CanvasText; margin-inline-start: 1px; transition: color 1ms, box-shadow 1ms, margin 1ms, outline-offset 1ms; }
  .sense:lang(de) { outline-offset: 1px; }
  .sense:lang(es) { outline-offset: 2px; }
  .sense:lang(zh) { outline-offset: 3px; }
  .sense:lang(zh-Hant) { outline-offset: 4px; }`;
