#include "ble_gatt.h"

#include <string.h>

#include "ble/le_device_db_tlv.h"
#include "btstack.h"
#include "btstack_tlv_none.h"

/* Advertised each 100 ms; in units of 0.625 ms. */
enum { ADVERTISE_EACH = 160, ALL_CHANNELS = 7, NOTIFY_ON = 1, APPLICATION_ERROR = 0x80 };
enum { FLAGS_BYTES = 3, UUID_BYTES = 16, NAME_BYTES = 14, DB_READ = ATT_PROPERTY_READ | ATT_PROPERTY_DYNAMIC };
enum { DB_WRITE = ATT_PROPERTY_WRITE | ATT_PROPERTY_WRITE_WITHOUT_RESPONSE | ATT_PROPERTY_DYNAMIC };

static const char NAME[NAME_BYTES + 1] = "Lattice bridge";

/* docs/protocol.md, section 18: the service, and what its third and fourth byte are for each characteristic. */
static const uint8_t SERVICE[UUID_BYTES] = {0x8b, 0x6f, 0x00, 0x01, 0x2d, 0x5a, 0x4c, 0x0e,
                                            0x9a, 0x37, 0x51, 0xe4, 0x60, 0xbd, 0x17, 0xc2};
enum { RX_UUID = 2, TX_UUID = 3, DOORBELL_UUID = 4 };

static struct glue {
  struct ble *ble;
  uint32_t (*now_ms)(void);
  hci_con_handle_t central;
  bool asked; /* for a turn to send */
  uint16_t rx;
  uint16_t tx;
  uint16_t doorbell;
  uint8_t advertisement[FLAGS_BYTES + 2 + UUID_BYTES];
  uint8_t answer[2 + NAME_BYTES];
  btstack_packet_callback_registration_t events;
} glue;

static uint16_t on_read(hci_con_handle_t central, uint16_t handle, uint16_t offset, uint8_t *buffer, uint16_t size) {
  uint8_t value[BLE_DOORBELL_BYTES];
  (void)central;
  if (handle != glue.doorbell) {
    return 0;
  }
  ble_doorbell(glue.ble, value);
  return att_read_callback_handle_blob(value, sizeof value, offset, buffer, size);
}

static int error_of(ble_verdict verdict) {
  switch (verdict) {
    case BLE_TAKEN:
      return 0;
    case BLE_BAD_LENGTH:
      return ATT_ERROR_INVALID_ATTRIBUTE_VALUE_LENGTH;
    case BLE_OUT_OF_TURN:
    case BLE_TOO_LONG:
    case BLE_NO_CREDIT:
      break;
  }
  return APPLICATION_ERROR + (int)verdict;
}

static int on_write(hci_con_handle_t central, uint16_t handle, uint16_t mode, uint16_t offset, uint8_t *buffer,
                    uint16_t size) {
  if (mode == ATT_TRANSACTION_MODE_CANCEL || central != glue.central) {
    return 0;
  }
  if (mode != ATT_TRANSACTION_MODE_NONE || offset != 0) {
    return ATT_ERROR_REQUEST_NOT_SUPPORTED;
  }
  if (handle == glue.rx) {
    return error_of(ble_take_piece(glue.ble, buffer, size, glue.now_ms()));
  }
  if (handle == glue.doorbell) {
    return error_of(ble_take_grant(glue.ble, buffer, size, glue.now_ms()));
  }
  bool on = size == 2 && (buffer[0] & NOTIFY_ON) != 0;
  if (handle == glue.tx + 1) {
    ble_subscribe_pieces(glue.ble, on);
  } else if (handle == glue.doorbell + 1) {
    ble_subscribe_doorbell(glue.ble, on);
  }
  return 0;
}

static void on_turn(void) {
  uint8_t value[BLE_PIECE_BYTES_MAX];
  glue.asked = false;
  uint32_t size = ble_next_piece(glue.ble, value);
  if (ble_doorbell_is_due(glue.ble)) {
    ble_doorbell(glue.ble, value);
    if (att_server_notify(glue.central, glue.doorbell, value, BLE_DOORBELL_BYTES) == ERROR_CODE_SUCCESS) {
      ble_doorbell_sent(glue.ble);
    }
  } else if (size > 0 && att_server_notify(glue.central, glue.tx, value, (uint16_t)size) == ERROR_CODE_SUCCESS) {
    ble_piece_sent(glue.ble);
  }
}

static void on_connected(hci_con_handle_t central) {
  if (ble_connect(glue.ble, glue.now_ms())) {
    glue.central = central;
    glue.asked = false;
  } else {
    (void)gap_disconnect(central);
  }
}

