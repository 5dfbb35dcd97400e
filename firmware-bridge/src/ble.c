#include "ble.h"

#include <string.h>

#include "bridge_assert.h"
#include "bytes.h"
#include "cobs.h"

enum { HEAD_BYTES = 1, RING_AGAIN = BLE_PIECES / 2 };

_Static_assert(BLE_PIECES <= BLE_NUMBER_MASK / 2, "what is missing is told from what comes again");
_Static_assert(BLE_PIECE_BYTES_MAX <= UINT8_MAX, "a piece's size is a byte");

void ble_init(struct ble *ble) {
  memset(ble, 0, sizeof *ble);
  line_reader_init(&ble->reader);
}

bool ble_connect(struct ble *ble, uint32_t now_ms) {
  if (ble->connected) {
    return false;
  }
  ble->connected = true;
  ble->heard_ms = now_ms;
  ble_set_mtu(ble, BLE_MTU_MIN);
  ble->came = ble->sent = ble->granted = 0;
  ble->in_frame = false;
  ble->out_at = 0; /* a frame cut short goes again whole */
  ble->told_waiting = ble->told_limit = 0;
  return true;
}

void ble_disconnect(struct ble *ble) { ble->connected = ble->hears_pieces = ble->hears_doorbell = false; }

void ble_set_mtu(struct ble *ble, uint16_t mtu) {
  uint32_t bytes = mtu < BLE_MTU_MIN ? BLE_MTU_MIN - BLE_ATT_BYTES : mtu - BLE_ATT_BYTES;
  ble->piece_bytes = (uint16_t)(bytes < BLE_PIECE_BYTES_MAX ? bytes : BLE_PIECE_BYTES_MAX);
}

void ble_subscribe_pieces(struct ble *ble, bool on) { ble->hears_pieces = on; }

void ble_subscribe_doorbell(struct ble *ble, bool on) {
  ble->hears_doorbell = on;
  ble->doorbell_due = on;
}

static uint32_t free_pieces(const struct ble *ble) { return BLE_PIECES - (ble->pieces_in - ble->pieces_out); }

static ble_verdict refuse(struct ble *ble, uint32_t size, ble_verdict why) {
  ble->losses.bytes += size;
  ble->losses.line_errors++;
  return why;
}

/* What is wrong with a piece of the right length, of which missing ones should have come before. */
static ble_verdict judge(const struct ble *ble, bool first, uint32_t missing, uint32_t frame_bytes) {
  if (!first && (!ble->in_frame || missing > 0)) {
    return BLE_OUT_OF_TURN;
  }
  if (frame_bytes > FRAME_BYTES_MAX) {
    return BLE_TOO_LONG;
  }
  return free_pieces(ble) == 0 ? BLE_NO_CREDIT : BLE_TAKEN;
}

ble_verdict ble_take_piece(struct ble *ble, const uint8_t *piece, uint32_t piece_size, uint32_t now_ms) {
  if (piece_size <= HEAD_BYTES || piece_size > ble->piece_bytes) {
    return refuse(ble, piece_size, BLE_BAD_LENGTH);
  }
  ble->heard_ms = now_ms;
  uint32_t missing = (uint32_t)(piece[0] - ble->came) & BLE_NUMBER_MASK;
  bool first = (piece[0] & BLE_FIRST) != 0;
  uint32_t frame_bytes = (first ? 0 : ble->in_frame_bytes) + piece_size - HEAD_BYTES;
  ble_verdict verdict = judge(ble, first, missing, frame_bytes);
  ble->came = (uint16_t)(ble->came + missing + 1u);
  ble->in_frame = verdict == BLE_TAKEN && (piece[0] & BLE_LAST) == 0;
  ble->in_frame_bytes = frame_bytes;
  if (verdict != BLE_TAKEN) {
    return refuse(ble, piece_size, verdict);
  }
  struct ble_piece *slot = &ble->pieces[ble->pieces_in++ % BLE_PIECES];
  slot->size = (uint8_t)piece_size;
  memcpy(slot->bytes, piece, piece_size);
  return BLE_TAKEN;
}

ble_verdict ble_take_grant(struct ble *ble, const uint8_t *grant, uint32_t grant_size, uint32_t now_ms) {
  if (grant_size != BLE_GRANT_BYTES) {
    return refuse(ble, grant_size, BLE_BAD_LENGTH);
  }
  ble->heard_ms = now_ms;
  uint16_t granted = read_u16(grant);
  if ((int16_t)(uint16_t)(granted - ble->granted) > 0) {
    ble->granted = granted;
  }
  return BLE_TAKEN;
}

static uint32_t next_bytes(const struct ble *ble) {
  uint32_t left = ble->out_size - ble->out_at;
  uint32_t room = ble->piece_bytes - HEAD_BYTES;
  return left < room ? left : room;
}

