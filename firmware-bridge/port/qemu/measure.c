/* Counts the instructions of a forwarded frame of 512 bytes on a Cortex-M33, stage by stage. For QEMU with -icount
   shift=0, where an instruction takes 1 ns of the machine's time: SysTick counts 50 of them. Prints to UART 0 and stops
   the machine. */
#include <string.h>

#include "board.h"
#include "bridge.h"
#include "cobs.h"
#include "crc32c.h"
#include "startup.h"

enum { FRAME_BYTES = 512, ROUNDS = 2000, INSTRUCTIONS_PER_TICK = 50, PORTS = 7, TICKS = 0x1000000 };

static struct measured {
  struct bridge bridge;
  uint8_t lanes[BRIDGE_LANES_BYTES(3)];
  uint8_t raw[FRAME_BYTES];
  uint8_t line[FRAME_LINE_BYTES_MAX];
  uint32_t line_size;
  uint32_t given;
  uint32_t taken;
  struct lane lane;
  line_reader reader;
  uint8_t fault[BRIDGE_FAULT_BYTES];
} measured;

void on_uart0(void) {}
void on_uart1(void) {}
void on_uart2(void) {}

static void print(const char *text) {
  for (; *text != '\0'; text++) {
    while ((UART(0)->state & UART_TX_FULL) != 0) {
    }
    UART(0)->data = (uint8_t)*text;
  }
}

static void print_number(uint32_t number) {
  char digits[11];
  uint32_t at = sizeof digits - 1u;
  digits[at] = '\0';
  do {
    digits[--at] = (char)('0' + number % 10u);
    number /= 10u;
  } while (number != 0);
  print(digits + at);
}

static uint32_t now_ms(void *context) {
  (void)context;
  return 10000;
}

/* Gives the line frame again and again, as often as asked for. */
static uint32_t read_port(void *context, uint8_t port, uint8_t *buf, uint32_t buf_size) {
  struct measured *m = context;
  uint32_t left = m->given == 0 ? 0 : m->line_size - m->taken;
  uint32_t size = left < buf_size ? left : buf_size;
  if (port != 0 || size == 0) {
    return 0;
  }
  memcpy(buf, m->line + m->taken, size);
  m->taken += size;
  if (m->taken == m->line_size) {
    m->taken = 0;
    m->given--;
  }
  return size;
}

static uint32_t write_port(void *context, uint8_t port, const uint8_t *buf, uint32_t buf_size) {
  (void)context;
  (void)port;
  (void)buf;
  return buf_size;
}

static bool present(void *context, uint8_t port) {
  (void)context;
  (void)port;
  return true;
}

static bridge_losses take_losses(void *context, uint8_t port) {
  (void)context;
  (void)port;
  return (bridge_losses){0, 0};
}

static uint32_t set_line(void *context, uint8_t port, const bridge_line *line) {
  (void)context;
  (void)port;
  return line->baud;
}

static void load(void *context, uint8_t slot, uint8_t block[BRIDGE_SETTINGS_BYTES]) {
  (void)context;
  (void)slot;
  memset(block, 0, BRIDGE_SETTINGS_BYTES);
}

static bool store(void *context, uint8_t slot, const uint8_t block[BRIDGE_SETTINGS_BYTES]) {
  (void)context;
  (void)slot;
  (void)block;
  return false;
}

static void light(void *context, bool on) {
  (void)context;
  (void)on;
}

static void restart(void *context, bool boot_drive) {
  (void)context;
  (void)boot_drive;
}

/* The old checksum, bit by bit, to compare with. */
static uint32_t bitwise(const uint8_t *buf, uint32_t buf_size) {
  uint32_t crc = 0xffffffffu;
  for (uint32_t i = 0; i < buf_size; i++) {
    crc ^= buf[i];
    for (int bit = 0; bit < 8; bit++) {
      crc = (crc >> 1) ^ ((crc & 1u) != 0 ? 0x82f63b78u : 0u);
    }
  }
  return ~crc;
}

