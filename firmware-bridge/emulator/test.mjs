// The real USB stack: boots the image of the board pico, shows it the vectors through its CDC device and its UARTs, closes and opens
// the device, and restarts it:  node test.mjs bridge.bin rom.bin VECTORS
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Machine } from './machine.mjs';

const [, , image, rom, folder] = process.argv;
const MOST_CYCLES = 125e6; // a second of the chip
const out = [[], [], []];
let connected = 0;

const machine = new Machine(image, rom, {
  onConnected: () => connected++,
  onUsb: (bytes) => out[0].push(...bytes),
  onUart: (number, byte) => out[1 + number].push(byte),
});

function until(what, isSo) {
  const end = machine.cycles + MOST_CYCLES;
  while (!isSo()) {
    assert.ok(machine.cycles < end, `${what}: nothing for a second`);
    machine.run();
  }
}

function put(port, bytes) {
  (port === 0 ? machine.toUsb : machine.toUart[port - 1]).push(...bytes);
}

// The next line frame that a port sends, with its delimiter, without zeros before it.
function frame(port, what) {
  const bytes = out[port];
  for (;;) {
    until(what, () => bytes.length > 0);
    if (bytes[0] !== 0) break;
    bytes.shift();
  }
  until(what, () => bytes.includes(0));
  return Buffer.from(bytes.splice(0, bytes.indexOf(0) + 1));
}

function unstuff(line) {
  const raw = [];
  for (let at = 0; line[at] !== 0;) {
    const code = line[at];
    raw.push(...line.subarray(at + 1, at + code));
    at += code;
    if (code < 255 && line[at] !== 0) raw.push(0);
  }
  return Buffer.from(raw);
}

function vector(name) {
  const text = fs.readFileSync(path.join(folder, name), 'utf8');
  return Object.fromEntries([...text.matchAll(/^(\w+): (.*)$/gm)].map((m) => [m[1], m[2]]));
}

const bytesOf = (hex) => Buffer.from(hex, 'hex');

function ask(name) {
  put(0, bytesOf(vector(name).input));
  return unstuff(frame(0, name)).subarray(6, -4);
}

// What a chip with another state answers otherwise than the bridge that the vectors are of.
const OWN = ['identify', 'settings', 'counters', 'port-usb', 'port-uart', 'line', 'set', 'restart', 'not-stored', 'not-here-boot-drive',
  'range-rate-300', 'range-rate-most'].map((name) => `bridge-${name}.txt`);

until('USB', () => connected === 1);
console.log(`USB is configured after ${(machine.cycles / 125e3).toFixed(0)} ms of the chip`);
assert.equal(unstuff(frame(0, 'notice'))[6], 64);

let shown = 0;
for (const name of fs.readdirSync(folder).filter((file) => file.startsWith('bridge-') && !OWN.includes(file))) {
  const { from, input, to, output } = vector(name);
  put(+from, bytesOf(input));
  if (to !== undefined) assert.equal(frame(+to, name).toString('hex'), output, name);
  shown++;
}
console.log(`${shown} vectors`);

let identity = ask('bridge-identify.txt').subarray(2);
assert.deepEqual([...identity.subarray(0, 8)], [1, 1, 0, 1, 0, 0, 7, 0], 'identity');
assert.equal(identity.readUInt32LE(28), 1, 'starts');
assert.equal(ask('bridge-set.txt')[1], 7, 'this flash cannot be written');

const sent = vector('bridge-from-uart0.txt');
machine.open(false);
for (let i = 0; i < 100; i++) machine.run();
put(1, bytesOf(sent.input));
for (let i = 0; i < 100; i++) machine.run();
assert.equal(out[0].filter((byte) => byte !== 0).length, 0, 'a closed device is sent nothing');
machine.open(true);
const notice = unstuff(frame(0, 'notice after opening')).subarray(6);
assert.deepEqual([notice[0], notice[1], notice[3]], [64, 1, 1], 'one frame kept for UART0');
assert.equal(frame(0, 'the frame that was kept').toString('hex'), sent.output);

assert.equal(ask('bridge-restart.txt')[1], 0);
until('restart', () => machine.starts === 2 && connected === 2);
assert.equal(unstuff(frame(0, 'notice after restart'))[6], 64);
identity = ask('bridge-identify.txt').subarray(2);
assert.equal(identity[5], 1, 'started by request');
assert.equal(identity.readUInt32LE(28), 2, 'starts');
console.log('rp2040js: 0 failures');
