/* The bridge on QEMU's mps2-an505: CMSDK UART 0 is the node's line, in place of USB; UARTs 1 and 2 are UART0 and UART1.
   Interrupts move bytes into rings; everything else is bridge_step. */
#include <string.h>

#include "board.h"
#include "bridge.h"
#include "byte_ring.h"
#include "startup.h"
#include "version.h"

enum { RECEIVED_BYTES = 2048, BOARD_QEMU = 5, PORTS = 7 };
_Static_assert(BYTE_RING_SIZE_OK(RECEIVED_BYTES), "a power of two");

/* Settings here outlive a reset and no cut of power, for the board has no flash. */
static __attribute__((section(".kept"))) uint8_t slots[2][BRIDGE_SETTINGS_BYTES];

static struct machine {
  struct bridge bridge;
  byte_ring received[UARTS];
  uint8_t received_memory[UARTS][RECEIVED_BYTES];
  volatile uint32_t lost[UARTS];
  volatile uint32_t overruns[UARTS];
  uint32_t lost_told[UARTS];
  uint32_t overruns_told[UARTS];
  uint8_t lanes[BRIDGE_LANES_BYTES(UARTS)];
} machine;

static void take_bytes(uint32_t n) {
  uart *from = UART(n);
  from->interrupt = UART_RX_INTERRUPT;
  while ((from->state & UART_RX_FULL) != 0) {
    if (!byte_ring_put(&machine.received[n], (uint8_t)from->data)) {
      machine.lost[n]++;
    }
  }
  if ((from->state & UART_RX_OVERRUN) != 0) {
    from->state = UART_RX_OVERRUN;
    machine.overruns[n]++;
  }
}

void on_uart0(void) { take_bytes(0); }
void on_uart1(void) { take_bytes(1); }
void on_uart2(void) { take_bytes(2); }

static uint32_t now_ms(void *context) {
  (void)context;
  return uptime_ms;
}

static uint32_t read_port(void *context, uint8_t port, uint8_t *buf, uint32_t buf_size) {
  return byte_ring_take(&((struct machine *)context)->received[port], buf, buf_size);
}

static uint32_t write_port(void *context, uint8_t port, const uint8_t *buf, uint32_t buf_size) {
  (void)context;
  uart *to = UART(port);
  uint32_t size = 0;
  while (size < buf_size && (to->state & UART_TX_FULL) == 0) {
    to->data = buf[size++];
  }
  return size;
}

static bool present(void *context, uint8_t port) {
  (void)context;
  (void)port;
  return true;
}

static bridge_losses take_losses(void *context, uint8_t port) {
  struct machine *at = context;
  uint32_t lost = at->lost[port];
  uint32_t overruns = at->overruns[port];
  bridge_losses losses = {lost - at->lost_told[port], overruns - at->overruns_told[port]};
  at->lost_told[port] = lost;
  at->overruns_told[port] = overruns;
  return losses;
}

static uint32_t set_line(void *context, uint8_t port, const bridge_line *line) {
  (void)context;
  uint32_t divider = CLOCK_HZ / line->baud;
  divider = divider < 16 ? 16 : divider;
  UART(port)->divider = divider;
  return CLOCK_HZ / divider;
}

static void load(void *context, uint8_t slot, uint8_t block[BRIDGE_SETTINGS_BYTES]) {
  (void)context;
  memcpy(block, slots[slot], BRIDGE_SETTINGS_BYTES);
}

static bool store(void *context, uint8_t slot, const uint8_t block[BRIDGE_SETTINGS_BYTES]) {
  (void)context;
  memcpy(slots[slot], block, BRIDGE_SETTINGS_BYTES);
  return true;
}

static void light(void *context, bool on) {
  (void)context;
  (void)on;
}

static void restart(void *context, bool boot_drive) {
  (void)context;
  (void)boot_drive;
  board_reset();
}

static void start_devices(void) {
  for (uint32_t n = 0; n < UARTS; n++) {
    byte_ring_init(&machine.received[n], machine.received_memory[n], RECEIVED_BYTES);
    UART(n)->divider = 16;
    UART(n)->control = UART_TX_ON | UART_RX_ON | UART_RX_INTERRUPT_ON;
    NVIC_ENABLE_1 = 1u << 2 * n;
  }
}

/* An interrupt that came after the last step is pending here, so that no byte waits for the next tick. */
static void sleep_until_interrupt(void) {
  __asm volatile("cpsid i");
  bool nothing = true;
  for (uint32_t n = 0; n < UARTS; n++) {
    nothing = nothing && byte_ring_size(&machine.received[n]) == 0;
  }
  if (nothing) {
    __asm volatile("wfi");
  }
  __asm volatile("cpsie i");
}

int main(void) {
  static const bridge_hal HAL = {&machine, now_ms, read_port, write_port, present, take_losses,
                                 set_line, load,   store,     light,      restart};
  bridge_board board = {.board = BOARD_QEMU,
                        .version = BRIDGE_VERSION,
                        .build = BRIDGE_BUILD,
                        .unique_id = {'q', 'e', 'm', 'u', 0, 5, 0, 5},
                        .ports = PORTS,
                        .start = restarts_begin(&kept, false),
                        .starts = kept.starts,
                        .fault = kept.fault};
  board_start_clock(BRIDGE_WATCHDOG_MS);
  start_devices();
  bridge_init(&machine.bridge, &board, &HAL, machine.lanes, sizeof machine.lanes);
  for (;;) {
    WATCHDOG_CLEAR = 1;
    if (!bridge_step(&machine.bridge)) {
      sleep_until_interrupt();
    }
  }
}
