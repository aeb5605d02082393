import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { readCsv, type CsvTable } from '../index.js';

const read = (bytes: Uint8Array, encoding?: string): CsvTable => readCsv(bytes, 'file.csv', { encoding });
const column = (table: CsvTable, c: number): string[] =>
  Array.from({ length: table.rows }, (_, row) => table.columns[c].text(row));

/** A table with an ASCII header in which the words come after many rows without any. */
function lateWords(words: readonly string[]): { text: string; values: string[] } {
  const values = [...Array<string>(3000).fill('plain'), ...words, ...Array<string>(3000).fill('plain')];
  return { text: `id,city,y\n${values.map((word, i) => `${i},${word},1\n`).join('')}`, values };
}

describe('encodings that the bytes tell', () => {
  it.each<[string, string[]]>([
    // datasette-upload-csvs#23, nodejs/node#60888
    ['windows-1252', ['5 €']],
    ['windows-1252', ['don’t', '“quoted”', 'a – b', '…', '™']],
    ['windows-1252', ['£5', '20 °C', '10 µm', 'm²', '½']],
    ['windows-1252', ['München', 'Köln', 'Düsseldorf', 'Straße']],
    ['windows-1252', ['déclaré', 'élève', 'cœur', 'où', 'à la carte']],
    ['windows-1252', ['año', 'niño', 'Málaga', 'Córdoba']],
    ['shift_jis', ['東京', '大阪', '名古屋', 'はい', 'いいえ']],
    ['shift_jis', ['東京都', '大阪府', '愛知県', '福岡県', '表示', 'ソース']],
    ['euc-jp', ['東京', '大阪', 'はい', 'いいえ', 'カタカナ']],
    ['gb18030', ['北京', '上海', '广州', '深圳']],
    ['big5', ['台北', '高雄', '臺中', '台南市']],
    ['euc-kr', ['서울', '부산', '예', '아니오']],
    ['koi8-r', ['Москва', 'Казань', 'красный', 'СССР']],
    ['windows-1251', ['Москва', 'Казань', 'красный', 'СССР']],
    ['iso-8859-5', ['Москва', 'Казань', 'красный', 'СССР']],
    ['cp866', ['Москва', 'Казань', 'красный', 'СССР']],
    ['windows-1250', ['Łódź', 'Gdańsk', 'żółty', 'Kraków', 'świat']],
    ['iso-8859-2', ['Łódź', 'Gdańsk', 'żółty', 'Kraków', 'świat']],
    ['windows-1253', ['Αθήνα', 'Πάτρα', 'κόκκινο', 'ναι']],
    ['windows-1254', ['İstanbul', 'Ağrı', 'Şanlıurfa', 'kırmızı', 'yeşil']],
    ['windows-1255', ['תל אביב', 'ירושלים', 'חיפה', 'אדום']],
    ['windows-1256', ['القاهرة', 'الرياض', 'بغداد', 'نعم']],
    ['windows-1257', ['Šiauliai', 'žalias', 'Panevėžys', 'Tauragė', 'zaļš']],
    ['windows-874', ['กรุงเทพ', 'เชียงใหม่', 'ภูเก็ต']],
    ['cp850', ['München', 'Köln', 'Düsseldorf', 'grün']],
    ['utf-16le', ['München', '東京', 'łódź', '一']],
    ['utf-16be', ['München', '東京', 'łódź', '一']],
  ])('%s: %j, late in the file', (encoding, words) => {
    const { text, values } = lateWords(words);
    const table = read(iconv.encode(text, encoding));
    expect(column(table, 1)).toEqual(values);
    expect(table.warnings).toHaveLength(1);
    expect(table.warnings[0]).toMatch(
      /^the text is not UTF-8 and was taken for [a-z0-9_-]+, e\.g\. ".+" in line (3002|1); --encoding NAME sets another$/,
    );
  });

  it('a few words are enough', () => {
    for (const [encoding, text] of [
      ['shift_jis', 'x,y\n1,はい\n2,いいえ\n3,はい\n'],
      ['windows-1251', 'x,y\n1,да\n2,нет\n3,да\n'],
      ['gb18030', 'x,y\n1,男\n2,女\n3,男\n4,未知\n'],
      ['euc-kr', 'x,y\n1,남자\n2,여자\n3,남자\n'],
    ]) {
      expect(column(read(iconv.encode(text, encoding)), 1)).toEqual(column(read(Buffer.from(text)), 1));
    }
  });

  it('UTF-8 needs no word, with a mark or without', () => {
    for (const mark of ['', '\ufeff']) {
      const table = read(Buffer.from(`${mark}a,b\nä,€\nЖ,東\n`));
      expect(table).toMatchObject({ encoding: 'utf-8', warnings: [] });
      expect(column(table, 1)).toEqual(['€', '東']);
    }
  });

  it.each(['utf-16le', 'utf-16be'])('%s is known by its mark', (encoding) => {
    const table = read(iconv.encode('a,b\nä,€\n', encoding, { addBOM: true }));
    expect(table).toMatchObject({ encoding, warnings: [] });
    expect(column(table, 1)).toEqual(['€']);
  });
});

