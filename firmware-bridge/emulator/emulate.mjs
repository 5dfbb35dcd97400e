// Runs the image of the board pico with its USB device and its UARTs on TCP ports of this machine, until it is killed:
//   node emulate.mjs bridge.bin rom.bin
// prints "listening USB_PORT UART0_PORT UART1_PORT".
// "up" is printed whenever USB is configured. For a pseudo-terminal: socat pty,rawer,link=L tcp:127.0.0.1:USB_PORT,nodelay
import net from 'node:net';
import { Machine } from './machine.mjs';

const [, , image, rom] = process.argv;
const sockets = [null, null, null];
const machine = new Machine(image, rom, {
  onConnected: () => console.log('up'),
  onUsb: (bytes) => sockets[0]?.write(bytes),
  onUart: (number, byte) => sockets[1 + number]?.write(Buffer.of(byte)),
});

const servers = sockets.map((none, i) => net.createServer((socket) => {
  sockets[i] = socket.setNoDelay(true);
  socket.on('data', (bytes) => (i === 0 ? machine.toUsb : machine.toUart[i - 1]).push(...bytes));
  socket.on('error', () => {});
  socket.on('close', () => { if (sockets[i] === socket) sockets[i] = null; });
}));
await Promise.all(servers.map((server) => new Promise((done) => { server.listen(0, '127.0.0.1', done); })));
console.log(`listening ${servers.map((server) => server.address().port).join(' ')}`);

(function again() {
  machine.run();
  setImmediate(again);
})();
