/* UART0 and UART1 through rings that interrupts fill and empty. */
#include "board.h"
#include "byte_ring.h"
#include "hardware/gpio.h"
#include "hardware/irq.h"
#include "hardware/uart.h"
#include "pins.h"

enum { UARTS = 2, RECEIVED_BYTES = 4096, SENT_BYTES = 1024 };
enum { IRQS_IN = UART_UARTIMSC_RXIM_BITS | UART_UARTIMSC_RTIM_BITS, ERRORS = 0x700, OVERRUN = 0x800 };
_Static_assert(BYTE_RING_SIZE_OK(RECEIVED_BYTES) && BYTE_RING_SIZE_OK(SENT_BYTES), "powers of two");

static struct port {
  byte_ring received;
  byte_ring sent;
  uint8_t received_memory[RECEIVED_BYTES];
  uint8_t sent_memory[SENT_BYTES];
  volatile uint32_t lost;
  volatile uint32_t errors;
  uint32_t lost_told;
  uint32_t errors_told;
} ports[UARTS];

static struct port *port_of(uint8_t number) { return &ports[number - BRIDGE_PORT_UART0]; }

static uart_inst_t *device_of(uint8_t number) { return number == BRIDGE_PORT_UART0 ? uart0 : uart1; }

/* Interrupt: what has come goes into one ring, what the device has room for out of the other. */
static void move_bytes(struct port *port, uart_hw_t *device) {
  while ((device->fr & UART_UARTFR_RXFE_BITS) == 0) {
    uint32_t word = device->dr;
    if ((word & OVERRUN) != 0) {
      port->lost++;
    }
    if ((word & ERRORS) != 0) {
      port->errors++;
    } else if (!byte_ring_put(&port->received, (uint8_t)word)) {
      port->lost++;
    }
  }
  uint8_t byte;
  while ((device->fr & UART_UARTFR_TXFF_BITS) == 0) {
    if (byte_ring_take(&port->sent, &byte, 1) == 0) {
      hw_clear_bits(&device->imsc, UART_UARTIMSC_TXIM_BITS);
      break;
    }
    device->dr = byte;
  }
}

static void on_uart0(void) { move_bytes(&ports[0], uart_get_hw(uart0)); }
static void on_uart1(void) { move_bytes(&ports[1], uart_get_hw(uart1)); }

static void start_one(uint8_t number, uint tx, uint rx, irq_handler_t handler) {
  struct port *port = port_of(number);
  byte_ring_init(&port->received, port->received_memory, RECEIVED_BYTES);
  byte_ring_init(&port->sent, port->sent_memory, SENT_BYTES);
  gpio_set_function(tx, GPIO_FUNC_UART);
  gpio_set_function(rx, GPIO_FUNC_UART);
  gpio_pull_up(rx); /* a line that hangs in the air is idle */
  (void)uart_init(device_of(number), 921600);
  irq_set_exclusive_handler((uint)UART_IRQ_NUM(device_of(number)), handler);
  irq_set_enabled((uint)UART_IRQ_NUM(device_of(number)), true);
  uart_get_hw(device_of(number))->imsc = IRQS_IN;
}

void uarts_start(void) {
  start_one(BRIDGE_PORT_UART0, PIN_UART0_TX, PIN_UART0_RX, on_uart0);
  start_one(BRIDGE_PORT_UART1, PIN_UART1_TX, PIN_UART1_RX, on_uart1);
}

uint32_t uarts_read(uint8_t port, uint8_t *buf, uint32_t buf_size) {
  return byte_ring_take(&port_of(port)->received, buf, buf_size);
}

uint32_t uarts_write(uint8_t port, const uint8_t *buf, uint32_t buf_size) {
  uint32_t size = byte_ring_put_all(&port_of(port)->sent, buf, buf_size);
  if (byte_ring_size(&port_of(port)->sent) > 0) {
    /* The interrupt says that the queue has become short, not that it is: the first bytes are moved here. */
    uart_hw_t *device = uart_get_hw(device_of(port));
    uint irq = (uint)UART_IRQ_NUM(device_of(port));
    irq_set_enabled(irq, false);
    hw_set_bits(&device->imsc, UART_UARTIMSC_TXIM_BITS);
    move_bytes(port_of(port), device);
    irq_set_enabled(irq, true);
  }
  return size;
}

bridge_losses uarts_take_losses(uint8_t number) {
  struct port *port = port_of(number);
  uint32_t lost = port->lost;
  uint32_t errors = port->errors;
  bridge_losses losses = {lost - port->lost_told, errors - port->errors_told};
  port->lost_told = lost;
  port->errors_told = errors;
  return losses;
}

uint32_t uarts_set_line(uint8_t port, const bridge_line *line) {
  static const uart_parity_t PARITY[] = {UART_PARITY_NONE, UART_PARITY_EVEN, UART_PARITY_ODD};
  uint32_t baud = uart_set_baudrate(device_of(port), line->baud);
  uart_set_format(device_of(port), line->data_bits, line->stop_bits, PARITY[line->parity]);
  return baud;
}