describe('UTF-8 with', () => {
  it('a few broken bytes keeps all else, and says where', () => {
    const whole = Array.from({ length: 40 }, (_, i) => `${i},München\n`).join('');
    // Cut in the middle of a character, as fields of a fixed number of bytes are.
    const table = read(Buffer.concat([Buffer.from(`a,b\n${whole}`), Buffer.from('40,Köl'), Buffer.from([0xc3, 0x0a])]));
    expect(column(table, 1).slice(-2)).toEqual(['München', 'Köl�']);
    expect(table.encoding).toBe('utf-8');
    expect(table.warnings).toEqual(['one character is unreadable as utf-8 and became �, e.g. "Köl�" in line 42']);
  });

  it('as much of something else is refused', () => {
    const row = 'München,1\n'.repeat(5);
    const mixed = Buffer.concat([Buffer.from(`a,b\n${row}`), Buffer.from(row, 'latin1')]);
    expect(() => read(mixed)).toThrow(
      'file.csv mixes encodings: 5 characters are UTF-8, 5 are not. Write all of it in one, or say which to take with --encoding utf-8 or windows-1252',
    );
    expect(column(read(mixed, 'windows-1252'), 0).at(-1)).toBe('München');
  });
});

describe('an encoding that is asked for', () => {
  it('is taken, and nothing said', () => {
    const table = read(iconv.encode('a,b\nř,1\n', 'iso-8859-2'), 'ISO-8859-2');
    expect(column(table, 0)).toEqual(['ř']);
    expect(table).toMatchObject({ encoding: 'iso-8859-2', warnings: [] });
    expect(column(read(iconv.encode('a,b\nř,1\n', 'utf-16le', { addBOM: true }), 'utf-16'), 0)).toEqual(['ř']);
  });

  it('and does not fit is told of, or refused', () => {
    expect(read(Buffer.from('a,b\nK\xf6ln,1\n', 'latin1'), 'utf-8').warnings).toEqual([
      'one character is unreadable as utf-8 and became �, e.g. "K�ln" in line 2',
    ]);
    expect(() => read(Buffer.from('\ufeffa,b\n1,2\n'), 'windows-1252')).toThrow(
      'encoding: file.csv begins with the mark of utf-8, so it is not windows-1252: leave --encoding away',
    );
    expect(() => read(iconv.encode('a,b\n1,2\n', 'utf-16le'), 'utf-8')).toThrow(/is not text: line 1, byte 2 .* is 0/);
  });

  it.each(['klingon', 'base64', 'utf-7', 'utf-32', '', '../x', 'constructor'])('%j is not known', (name) => {
    expect(() => read(Buffer.from('a,b\n1,2\n'), name)).toThrow(
      /^encoding: ".*" is not a known encoding; write e\.g\. utf-8, windows-1252/,
    );
  });
});

it.each(['utf-32le', 'utf-32be'])('%s is refused, with a mark or without', (encoding) => {
  for (const addBOM of [true, false]) {
    expect(() => read(iconv.encode('a,b\n1,ä\n', encoding, { addBOM }))).toThrow(
      'file.csv is written in UTF-32, which is not read: save it as UTF-8',
    );
  }
});

it('ISO-2022-JP, which is ASCII by its bytes, is refused', () => {
  expect(() => read(Buffer.from('\x1b$B%F%9\x1b(B,b\n1,2\n', 'latin1'))).toThrow(
    'file.csv is written in ISO-2022-JP, which is not read: save it as UTF-8',
  );
});

it('a table of texts reads back from any Unicode encoding', () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => text.replaceAll(/[\0",]/g, '').trim());
  const encodings = fc.constantFrom('utf-8', 'utf-16le', 'utf-16be', 'gb18030');
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }), encodings, (rows, encoding) => {
      const text = `a,b\n${rows.map(([a, b]) => `"${a}","${b}"`).join('\n')}`;
      const table = read(iconv.encode(text, encoding), encoding);
      expect([0, 1].map((c) => column(table, c))).toEqual([0, 1].map((c) => rows.map((row) => row[c])));
    }),
  );
});
