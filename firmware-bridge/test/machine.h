/* A QEMU that runs an image, with its UARTs and its monitor as sockets of this process. */
#ifndef BRIDGE_MACHINE_H
#define BRIDGE_MACHINE_H

#include <stdint.h>
#include <sys/types.h>

enum { MACHINE_UARTS = 3 };

struct machine {
  pid_t process;
  int uart[MACHINE_UARTS];
  int monitor;
};

/* Starts it and waits until it has connected. counting: one nanosecond of its time for each instruction. */
void machine_start(struct machine *machine, const char *image, int counting);
void machine_stop(struct machine *machine);

/* Presses reset. */
void machine_reset(struct machine *machine);

/* Puts all bytes on a UART. */
void machine_put(struct machine *machine, int uart, const uint8_t *buf, uint32_t buf_size);

/* Waits at most wait_ms for bytes of a UART and returns how many came, 0 if none. */
uint32_t machine_take(struct machine *machine, int uart, uint8_t *buf, uint32_t buf_size, int wait_ms);

uint64_t machine_now_us(void);

#endif
