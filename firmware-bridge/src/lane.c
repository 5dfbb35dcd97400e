#include "lane.h"

#include <string.h>

#include "bridge_assert.h"
#include "bytes.h"

_Static_assert((LANE_BYTES & (LANE_BYTES - 1u)) == 0, "the ring is a power of two");
enum { MASK = LANE_BYTES - 1 };

void lane_init(struct lane *lane, uint8_t memory[LANE_BYTES]) { *lane = (struct lane){.memory = memory}; }

static void copy_in(struct lane *lane, uint32_t at, const uint8_t *buf, uint32_t buf_size) {
  uint32_t start = at & MASK;
  uint32_t together = LANE_BYTES - start < buf_size ? LANE_BYTES - start : buf_size;
  memcpy(lane->memory + start, buf, together);
  memcpy(lane->memory, buf + together, buf_size - together);
}

static void copy_out(const struct lane *lane, uint32_t at, uint8_t *buf, uint32_t buf_size) {
  for (uint32_t i = 0; i < buf_size; i++) {
    buf[i] = lane->memory[(at + i) & MASK];
  }
}

static uint32_t bytes_at(const struct lane *lane, uint32_t entry) {
  uint8_t size[2];
  copy_out(lane, entry, size, sizeof size);
  return read_u16(size);
}

bool lane_put(struct lane *lane, const uint8_t *frame, uint32_t frame_size, uint32_t now_ms) {
  BRIDGE_ASSERT(frame_size > 0 && frame_size <= UINT16_MAX);
  if (frame_size + LANE_ENTRY_BYTES > LANE_BYTES - lane->used) {
    return false;
  }
  uint32_t entry = lane->first + lane->used;
  uint8_t head[LANE_ENTRY_BYTES];
  write_u16(head, (uint16_t)frame_size);
  write_u32(head + 2, now_ms);
  copy_in(lane, entry, head, sizeof head);
  copy_in(lane, entry + LANE_ENTRY_BYTES, frame, frame_size);
  lane->newest = entry & MASK;
  lane->used += frame_size + LANE_ENTRY_BYTES;
  lane->frames++;
  return true;
}

uint32_t lane_front_bytes(const struct lane *lane) { return lane->frames == 0 ? 0 : bytes_at(lane, lane->first); }

uint32_t lane_front_ms(const struct lane *lane) {
  BRIDGE_ASSERT(lane->frames > 0);
  uint8_t time[4];
  copy_out(lane, lane->first + 2, time, sizeof time);
  return read_u32(time);
}

uint32_t lane_front_part(const struct lane *lane, uint32_t offset, const uint8_t **part) {
  uint32_t size = lane_front_bytes(lane);
  BRIDGE_ASSERT(offset < size);
  uint32_t start = (lane->first + LANE_ENTRY_BYTES + offset) & MASK;
  *part = lane->memory + start;
  uint32_t left = size - offset;
  return LANE_BYTES - start < left ? LANE_BYTES - start : left;
}

void lane_pop(struct lane *lane) {
  BRIDGE_ASSERT(lane->frames > 0);
  uint32_t entry_bytes = bytes_at(lane, lane->first) + LANE_ENTRY_BYTES;
  lane->first = (lane->first + entry_bytes) & MASK;
  lane->used -= entry_bytes;
  lane->frames--;
}

bool lane_newest_is(const struct lane *lane, const uint8_t *frame, uint32_t frame_size) {
  if (lane->frames == 0 || bytes_at(lane, lane->newest) != frame_size) {
    return false;
  }
  for (uint32_t i = 0; i < frame_size; i++) {
    if (lane->memory[(lane->newest + LANE_ENTRY_BYTES + i) & MASK] != frame[i]) {
      return false;
    }
  }
  return true;
}

uint32_t lane_frame_bytes(const struct lane *lane) { return lane->used - lane->frames * LANE_ENTRY_BYTES; }
