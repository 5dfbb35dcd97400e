/* Shows the radio's port any central, for libFuzzer: whatever is written and whenever it goes, the bridge reads frames
   with delimiters, no more is notified than granted, and what is notified is what the bridge gave. */
#include <string.h>

#include "ble.h"
#include "cobs.h"
#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct ble ble;
static uint16_t granted;
static uint16_t notified;
static uint8_t joined[FRAME_BYTES_MAX];
static uint32_t joined_size;
static uint32_t since; /* the last delimiter that the bridge read */

static void take_notifications(void) {
  uint8_t piece[BLE_PIECE_BYTES_MAX];
  uint32_t bytes;
  while ((bytes = ble_next_piece(&ble, piece)) > 0) {
    CHECK(bytes <= ble.piece_bytes && (int16_t)(uint16_t)(granted - notified) > 0);
    joined_size = (piece[0] & BLE_FIRST) != 0 ? 0 : joined_size;
    CHECK(bytes - 1 <= sizeof joined - joined_size);
    memcpy(joined + joined_size, piece + 1, bytes - 1);
    joined_size += bytes - 1;
    notified++;
    ble_piece_sent(&ble);
    frame_view view;
    CHECK((piece[0] & BLE_LAST) == 0 || frame_read(joined, joined_size, &view) > 0);
  }
}

/* What the bridge reads are stuffed frames of a length that its own reader takes. */
static void read_lines(uint8_t step) {
  uint8_t buf[256];
  uint32_t size = ble_read(&ble, buf, step + 1u);
  for (uint32_t i = 0; i < size; i++) {
    CHECK(buf[i] != 0 || since > 0);
    since = buf[i] == 0 ? 0 : since + 1;
    CHECK(since < FRAME_LINE_BYTES_MAX);
  }
}

static void happen(uint8_t what, uint8_t value) {
  switch (what) {
    case 0:
      if (ble_connect(&ble, value)) {
        granted = notified = 0;
      }
      break;
    case 1:
      ble_disconnect(&ble);
      break;
    case 2:
      ble_set_mtu(&ble, (uint16_t)(value * 2u));
      break;
    case 3:
      ble_subscribe_pieces(&ble, (value & 1) != 0);
      ble_subscribe_doorbell(&ble, (value & 2) != 0);
      break;
    case 4:
      read_lines(value);
      break;
    case 5:
      ble_set_waiting(&ble, value);
      if (ble_doorbell_is_due(&ble)) {
        ble_doorbell_sent(&ble);
        CHECK(!ble_doorbell_is_due(&ble));
      }
      break;
    default:
      take_notifications();
      break;
  }
}

static void give(const uint8_t *data, uint8_t length) {
  uint8_t line[FRAME_LINE_BYTES_MAX];
  uint32_t size = length == 0 ? 0 : world_request(line, length, data, length);
  for (uint32_t at = 0, taken; at < size && (taken = ble_write(&ble, line + at, size - at)) > 0;) {
    at += taken;
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ble_init(&ble);
  since = joined_size = 0;
  for (size_t at = 0; at + 1 < size;) {
    uint8_t what = data[at++];
    uint8_t value = data[at++];
    size_t length = value < size - at ? value : size - at;
    if (what < 128) {
      happen(what & 7, value);
    } else if (what < 224) {
      if (ble.connected) {
        (void)ble_take_piece(&ble, data + at, (uint32_t)length, what);
      }
      at += length;
    } else if (what < 240) {
      give(data + at, (uint8_t)length);
      at += length;
    } else {
      length = length < 3 ? length : 3;
      if (ble.connected && ble_take_grant(&ble, data + at, (uint32_t)length, what) == BLE_TAKEN) {
        granted = ble.granted;
      }
      at += length;
    }
  }
  return 0;
}
