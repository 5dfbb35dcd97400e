/* The world of a bridge: what a board gives it. All functions return at once, take bridge_hal.context first and are
   called from bridge_step alone, never from an interrupt. Numbers of ports are those of docs/bridge.md, section 2. */
#ifndef BRIDGE_HAL_H
#define BRIDGE_HAL_H

#include <stdbool.h>
#include <stdint.h>

#define BRIDGE_PORTS_MAX 4u
#define BRIDGE_SETTINGS_BYTES 64u
#define BRIDGE_FAULT_BYTES 32u
#define BRIDGE_UNIQUE_ID_BYTES 8u
#define BRIDGE_FLASH_SECTOR_BYTES 4096u
#define BRIDGE_FLASH_PAGE_BYTES 256u
#define BRIDGE_RING_SECTORS 16u

enum { BRIDGE_PORT_USB = 0, BRIDGE_PORT_UART0 = 1, BRIDGE_PORT_UART1 = 2, BRIDGE_PORT_BLE = 3 };

typedef enum bridge_port_kind { BRIDGE_KIND_USB = 0, BRIDGE_KIND_UART = 1, BRIDGE_KIND_BLE = 2 } bridge_port_kind;

/* Why it started; docs/protocol.md, section 17, identity. */
typedef enum bridge_start {
  BRIDGE_START_POWER = 0,
  BRIDGE_START_REQUEST = 1,
  BRIDGE_START_WATCHDOG = 2,
  BRIDGE_START_ASSERTION = 3,
  BRIDGE_START_FAULT = 4,
  BRIDGE_START_STACK = 5
} bridge_start;

/* How bytes go over a UART. */
typedef struct bridge_line {
  uint32_t baud;
  uint8_t data_bits; /* 7 or 8 */
  uint8_t parity;    /* 0 none, 1 even, 2 odd */
  uint8_t stop_bits; /* 1 or 2 */
} bridge_line;

/* What a board lost before the bridge could look at it, since it was last asked. */
typedef struct bridge_losses {
  uint32_t bytes;
  uint32_t line_errors;
} bridge_losses;

/* Sectors of flash for frames that wait; none of the functions is called but by the bridge, when its node is away or
   has just come back. Offsets are from the first sector. An erased byte is ff, and programming clears bits. */
typedef struct bridge_flash {
  void *context;
  uint32_t sectors;

  void (*read)(void *context, uint32_t at, uint8_t *buf, uint32_t buf_size);

  /* Programs one page; at is a multiple of BRIDGE_FLASH_PAGE_BYTES. */
  void (*program)(void *context, uint32_t at, const uint8_t page[BRIDGE_FLASH_PAGE_BYTES]);

  /* May take 400 ms. */
  void (*erase)(void *context, uint32_t sector);
} bridge_flash;

/* What a board is; the same from start to restart. */
typedef struct bridge_board {
  uint8_t board; /* docs/protocol.md, section 17, identity */
  uint8_t version[3];
  uint32_t build;
  uint8_t unique_id[BRIDGE_UNIQUE_ID_BYTES];
  uint8_t ports; /* bit n for port n */
  bool boot_drive;
  bridge_start start;
  uint32_t starts;           /* since power came, this one included */
  uint8_t *fault;            /* BRIDGE_FAULT_BYTES that a restart keeps; the board's */
  const bridge_flash *flash; /* for frames that wait; NULL: none */
} bridge_board;

typedef struct bridge_hal {
  void *context;

  /* Time since the start, modulo 2^32. */
  uint32_t (*now_ms)(void *context);

  /* Moves at most buf_size received bytes to buf and returns how many. */
  uint32_t (*read)(void *context, uint8_t port, uint8_t *buf, uint32_t buf_size);

  /* Takes what it has room for of buf[0..buf_size) and returns how much. */
  uint32_t (*write)(void *context, uint8_t port, const uint8_t *buf, uint32_t buf_size);

  /* Whether somebody holds the far end: USB configured and opened; always on a UART. */
  bool (*present)(void *context, uint8_t port);

  /* What was lost since the last call, which this forgets. */
  bridge_losses (*take_losses)(void *context, uint8_t port);

  /* Sets a UART and returns the rate that it has then, baud. */
  uint32_t (*set_line)(void *context, uint8_t port, const bridge_line *line);

  /* Copies a block of settings from slot 0 or 1; any bytes where none was ever stored. */
  void (*load)(void *context, uint8_t slot, uint8_t block[BRIDGE_SETTINGS_BYTES]);

  /* Stores a block; false when it cannot be read back. May take 100 ms. */
  bool (*store)(void *context, uint8_t slot, const uint8_t block[BRIDGE_SETTINGS_BYTES]);

  void (*light)(void *context, bool on);

  /* Restarts, into the chip's boot drive or the firmware. A host may return; a chip does not. */
  void (*restart)(void *context, bool boot_drive);
} bridge_hal;

static inline bridge_port_kind bridge_kind_of(uint8_t port) {
  return port == BRIDGE_PORT_USB ? BRIDGE_KIND_USB : port == BRIDGE_PORT_BLE ? BRIDGE_KIND_BLE : BRIDGE_KIND_UART;
}

static inline bool bridge_has_port(const bridge_board *board, uint8_t port) {
  return port < BRIDGE_PORTS_MAX && (board->ports >> port & 1u) != 0;
}

#endif
