/* Breaks itself as asked, to see what is recorded. At each start it says on UART 0 why it started and what the record
   holds; then one byte: a failed assertion (a), a fault (f), a stack without end (s), a loop without end (w). */
#include "board.h"
#include "bridge_assert.h"
#include "bytes.h"
#include "startup.h"

enum { WATCHDOG_MS = 50 };

void on_uart0(void) {}
void on_uart1(void) {}
void on_uart2(void) {}

static void print_hex(uint32_t number) {
  UART(0)->data = ' ';
  for (int shift = 28; shift >= 0; shift -= 4) {
    while ((UART(0)->state & UART_TX_FULL) != 0) {
    }
    UART(0)->data = (uint8_t) "0123456789abcdef"[number >> shift & 15u];
  }
}

static volatile uint32_t depth;

/* Not the last thing it does, so that it cannot become a loop. */
__attribute__((noinline)) static uint32_t go_deeper(uint32_t level) {
  volatile uint8_t some[64];
  some[level % sizeof some] = (uint8_t)level;
  depth = level;
  return depth == 0 ? 0 : go_deeper(level + 1u) + some[level % sizeof some];
}

static void obey(uint8_t byte) {
  switch (byte) {
    case 'a':
      BRIDGE_ASSERT(depth == 1);
      break;
    case 'f':
      *(volatile uint32_t *)0x60000000u = 1;
      break;
    case 's':
      (void)go_deeper(1);
      break;
    case 'w':
      for (;;) {
      }
  }
}

int main(void) {
  bridge_start why = restarts_begin(&kept, false);
  UART(0)->divider = 16;
  UART(0)->control = UART_TX_ON | UART_RX_ON;
  print_hex(why);
  print_hex(kept.fault[0]);
  print_hex(read_u32(kept.fault + 4));
  print_hex(read_u32(kept.fault + 8));
  print_hex(read_u32(kept.fault + 12));
  UART(0)->data = '\n';
  board_start_clock(WATCHDOG_MS);
  for (;;) {
    WATCHDOG_CLEAR = 1;
    if ((UART(0)->state & UART_RX_FULL) != 0) {
      obey((uint8_t)UART(0)->data);
    }
  }
}
