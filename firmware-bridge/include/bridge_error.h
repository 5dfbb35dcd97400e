/* What a function of the bridge answers when it has no value: every result >= 0 is a value. */
#ifndef BRIDGE_ERROR_H
#define BRIDGE_ERROR_H

typedef enum bridge_error {
  BRIDGE_NO_ROOM = -1,         /* the output buffer is too small: a bug of the caller */
  BRIDGE_BAD_STUFFING = -2,    /* docs/links.md, link-8 */
  BRIDGE_TOO_SHORT = -3,       /* link-10 */
  BRIDGE_TOO_LONG = -4,        /* link-11 */
  BRIDGE_BAD_CHECKSUM = -5,    /* link-12 */
  BRIDGE_UNKNOWN_VERSION = -6, /* link-13 */
  BRIDGE_UNKNOWN_TYPE = -7,    /* link-14 */
  BRIDGE_UNKNOWN_FLAG = -8,    /* link-15 */
  BRIDGE_BAD_PAYLOAD = -9      /* link-16 */
} bridge_error;

#endif
