/* Start-up, vectors and fault handlers for mps2-an505. */
#include "startup.h"

#include "board.h"
#include "bridge_assert.h"
#include "restarts.h"

extern uint32_t data_in_flash, data_start, data_end, bss_start, bss_end, stack_limit, stack_top;

__attribute__((section(".kept"))) struct restarts kept;
volatile uint32_t uptime_ms;

int main(void);
void reset(void);
_Noreturn void record_fault(const uint32_t *stacked, uint32_t kind);

__attribute__((used)) void reset(void) {
  __asm volatile("msr msplim, %0" : : "r"(&stack_limit));
  const uint32_t *from = &data_in_flash;
  for (uint32_t *to = &data_start; to < &data_end;) {
    *to++ = *from++;
  }
  for (uint32_t *to = &bss_start; to < &bss_end;) {
    *to++ = 0;
  }
  (void)main();
  board_reset();
}

_Noreturn void board_reset(void) {
  for (;;) {
    RESET_CONTROL = RESET_NOW;
  }
}

void board_start_clock(uint32_t watchdog_ms) {
  SYSTICK_RELOAD = CLOCK_HZ / 1000 - 1;
  SYSTICK_VALUE = 0;
  SYSTICK_CONTROL = 7;
  WATCHDOG_LOAD = CLOCK_HZ / 1000 * watchdog_ms;
  WATCHDOG_CONTROL = WATCHDOG_WARNS_AND_RESETS;
}

_Noreturn void bridge_assert_failed(const char *file, uint32_t line) {
  struct fault fault = {.kind = BRIDGE_START_ASSERTION,
                        .file = fault_file_hash(file),
                        .line = line,
                        .program_counter = (uint32_t)__builtin_return_address(0),
                        .uptime_ms = uptime_ms};
  restarts_record(&kept, &fault);
  board_reset();
}

/* stacked is what the processor put on the stack: r0 to r3, r12, lr, pc, xpsr. NULL where there was no room. */
__attribute__((used)) _Noreturn void record_fault(const uint32_t *stacked, uint32_t kind) {
  uint32_t status = FAULT_STATUS;
  bool overflow = (status & STACK_OVERFLOW) != 0;
  struct fault fault = {
      .kind = overflow ? BRIDGE_START_STACK : (uint8_t)kind, .uptime_ms = uptime_ms, .status = status};
  if (!overflow) {
    fault.program_counter = stacked[6];
    fault.link_register = stacked[5];
  }
  restarts_record(&kept, &fault);
  board_reset();
}

#define HANDLER(name, kind)                       \
  __attribute__((naked)) static void name(void) { \
    __asm volatile(                               \
        "mrs r0, msp\n"                           \
        "movs r1, #" #kind                        \
        "\n"                                      \
        "movs r2, #0\n"                           \
        "msr msplim, r2\n"                        \
        "ldr r2, =stack_top\n"                    \
        "mov sp, r2\n"                            \
        "b record_fault\n");                      \
  }

HANDLER(on_fault, 4)
HANDLER(on_watchdog, 2)

static void on_tick(void) { uptime_ms++; }

__attribute__((section(".vectors"), used)) static void *const VECTORS[16 + UART_RX_IRQ_0 + 2 * UARTS] = {
    [0] = &stack_top,
    [1] = (void *)reset,
    [2] = (void *)on_watchdog,
    [3] = (void *)on_fault,
    [4] = (void *)on_fault,
    [5] = (void *)on_fault,
    [6] = (void *)on_fault,
    [7] = (void *)on_fault,
    [15] = (void *)on_tick,
    [16 + UART_RX_IRQ_0] = (void *)on_uart0,
    [16 + UART_RX_IRQ_0 + 2] = (void *)on_uart1,
    [16 + UART_RX_IRQ_0 + 4] = (void *)on_uart2,
};
