/* The parts below the bridge against slow, obvious models. */
#include <string.h>

#include "bridge_error.h"
#include "byte_ring.h"
#include "bytes.h"
#include "cobs.h"
#include "crc32c.h"
#include "fault.h"
#include "restarts.h"
#include "world.h"

enum { ROUNDS = 2000, MODEL_FRAMES_MAX = 512 };

static uint32_t bitwise_crc(const uint8_t *buf, uint32_t buf_size) {
  uint32_t crc = 0xffffffffu;
  for (uint32_t i = 0; i < buf_size; i++) {
    crc ^= buf[i];
    for (int bit = 0; bit < 8; bit++) {
      crc = (crc >> 1) ^ ((crc & 1u) != 0 ? 0x82f63b78u : 0u);
    }
  }
  return ~crc;
}

static uint32_t random_bytes(uint8_t *buf, uint32_t size_max) {
  uint32_t size = world_below(size_max + 1u);
  bool few = world_below(2) == 0;
  for (uint32_t i = 0; i < size; i++) {
    buf[i] = (uint8_t)(few ? world_below(2) : world_random());
  }
  return size;
}

static void the_table_is_the_polynomial(void) {
  uint8_t buf[FRAME_BYTES_MAX];
  for (int round = 0; round < ROUNDS; round++) {
    uint32_t size = random_bytes(buf, sizeof buf);
    CHECK(crc32c(buf, size) == bitwise_crc(buf, size));
  }
}

static void a_changed_checksum_is_the_one_computed_anew(void) {
  uint8_t buf[FRAME_BYTES_MAX];
  for (int round = 0; round < ROUNDS; round++) {
    uint32_t size = random_bytes(buf, sizeof buf - 1u) + 1u;
    buf[size - 1u] = 7;
    uint32_t before = crc32c(buf, size);
    uint32_t at = world_below(size);
    uint8_t change = (uint8_t)world_random();
    buf[at] ^= change;
    CHECK(crc32c_changed(before, change, size - at - 1u) == crc32c(buf, size));
  }
}

static void damage_stays_visible_when_a_frame_is_changed(void) {
  uint8_t raw[64];
  frame_view view = {.type = FRAME_DATA, .port = 1, .payload = (const uint8_t *)"abc", .payload_size = 3};
  int32_t size = frame_write(&view, raw, sizeof raw);
  CHECK(size > 0);
  raw[7] ^= 4;
  frame_change(raw, (uint32_t)size, FRAME_PORT_AT, 0x20);
  CHECK(frame_read(raw, (uint32_t)size, &view) == BRIDGE_BAD_CHECKSUM);
  raw[7] ^= 4;
  CHECK(frame_read(raw, (uint32_t)size, &view) == 3 && view.port == 2);
}

static void what_is_stuffed_comes_back_and_has_no_zero(void) {
  uint8_t raw[FRAME_BYTES_MAX];
  uint8_t stuffed[FRAME_LINE_BYTES_MAX];
  for (int round = 0; round < ROUNDS; round++) {
    uint32_t size = random_bytes(raw, sizeof raw);
    int32_t stuffed_size = cobs_encode(raw, size, stuffed, sizeof stuffed);
    CHECK(stuffed_size > 0 && memchr(stuffed, 0, (size_t)stuffed_size) == NULL);
    CHECK(cobs_decode(stuffed, (uint32_t)stuffed_size) == (int32_t)size && memcmp(raw, stuffed, size) == 0);
  }
  CHECK(cobs_encode(raw, 254, stuffed, COBS_ENCODED_MAX(254) - 1u) == BRIDGE_NO_ROOM);
  uint8_t zero_inside[] = {3, 1, 0};
  CHECK(cobs_decode(zero_inside, 3) == BRIDGE_BAD_STUFFING);
  uint8_t only_zero[] = {0};
  CHECK(cobs_decode(only_zero, 1) == BRIDGE_BAD_STUFFING);
  frame_view view = {.type = FRAME_DATA, .payload = raw, .payload_size = 1};
  CHECK(frame_write(&view, stuffed, 10) == BRIDGE_NO_ROOM && frame_write(&view, stuffed, 11) == 11);
}

static void the_reader_takes_the_longest_line_and_no_longer(void) {
  uint8_t line[FRAME_LINE_BYTES_MAX + 2];
  line_reader reader;
  frame_view view;
  int32_t result;
  line_reader_init(&reader);
  memset(line, 1, sizeof line);
  line[FRAME_LINE_BYTES_MAX - 1] = 0;
  CHECK(line_reader_take(&reader, line, FRAME_LINE_BYTES_MAX, &result, &view) == FRAME_LINE_BYTES_MAX);
  CHECK(result == BRIDGE_TOO_LONG); /* 1042 codes of nothing are 1041 zeros */
  line[FRAME_LINE_BYTES_MAX - 1] = 1;
  line[FRAME_LINE_BYTES_MAX] = 0;
  for (uint32_t i = 0; i <= FRAME_LINE_BYTES_MAX; i++) {
    CHECK(line_reader_take(&reader, line + i, 1, &result, &view) == 1);
    CHECK(result == (i == FRAME_LINE_BYTES_MAX ? BRIDGE_TOO_LONG : 0));
  }
  uint32_t size = world_data(line, 3, 9, 0, 5);
  CHECK(line_reader_take(&reader, line, size, &result, &view) == size);
  CHECK(result > 0 && view.port == 3 && view.seq == 9 && view.payload_size == 5);
}

