/* The bridge's GATT service over the air of virtual controllers: ble_air TERMINAL TERMINAL, each an H4 line to one. A
   child is the bridge, with the same glue to BTstack as on a board; this process is the node at its USB line and a
   central, also on BTstack, which finds the service, meets it twice, and has frames carried both ways. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "ble/le_device_db_tlv.h"
#include "ble_gatt.h"
#include "btstack.h"
#include "btstack_run_loop_posix.h"
#include "btstack_tlv_none.h"
#include "btstack_uart.h"
#include "bytes.h"
#include "cobs.h"
#include "hci_transport_h4.h"
#include "world.h"

enum { STEP_MS = 1, MOST_MS = 60000, FRAMES = 40, MEETINGS = 2, GRANT = 8, LINE_MAX = 4 * FRAME_LINE_BYTES_MAX };

static const uint8_t SERVICE[16] = {0x8b, 0x6f, 0x00, 0x01, 0x2d, 0x5a, 0x4c, 0x0e,
                                    0x9a, 0x37, 0x51, 0xe4, 0x60, 0xbd, 0x17, 0xc2};

static btstack_timer_source_t timer;
static uint64_t started_ms;

static uint64_t clock_ms(void) {
  struct timespec now;
  CHECK(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
  return (uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u;
}

static uint32_t now_ms(void) { return (uint32_t)(clock_ms() - started_ms); }

static void again(void (*step)(btstack_timer_source_t *)) {
  btstack_run_loop_set_timer_handler(&timer, step);
  btstack_run_loop_set_timer(&timer, STEP_MS);
  btstack_run_loop_add_timer(&timer);
}

static void start_stack(const char *terminal, uint8_t number) {
  static hci_transport_config_uart_t config = {HCI_TRANSPORT_CONFIG_UART, 115200, 0, 0, NULL, 0};
  config.device_name = terminal;
  started_ms = clock_ms();
  btstack_memory_init();
  btstack_run_loop_init(btstack_run_loop_posix_get_instance());
  hci_init(hci_transport_h4_instance_for_uart(btstack_uart_posix_instance()), &config);
  bd_addr_t address = {0xc0, 1, 2, 3, 4, number};
  gap_random_address_set(address);
}

/* The bridge. */

static struct ble ble;
static int usb;
static struct world *world;

static uint32_t read_port(void *context, uint8_t port, uint8_t *buf, uint32_t buf_size) {
  (void)context;
  ssize_t size = 0;
  if (port == BRIDGE_PORT_BLE) {
    return ble_read(&ble, buf, buf_size);
  }
  if (port == BRIDGE_PORT_USB) {
    size = read(usb, buf, buf_size);
  }
  return size > 0 ? (uint32_t)size : 0;
}

static uint32_t write_port(void *context, uint8_t port, const uint8_t *buf, uint32_t buf_size) {
  (void)context;
  if (port == BRIDGE_PORT_BLE) {
    return ble_write(&ble, buf, buf_size);
  }
  ssize_t size = port == BRIDGE_PORT_USB ? write(usb, buf, buf_size) : 0;
  return size > 0 ? (uint32_t)size : 0;
}

static void bridge_turn(btstack_timer_source_t *source) {
  (void)source;
  for (int i = 0; i < 16; i++) {
    world->now_ms = now_ms();
    ble_set_waiting(&ble, world->bridge.ports[BRIDGE_PORT_BLE].from_node.frames);
    ble_gatt_step();
    (void)bridge_step(&world->bridge);
  }
  again(bridge_turn);
}

static _Noreturn void be_bridge(const char *terminal, int line) {
  usb = line;
  world = world_new();
  world->hal.read = read_port;
  world->hal.write = write_port;
  world->board.ports = 15;
  ble_init(&ble);
  start_stack(terminal, 1);
  world_restart(world);
  ble_gatt_start(&ble, now_ms);
  (void)hci_power_control(HCI_POWER_ON);
  again(bridge_turn);
  btstack_run_loop_execute();
  abort();
}

/* The node and the central. */