static volatile uint32_t sink;

static void do_nothing(void) {}
static void do_table(void) { sink = crc32c(measured.raw, FRAME_BYTES); }
static void do_bitwise(void) { sink = bitwise(measured.raw, FRAME_BYTES); }
static void do_encode(void) {
  static uint8_t out[FRAME_LINE_BYTES_MAX];
  sink = (uint32_t)cobs_encode(measured.raw, FRAME_BYTES, out, sizeof out);
}
static void do_read(void) {
  int32_t result;
  frame_view view;
  sink = line_reader_take(&measured.reader, measured.line, measured.line_size, &result, &view);
}
static void do_change(void) {
  static uint8_t change;
  sink = crc32c_changed(sink, ++change, FRAME_BYTES - 6u);
}
static void do_lane(void) {
  (void)lane_put(&measured.lane, measured.line, measured.line_size, 0);
  lane_pop(&measured.lane);
}
static void do_forward(void) {
  measured.given = 1;
  while (bridge_step(&measured.bridge)) {
  }
}
static void do_idle(void) { (void)bridge_step(&measured.bridge); }

static uint32_t instructions_of(void (*work)(void)) {
  uint32_t before = SYSTICK_VALUE;
  for (uint32_t i = 0; i < ROUNDS; i++) {
    work();
  }
  uint32_t ticks = (before - SYSTICK_VALUE) & (TICKS - 1u);
  return (uint32_t)((uint64_t)ticks * INSTRUCTIONS_PER_TICK / ROUNDS);
}

static uint32_t report(const char *name, void (*work)(void), uint32_t empty) {
  uint32_t instructions = instructions_of(work) - empty;
  print(name);
  print(": ");
  print_number(instructions);
  print("\n");
  return instructions;
}

static void make_frame(void) {
  uint8_t payload[FRAME_BYTES];
  for (uint32_t i = 0; i < sizeof payload; i++) {
    payload[i] = (uint8_t)(i * 167u >> 3);
    measured.raw[i] = payload[i];
  }
  frame_view view = {.type = FRAME_DATA, .port = 1, .payload = payload, .payload_size = FRAME_BYTES};
  uint8_t raw[FRAME_BYTES_MAX];
  int32_t raw_size = frame_write(&view, raw, sizeof raw);
  int32_t size = cobs_encode(raw, (uint32_t)raw_size, measured.line, sizeof measured.line);
  measured.line[size] = 0;
  measured.line_size = (uint32_t)size + 1u;
}

int main(void) {
  static const bridge_hal HAL = {&measured, now_ms, read_port, write_port, present, take_losses,
                                 set_line,  load,   store,     light,      restart};
  static const bridge_board BOARD = {.ports = PORTS, .fault = measured.fault};
  UART(0)->divider = 16;
  UART(0)->control = UART_TX_ON;
  SYSTICK_RELOAD = TICKS - 1u;
  SYSTICK_CONTROL = 5;
  make_frame();
  line_reader_init(&measured.reader);
  lane_init(&measured.lane, measured.lanes);
  uint32_t empty = instructions_of(do_nothing);
  (void)report("read (stuffing, checksum, rules)", do_read, empty);
  (void)report("change of port and checksum", do_change, empty);
  (void)report("stuffing", do_encode, empty);
  (void)report("lane in and out", do_lane, empty);
  (void)report("checksum of 512 bytes by table", do_table, empty);
  (void)report("checksum of 512 bytes bit by bit", do_bitwise, empty);
  bridge_init(&measured.bridge, &BOARD, &HAL, measured.lanes, sizeof measured.lanes);
  do_idle();
  do_forward();
  (void)report("step of an idle bridge", do_idle, empty);
  uint32_t all = report("frame of 512 bytes, whole", do_forward, empty);
  print(all <= 30000u ? "measured\n" : "too many\n");
  for (;;) {
  }
}
