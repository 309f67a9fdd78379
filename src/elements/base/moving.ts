/** What a figure needs once its first picture is there: motion between pictures, what a pointer finds, and a look at the page's reading steps. One chunk. */
export { hitTest, spotOf } from '../../scene/hit.ts';
export { LostSteps } from './lost-steps.ts';
export { Tweener } from '../../scene/tweener.ts';
