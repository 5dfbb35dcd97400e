#define _POSIX_C_SOURCE 200809L
#include "machine.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "world.h"

enum { START_MS = 20000, SOCKETS = MACHINE_UARTS + 1 };

uint64_t machine_now_us(void) {
  struct timespec now;
  CHECK(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
  return (uint64_t)now.tv_sec * 1000000u + (uint64_t)now.tv_nsec / 1000u;
}

static int listen_at(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  CHECK(strlen(path) < sizeof address.sun_path);
  strcpy(address.sun_path, path);
  int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  CHECK(listener >= 0 && bind(listener, (struct sockaddr *)&address, sizeof address) == 0 && listen(listener, 1) == 0);
  return listener;
}

static int accept_one(int listener) {
  struct pollfd poller = {.fd = listener, .events = POLLIN};
  CHECK(poll(&poller, 1, START_MS) == 1);
  int connection = accept(listener, NULL, NULL);
  CHECK(connection >= 0);
  (void)close(listener);
  return connection;
}

void machine_start(struct machine *machine, const char *image, int counting) {
  char folder[] = "/tmp/bridge.XXXXXX";
  char path[SOCKETS][64];
  char option[SOCKETS][128];
  int listener[SOCKETS];
  CHECK(mkdtemp(folder) != NULL);
  for (int i = 0; i < SOCKETS; i++) {
    (void)snprintf(path[i], sizeof path[i], "%s/%d", folder, i);
    (void)snprintf(option[i], sizeof option[i], "unix:%s", path[i]);
    listener[i] = listen_at(path[i]);
  }
  machine->process = fork();
  CHECK(machine->process >= 0);
  if (machine->process == 0) {
    const char *count[] = {counting ? "-icount" : NULL, "shift=0", NULL};
    char *arguments[] = {"qemu-system-arm", "-M",      "mps2-an505",     "-nographic",     "-kernel", (char *)image,
                         "-serial",         option[0], "-serial",        option[1],        "-serial", option[2],
                         "-monitor",        option[3], (char *)count[0], (char *)count[1], NULL};
    (void)execvp(arguments[0], arguments);
    _exit(127);
  }
  for (int i = 0; i < MACHINE_UARTS; i++) {
    machine->uart[i] = accept_one(listener[i]);
  }
  machine->monitor = accept_one(listener[MACHINE_UARTS]);
  for (int i = 0; i < SOCKETS; i++) {
    (void)unlink(path[i]);
  }
  (void)rmdir(folder);
}

void machine_stop(struct machine *machine) {
  (void)kill(machine->process, SIGKILL);
  (void)waitpid(machine->process, NULL, 0);
  for (int i = 0; i < MACHINE_UARTS; i++) {
    (void)close(machine->uart[i]);
  }
  (void)close(machine->monitor);
}

void machine_reset(struct machine *machine) {
  static const char COMMAND[] = "system_reset\n";
  CHECK(write(machine->monitor, COMMAND, sizeof COMMAND - 1) == (ssize_t)(sizeof COMMAND - 1));
}

void machine_put(struct machine *machine, int uart, const uint8_t *buf, uint32_t buf_size) {
  for (uint32_t at = 0; at < buf_size;) {
    ssize_t size = write(machine->uart[uart], buf + at, buf_size - at);
    CHECK(size > 0 || errno == EINTR);
    at += size > 0 ? (uint32_t)size : 0;
  }
}

uint32_t machine_take(struct machine *machine, int uart, uint8_t *buf, uint32_t buf_size, int wait_ms) {
  struct pollfd poller = {.fd = machine->uart[uart], .events = POLLIN};
  if (poll(&poller, 1, wait_ms) != 1) {
    return 0;
  }
  ssize_t size = read(machine->uart[uart], buf, buf_size);
  CHECK(size > 0);
  return (uint32_t)size;
}
