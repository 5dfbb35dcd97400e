/* Shows a bridge any bytes on any port, and everything about its world that may go wrong, for libFuzzer: whatever
   comes, it ends, it counts, and what it sends are frames. The first byte of each step says what happens in it. */
#include <string.h>

#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { PORT_MASK = 3, LENGTH_SHIFT = 4 };

/* What goes out of a port is frames and zeros, whatever came in; a line that somebody left in the middle may be cut. */
static void check_output(struct world *world, uint8_t port, line_reader *reader, bool whole) {
  uint8_t byte;
  while (world_take(world, port, &byte, 1) == 1) {
    int32_t result;
    frame_view view;
    (void)line_reader_take(reader, &byte, 1, &result, &view);
    CHECK(!whole || result >= 0);
  }
}

static void happen(struct world *world, uint8_t what, uint8_t value) {
  switch (what & 7) {
    case 0:
      world->absent[0] = (value & 1) != 0;
      break;
    case 1:
      world->room[value % 3] = value;
      break;
    case 2:
      world->room[value % 3] = UINT32_MAX;
      break;
    case 3:
      world->now_ms += value * 100u;
      break;
    case 4:
      world->flash_refuses = (value & 1) != 0;
      break;
    case 5:
      world->losses = (bridge_losses){value, value};
      break;
    case 6:
      world_restart(world);
      break;
    case 7:
      world->slots[value & 1][value >> 2] ^= value;
      break;
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static struct world *world;
  line_reader readers[3];
  bool whole = true;
  if (world == NULL) {
    world = world_new();
  }
  world_reset(world);
  for (uint8_t port = 0; port < 3; port++) {
    line_reader_init(&readers[port]);
  }
  for (size_t at = 0; at + 1 < size;) {
    uint8_t head = data[at++];
    uint8_t port = head & PORT_MASK;
    if (port == 3) {
      happen(world, head >> 2, data[at++]);
      whole = whole && (head >> 2 & 7) != 6 && !world->absent[0];
    } else {
      /* A request, a frame whose checksum is right, or bytes as they are. */
      size_t length = data[at++] + (head >> LENGTH_SHIFT) * 64u;
      length = length < size - at ? length : size - at;
      if ((head & 8) != 0 && length > 0 && length <= FRAME_PAYLOAD_BYTES_MAX) {
        uint8_t line[FRAME_LINE_BYTES_MAX];
        world_put(world, port, line, world_request(line, head, data + at, (uint16_t)length));
      } else if ((head & 4) != 0 && length >= FRAME_HEADER_BYTES && length <= FRAME_BYTES_MAX - FRAME_CHECKSUM_BYTES) {
        world_put_raw(world, port, data + at, (uint32_t)length);
      } else {
        world_put(world, port, data + at, (uint32_t)length);
      }
      at += length;
    }
    (void)bridge_step(&world->bridge);
    (void)bridge_step(&world->bridge);
    for (port = 0; port < 3; port++) {
      check_output(world, port, &readers[port], whole);
    }
  }
  return 0;
}
