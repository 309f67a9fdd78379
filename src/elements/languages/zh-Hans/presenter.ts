/** Simplified Chinese of presenter mode. */
import type { PresenterWords } from '../words.ts';

export const strings: PresenterWords = {
  'presenter.present': '演示', 'presenter.leave': '结束（Esc）', 'presenter.bar': '演示',
  'presenter.next': '下一条说明', 'presenter.previous': '上一条说明', 'presenter.at': '{at} / {count}', 'presenter.begin': 'Page Down 或空格：下一条说明。Esc 结束。',
  'for="{value}": {why}; ids of diagrams of this page, separated by spaces, are allowed': 'for="{value}"：{why}；可用本页面各图的 id，以空格分隔',
  'nothing has the id "{id}"': '没有元素使用 id“{id}”', 'no diagram has the id "{id}"': '没有图使用 id“{id}”',
  'there is no diagram with notes to present': '没有带说明、可供演示的图',
};
