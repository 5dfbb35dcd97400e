/* Writes the vectors of the bridge, docs/vectors/bridge-*.txt, into the folder named on the command line:
   docs/bridge.md, section 8. Knows nothing of the bridge's code but the checksum and the stuffing: every message is
   spelled out here. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cobs.h"
#include "crc32c.h"

enum { BYTES_MAX = 1200, TAG = 0x1c5a, NOWHERE = -1, NODE = 0, CONTROL = 15 };

typedef struct bytes {
  uint8_t at[BYTES_MAX];
  uint32_t size;
} bytes;

static const char *folder = ".";

/* The bytes that text spells in hexadecimal; spaces are passed over. */
static bytes hex(const char *text) {
  bytes out = {.size = 0};
  while (*text != '\0') {
    if (*text == ' ') {
      text++;
      continue;
    }
    char pair[3] = {text[0], text[1], '\0'};
    out.at[out.size++] = (uint8_t)strtoul(pair, NULL, 16);
    text += 2;
  }
  return out;
}

static void append_checksum(bytes *to) {
  uint32_t crc = crc32c(to->at, to->size);
  for (uint32_t i = 0; i < 4; i++) {
    to->at[to->size++] = (uint8_t)(crc >> 8 * i);
  }
}

/* A frame with any first byte, port and flags; the tag is always the same, the sequence number 0. */
static bytes frame(uint8_t first, uint8_t port, uint8_t flags, bytes rest) {
  bytes out = {.at = {first, (uint8_t)(port << 4 | flags), TAG & 0xff, TAG >> 8, 0, 0}, .size = 6};
  memcpy(out.at + 6, rest.at, rest.size);
  out.size += rest.size;
  append_checksum(&out);
  return out;
}

static bytes control(const char *message) { return frame(0x12, CONTROL, 0, hex(message)); }

static void print_line(FILE *file, const char *name, const bytes *raw) {
  uint8_t line[BYTES_MAX + 8];
  int32_t size = cobs_encode(raw->at, raw->size, line, sizeof line);
  fprintf(file, "%s: ", name);
  for (int32_t i = 0; i < size; i++) {
    fprintf(file, "%02x", line[i]);
  }
  fprintf(file, "00\n");
}

static FILE *begin(const char *name, int rule, const char *verdict, const char *comment) {
  char path[512];
  (void)snprintf(path, sizeof path, "%s/bridge-%s.txt", folder, name);
  FILE *file = fopen(path, "wb");
  if (file == NULL) {
    perror(path);
    exit(EXIT_FAILURE);
  }
  fprintf(file, "rule: bridge.md#bridge-%d\nverdict: %s\ncomment: %s\n", rule, verdict, comment);
  return file;
}

static void moved(const char *name, int rule, const char *comment, int from, bytes input, int to, bytes output) {
  FILE *file = begin(name, rule, "CARRIED", comment);
  fprintf(file, "from: %d\n", from);
  print_line(file, "input", &input);
  fprintf(file, "to: %d\n", to);
  print_line(file, "output", &output);
  (void)fclose(file);
}

static void dropped(const char *name, int rule, const char *verdict, const char *comment, int from, bytes input) {
  FILE *file = begin(name, rule, verdict, comment);
  fprintf(file, "from: %d\n", from);
  print_line(file, "input", &input);
  (void)fclose(file);
}

/* A request on the node's line and its answer. */
static void asked(const char *name, int rule, const char *verdict, const char *comment, const char *request,
                  const char *answer) {
  FILE *file = begin(name, rule, verdict, comment);
  bytes input = control(request);
  bytes output = control(answer);
  fprintf(file, "from: %d\n", NODE);
  print_line(file, "input", &input);
  fprintf(file, "to: %d\n", NODE);
  print_line(file, "output", &output);
  (void)fclose(file);
}

/* An echo of so many bytes a5. */
static void echoed(const char *name, int rule, const char *verdict, const char *comment, uint32_t size) {
  static char request[2100];
  static char answer[2100];
  int at = snprintf(answer, sizeof answer, "87 %s", rule == 16 ? "00" : "02");
  for (uint32_t i = 0; i < size && rule == 16; i++) {
    at += snprintf(answer + at, sizeof answer - (size_t)at, "a5");
  }
  at = snprintf(request, sizeof request, "07");
  for (uint32_t i = 0; i < size; i++) {
    at += snprintf(request + at, sizeof request - (size_t)at, "a5");
  }
  asked(name, rule, verdict, comment, request, answer);
}

/* A message of settings: what goes before, the block's first 60 bytes as text, its checksum with some bits flipped. */
static char *block(const char *before, const char *text, uint8_t flip) {
  static char out[2][256];
  static int turn = 0;
  turn ^= 1;
  bytes raw = hex(text);
  while (raw.size < 60) {
    raw.at[raw.size++] = 0;
  }
  append_checksum(&raw);
  raw.at[63] ^= flip;
  int at = snprintf(out[turn], sizeof out[turn], "%s", before);
  for (uint32_t i = 0; i < raw.size; i++) {
    at += snprintf(out[turn] + at, sizeof out[turn] - (size_t)at, "%02x", raw.at[i]);
  }
  return out[turn];
}

