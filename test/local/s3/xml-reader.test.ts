import { expect, test } from '@jest/globals';
import { element } from '../../../local/s3/xml.ts';
import { childText, readXml } from '../../../local/s3/xml-reader.ts';

test('text comes out as it went in, whatever characters it has', () => {
  const text = ' <a> & "b"\r\n\t\u0001]]> ü \u{1f3a5} ';

  const root = readXml(element('Root', [element('Key', text)]));

  expect(childText(root, 'Key')).toBe(text);
});

test('what XML allows around and within elements is read', () => {
  const root = readXml(
    '<?xml version="1.0"?>\n<!-- note --><Root xmlns="http://x/"><Empty/><A b="c">1</A ><B><![CDATA[<&]]></B>&#65;&#x42;</Root>\n',
  );

  expect(root.children.map(({ name, text }) => [name, text])).toEqual([
    ['Empty', ''],
    ['A', '1'],
    ['B', '<&'],
  ]);
  expect(root.text).toBe('AB');
});

test.each([
  '',
  'text',
  '<A>',
  '</A>',
  '<A></B>',
  '<A><B></A></B>',
  '<A/><B/>',
  '<A/>text',
  '<A>&unknown;</A>',
  '<A>a & b</A>',
  '<A>&#x110000;</A>',
  '<A>&#xD800;</A>',
  '<!DOCTYPE a [<!ENTITY b "c">]><A>&b;</A>',
  '<A',
])('%j is no XML that is taken', (source) => {
  expect(() => readXml(source)).toThrow(expect.objectContaining({ code: 'MalformedXML' }));
});
