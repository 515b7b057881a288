/*
 * The server's side of a WebSocket, as far as playing a daemon needs it: the
 * handshake, unfragmented text frames out, closing. What comes in is ignored,
 * as the protocol has the client say nothing.
 */

import { createHash } from 'node:crypto';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const OPCODE = { text: 1, close: 8 };

function frame(opcode, payload) {
  const n = payload.length;
  const head =
    n < 126 ? Buffer.from([0x80 | opcode, n])
    : n < 65536 ? Buffer.from([0x80 | opcode, 126, n >> 8, n & 255])
    : Buffer.concat([Buffer.from([0x80 | opcode, 127]), long(n)]);
  return Buffer.concat([head, payload]);
}

function long(n) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(n));
  return bytes;
}

export function accept(request, socket, subprotocol) {
  const key = createHash('sha1')
    .update(request.headers['sec-websocket-key'] + GUID)
    .digest('base64');
  socket.write([
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${key}`,
    `Sec-WebSocket-Protocol: ${subprotocol}`,
    '\r\n',
  ].join('\r\n'));
  socket.on('error', () => {});
  socket.resume();
  return {
    send: (message) => socket.write(
      frame(OPCODE.text, Buffer.from(JSON.stringify(message)))),
    close: () => socket.end(frame(OPCODE.close, Buffer.alloc(0))),
    cut: () => socket.destroy(),
    onEnd: (act) => socket.on('close', act),
  };
}