static void write_carried(void) {
  moved("to-uart0", 2, "DATA from the node for UART0", 0, frame(0x12, 1, 0, hex("010002")), 1,
        frame(0x12, 0, 0, hex("010002")));
  moved("to-uart1", 2, "DATA with an acknowledgement from the node for UART1", 0, frame(0x12, 2, 1, hex("030080 aa")),
        2, frame(0x12, 0, 1, hex("030080 aa")));
  moved("from-uart0", 2, "ACK with a bitmap from UART0", 1, frame(0x13, 0, 1, hex("090064 0201")), 0,
        frame(0x13, 1, 1, hex("090064 0201")));
  moved("from-uart1", 2, "PING from UART1", 2, frame(0x14, 0, 0, hex("")), 0, frame(0x14, 2, 0, hex("")));
  bytes longest = hex("010002");
  memset(longest.at + 3, 0xff, 1024);
  longest.size = 1027;
  moved("longest", 2, "DATA of 1024 bytes with an acknowledgement", 0, frame(0x12, 1, 1, longest), 1,
        frame(0x12, 0, 1, longest));
  moved("window-128", 6, "SYNC with window 128 from the node", 0, frame(0x11, 1, 0, hex("d4c3b2a1 00000000 0004 80")),
        1, frame(0x11, 0, 0, hex("d4c3b2a1 00000000 0004 0e")));
  moved("window-15", 6, "SYNC with ANSWER and window 15 from UART0", 1,
        frame(0x11, 0, 2, hex("08070605 d4c3b2a1 0004 0f")), 0, frame(0x11, 1, 2, hex("08070605 d4c3b2a1 0004 0e")));
  moved("window-14", 6, "SYNC with window 14 keeps it", 0, frame(0x11, 2, 0, hex("01000000 00000000 6000 0e")), 2,
        frame(0x11, 0, 0, hex("01000000 00000000 6000 0e")));
}

static void write_dropped(void) {
  dropped("stray-own-port", 3, "STRAY", "from the node for the node's own port", 0, frame(0x12, 0, 0, hex("aa")));
  dropped("stray-no-port", 3, "STRAY", "from the node for a port that this board has not got", 0,
          frame(0x12, 3, 0, hex("aa")));
  dropped("stray-port-4", 3, "STRAY", "from the node for port 4", 0, frame(0x12, 4, 0, hex("aa")));
  dropped("stray-outer", 3, "STRAY", "from UART0 for port 1; ports of outer lines are 0", 1,
          frame(0x12, 1, 0, hex("aa")));
  dropped("stray-control-outer", 14, "STRAY", "a request from UART0", 1, control("01"));
  dropped("stray-control-ping", 3, "STRAY", "PING for port 15", 0, frame(0x14, CONTROL, 0, hex("")));
  dropped("stray-control-flag", 3, "STRAY", "a request with an acknowledgement", 0,
          frame(0x12, CONTROL, 1, hex("030080 01")));
  bytes numbered = frame(0x12, CONTROL, 0, hex("01"));
  numbered.at[4] = 1;
  numbered.size -= 4;
  append_checksum(&numbered);
  dropped("stray-control-number", 3, "STRAY", "a request with sequence number 1", 0, numbered);
  bytes damaged = frame(0x12, 1, 0, hex("010002"));
  damaged.at[6] ^= 0x10;
  dropped("damaged", 4, "BAD_CHECKSUM", "one bit of the payload flipped", 0, damaged);
  dropped("unknown-type", 4, "UNKNOWN_TYPE", "type 6 is not carried either", 1, frame(0x16, 0, 0, hex("aa")));
}

#define FACTORY "4c4e4253 01 00 0000 00000000 00100e00 08 00 01 00 00100e00 08 00 01 00 00100e00 08 00 01 00"
#define CHANGED(node, rate, bits, parity, stop) \
  "4c4e4253 01" node "0000 07000000" rate bits parity stop "00 00100e00 08 00 01 00 00100e00 08 00 01 00"

