#include "end.h"

#include <string.h>

#include "bytes.h"
#include "cobs.h"
#include "world.h"

void end_init(struct end *end, uint8_t port_field, uint16_t total, uint16_t window, uint64_t wait_us) {
  *end = (struct end){.port_field = port_field, .total = total, .window = window, .wait_us = wait_us};
  line_reader_init(&end->reader);
}

static void send_frame(struct end *end, frame_type type, uint16_t seq) {
  uint8_t payload[END_FRAME_BYTES];
  memset(payload, (int)(seq * 31u & 0xffu), sizeof payload);
  write_u16(payload, seq);
  frame_view view = {.type = type,
                     .port = end->port_field,
                     .flags = FRAME_FLAG_ACKED,
                     .seq = seq,
                     .ack = end->received,
                     .credit = BRIDGE_WINDOW_FRAMES,
                     .payload = payload};
  view.payload_size = type == FRAME_DATA ? END_FRAME_BYTES : 0;
  uint8_t raw[FRAME_BYTES_MAX];
  int32_t raw_size = frame_write(&view, raw, sizeof raw);
  CHECK(raw_size > 0);
  int32_t size = cobs_encode(raw, (uint32_t)raw_size, end->out, FRAME_LINE_BYTES_MAX);
  CHECK(size > 0);
  end->out[size] = 0;
  end->out_size = (uint32_t)size + 1u;
  end->ack_due = false;
}

static void take_frame(struct end *end, uint64_t now_us, const frame_view *view) {
  if (view->port != end->port_field || (view->flags & FRAME_FLAG_ACKED) == 0) {
    return; /* a notice */
  }
  uint16_t news = (uint16_t)(view->ack - end->acked);
  if (news > 0 && news <= BRIDGE_WINDOW_FRAMES) {
    bool overtaken = (uint16_t)(end->sent - end->acked) < news;
    end->acked = view->ack;
    end->sent = overtaken ? end->acked : end->sent;
    end->repeat_us = now_us + end->wait_us;
  }
  if (view->type == FRAME_DATA) {
    CHECK(view->payload_size == END_FRAME_BYTES && read_u16(view->payload) == view->seq);
    CHECK(view->payload[END_FRAME_BYTES - 1] == (uint8_t)(view->seq * 31u));
    if (view->seq == end->received) {
      end->received++;
      end->last_us = now_us;
    }
    end->ack_due = true;
  }
}

void end_step(struct end *end, uint64_t now_us, const uint8_t *buf, uint32_t buf_size) {
  for (uint32_t at = 0; at < buf_size;) {
    int32_t result;
    frame_view view;
    at += line_reader_take(&end->reader, buf + at, buf_size - at, &result, &view);
    if (result > 0) {
      take_frame(end, now_us, &view);
    }
  }
  if (end->acked != end->sent && now_us > end->repeat_us) {
    end->sent = end->acked; /* everything goes again */
  }
  if (end->out_size > 0) {
    return;
  }
  if (end->sent != end->total && (uint16_t)(end->sent - end->acked) < end->window) {
    if (end->sent == end->acked) {
      end->repeat_us = now_us + end->wait_us;
    }
    send_frame(end, FRAME_DATA, end->sent++);
  } else if (end->ack_due) {
    send_frame(end, FRAME_ACK, 0);
  }
}

uint32_t end_take(struct end *end, uint8_t *buf, uint32_t buf_size) {
  uint32_t size = end->out_size < buf_size ? end->out_size : buf_size;
  memcpy(buf, end->out, size);
  memmove(end->out, end->out + size, end->out_size - size);
  end->out_size -= size;
  return size;
}
