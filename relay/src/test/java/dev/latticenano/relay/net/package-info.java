/** Many links on one thread, over the loopback network. */
package dev.latticenano.relay.net;