static void a_ring_gives_what_it_took(void) {
  enum { SIZE = 16 };
  _Static_assert(BYTE_RING_SIZE_OK(SIZE) && !BYTE_RING_SIZE_OK(12u), "a power of two");
  uint8_t memory[SIZE];
  uint8_t buf[SIZE + 4];
  byte_ring ring;
  byte_ring_init(&ring, memory, SIZE);
  ring.in = ring.out = UINT32_MAX - 20u; /* the indices go round in this test */
  uint8_t put = 0;
  uint8_t taken = 0;
  for (int round = 0; round < ROUNDS; round++) {
    uint32_t held = byte_ring_size(&ring);
    uint32_t more = world_below(SIZE + 4);
    for (uint32_t i = 0; i < more; i++) {
      buf[i] = (uint8_t)(put + i);
    }
    uint32_t fits = more < SIZE - held ? more : SIZE - held;
    CHECK(byte_ring_put_all(&ring, buf, more) == fits);
    put = (uint8_t)(put + fits);
    uint32_t size = byte_ring_take(&ring, buf, world_below(sizeof buf));
    for (uint32_t i = 0; i < size; i++) {
      CHECK(buf[i] == taken++);
    }
  }
}

static void a_lane_is_a_queue_of_frames(void) {
  static uint8_t memory[LANE_BYTES];
  static struct {
    uint32_t size;
    uint32_t ms;
    uint8_t fill;
  } model[MODEL_FRAMES_MAX];
  struct lane lane;
  lane_init(&lane, memory);
  uint32_t first = 0;
  uint32_t last = 0;
  uint32_t used = 0;
  for (uint32_t round = 0; round < 20u * ROUNDS; round++) {
    uint8_t frame[BRIDGE_OUT_BYTES_MAX];
    uint32_t size = world_below(sizeof frame) + 1u;
    memset(frame, (int)(round & 0xffu), size);
    bool fits = used + size + LANE_ENTRY_BYTES <= LANE_BYTES;
    if (world_below(2) == 0 && last - first < MODEL_FRAMES_MAX) {
      CHECK(lane_put(&lane, frame, size, round) == fits);
      if (fits) {
        model[last % MODEL_FRAMES_MAX].size = size;
        model[last % MODEL_FRAMES_MAX].ms = round;
        model[last++ % MODEL_FRAMES_MAX].fill = (uint8_t)round;
        used += size + LANE_ENTRY_BYTES;
        CHECK(lane_newest_is(&lane, frame, size) && !lane_newest_is(&lane, frame, size - 1u));
        frame[size / 2] ^= 1;
        CHECK(!lane_newest_is(&lane, frame, size));
      }
    } else if (first != last) {
      uint32_t i = first++ % MODEL_FRAMES_MAX;
      CHECK(lane_front_bytes(&lane) == model[i].size && lane_front_ms(&lane) == model[i].ms);
      const uint8_t *part;
      for (uint32_t at = 0; at < model[i].size;) {
        uint32_t together = lane_front_part(&lane, at, &part);
        CHECK(together > 0 && part[0] == model[i].fill && part[together - 1u] == model[i].fill);
        at += together;
      }
      used -= model[i].size + LANE_ENTRY_BYTES;
      lane_pop(&lane);
    }
    CHECK(lane.frames == last - first && lane_frame_bytes(&lane) + lane.frames * LANE_ENTRY_BYTES == used);
  }
}

static void a_fault_is_recorded_with_its_file(void) {
  uint8_t record[BRIDGE_FAULT_BYTES];
  memset(record, 0xa5, sizeof record);
  CHECK(!fault_is_recorded(record));
  CHECK(fault_file_hash("a/b/lane.c") == fault_file_hash("lane.c") && fault_file_hash("a") == 0xe40c292cu);
  struct fault fault = {3, fault_file_hash("src/lane.c"), 31, 0x10000100, 0x10000200, 4711, 5};
  fault_write(&fault, record);
  CHECK(fault_is_recorded(record) && record[0] == 3 && read_u32(record + 8) == 31 && read_u32(record + 20) == 4711);
  record[9] ^= 1;
  CHECK(!fault_is_recorded(record));
  fault_forget(record);
  CHECK(!fault_is_recorded(record));
}

static void restarts_are_counted_and_have_a_reason(void) {
  struct restarts kept;
  memset(&kept, 0x5a, sizeof kept);
  CHECK(restarts_begin(&kept, false) == BRIDGE_START_POWER && kept.starts == 1 && !fault_is_recorded(kept.fault));
  CHECK(restarts_begin(&kept, false) == BRIDGE_START_REQUEST && kept.starts == 2);
  const struct fault fault = {BRIDGE_START_FAULT, 0, 0, 1, 2, 3, 4};
  restarts_record(&kept, &fault);
  CHECK(restarts_begin(&kept, false) == BRIDGE_START_FAULT && kept.starts == 3 && fault_is_recorded(kept.fault));
  CHECK(restarts_begin(&kept, false) == BRIDGE_START_REQUEST && fault_is_recorded(kept.fault));
  kept.starts ^= 1;
  CHECK(restarts_begin(&kept, false) == BRIDGE_START_POWER && !fault_is_recorded(kept.fault));
  CHECK(restarts_begin(&kept, true) == BRIDGE_START_POWER && kept.starts == 1);
}

int main(void) {
  the_table_is_the_polynomial();
  a_changed_checksum_is_the_one_computed_anew();
  damage_stays_visible_when_a_frame_is_changed();
  what_is_stuffed_comes_back_and_has_no_zero();
  the_reader_takes_the_longest_line_and_no_longer();
  a_ring_gives_what_it_took();
  a_lane_is_a_queue_of_frames();
  a_fault_is_recorded_with_its_file();
  restarts_are_counted_and_have_a_reason();
  printf("codec: 9 tests, 0 failures\n");
  return EXIT_SUCCESS;
}
