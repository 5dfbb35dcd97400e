/* The frames that wait for one line, oldest first, each with the time it came: a ring of whole frames in bytes;
   docs/bridge.md, bridge-7 and bridge-11. The memory is the caller's. Not callable from an interrupt.

     ... | size 2 | time 4, ms | size bytes, as they go on the line | size 2 | ...   */
#ifndef BRIDGE_LANE_H
#define BRIDGE_LANE_H

#include <stdbool.h>
#include <stdint.h>

#define LANE_BYTES 16384u
#define LANE_ENTRY_BYTES 6u

struct lane {
  uint8_t *memory;
  uint32_t first;  /* index of the oldest entry, 0..LANE_BYTES-1 */
  uint32_t used;   /* bytes of all entries */
  uint32_t newest; /* index of the newest entry; means nothing when frames is 0 */
  uint32_t frames;
};

void lane_init(struct lane *lane, uint8_t memory[LANE_BYTES]);

/* Appends a frame of 1 to 65535 bytes; false when there is no room, and then nothing has changed. */
bool lane_put(struct lane *lane, const uint8_t *frame, uint32_t frame_size, uint32_t now_ms);

/* Bytes of the oldest frame; 0 when there is none. */
uint32_t lane_front_bytes(const struct lane *lane);

/* When the oldest frame came, ms. There is one. */
uint32_t lane_front_ms(const struct lane *lane);

/* Points part at the bytes of the oldest frame from offset on, which is below its size, as far as they lie together,
   and returns how many. Good until the next change of the lane. */
uint32_t lane_front_part(const struct lane *lane, uint32_t offset, const uint8_t **part);

/* Forgets the oldest frame. There is one. */
void lane_pop(struct lane *lane);

/* Whether the newest frame is these bytes. */
bool lane_newest_is(const struct lane *lane, const uint8_t *frame, uint32_t frame_size);

/* Bytes of all frames, without what stands beside them. */
uint32_t lane_frame_bytes(const struct lane *lane);

#endif