static void write_asked(void) {
  asked("identify", 16, "DONE", "identify", "01",
        "81 00 01 04 000100 00 07 00 d4c3b2a1 0102030405060708 10270000 0d04 0e 00 01000000");
  asked("port-usb", 16, "DONE", "port: the node's", "02 00", "82 00 00 00 05 00 00000000 00 00 00 00 0000 0000");
  asked("port-uart", 16, "DONE", "port: UART0", "02 01", "82 00 01 01 01 00 00100e00 08 00 01 00 0000 0000");
  asked("line", 16, "DONE", "line: UART1 at 115200 baud, 8E2", "03 02 00c20100 08 01 02", "83 00 00c20100");
  char counters[256];
  (void)snprintf(counters, sizeof counters, "84 00 01 14 %0160d", 0);
  asked("counters", 16, "DONE", "counters: UART0", "04 01", counters);
  asked("kept", 16, "DONE", "kept: UART1", "05 02", "85 00 02 00 0000 00000000 00000000 00000000");
  asked("blink", 16, "DONE", "blink for 5 s", "06 05", "86 00");
  asked("echo", 16, "DONE", "echo of 4 bytes, a zero among them", "07 01000203", "87 00 01000203");
  asked("echo-empty", 16, "DONE", "echo of nothing", "07", "87 00");
  echoed("echo-longest", 16, "DONE", "echo of 1000 bytes", 1000);
  echoed("echo-over", 18, "MALFORMED", "echo of 1001 bytes", 1001);
  asked("pause", 16, "DONE", "pause UART0", "08 01 01", "88 00");
  asked("resume", 16, "DONE", "resume UART0", "08 01 00", "88 00");
  asked("settings", 16, "DONE", "settings: those of the factory", "09", block("8900", FACTORY, 0));
  asked("set", 16, "DONE", "set: UART0 at 3000000 baud; becomes generation 1",
        block("0a", CHANGED("00", "c0c62d00", "08", "00", "01"), 0), "8a 00 01000000");
  asked("restart", 16, "DONE", "restart", "0b", "8b 00");
  asked("fault", 16, "DONE", "fault: none", "0d",
        "8d 00 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000");
  asked("forget-fault", 16, "DONE", "forget fault", "0e", "8e 00");
  asked("unknown-0", 17, "UNKNOWN_REQUEST", "kind 0", "00", "80 01");
  asked("unknown-15", 17, "UNKNOWN_REQUEST", "kind 15", "0f", "8f 01");
  asked("unknown-notice", 17, "UNKNOWN_REQUEST", "a notice is no request", "40", "c0 01");
  asked("malformed-long", 18, "MALFORMED", "identify with a body", "01 00", "81 02");
  asked("malformed-short", 18, "MALFORMED", "line without stop bits", "03 02 00c20100 08 01", "83 02");
  asked("no-port-3", 19, "NO_SUCH_PORT", "counters of BLE where there is none", "04 03", "84 03");
  asked("no-port-4", 19, "NO_SUCH_PORT", "pause of port 4", "08 04 01", "88 03");
  asked("not-here-line", 20, "NOT_HERE", "line of USB", "03 00 00c20100 08 00 01", "83 04");
  asked("not-here-boot-drive", 20, "NOT_HERE", "boot drive of a simulated board", "0c", "8c 04");
  asked("range-rate-299", 21, "OUT_OF_RANGE", "299 baud", "03 01 2b010000 08 00 01", "83 05");
  asked("range-rate-300", 16, "DONE", "300 baud", "03 01 2c010000 08 00 01", "83 00 2c010000");
  asked("range-rate-most", 16, "DONE", "7800000 baud", "03 01 c0047700 08 00 01", "83 00 c0047700");
  asked("range-rate-over", 21, "OUT_OF_RANGE", "7800001 baud", "03 01 c1047700 08 00 01", "83 05");
  asked("range-bits", 21, "OUT_OF_RANGE", "9 data bits", "03 01 00c20100 09 00 01", "83 05");
  asked("range-parity", 21, "OUT_OF_RANGE", "parity 3", "03 01 00c20100 08 03 01", "83 05");
  asked("range-stop", 21, "OUT_OF_RANGE", "no stop bit", "03 01 00c20100 08 00 00", "83 05");
  asked("range-pause", 21, "OUT_OF_RANGE", "pause 2", "08 01 02", "88 05");
  asked("settings-checksum", 22, "BAD_SETTINGS", "one bit of the checksum flipped", block("0a", FACTORY, 1), "8a 06");
  asked("settings-magic", 22, "BAD_SETTINGS", "another magic", block("0a", "4c4e4254 01", 0), "8a 06");
  asked("settings-version", 22, "BAD_SETTINGS", "version 2", block("0a", "4c4e4253 02", 0), "8a 06");
  asked("settings-node", 22, "BAD_SETTINGS", "the node on port 3, which is not there",
        block("0a", CHANGED("03", "00100e00", "08", "00", "01"), 0), "8a 06");
  asked("settings-ring", 22, "BAD_SETTINGS", "a ring in flash that is neither off nor on",
        block("0a", FACTORY " 02", 0), "8a 06");
  asked("not-here-ring", 20, "NOT_HERE", "a ring in flash on a board without flash for it",
        block("0a", FACTORY " 01", 0), "8a 04");
  asked("settings-rate", 22, "BAD_SETTINGS", "UART0 at 0 baud",
        block("0a", CHANGED("00", "00000000", "08", "00", "01"), 0), "8a 06");
}

static void write_refused(void) {
  FILE *file = begin("not-stored", 23, "NOT_STORED", "set, and the flash takes nothing");
  bytes input = control(block("0a", CHANGED("00", "c0c62d00", "08", "00", "01"), 0));
  bytes output = control("8a 07");
  fprintf(file, "flash: refuses\nfrom: %d\n", NODE);
  print_line(file, "input", &input);
  fprintf(file, "to: %d\n", NODE);
  print_line(file, "output", &output);
  (void)fclose(file);
}

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "write_vectors FOLDER\n");
    return EXIT_FAILURE;
  }
  folder = argv[1];
  write_carried();
  write_dropped();
  write_asked();
  write_refused();
  return EXIT_SUCCESS;
}
