#include "line_reader.h"

#include <string.h>

#include "bridge_error.h"
#include "cobs.h"

void line_reader_init(line_reader *reader) {
  reader->size = 0;
  reader->too_long = false;
}

static int32_t frame_ended(line_reader *reader, frame_view *view) {
  uint32_t size = reader->size;
  bool too_long = reader->too_long;
  line_reader_init(reader);
  if (too_long) {
    return BRIDGE_TOO_LONG;
  }
  if (size == 0) {
    return 0;
  }
  int32_t raw_size = cobs_decode(reader->bytes, size);
  if (raw_size < 0) {
    return raw_size;
  }
  int32_t result = frame_read(reader->bytes, (uint32_t)raw_size, view);
  return result < 0 ? result : raw_size;
}

uint32_t line_reader_take(line_reader *reader, const uint8_t *buf, uint32_t buf_size, int32_t *result,
                          frame_view *view) {
  const uint8_t *delimiter = buf_size == 0 ? NULL : memchr(buf, 0, buf_size);
  uint32_t size = delimiter == NULL ? buf_size : (uint32_t)(delimiter - buf);
  if (size >= sizeof reader->bytes - reader->size) {
    reader->too_long = true;
    reader->size = 0;
  } else if (size > 0 && !reader->too_long) {
    memcpy(reader->bytes + reader->size, buf, size);
    reader->size += size;
  }
  *result = 0;
  if (delimiter == NULL) {
    return size;
  }
  *result = frame_ended(reader, view);
  return size + 1u;
}
