import { define } from './define.ts';
import { describeFigure } from './testing/suite.ts';
import { DsToy } from './testing/toy.ts';

define('ds-toy', DsToy);

describeFigure('ds-toy', DsToy);
