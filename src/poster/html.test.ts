import * as fc from 'fast-check';
import { assert } from '../../test/assert.ts';
import { HtmlFault, lineAt, tagsOf } from './html.ts';

const names = (html: string): string => tagsOf(html).map(({ kind, name }) => (kind === 'end' ? `/${name}` : name)).join(' ');
const attributesOf = (html: string): Record<string, string> => Object.fromEntries(tagsOf(html)[0]!.attributes.map(({ name, value }) => [name, value]));

describe('the tags of an HTML text', () => {
  it('are found with their places, whatever stands in quotes', () => {
    const html = '<p>a < b <ds-x a="1 > 0" b=\'</ds-x>\' c=d/e F>text</ds-x ></p>';
    const [, tag] = tagsOf(html);
    assert.equal(html.slice(tag!.from, tag!.to), '<ds-x a="1 > 0" b=\'</ds-x>\' c=d/e F>');
    assert.deepEqual(tag!.attributes.map(({ name, value }) => [name, value]), [['a', '1 > 0'], ['b', '</ds-x>'], ['c', 'd/e'], ['f', '']]);
    assert.equal(names(html), 'p ds-x /ds-x /p');
  });

  it('are not those of comments, of declarations, and of raw text', () => {
    assert.equal(names('<!doctype html><!-- <ds-x> --><a><!--><b><!---><i><!-- --!><u><?x <s?>'), 'a b i u');
    assert.equal(names('<title><ds-x></title><textarea><ds-x></TEXTAREA ><style><ds-x></style><noscript><ds-x></noscript><b>'), 'title /title textarea /textarea style /style noscript /noscript b');
    assert.equal(names('<plaintext><ds-x></plaintext>'), 'plaintext');
  });

  it('end a script where a browser ends it', () => {
    assert.equal(names('<script>"<ds-x>" </scriptx> </script><b>'), 'script /script b');
    assert.equal(names('<script><!-- <script> </script> <ds-x> --> </script><b>'), 'script /script b');
    assert.equal(names('<script><!-- </script><b>'), 'script /script b');
    assert.equal(names('<script><!--><script></script><b>'), 'script /script b');
  });

  it('know that SVG and MathML have sections of character data and no raw text', () => {
    assert.equal(names('<svg><title><ds-x></title><![CDATA[ <b> ]]></svg><![CDATA[ <i> ]]>'), 'svg title ds-x /title /svg');
    assert.equal(names('<svg><foreignObject><style><b></style></foreignObject></svg>'), 'svg foreignobject style /style /foreignobject /svg');
    assert.equal(names('<svg><p><style><b></style>'), 'svg p style /style');
    assert.equal(names('<svg/><style><b></style>'), 'svg style /style');
  });

  it('have their character references resolved in values', () => {
    assert.deepEqual(attributesOf('<a x="&amp;&quot;&#233;&#xe9;&eacute;&nope;&amp;eacute;" y=&lt;>'), { x: '&"ééé&nope;&eacute;', y: '<' });
  });

  it('keep the first of two attributes with one name', () => {
    assert.deepEqual(attributesOf('<a x=1 X=2>'), { x: '1' });
  });

  it('end with a fault at the tag that never ends', () => {
    for (const [html, at] of [["<p>\n<ds-x a=\"1>text", 10], ['<p><ds-x ', 3], ['<b></b', 3]] as const) {
      const error = assert.throws(() => tagsOf(html), HtmlFault) as HtmlFault;
      assert.equal(error.at, at, html);
    }
  });

  it('stand on lines that end in any of the three ways', () => {
    assert.equal(lineAt('a\nb\r\nc\rd', 8), 4);
  });

  it('never overlap, and lie within the text, whatever it is', () => {
    const piece = fc.constantFrom('<', '>', '</', '<!--', '-->', '"', "'", '=', ' ', '\n', 'ds-x', 'script', 'svg', '<svg>', '<style>', '</style>', '<![CDATA[', ']]>', '/', 'a', '&amp;', '<p a="b">', '<script>', '</script>');
    fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const html = pieces.join('');
      let tags;
      try {
        tags = tagsOf(html);
      } catch (error) {
        assert.ok(error instanceof HtmlFault, String(error));
        return;
      }
      let last = 0;
      for (const { from, to } of tags) {
        assert.ok(from >= last && to > from && to <= html.length);
        assert.equal(html[from], '<');
        assert.equal(html[to - 1], '>');
        last = to;
      }
    }), { numRuns: 2000 });
  });
});
