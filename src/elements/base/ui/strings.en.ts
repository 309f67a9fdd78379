/** English words of the shell. */
import { roleWords } from './role-words.ts';

export const shellWords = {
  ...roleWords,
  'ui.diagram': 'diagram', 'ui.nodes': 'Nodes. Arrow keys move between them; question mark lists all keys.', 'ui.legend': 'Legend',
  'ui.play': 'Play', 'ui.pause': 'Pause', 'ui.playback': 'Playback', 'ui.table': 'Data table', 'ui.log': 'Recent events',
} as const;