typedef enum stage { FINDING, MEETING, SERVICES, CHARACTERISTICS, TX_ON, DOORBELL_ON, TALKING, PARTING } stage;

static struct central {
  stage stage;
  int meeting;
  hci_con_handle_t bridge;
  gatt_client_service_t service;
  gatt_client_characteristic_t rx, tx, doorbell;
  gatt_client_notification_t notifications;
  uint16_t limit;
  uint16_t sent;
  uint16_t granted;
  uint16_t came;
  uint8_t frame[FRAME_BYTES_MAX]; /* being written */
  uint32_t frame_size;
  uint32_t frame_at;
  uint8_t joined[FRAME_BYTES_MAX];
  uint32_t joined_size;
  int written;  /* frames of this meeting */
  int at_node;  /* of them that the node has */
  int returned; /* that came back */
  int status;
  btstack_packet_callback_registration_t events;
  line_reader reader;
} central;
static int node;

/* The frame number i of a meeting: sizes go through all that matter. */
static uint32_t make_frame(int i, uint8_t port, uint8_t out[FRAME_BYTES_MAX]) {
  static const uint16_t SIZES[] = {1, 7, 230, 231, 232, 500, 1024, 64};
  uint8_t payload[FRAME_PAYLOAD_BYTES_MAX];
  for (uint32_t k = 0; k < sizeof payload; k++) {
    payload[k] = (uint8_t)(i * 31 + (int)k * 7);
  }
  frame_view view = {.type = FRAME_DATA,
                     .port = port,
                     .tag = (uint16_t)central.meeting,
                     .seq = (uint16_t)i,
                     .payload = payload,
                     .payload_size = SIZES[i % 8]};
  int32_t size = frame_write(&view, out, FRAME_BYTES_MAX);
  CHECK(size > 0);
  return (uint32_t)size;
}

static void on_notified(uint16_t handle, const uint8_t *value, uint16_t size) {
  uint8_t expected[FRAME_BYTES_MAX];
  if (handle == central.doorbell.value_handle) {
    CHECK(size == BLE_DOORBELL_BYTES);
    central.limit = read_u16(value);
    return;
  }
  CHECK(handle == central.tx.value_handle && size > 1);
  CHECK((value[0] & BLE_NUMBER_MASK) == (central.came & BLE_NUMBER_MASK));
  CHECK(((value[0] & BLE_FIRST) != 0) == (central.joined_size == 0));
  CHECK((int16_t)(uint16_t)(central.granted - central.came) > 0);
  central.came++;
  memcpy(central.joined + central.joined_size, value + 1, size - 1u);
  central.joined_size += size - 1u;
  if ((value[0] & BLE_LAST) != 0) {
    CHECK(make_frame(central.returned, 0, expected) == central.joined_size);
    CHECK(memcmp(expected, central.joined, central.joined_size) == 0);
    central.returned++;
    central.joined_size = 0;
  }
}

/* The node has everything that comes from the central sent back to it. */
static void node_step(void) {
  uint8_t byte;
  uint8_t raw[FRAME_BYTES_MAX];
  uint8_t line[FRAME_LINE_BYTES_MAX];
  int32_t result;
  frame_view view;
  while (read(node, &byte, 1) == 1) {
    (void)line_reader_take(&central.reader, &byte, 1, &result, &view);
    CHECK(result >= 0);
    if (result > 0 && view.port == BRIDGE_PORT_BLE) {
      CHECK(make_frame(central.at_node, BRIDGE_PORT_BLE, raw) == (uint32_t)result);
      CHECK(memcmp(raw, central.reader.bytes, (uint32_t)result) == 0);
      central.at_node++;
      int32_t size = cobs_encode(raw, (uint32_t)result, line, sizeof line);
      line[size] = 0;
      CHECK(write(node, line, (size_t)size + 1) == size + 1);
    }
  }
}

