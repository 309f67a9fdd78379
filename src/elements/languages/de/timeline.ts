/** German of the list of events. */
import type { TimelineWords } from '../words.ts';

export const strings: TimelineWords = {
  'timeline.title': 'Ereignisse', 'timeline.show': 'Zeigen', 'timeline.milestones': 'Nur Meilensteine', 'timeline.milestone': 'Meilenstein',
  'timeline.time': 'Zeit', 'timeline.diagram': 'Diagramm', 'timeline.what': 'Was geschah',
  'timeline.caption': 'Ereignisse in {names}, die ältesten zuerst. Eine Zeit zu wählen führt alle Diagramme dorthin.',
  'timeline.nothing': 'Noch ist nichts geschehen.', 'timeline.nothing-of-it': 'Von dem, was gezeigt werden soll, ist noch nichts geschehen.',
  'timeline.waiting': 'Die Diagramme sind noch nicht da.', 'timeline.now': 'jetzt', 'timeline.more': 'Frühere Ereignisse sind nicht aufgeführt.',
  'for="{value}": {why}; ids of diagrams of this page, separated by spaces, are allowed': 'for="{value}": {why}; erlaubt sind ids von Diagrammen dieser Seite, durch Leerzeichen getrennt',
  'nothing has the id "{id}"': 'nichts hat die id „{id}“', 'no diagram has the id "{id}"': 'kein Diagramm hat die id „{id}“', 'no diagram is named': 'kein Diagramm ist genannt',
};
