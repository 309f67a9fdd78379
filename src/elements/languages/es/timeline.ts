/** Spanish of the list of events. */
import type { TimelineWords } from '../words.ts';

export const strings: TimelineWords = {
  'timeline.title': 'Eventos', 'timeline.show': 'Mostrar', 'timeline.milestones': 'Solo hitos', 'timeline.milestone': 'Hito',
  'timeline.time': 'Tiempo', 'timeline.diagram': 'Diagrama', 'timeline.what': 'Qué ocurrió',
  'timeline.caption': 'Eventos de {names}, primero los más antiguos. Elegir un tiempo lleva allí a todos los diagramas.',
  'timeline.nothing': 'Todavía no ha ocurrido nada.', 'timeline.nothing-of-it': 'De lo que se debe mostrar, todavía no ha ocurrido nada.',
  'timeline.waiting': 'Los diagramas todavía no están listos.', 'timeline.now': 'ahora', 'timeline.more': 'Los eventos anteriores no figuran en la lista.',
  'for="{value}": {why}; ids of diagrams of this page, separated by spaces, are allowed': 'for="{value}": {why}; se admiten ids de diagramas de esta página, separados por espacios',
  'nothing has the id "{id}"': 'nada tiene el id «{id}»', 'no diagram has the id "{id}"': 'ningún diagrama tiene el id «{id}»', 'no diagram is named': 'no se ha indicado ningún diagrama',
};
