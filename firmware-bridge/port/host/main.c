/* The bridge on this machine: bridge_host USB UART0 UART1 [SETTINGS [FLASH]], each line pty:PATH or unix:PATH. Runs
   until it is told to end; a restart by request begins again with the same lines. UARTs take no more than their rate.
   SETTINGS is a file for the two slots, FLASH one for frames that wait. */
#define _XOPEN_SOURCE 700
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "bridge.h"
#include "bridge_assert.h"
#include "flash.h"
#include "lines.h"
#include "restarts.h"
#include "version.h"

enum { PORTS = 3, PORTS_THERE = 7, BOARD_HOST = 4, IDLE_MS = 1, QUEUE_US = 2000, BITS_PER_BYTE = 10 };

static struct machine {
  struct bridge bridge;
  bridge_board board;
  struct restarts kept;
  host_line lines[PORTS];
  uint32_t baud[PORTS];
  uint64_t free_us[PORTS]; /* until when the UART is busy with what it took */
  uint64_t start_us;
  const char *settings;
  const bridge_flash *flash;
  bool restart_due;
  uint8_t lanes[BRIDGE_LANES_BYTES(PORTS)];
} machine;

static volatile sig_atomic_t told_to_end;

static void on_signal(int number) {
  (void)number;
  told_to_end = 1;
}

static uint64_t clock_us(void) {
  struct timespec now;
  (void)clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

static uint32_t now_ms(void *context) {
  return (uint32_t)((clock_us() - ((struct machine *)context)->start_us) / 1000u);
}

static uint32_t read_port(void *context, uint8_t port, uint8_t *buf, uint32_t buf_size) {
  return host_line_read(&((struct machine *)context)->lines[port], buf, buf_size);
}

/* A UART has a queue of QUEUE_US of line; USB takes what there is room for. */
static uint32_t write_port(void *context, uint8_t port, const uint8_t *buf, uint32_t buf_size) {
  struct machine *at = context;
  if (port == BRIDGE_PORT_USB) {
    return host_line_write(&at->lines[port], buf, buf_size);
  }
  uint64_t now_us = clock_us();
  uint64_t from_us = at->free_us[port] > now_us ? at->free_us[port] : now_us;
  uint64_t byte_ns = 1000000000ull * BITS_PER_BYTE / at->baud[port];
  uint64_t room = from_us >= now_us + QUEUE_US ? 0 : (now_us + QUEUE_US - from_us) * 1000u / byte_ns;
  uint32_t size = host_line_write(&at->lines[port], buf, buf_size < room ? buf_size : (uint32_t)room);
  at->free_us[port] = from_us + size * byte_ns / 1000u;
  return size;
}

static bool present(void *context, uint8_t port) {
  bool there = host_line_present(&((struct machine *)context)->lines[port]);
  return there || port != BRIDGE_PORT_USB;
}

static bridge_losses take_losses(void *context, uint8_t port) {
  (void)context;
  (void)port;
  return (bridge_losses){0, 0};
}

static uint32_t set_line(void *context, uint8_t port, const bridge_line *line) {
  ((struct machine *)context)->baud[port] = line->baud;
  return line->baud;
}

static void load(void *context, uint8_t slot, uint8_t block[BRIDGE_SETTINGS_BYTES]) {
  const char *path = ((struct machine *)context)->settings;
  int file = path == NULL ? -1 : open(path, O_RDONLY);
  memset(block, 0xff, BRIDGE_SETTINGS_BYTES);
  if (file >= 0) {
    (void)!pread(file, block, BRIDGE_SETTINGS_BYTES, slot * (off_t)BRIDGE_SETTINGS_BYTES);
    (void)close(file);
  }
}

static bool store(void *context, uint8_t slot, const uint8_t block[BRIDGE_SETTINGS_BYTES]) {
  const char *path = ((struct machine *)context)->settings;
  int file = path == NULL ? -1 : open(path, O_WRONLY | O_CREAT, 0644);
  if (file < 0) {
    return false;
  }
  bool stored =
      pwrite(file, block, BRIDGE_SETTINGS_BYTES, slot * (off_t)BRIDGE_SETTINGS_BYTES) == BRIDGE_SETTINGS_BYTES;
  return close(file) == 0 && stored;
}

static void light(void *context, bool on) {
  (void)context;
  (void)on;
}

static void restart(void *context, bool boot_drive) {
  (void)boot_drive;
  ((struct machine *)context)->restart_due = true;
}

_Noreturn void bridge_assert_failed(const char *file, uint32_t line) {
  fprintf(stderr, "%s:%u: assertion\n", file, line);
  abort();
}

static void wait_for_input(void) {
  struct pollfd waits[PORTS];
  for (int port = 0; port < PORTS; port++) {
    waits[port] = (struct pollfd){.fd = host_line_waits_on(&machine.lines[port]), .events = POLLIN};
  }
  (void)poll(waits, PORTS, IDLE_MS);
}

static void run(void) {
  static const bridge_hal HAL = {&machine, now_ms, read_port, write_port, present, take_losses,
                                 set_line, load,   store,     light,      restart};
  machine.restart_due = false;
  machine.start_us = clock_us();
  machine.board = (bridge_board){.board = BOARD_HOST,
                                 .version = BRIDGE_VERSION,
                                 .build = BRIDGE_BUILD,
                                 .unique_id = {'h', 'o', 's', 't', 0, 0, 0, 1},
                                 .ports = PORTS_THERE,
                                 .start = restarts_begin(&machine.kept, false),
                                 .starts = machine.kept.starts,
                                 .fault = machine.kept.fault,
                                 .flash = machine.flash};
  bridge_init(&machine.bridge, &machine.board, &HAL, machine.lanes, sizeof machine.lanes);
  while (!told_to_end && !machine.restart_due) {
    if (!bridge_step(&machine.bridge)) {
      wait_for_input();
    }
  }
}

int main(int argc, char **argv) {
  if (argc < 1 + PORTS || argc > 3 + PORTS) {
    fprintf(stderr, "bridge_host USB UART0 UART1 [SETTINGS [FLASH]], each line pty:PATH or unix:PATH\n");
    return EXIT_FAILURE;
  }
  struct sigaction action = {.sa_handler = on_signal};
  (void)sigaction(SIGTERM, &action, NULL);
  (void)sigaction(SIGINT, &action, NULL);
  for (int port = 0; port < PORTS; port++) {
    host_line_open(&machine.lines[port], argv[1 + port]);
  }
  machine.settings = argc > 1 + PORTS ? argv[1 + PORTS] : NULL;
  machine.flash = argc > 2 + PORTS ? host_flash_open(argv[2 + PORTS]) : NULL;
  printf("up\n");
  (void)fflush(stdout);
  while (!told_to_end) {
    run();
  }
  for (int port = 0; port < PORTS; port++) {
    host_line_close(&machine.lines[port]);
  }
  return EXIT_SUCCESS;
}
