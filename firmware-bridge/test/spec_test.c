/* docs/bridge.md, named on the command line, says the limits, verdicts and rules that the headers say. */
#include <string.h>

#include "ble.h"
#include "control.h"
#include "vector.h"
#include "world.h"

static const struct {
  const char *name;
  uint32_t value;
} LIMITS[] = {
    {"ports", BRIDGE_PORTS_MAX},
    {"control port", BRIDGE_CONTROL_PORT},
    {"lane", LANE_BYTES},
    {"bytes beside each frame of a lane", LANE_ENTRY_BYTES},
    {"bridge window", BRIDGE_WINDOW_FRAMES},
    {"bytes of a port in one step", BRIDGE_STEP_BYTES},
    {"longest echo", CONTROL_ECHO_BYTES_MAX},
    {"settings block", BRIDGE_SETTINGS_BYTES},
    {"lowest rate", LINE_BAUD_MIN},
    {"highest rate", LINE_BAUD_MAX},
    {"silence of an absent node", BRIDGE_SILENCE_MS},
    {"wait before a restart", BRIDGE_RESTART_MS},
    {"watchdog", BRIDGE_WATCHDOG_MS},
    {"pieces of a central that wait", BLE_PIECES},
    {"longest piece", BLE_PIECE_BYTES_MAX},
    {"least MTU", BLE_MTU_MIN},
    {"silence of a central", BLE_SILENCE_MS},
    {"ring in flash", BRIDGE_RING_SECTORS},
    {"page of flash", BRIDGE_FLASH_PAGE_BYTES},
    {"wait before a frame goes to flash", BRIDGE_KEEP_MS},
};

static const struct {
  const char *name;
  uint32_t rule;
  uint32_t number;
} VERDICTS[] = {
    {"DONE", 16, CONTROL_DONE},
    {"UNKNOWN_REQUEST", 17, CONTROL_UNKNOWN_REQUEST},
    {"MALFORMED", 18, CONTROL_MALFORMED},
    {"NO_SUCH_PORT", 19, CONTROL_NO_SUCH_PORT},
    {"NOT_HERE", 20, CONTROL_NOT_HERE},
    {"OUT_OF_RANGE", 21, CONTROL_OUT_OF_RANGE},
    {"BAD_SETTINGS", 22, CONTROL_BAD_SETTINGS},
    {"NOT_STORED", 23, CONTROL_NOT_STORED},
    {"BAD_LENGTH", 31, BLE_BAD_LENGTH},
    {"OUT_OF_TURN", 32, BLE_OUT_OF_TURN},
    {"TOO_LONG", 33, BLE_TOO_LONG},
    {"NO_CREDIT", 34, BLE_NO_CREDIT},
};

static void the_limits_of_the_page_are_those_of_the_code(const char *page) {
  const char *table = strstr(page, "## 1. Limits");
  const char *end = strstr(page, "## 2. Ports");
  CHECK(table != NULL && end != NULL);
  uint32_t rows = 0;
  for (const char *row = table; (row = strstr(row, "\n| ")) != NULL && row < end; row++) {
    rows++;
  }
  CHECK(rows == 1 + sizeof LIMITS / sizeof LIMITS[0]);
  for (size_t i = 0; i < sizeof LIMITS / sizeof LIMITS[0]; i++) {
    char row[128];
    (void)snprintf(row, sizeof row, "\n| %s | %u |", LIMITS[i].name, LIMITS[i].value);
    world_case = LIMITS[i].name;
    CHECK(strstr(page, row) != NULL);
  }
}

static void each_verdict_has_its_rule(const char *page, const char *protocol) {
  for (size_t i = 0; i < sizeof VERDICTS / sizeof VERDICTS[0]; i++) {
    char text[64];
    world_case = VERDICTS[i].name;
    (void)snprintf(text, sizeof text, "**bridge-%u**", VERDICTS[i].rule);
    const char *rule = strstr(page, text);
    CHECK(rule != NULL);
    (void)snprintf(text, sizeof text, "`%s`.", VERDICTS[i].name);
    const char *named = strstr(rule, text);
    CHECK(named != NULL && named < strstr(rule + 2, "\n\n"));
    (void)snprintf(text, sizeof text, "| %u | %s |", VERDICTS[i].number, VERDICTS[i].name);
    CHECK(strstr(protocol, text) != NULL);
  }
}

static void rules_are_numbered_in_order_without_gaps(const char *page) {
  uint32_t rules = 0;
  for (const char *rule = page; (rule = strstr(rule, "\n**bridge-")) != NULL; rule++) {
    CHECK(strtoul(rule + strlen("\n**bridge-"), NULL, 10) == ++rules);
  }
  CHECK(rules == 42);
}

int main(int argc, char **argv) {
  CHECK(argc == 3);
  static char page[65536];
  (void)snprintf(page, sizeof page, "%s", vector_text(argv[1]));
  const char *protocol = strstr(vector_text(argv[2]), "## 17. Bridge");
  CHECK(protocol != NULL);
  the_limits_of_the_page_are_those_of_the_code(page);
  each_verdict_has_its_rule(page, protocol);
  rules_are_numbered_in_order_without_gaps(page);
  printf("specification: 3 tests, 0 failures\n");
  return EXIT_SUCCESS;
}
