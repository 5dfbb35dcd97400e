/* The radio's port between a bridge and a GATT server: frames without stuffing in pieces, credit both ways, a doorbell;
   docs/bridge.md, section 6, and docs/protocol.md, section 18. Knows no Bluetooth stack: whoever has one says what
   happened and sends what is due. Nothing is allocated. Not callable from an interrupt. */
#ifndef BRIDGE_BLE_H
#define BRIDGE_BLE_H

#include <stdbool.h>
#include <stdint.h>

#include "bridge_hal.h"
#include "line_reader.h"

#define BLE_PIECES 16u
#define BLE_PIECE_BYTES_MAX 244u
#define BLE_MTU_MIN 23u
#define BLE_ATT_BYTES 3u /* of an MTU, before a value */
#define BLE_DOORBELL_BYTES 4u
#define BLE_GRANT_BYTES 2u
#define BLE_SILENCE_MS 20000u

enum { BLE_FIRST = 0x80, BLE_LAST = 0x40, BLE_NUMBER_MASK = 0x3f };

/* What becomes of what a central wrote; the number is added to 0x80 for the ATT error of a write that wants an answer.
 */
typedef enum ble_verdict {
  BLE_TAKEN = 0,
  BLE_BAD_LENGTH = 1,
  BLE_OUT_OF_TURN = 2,
  BLE_TOO_LONG = 3,
  BLE_NO_CREDIT = 4
} ble_verdict;

struct ble_piece {
  uint8_t size;
  uint8_t bytes[BLE_PIECE_BYTES_MAX];
};

struct ble {
  bool connected;
  bool hears_pieces;
  bool hears_doorbell;
  uint32_t heard_ms;
  uint16_t piece_bytes; /* longest of this connection, head included */

  struct ble_piece pieces[BLE_PIECES]; /* that came, a ring */
  uint32_t pieces_in;
  uint32_t pieces_out;
  uint16_t came; /* in this connection, those that are missing included */
  bool in_frame;
  uint32_t in_frame_bytes;
  uint8_t frame[FRAME_BYTES_MAX]; /* being joined */
  uint32_t frame_size;
  uint8_t line[FRAME_LINE_BYTES_MAX]; /* joined, stuffed, for the bridge */
  uint32_t line_size;
  uint32_t line_at;

  line_reader reader; /* of the bridge's bytes; holds the frame that is being sent */
  uint32_t out_size;  /* of that frame; 0: none */
  uint32_t out_at;
  uint16_t sent; /* pieces in this connection */
  uint16_t granted;

  uint16_t waiting; /* frames for the central */
  uint16_t told_waiting;
  uint16_t told_limit;
  bool doorbell_due;
  bridge_losses losses;
};

void ble_init(struct ble *ble);

/* A central has connected; false when there is one already, which stays. */
bool ble_connect(struct ble *ble, uint32_t now_ms);
void ble_disconnect(struct ble *ble);

/* The connection's MTU, bytes. */
void ble_set_mtu(struct ble *ble, uint16_t mtu);

/* Which notifications the central has asked for. */
void ble_subscribe_pieces(struct ble *ble, bool on);
void ble_subscribe_doorbell(struct ble *ble, bool on);

/* The central wrote to RX, or to the doorbell. The bytes are copied. */
ble_verdict ble_take_piece(struct ble *ble, const uint8_t *piece, uint32_t piece_size, uint32_t now_ms);
ble_verdict ble_take_grant(struct ble *ble, const uint8_t *grant, uint32_t grant_size, uint32_t now_ms);

/* Writes the piece that TX is to notify now and returns its size, 0 when there is none. It stays the next one until
   ble_piece_sent. */
uint32_t ble_next_piece(const struct ble *ble, uint8_t out[BLE_PIECE_BYTES_MAX]);
void ble_piece_sent(struct ble *ble);

/* The doorbell's value, and whether it is to be notified now, until ble_doorbell_sent. */
void ble_doorbell(const struct ble *ble, uint8_t out[BLE_DOORBELL_BYTES]);
bool ble_doorbell_is_due(const struct ble *ble);
void ble_doorbell_sent(struct ble *ble);

/* How many frames the bridge has for the central, what lies here not counted. */
void ble_set_waiting(struct ble *ble, uint32_t frames);

/* Whether the central has been silent for so long that it is to be let go. */
bool ble_is_silent(const struct ble *ble, uint32_t now_ms);

/* The bridge's side: bridge_hal's read, write, present and take_losses. */
uint32_t ble_read(struct ble *ble, uint8_t *buf, uint32_t buf_size);
uint32_t ble_write(struct ble *ble, const uint8_t *buf, uint32_t buf_size);
bool ble_present(const struct ble *ble);
bridge_losses ble_take_losses(struct ble *ble);

#endif