static void write_piece(void) {
  uint8_t piece[BLE_PIECE_BYTES_MAX];
  uint16_t mtu = BLE_MTU_MIN;
  (void)gatt_client_get_mtu(central.bridge, &mtu);
  uint32_t room = (mtu - 3u < sizeof piece ? mtu - 3u : sizeof piece) - 1u;
  if (central.frame_size == 0 && central.written < FRAMES) {
    central.frame_size = make_frame(central.written++, 0, central.frame);
    central.frame_at = 0;
  }
  if (central.frame_size == 0 || central.sent == central.limit) {
    return;
  }
  uint32_t left = central.frame_size - central.frame_at;
  uint32_t bytes = left < room ? left : room;
  piece[0] = (uint8_t)((central.frame_at == 0 ? BLE_FIRST : 0) | (bytes == left ? BLE_LAST : 0) | (central.sent & 63));
  memcpy(piece + 1, central.frame + central.frame_at, bytes);
  if (gatt_client_write_value_of_characteristic_without_response(central.bridge, central.rx.value_handle,
                                                                 (uint16_t)(bytes + 1), piece) == ERROR_CODE_SUCCESS) {
    central.sent++;
    central.frame_at += bytes;
    central.frame_size = central.frame_at == central.frame_size ? 0 : central.frame_size;
  }
}

static void write_grant(void) {
  uint8_t value[BLE_GRANT_BYTES];
  uint16_t granted = (uint16_t)(central.came + GRANT);
  write_u16(value, granted);
  if ((uint16_t)(granted - central.granted) > GRANT / 2 &&
      gatt_client_write_value_of_characteristic_without_response(central.bridge, central.doorbell.value_handle,
                                                                 sizeof value, value) == ERROR_CODE_SUCCESS) {
    central.granted = granted;
  }
}

static void central_turn(btstack_timer_source_t *source) {
  (void)source;
  CHECK(now_ms() < MOST_MS);
  node_step();
  if (central.stage == TALKING) {
    write_grant();
    write_piece();
  }
  if (central.stage == TALKING && central.returned == FRAMES) {
    CHECK(central.at_node == FRAMES);
    uint16_t mtu = 0;
    (void)gatt_client_get_mtu(central.bridge, &mtu);
    printf("ble: meeting %d, %d frames both ways, MTU %u, %u ms from the start\n", central.meeting, FRAMES, mtu,
           now_ms());
    central.stage = PARTING;
    CHECK(gap_disconnect(central.bridge) == ERROR_CODE_SUCCESS);
  }
  if (central.meeting == MEETINGS) {
    printf("ble: a central found the service, met it %d times, 0 failures\n", MEETINGS);
    (void)fflush(stdout);
    btstack_run_loop_trigger_exit();
    return;
  }
  again(central_turn);
}

static void on_gatt(uint8_t type, uint16_t channel, uint8_t *packet, uint16_t size);

static void ask_notifications(stage next, gatt_client_characteristic_t *of) {
  central.stage = next;
  CHECK(gatt_client_write_client_characteristic_configuration(
            on_gatt, central.bridge, of, GATT_CLIENT_CHARACTERISTICS_CONFIGURATION_NOTIFICATION) == ERROR_CODE_SUCCESS);
}

/* A question has been answered: the next one. */
static void go_on(void) {
  if (central.stage == SERVICES) {
    central.stage = CHARACTERISTICS;
    CHECK(gatt_client_discover_characteristics_for_service(on_gatt, central.bridge, &central.service) ==
          ERROR_CODE_SUCCESS);
  } else if (central.stage == CHARACTERISTICS) {
    CHECK(central.rx.value_handle > 0 && central.tx.value_handle > 0 && central.doorbell.value_handle > 0);
    gatt_client_listen_for_characteristic_value_updates(&central.notifications, on_gatt, central.bridge, NULL);
    ask_notifications(TX_ON, &central.tx);
  } else if (central.stage == TX_ON) {
    ask_notifications(DOORBELL_ON, &central.doorbell);
  } else if (central.stage == DOORBELL_ON) {
    central.stage = TALKING;
  }
}

