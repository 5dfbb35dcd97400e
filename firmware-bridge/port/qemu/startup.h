/* What start-up code and programs for mps2-an505 give each other. */
#ifndef BRIDGE_QEMU_STARTUP_H
#define BRIDGE_QEMU_STARTUP_H

#include <stdint.h>

#include "restarts.h"

extern struct restarts kept;
extern volatile uint32_t uptime_ms;

_Noreturn void board_reset(void);

/* Starts the tick that counts uptime_ms, and the watchdog, which is to be fed by WATCHDOG_CLEAR. */
void board_start_clock(uint32_t watchdog_ms);

/* Interrupts, by the program: bytes have come. */
void on_uart0(void);
void on_uart1(void);
void on_uart2(void);

#endif
