import { crc32 } from 'node:zlib';

/** A cell of a test's sheet: a text, a number, a formula with its result, a day as Excel counts it, or nothing. */
export type TestCell = string | number | null | { readonly f: string; readonly v: string } | { readonly day: number } | { readonly shared: number };

/** A zip file that stores and does not compress. */
export function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const [local, central]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const [label, data] = [Buffer.from(name), Buffer.from(content)];
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt32LE(crc32(data), 10);
    head.writeUInt32LE(data.length, 14);
    head.writeUInt32LE(data.length, 18);
    head.writeUInt16LE(label.length, 22);
    local.push(Buffer.from('PK\u0003\u0004', 'latin1'), head, label, data);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), head, tail, label);
    offset += 4 + head.length + label.length + data.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
}

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

function cellOf(cell: TestCell, reference: string): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return `<c r="${reference}" t="inlineStr"><is><t>${escape(cell)}</t></is></c>`;
  if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`;
  if ('day' in cell) return `<c r="${reference}" s="1"><v>${cell.day}</v></c>`;
  if ('shared' in cell) return `<c r="${reference}" t="s"><v>${cell.shared}</v></c>`;
  return `<c r="${reference}" t="str"><f>${escape(cell.f)}</f><v>${escape(cell.v)}</v></c>`;
}

/** A workbook of one sheet, as Excel lays it out. */
export function xlsxOf(rows: readonly (readonly TestCell[])[], shared: readonly string[] = []): Buffer {
  const lines = rows.map(
    (cells, line) => `<row r="${line + 1}">${cells.map((cell, at) => cellOf(cell, String.fromCharCode(65 + at) + (line + 1))).join('')}</row>`,
  );
  const strings = shared.map((text) => `<si><t>${escape(text)}</t><rPh sb="0" eb="1"><t>ふりがな</t></rPh></si>`);
  return zipOf({
    'xl/workbook.xml': '<workbook><workbookPr/><sheets><sheet name="Sheet1"/></sheets></workbook>',
    'xl/styles.xml': '<styleSheet><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml': `<sst>${strings.join('')}</sst>`,
    'xl/worksheets/sheet1.xml': `<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>${lines.join('')}</sheetData></worksheet>`,
  });
}