uint32_t ble_next_piece(const struct ble *ble, uint8_t out[BLE_PIECE_BYTES_MAX]) {
  bool may = ble->connected && ble->hears_pieces && (int16_t)(uint16_t)(ble->granted - ble->sent) > 0;
  if (!may || ble->out_size == 0) {
    return 0;
  }
  uint32_t bytes = next_bytes(ble);
  bool last = ble->out_at + bytes == ble->out_size;
  out[0] = (uint8_t)((ble->out_at == 0 ? BLE_FIRST : 0) | (last ? BLE_LAST : 0) | (ble->sent & BLE_NUMBER_MASK));
  memcpy(out + HEAD_BYTES, ble->reader.bytes + ble->out_at, bytes);
  return HEAD_BYTES + bytes;
}

void ble_piece_sent(struct ble *ble) {
  BRIDGE_ASSERT(ble->out_size > 0);
  ble->out_at += next_bytes(ble);
  ble->sent++;
  if (ble->out_at == ble->out_size) {
    ble->out_at = ble->out_size = 0;
  }
}

static uint16_t limit_of(const struct ble *ble) { return (uint16_t)(ble->came + free_pieces(ble)); }

static uint16_t waiting_of(const struct ble *ble) { return (uint16_t)(ble->waiting + (ble->out_size > 0 ? 1u : 0u)); }

void ble_doorbell(const struct ble *ble, uint8_t out[BLE_DOORBELL_BYTES]) {
  write_u16(out, limit_of(ble));
  write_u16(out + 2, waiting_of(ble));
}

bool ble_doorbell_is_due(const struct ble *ble) {
  uint32_t more = (uint16_t)(limit_of(ble) - ble->told_limit);
  bool news = ble->told_waiting == 0 && waiting_of(ble) > 0;
  return ble->connected && ble->hears_doorbell && (ble->doorbell_due || more >= RING_AGAIN || news);
}

void ble_doorbell_sent(struct ble *ble) {
  ble->doorbell_due = false;
  ble->told_limit = limit_of(ble);
  ble->told_waiting = waiting_of(ble);
}

void ble_set_waiting(struct ble *ble, uint32_t frames) {
  ble->waiting = (uint16_t)frames;
  if (waiting_of(ble) == 0) {
    ble->told_waiting = 0;
  }
}

bool ble_is_silent(const struct ble *ble, uint32_t now_ms) {
  return ble->connected && now_ms - ble->heard_ms >= BLE_SILENCE_MS;
}

/* Joins pieces until a frame is whole, which it stuffs, or there are no more. */
static void join(struct ble *ble) {
  bool whole = false;
  while (!whole && ble->pieces_in != ble->pieces_out) {
    const struct ble_piece *piece = &ble->pieces[ble->pieces_out % BLE_PIECES];
    uint32_t bytes = piece->size - HEAD_BYTES;
    if ((piece->bytes[0] & BLE_FIRST) != 0) {
      ble->losses.bytes += ble->frame_size; /* of a frame whose end never came */
      ble->frame_size = 0;
    }
    BRIDGE_ASSERT(bytes <= sizeof ble->frame - ble->frame_size);
    memcpy(ble->frame + ble->frame_size, piece->bytes + HEAD_BYTES, bytes);
    ble->frame_size += bytes;
    whole = (piece->bytes[0] & BLE_LAST) != 0;
    ble->pieces_out++;
  }
  if (whole) {
    int32_t size = cobs_encode(ble->frame, ble->frame_size, ble->line, sizeof ble->line);
    BRIDGE_ASSERT(size > 0);
    ble->line[size] = 0;
    ble->line_size = (uint32_t)size + 1u;
    ble->line_at = 0;
    ble->frame_size = 0;
  }
}

uint32_t ble_read(struct ble *ble, uint8_t *buf, uint32_t buf_size) {
  if (ble->line_at == ble->line_size) {
    join(ble);
  }
  uint32_t size = ble->line_size - ble->line_at;
  size = size < buf_size ? size : buf_size;
  memcpy(buf, ble->line + ble->line_at, size);
  ble->line_at += size;
  return size;
}

uint32_t ble_write(struct ble *ble, const uint8_t *buf, uint32_t buf_size) {
  if (!ble->connected || ble->out_size > 0) {
    return 0;
  }
  int32_t result;
  frame_view view;
  uint32_t taken = line_reader_take(&ble->reader, buf, buf_size, &result, &view);
  ble->out_size = result > 0 ? (uint32_t)result : 0;
  return taken;
}

bool ble_present(const struct ble *ble) { return ble->connected && ble->hears_pieces; }

bridge_losses ble_take_losses(struct ble *ble) {
  bridge_losses losses = ble->losses;
  ble->losses = (bridge_losses){0, 0};
  return losses;
}