static void on_gatt(uint8_t type, uint16_t channel, uint8_t *packet, uint16_t size) {
  gatt_client_characteristic_t found;
  (void)type;
  (void)channel;
  (void)size;
  switch (hci_event_packet_get_type(packet)) {
    case GATT_EVENT_SERVICE_QUERY_RESULT:
      gatt_event_service_query_result_get_service(packet, &central.service);
      break;
    case GATT_EVENT_CHARACTERISTIC_QUERY_RESULT:
      gatt_event_characteristic_query_result_get_characteristic(packet, &found);
      if (memcmp(found.uuid128, SERVICE, 2) == 0) {
        *(found.uuid128[3] == 2 ? &central.rx : found.uuid128[3] == 3 ? &central.tx : &central.doorbell) = found;
      }
      break;
    case GATT_EVENT_NOTIFICATION:
      on_notified(gatt_event_notification_get_value_handle(packet), gatt_event_notification_get_value(packet),
                  gatt_event_notification_get_value_length(packet));
      break;
    case GATT_EVENT_QUERY_COMPLETE:
      CHECK(gatt_event_query_complete_get_att_status(packet) == ATT_ERROR_SUCCESS);
      go_on();
      break;
    default:
      break;
  }
}

static void find(void) {
  int meeting = central.meeting;
  btstack_packet_callback_registration_t events = central.events;
  memset(&central, 0, sizeof central);
  central.meeting = meeting;
  central.events = events;
  line_reader_init(&central.reader);
  gap_set_scan_parameters(1, 48, 48);
  gap_start_scan();
}

static void on_advertisement(const uint8_t *packet) {
  bd_addr_t address;
  if (central.stage != FINDING || !ad_data_contains_uuid128(gap_event_advertising_report_get_data_length(packet),
                                                            gap_event_advertising_report_get_data(packet), SERVICE)) {
    return;
  }
  gap_event_advertising_report_get_address(packet, address);
  central.stage = MEETING;
  gap_stop_scan();
  CHECK(gap_connect(address, (bd_addr_type_t)gap_event_advertising_report_get_address_type(packet)) ==
        ERROR_CODE_SUCCESS);
}

static void on_event(uint8_t type, uint16_t channel, uint8_t *packet, uint16_t size) {
  (void)channel;
  (void)size;
  if (type != HCI_EVENT_PACKET) {
    return;
  }
  uint8_t event = hci_event_packet_get_type(packet);
  if (event == BTSTACK_EVENT_STATE && btstack_event_state_get_state(packet) == HCI_STATE_WORKING) {
    find();
  } else if (event == GAP_EVENT_ADVERTISING_REPORT) {
    on_advertisement(packet);
  } else if (event == HCI_EVENT_META_GAP &&
             hci_event_gap_meta_get_subevent_code(packet) == GAP_SUBEVENT_LE_CONNECTION_COMPLETE) {
    central.bridge = gap_subevent_le_connection_complete_get_connection_handle(packet);
    central.stage = SERVICES;
    CHECK(gatt_client_discover_primary_services_by_uuid128(on_gatt, central.bridge, SERVICE) == ERROR_CODE_SUCCESS);
  } else if (event == HCI_EVENT_DISCONNECTION_COMPLETE) {
    CHECK(central.stage == PARTING);
    gatt_client_stop_listening_for_characteristic_value_updates(&central.notifications);
    central.meeting++;
    find();
  }
}

static void be_central(const char *terminal, int line) {
  node = line;
  start_stack(terminal, 2);
  l2cap_init();
  le_device_db_tlv_configure(btstack_tlv_none_init_instance(), NULL);
  sm_init();
  gatt_client_init();
  central.events.callback = on_event;
  hci_add_event_handler(&central.events);
  (void)hci_power_control(HCI_POWER_ON);
  again(central_turn);
  btstack_run_loop_execute();
}

int main(int argc, char **argv) {
  int line[2];
  CHECK(argc == 3);
  CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, line) == 0);
  pid_t bridge = fork();
  CHECK(bridge >= 0);
  if (bridge == 0) {
    be_bridge(argv[1], line[0]);
  }
  be_central(argv[2], line[1]);
  int status;
  CHECK(waitpid(bridge, &status, WNOHANG) == 0); /* it lives */
  (void)kill(bridge, SIGKILL);
  (void)waitpid(bridge, &status, 0);
  return EXIT_SUCCESS;
}
