// An RP2040 of rp2040js that runs the image of the board pico: its USB CDC device and its two UARTs as queues of bytes.
import fs from 'node:fs';
import { ConsoleLogger, LogLevel, Simulator, USBCDC } from 'rp2040js';

const CLOCK_HZ = 125e6;
const VECTORS = 0x10000100; // behind the second stage of the boot loader, which the emulator needs not
const SLICE = 20000; // instructions between two looks at the queues
const WATCHDOG = 0x40058;
const CDC_ROOM = 448;
const UART_ROOM = 24;

export class Machine {
  // onUsb(bytes), onUart(number, bytes), onConnected()
  constructor(image, rom, events) {
    this.image = fs.readFileSync(image);
    const bytes = fs.readFileSync(rom);
    this.rom = Buffer.alloc((bytes.length + 3) & ~3);
    bytes.copy(this.rom);
    this.events = events;
    this.starts = 0;
    this.cycles = 0;
    this.boot(null);
  }

  // memory: what a restart keeps, or null when power comes.
  boot(memory) {
    this.starts++;
    this.restartDue = false;
    this.toUsb = [];
    this.toUart = [[], []];
    const { rp2040: chip, clock } = new Simulator();
    this.chip = chip;
    this.clock = clock;
    chip.logger = new ConsoleLogger(LogLevel.Error);
    chip.loadBootrom(new Uint32Array(this.rom.buffer, this.rom.byteOffset, this.rom.length / 4));
    chip.flash.set(this.image, 0);
    if (memory) chip.sram.set(memory);
    this.cdc = new USBCDC(chip.usbCtrl);
    this.cdc.onDeviceConnected = () => this.events.onConnected?.();
    this.cdc.onSerialData = (bytes) => this.events.onUsb(Buffer.from(bytes));
    chip.uart.forEach((uart, number) => {
      uart.onByte = (byte) => this.events.onUart(number, byte);
    });
    chip.peripherals[WATCHDOG].onWatchdogTrigger = () => { this.restartDue = true; };
    const { core } = chip;
    core.VTOR = VECTORS;
    core.SP = chip.readUint32(VECTORS);
    core.PC = chip.readUint32(VECTORS + 4) & ~1;
  }

  // The far end of USB closes the device or opens it.
  open(isOpen) { this.cdc.cdcSetControlLineState(isOpen ? 3 : 0); }

  // Runs for a slice; call again and again.
  run() {
    const { chip, clock, cdc } = this;
    while (this.toUsb.length && cdc.txFIFO.itemCount < CDC_ROOM) cdc.sendSerialByte(this.toUsb.shift());
    this.toUart.forEach((bytes, number) => {
      while (bytes.length && chip.uart[number].rxFIFO.itemCount < UART_ROOM) chip.uart[number].feedByte(bytes.shift());
    });
    const { core } = chip;
    for (let i = 0; i < SLICE && !this.restartDue; i++) {
      const cycles = core.waiting ? clock.nanosToNextAlarm * CLOCK_HZ / 1e9 || CLOCK_HZ / 1e6 : core.executeInstruction();
      clock.tick(cycles * 1e9 / CLOCK_HZ);
      this.cycles += cycles;
    }
    if (this.restartDue) this.boot(Uint8Array.from(chip.sram));
  }
}
