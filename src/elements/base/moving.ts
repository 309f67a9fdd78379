/** What a figure needs once its first picture is there: motion between pictures and what a pointer finds. One chunk. */
export { hitTest, spotOf } from '../../scene/hit.ts';
export { Tweener } from '../../scene/tweener.ts';
