/* Faults of the processor and failed assertions: recorded, then the board restarts. */
#include "board.h"
#include "bridge_assert.h"
#include "hardware/structs/watchdog.h"
#include "hardware/watchdog.h"
#include "pico/platform.h"
#include "pico/time.h"

#define FAULT_STATUS (*(volatile uint32_t *)0xe000ed28u)
enum { STACK_OVERFLOW = 1 << 20, STACKED_LR = 5, STACKED_PC = 6, STACKED_WORDS = 8, GUARD_WORDS = 16 };

struct restarts __uninitialized_ram(kept);

extern uint32_t __StackBottom[], __StackTop[];
#ifdef BRIDGE_BLE
#define STACK_BOTTOM board_stack
#define STACK_TOP (board_stack + BOARD_STACK_WORDS)
#else
#define STACK_BOTTOM __StackBottom
#define STACK_TOP __StackTop
#endif

void isr_hardfault(void);
_Noreturn void board_panic(const char *text, ...);
_Noreturn void record_fault(const uint32_t *stacked);

_Noreturn void board_reset(void) {
  watchdog_reboot(0, 0, 0);
  for (;;) {
    tight_loop_contents();
  }
}

_Noreturn void bridge_assert_failed(const char *file, uint32_t line) {
  struct fault fault = {.kind = BRIDGE_START_ASSERTION,
                        .file = fault_file_hash(file),
                        .line = line,
                        .program_counter = (uint32_t)__builtin_return_address(0),
                        .uptime_ms = to_ms_since_boot(get_absolute_time())};
  restarts_record(&kept, &fault);
  board_reset();
}

/* The SDK's own assertions; their text has nowhere to go. */
_Noreturn void board_panic(const char *text, ...) {
  (void)text;
  bridge_assert_failed("panic", 0);
}

/* stacked is what the processor put on the stack: r0 to r3, r12, lr, pc, xpsr; or where it had no room to. */
__attribute__((used)) _Noreturn void record_fault(const uint32_t *stacked) {
  bool overflow = stacked < STACK_BOTTOM + GUARD_WORDS || stacked + STACKED_WORDS > STACK_TOP;
  struct fault fault = {.uptime_ms = to_ms_since_boot(get_absolute_time())};
#if !PICO_RP2040
  fault.status = FAULT_STATUS;
  overflow = overflow || (fault.status & STACK_OVERFLOW) != 0;
#endif
  fault.kind = overflow ? BRIDGE_START_STACK : BRIDGE_START_FAULT;
  if (!overflow) {
    fault.program_counter = stacked[STACKED_PC];
    fault.link_register = stacked[STACKED_LR];
  }
  restarts_record(&kept, &fault);
  board_reset();
}

/* The handler has a stack of its own again, for the old one may be what is broken. */
__attribute__((naked)) void isr_hardfault(void) {
  __asm volatile(
      "mrs r0, msp\n"
#if !PICO_RP2040
      "movs r2, #0\n"
      "msr msplim, r2\n"
#else
      "ldr r2, =0xe000ed94\n" /* the guard of this processor is a region of its memory protection unit */
      "movs r1, #0\n"
      "str r1, [r2]\n"
#endif
      "ldr r2, =__StackTop\n"
      "mov sp, r2\n"
      "ldr r2, =record_fault\n"
      "bx r2\n"
      ".ltorg\n");
}
