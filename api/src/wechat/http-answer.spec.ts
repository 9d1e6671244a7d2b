import { describe, expect, it } from '@jest/globals';
import { AnswerReader, type HttpAnswer, NoAnswer } from './http-answer.js';

const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
const lines = (...all: string[]): string => bytes(all.join('\r\n'));

/** Gives a reader the bytes in pieces of some length; all that came out. */
function read(text: string, size: number, ended = false): (HttpAnswer | null)[] {
  const reader = new AnswerReader();
  const answers: (HttpAnswer | null)[] = [];
  for (let at = 0; at < text.length; at += size) answers.push(reader.push(text.slice(at, at + size)));
  if (ended) answers.push(reader.end());
  return answers.filter((answer) => answer !== null);
}

const JSON_TEXT = '{"errcode":0,"errmsg":"好"}';
const STATED = lines('HTTP/1.1 200 OK', 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(JSON_TEXT)}`, '', JSON_TEXT);
const REST = Buffer.byteLength(JSON_TEXT.slice(8));
const CHUNKED = lines('HTTP/1.1 200 OK', 'Transfer-Encoding: chunked', '', '8;note=x', '{"errcod', REST.toString(16), JSON_TEXT.slice(8), '0', '', '');
const TRAILED = lines('HTTP/1.1 200 OK', 'transfer-encoding:chunked', '', '2', '{}', '0', 'Expires: never', '', '');

describe('an answer', () => {
  it.each([
    ['of a stated length', STATED, { status: 200, text: JSON_TEXT, keep: true }],
    ['in chunks', CHUNKED, { status: 200, text: JSON_TEXT, keep: true }],
    ['in chunks, with a trailer', TRAILED, { status: 200, text: '{}', keep: true }],
    ['after a “go on”', lines('HTTP/1.1 100 Continue', '', '') + STATED, { status: 200, text: JSON_TEXT, keep: true }],
    ['without a body', lines('HTTP/1.1 204 No Content', '', ''), { status: 204, text: '', keep: true }],
    ['of an old server', lines('HTTP/1.0 200 OK', 'content-length: 2', '', '{}'), { status: 200, text: '{}', keep: false }],
    [
      'that closes',
      lines('HTTP/1.1 502 Bad Gateway', 'Connection: keep-alive, close', 'content-length: 3', '', 'bad'),
      { status: 502, text: 'bad', keep: false },
    ],
    ['without a reason', lines('HTTP/1.1 200', 'content-length: 2', '', '{}'), { status: 200, text: '{}', keep: true }],
  ])('%s, cut anywhere', (_name, text, answer) => {
    for (const size of [1, 2, 3, 7, 64, 10_000]) expect([size, read(text, size)]).toEqual([size, [answer]]);
  });

  it('that ends with its connection', () => {
    const text = lines('HTTP/1.1 200 OK', '', JSON_TEXT);
    for (const size of [1, 5, 1_000]) expect(read(text, size, true)).toEqual([{ status: 200, text: JSON_TEXT, keep: false }]);
    expect(read(text, 5)).toEqual([]);
  });

  it('one after the other by the same reader', () => {
    const reader = new AnswerReader();
    for (let turn = 0; turn < 3; turn++) expect(reader.push(turn % 2 ? CHUNKED : STATED)).toMatchObject({ text: JSON_TEXT, keep: true });
    expect(reader.size).toBe(0);
  });

  it('with something behind it: the connection is not used again, for it would pass as the next answer', () => {
    expect(new AnswerReader().push(STATED + STATED)).toMatchObject({ text: JSON_TEXT, keep: false });
    expect(new AnswerReader().push(`${CHUNKED}x`)).toMatchObject({ text: JSON_TEXT, keep: false });
  });

  it('that breaks off is none', () => {
    expect(read(STATED.slice(0, -1), 9, true)).toEqual([]);
    expect(read(CHUNKED.slice(0, -2), 9, true)).toEqual([]);
  });

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH\r\n\r\n'],
    ['another version', lines('HTTP/2 200', '', '')],
    ['a chunk without a size', lines('HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', 'size', '{}', '')],
    ['a chunk that is longer than it says', lines('HTTP/1.1 200 OK', 'transfer-encoding: chunked', '', '1', '{}', '0', '', '')],
    ['a coding that nobody asked for', lines('HTTP/1.1 200 OK', 'transfer-encoding: gzip, chunked', '', '')],
    ['a head without end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}`],
  ])('%s is none', (_name, text) => {
    expect(() => read(text, 10_000)).toThrow(NoAnswer);
  });
});
