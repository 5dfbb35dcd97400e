/* QEMU's mps2-an505, a Cortex-M33: the registers that the bridge uses. Secure aliases. */
#ifndef BRIDGE_QEMU_BOARD_H
#define BRIDGE_QEMU_BOARD_H

#include <stdint.h>

typedef volatile uint32_t reg;

enum { CLOCK_HZ = 20000000, UARTS = 3, RAM_BYTES = 128 * 1024 };

/* CMSDK UART n; its receive interrupt is 32 + 2n. */
typedef struct uart {
  reg data;
  reg state;
  reg control;
  reg interrupt;
  reg divider;
} uart;

#define UART(n) ((uart *)(0x50200000u + 0x1000u * (n)))
enum { UART_TX_FULL = 1, UART_RX_FULL = 2, UART_RX_OVERRUN = 8 };
enum { UART_TX_ON = 1, UART_RX_ON = 2, UART_RX_INTERRUPT_ON = 8, UART_RX_INTERRUPT = 2 };
enum { UART_RX_IRQ_0 = 32 };

#define NVIC_ENABLE_1 (*(reg *)0xe000e104u)
#define SYSTICK_CONTROL (*(reg *)0xe000e010u)
#define SYSTICK_RELOAD (*(reg *)0xe000e014u)
#define SYSTICK_VALUE (*(reg *)0xe000e018u)
#define RESET_CONTROL (*(reg *)0xe000ed0cu)
#define HANDLER_CONTROL (*(reg *)0xe000ed24u)
#define FAULT_STATUS (*(reg *)0xe000ed28u)
enum { RESET_NOW = 0x05fa0004, STACK_OVERFLOW = 1 << 20, USAGE_FAULT_ON = 1 << 18 };

/* The secure watchdog counts the clock down, warns by the NMI and resets the second time. */
#define WATCHDOG_LOAD (*(reg *)0x50081000u)
#define WATCHDOG_CONTROL (*(reg *)0x50081008u)
#define WATCHDOG_CLEAR (*(reg *)0x5008100cu)
enum { WATCHDOG_WARNS_AND_RESETS = 3 };

#endif