static void on_event(uint8_t type, uint16_t channel, uint8_t *packet, uint16_t size) {
  (void)channel;
  (void)size;
  if (type != HCI_EVENT_PACKET) {
    return;
  }
  uint8_t event = hci_event_packet_get_type(packet);
  if (event == HCI_EVENT_META_GAP &&
      hci_event_gap_meta_get_subevent_code(packet) == GAP_SUBEVENT_LE_CONNECTION_COMPLETE &&
      gap_subevent_le_connection_complete_get_status(packet) == ERROR_CODE_SUCCESS) {
    on_connected(gap_subevent_le_connection_complete_get_connection_handle(packet));
  } else if (event == HCI_EVENT_DISCONNECTION_COMPLETE &&
             hci_event_disconnection_complete_get_connection_handle(packet) == glue.central) {
    glue.central = HCI_CON_HANDLE_INVALID;
    ble_disconnect(glue.ble);
  } else if (event == ATT_EVENT_MTU_EXCHANGE_COMPLETE &&
             att_event_mtu_exchange_complete_get_handle(packet) == glue.central) {
    ble_set_mtu(glue.ble, att_event_mtu_exchange_complete_get_MTU(packet));
  } else if (event == ATT_EVENT_CAN_SEND_NOW) {
    on_turn();
  }
}

static uint16_t add_characteristic(uint8_t number, uint16_t properties) {
  uint8_t uuid[UUID_BYTES];
  memcpy(uuid, SERVICE, sizeof uuid);
  uuid[3] = number;
  return att_db_util_add_characteristic_uuid128(uuid, properties, ATT_SECURITY_NONE, ATT_SECURITY_NONE, NULL, 0);
}

static void make_database(void) {
  att_db_util_init();
  (void)att_db_util_add_service_uuid16(GAP_SERVICE_UUID);
  (void)att_db_util_add_characteristic_uuid16(GAP_DEVICE_NAME_UUID, ATT_PROPERTY_READ, ATT_SECURITY_NONE,
                                              ATT_SECURITY_NONE, (uint8_t *)NAME, NAME_BYTES);
  (void)att_db_util_add_service_uuid128(SERVICE);
  glue.rx = add_characteristic(RX_UUID, DB_WRITE);
  glue.tx = add_characteristic(TX_UUID, ATT_PROPERTY_NOTIFY);
  glue.doorbell = add_characteristic(DOORBELL_UUID, DB_WRITE | DB_READ | ATT_PROPERTY_NOTIFY);
}

static void make_advertisement(void) {
  static const uint8_t HEAD[FLAGS_BYTES + 2] = {2, BLUETOOTH_DATA_TYPE_FLAGS, 6, 1 + UUID_BYTES,
                                                BLUETOOTH_DATA_TYPE_COMPLETE_LIST_OF_128_BIT_SERVICE_CLASS_UUIDS};
  bd_addr_t nobody = {0};
  memcpy(glue.advertisement, HEAD, sizeof HEAD);
  for (uint32_t i = 0; i < UUID_BYTES; i++) {
    glue.advertisement[sizeof HEAD + i] = SERVICE[UUID_BYTES - 1 - i];
  }
  glue.answer[0] = 1 + NAME_BYTES;
  glue.answer[1] = BLUETOOTH_DATA_TYPE_COMPLETE_LOCAL_NAME;
  memcpy(glue.answer + 2, NAME, NAME_BYTES);
  gap_advertisements_set_params(ADVERTISE_EACH, ADVERTISE_EACH, 0, 0, nobody, ALL_CHANNELS, 0);
  gap_advertisements_set_data(sizeof glue.advertisement, glue.advertisement);
  gap_scan_response_set_data(sizeof glue.answer, glue.answer);
  gap_set_max_number_peripheral_connections(1);
  gap_advertisements_enable(1);
}

void ble_gatt_start(struct ble *ble, uint32_t (*now_ms)(void)) {
  glue.ble = ble;
  glue.now_ms = now_ms;
  glue.central = HCI_CON_HANDLE_INVALID;
  l2cap_init();
  le_device_db_tlv_configure(btstack_tlv_none_init_instance(), NULL); /* nobody is paired, nothing is kept */
  sm_init();
  make_database();
  att_server_init(att_db_util_get_address(), on_read, on_write);
  glue.events.callback = on_event;
  hci_add_event_handler(&glue.events);
  att_server_register_packet_handler(on_event);
  make_advertisement();
}

void ble_gatt_step(void) {
  uint8_t value[BLE_PIECE_BYTES_MAX];
  if (glue.central == HCI_CON_HANDLE_INVALID) {
    return;
  }
  if (ble_is_silent(glue.ble, glue.now_ms())) {
    (void)gap_disconnect(glue.central);
  } else if (!glue.asked && (ble_doorbell_is_due(glue.ble) || ble_next_piece(glue.ble, value) > 0)) {
    glue.asked = true;
    att_server_request_can_send_now_event(glue.central);
  }
}
