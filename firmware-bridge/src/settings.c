#include "settings.h"

#include <string.h>

#include "bytes.h"
#include "crc32c.h"

static const uint8_t MAGIC[4] = {'L', 'N', 'B', 'S'};

enum {
  VERSION_AT = 4,
  NODE_PORT_AT = 5,
  FIRST_ZEROS_AT = 6,
  GENERATION_AT = 8,
  LINES_AT = 12,
  LINE_BYTES = 8,
  FLASH_RING_AT = 36,
  LAST_ZEROS_AT = 37,
  CHECKSUM_AT = 60
};

_Static_assert(FLASH_RING_AT == LINES_AT + LINE_BYTES * (BRIDGE_PORTS_MAX - 1), "the ring follows the lines");
_Static_assert(CHECKSUM_AT + 4 == BRIDGE_SETTINGS_BYTES, "the checksum ends the block");

bool line_is_sound(const bridge_line *line) {
  return line->baud >= LINE_BAUD_MIN && line->baud <= LINE_BAUD_MAX && (line->data_bits == 7 || line->data_bits == 8) &&
         line->parity <= 2 && (line->stop_bits == 1 || line->stop_bits == 2);
}

static bool are_zeros(const uint8_t *buf, uint32_t buf_size) {
  uint8_t any = 0;
  for (uint32_t i = 0; i < buf_size; i++) {
    any |= buf[i];
  }
  return any == 0;
}

bool settings_read(struct settings *settings, const uint8_t block[BRIDGE_SETTINGS_BYTES]) {
  if (memcmp(block, MAGIC, sizeof MAGIC) != 0 || block[VERSION_AT] != SETTINGS_VERSION ||
      crc32c(block, CHECKSUM_AT) != read_u32(block + CHECKSUM_AT) || !are_zeros(block + FIRST_ZEROS_AT, 2) ||
      !are_zeros(block + LAST_ZEROS_AT, CHECKSUM_AT - LAST_ZEROS_AT) || block[NODE_PORT_AT] >= BRIDGE_PORTS_MAX ||
      block[FLASH_RING_AT] > 1) {
    return false;
  }
  settings->node_port = block[NODE_PORT_AT];
  settings->flash_ring = block[FLASH_RING_AT] == 1;
  settings->generation = read_u32(block + GENERATION_AT);
  for (uint32_t port = 1; port < BRIDGE_PORTS_MAX; port++) {
    const uint8_t *at = block + LINES_AT + LINE_BYTES * (port - 1);
    settings->lines[port] = (bridge_line){read_u32(at), at[4], at[5], at[6]};
    if (!line_is_sound(&settings->lines[port]) || at[7] != 0) {
      return false;
    }
  }
  return true;
}

void settings_write(const struct settings *settings, uint8_t block[BRIDGE_SETTINGS_BYTES]) {
  memset(block, 0, BRIDGE_SETTINGS_BYTES);
  memcpy(block, MAGIC, sizeof MAGIC);
  block[VERSION_AT] = SETTINGS_VERSION;
  block[NODE_PORT_AT] = settings->node_port;
  block[FLASH_RING_AT] = settings->flash_ring ? 1 : 0;
  write_u32(block + GENERATION_AT, settings->generation);
  for (uint32_t port = 1; port < BRIDGE_PORTS_MAX; port++) {
    uint8_t *at = block + LINES_AT + LINE_BYTES * (port - 1);
    const bridge_line *line = &settings->lines[port];
    write_u32(at, line->baud);
    at[4] = line->data_bits;
    at[5] = line->parity;
    at[6] = line->stop_bits;
  }
  write_u32(block + CHECKSUM_AT, crc32c(block, CHECKSUM_AT));
}

/* Whether generation a is newer than b, which may have gone round. */
static bool newer(uint32_t a, uint32_t b) { return (int32_t)(a - b) > 0; }

void settings_load(struct settings *newest, const bridge_hal *hal) {
  *newest = (struct settings){.node_port = BRIDGE_PORT_USB};
  for (uint32_t port = 0; port < BRIDGE_PORTS_MAX; port++) {
    newest->lines[port] = (bridge_line){SETTINGS_BAUD, 8, 0, 1};
  }
  for (uint8_t slot = 0; slot < 2; slot++) {
    uint8_t block[BRIDGE_SETTINGS_BYTES];
    struct settings found;
    hal->load(hal->context, slot, block);
    /* Slot 1 holds the odd generations, so a block in the wrong slot was not put there by settings_store. */
    if (settings_read(&found, block) && (found.generation & 1u) == slot &&
        (newest->generation == 0 || newer(found.generation, newest->generation))) {
      *newest = found;
    }
  }
}

bool settings_store(struct settings *current, const bridge_hal *hal) {
  struct settings next = *current;
  next.generation = current->generation + 1u;
  if (next.generation == 0) {
    next.generation = 2; /* 0 is the factory's; the slot stays the right one */
  }
  uint8_t block[BRIDGE_SETTINGS_BYTES];
  settings_write(&next, block);
  if (!hal->store(hal->context, (uint8_t)(next.generation & 1u), block)) {
    return false;
  }
  *current = next;
  return true;
}
