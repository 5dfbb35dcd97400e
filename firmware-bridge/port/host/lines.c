#define _XOPEN_SOURCE 700
#include "lines.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

static _Noreturn void fail(const char *what) {
  perror(what);
  exit(EXIT_FAILURE);
}

static void set_raw(int device) {
  struct termios settings;
  if (tcgetattr(device, &settings) != 0) {
    fail("tcgetattr");
  }
  settings.c_iflag = 0;
  settings.c_oflag = 0;
  settings.c_lflag = 0;
  settings.c_cflag = CS8 | CREAD | CLOCAL;
  if (tcsetattr(device, TCSANOW, &settings) != 0) {
    fail("tcsetattr");
  }
}

static void open_terminal(host_line *line) {
  line->device = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
  if (line->device < 0 || grantpt(line->device) != 0 || unlockpt(line->device) != 0) {
    fail("pseudo-terminal");
  }
  const char *name = ptsname(line->device);
  /* Opened once, so that it is raw and that its far end has been closed, which is what a hang-up is. */
  int far = name == NULL ? -1 : open(name, O_RDWR | O_NOCTTY);
  if (far < 0) {
    fail("pseudo-terminal");
  }
  set_raw(far);
  (void)close(far);
  (void)unlink(line->path);
  if (symlink(name, line->path) != 0) {
    fail(line->path);
  }
}

static void open_socket(host_line *line) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (strlen(line->path) >= sizeof address.sun_path) {
    errno = ENAMETOOLONG;
    fail(line->path);
  }
  strcpy(address.sun_path, line->path);
  (void)unlink(line->path);
  line->listener = socket(AF_UNIX, SOCK_STREAM, 0);
  if (line->listener < 0 || bind(line->listener, (struct sockaddr *)&address, sizeof address) != 0 ||
      listen(line->listener, 1) != 0 || fcntl(line->listener, F_SETFL, O_NONBLOCK) != 0) {
    fail(line->path);
  }
}

void host_line_open(host_line *line, const char *place) {
  const char *colon = strchr(place, ':');
  line->is_terminal = strncmp(place, "pty:", 4) == 0;
  if (colon == NULL || (!line->is_terminal && strncmp(place, "unix:", 5) != 0)) {
    errno = EINVAL;
    fail(place);
  }
  line->path = colon + 1;
  line->listener = -1;
  line->device = -1;
  line->hung_up = true;
  if (line->is_terminal) {
    open_terminal(line);
  } else {
    open_socket(line);
  }
}

void host_line_close(host_line *line) { (void)unlink(line->path); }

bool host_line_present(host_line *line) {
  if (line->is_terminal) {
    struct pollfd state = {.fd = line->device, .events = POLLIN};
    line->hung_up = poll(&state, 1, 0) == 1 && (state.revents & POLLHUP) != 0;
    return !line->hung_up;
  }
  int caller = accept(line->listener, NULL, NULL);
  if (caller >= 0) {
    if (line->device >= 0) {
      (void)close(line->device);
    }
    line->device = caller;
    (void)fcntl(caller, F_SETFL, O_NONBLOCK);
  }
  return line->device >= 0;
}

/* A socket whose far end has gone waits for the next caller. */
static uint32_t moved(host_line *line, ssize_t size) {
  if (size > 0) {
    return (uint32_t)size;
  }
  bool later = size < 0 && (errno == EAGAIN || errno == EINTR || errno == EIO);
  if (!line->is_terminal && !later) {
    (void)close(line->device);
    line->device = -1;
  }
  return 0;
}

uint32_t host_line_read(host_line *line, uint8_t *buf, uint32_t buf_size) {
  return host_line_present(line) ? moved(line, read(line->device, buf, buf_size)) : 0;
}

uint32_t host_line_write(host_line *line, const uint8_t *buf, uint32_t buf_size) {
  if (line->device < 0 || (line->is_terminal && line->hung_up)) {
    return 0;
  }
  return moved(
      line, line->is_terminal ? write(line->device, buf, buf_size) : send(line->device, buf, buf_size, MSG_NOSIGNAL));
}

int host_line_waits_on(const host_line *line) {
  if (line->is_terminal) {
    return line->hung_up ? -1 : line->device;
  }
  return line->device >= 0 ? line->device : line->listener;
}
